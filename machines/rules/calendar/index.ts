/**
 * Calendar rules: instants in, instants out. No clock of their own, no state, never the server's time zone. Where they apply is
 * the last argument: a policy (its zone and its calendars), or its zone alone where no holiday has a say.
 *
 * | clock | function |
 * |---|---|
 * | within N working days (Victims' Code, Clare's Law meeting) | `addWorkingDays`, `victimToldBy`, `disclosureDue` |
 * | within N days or months, by date (release under investigation, orders, no activity, MARAC's 12 months) | `dueInDays`, `dueInMonths` |
 * | bail by rank and by a court · the last day to charge | `bailEnds`, `monthsAfter` · `chargeBy` |
 * | the hearing of a DVPN or DAPN, and the last sitting before it | `hearingDue`, `lastSittingBefore` |
 * | before the court after an arrest for a breach | `custodyDue` |
 * | before the next school day of a school | `schoolDue`, `schoolDay` |
 * | the next MARAC meeting of an area | `nextMaracMeeting` |
 * | how far bank holidays are known | `holidaysLeft` |
 *
 * What is due on a day is due at its last millisecond. A calendar that nobody gave is answered with `calendar: 'unknown'`,
 * and never with a later deadline. Calendars are pinned with the policy (docs/decisions), so a replay counts as it counted.
 */
export { BAIL_MONTHS, BAIL_RANKS, type BailRank, bailEnds, daysBetween, monthsAfter } from './bail.ts'
export { CHARGE_TIMES, chargeBy, OFFENCE_KINDS, type OffenceKind } from './charge.ts'
export { dueInDays, dueInMonths } from './dates.ts'
export { addDays, dayOf, endOfDay, type ForceCalendar, lengthOf, type SchoolHolidays, weekdayOf } from './days.ts'
export { DISCLOSURE_TIMES, disclosureDue } from './disclosure.ts'
export { custodyDue, type HearingDue, hearingDue, type LastSitting, lastSittingBefore } from './hearing.ts'
export { type HolidaysLeft, holiday, holidaysLeft } from './holidays.ts'
export { nextMaracMeeting } from './marac.ts'
export { schoolDay, schoolDue } from './school.ts'
export { mayBeHoliday, SCHOOL_HOLIDAYS } from './schoolHolidays.ts'
export { VICTIM_UPDATE_TIMES, victimToldBy } from './victimsCode.ts'
export { addWorkingDays, isWorkingDay, nextWorkingDay } from './workingDays.ts'
