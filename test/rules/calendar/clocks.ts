/** Every deadline that depends on a calendar, as one function of its start: what properties are asked of, and what other zones count. */
import {
  addWorkingDays,
  bailEnds,
  chargeBy,
  custodyDue,
  disclosureDue,
  dueInDays,
  dueInMonths,
  type ForceCalendar,
  hearingDue,
  nextMaracMeeting,
  schoolDue,
  victimToldBy,
} from '../../../machines/rules/calendar/index.ts'
import { calendarsSchema } from '../../../machines/rules/calendar/schema.ts'
import { bankHolidays, LONDON } from './force.ts'

type Clock = (start: string, force: ForceCalendar) => string

/** Those in which a holiday has a say. */
export const BY_WORKING_DAYS: Readonly<Record<string, Clock>> = {
  'ten working days': (start, force) => addWorkingDays(start, 10, force),
  'the hearing': (start, force) => hearingDue(start, force).dueBy,
  'the court after an arrest': (start, force) => custodyDue(start, 'PT24H', force).dueBy,
  'the victim told': (start, force) => victimToldBy(start, 'enhanced', force),
  'the meeting of a disclosure': (start, force) => disclosureDue(start, force).meetingBy,
  'the school with a calendar': (start, force) => schoolDue(start, 'St Brigid', '08:00', force).dueBy,
  'the school without one': (start, force) => schoolDue(start, null, '08:00', force).dueBy,
  'the MARAC': (start, force) => nextMaracMeeting(start, 'North', force).meeting?.at ?? 'none',
}

export const CLOCKS: Readonly<Record<string, Clock>> = {
  ...BY_WORKING_DAYS,
  'the first review of a disclosure': (start, force) => disclosureDue(start, force).initialReviewBy,
  'the end of a disclosure': (start, force) => disclosureDue(start, force).completeBy,
  'bail by an inspector': (start) => bailEnds(start, 'inspector', LONDON),
  'the last day to charge': (start) => chargeBy({ kind: 'summary', offenceAt: start, statementAt: null }, LONDON) ?? 'none',
  'the last day to charge, from her statement': (start) =>
    chargeBy({ kind: 'domestic-common-assault', offenceAt: start, statementAt: start }, LONDON) ?? 'none',
  '28 days': (start) => dueInDays(start, 28, LONDON),
  'twelve months': (start) => dueInMonths(start, 12, LONDON),
}

/** Written out, so that a property can change it. */
const WRITTEN = {
  schools: {
    'St Brigid': {
      terms: [
        { from: '2025-01-06', to: '2025-07-22' },
        { from: '2025-09-03', to: '2026-07-21' },
        { from: '2026-09-02', to: '2027-07-21' },
        { from: '2027-09-01', to: '2028-12-22' },
      ],
      closed: [
        { from: '2025-12-20', to: '2026-01-04' },
        { from: '2026-03-28', to: '2026-04-12' },
        { from: '2026-10-26', to: '2026-10-30' },
        { from: '2026-12-19', to: '2027-01-03' },
      ],
    },
  },
  marac: {
    North: {
      weekly: [{ days: ['tuesday' as const], everyWeeks: 2, from: '2024-12-31', time: '09:30' }],
      papersWorkingDays: 3,
    },
  },
}

const calendars = calendarsSchema.parse({ bankHolidays, ...WRITTEN })
export const COUNTED: ForceCalendar = { timezone: LONDON, calendars }

/** With days by proclamation. */
export const withHolidays = (dates: readonly string[]): ForceCalendar => ({
  timezone: LONDON,
  calendars: { ...calendars, oneOffHolidays: Object.fromEntries(dates.map((date) => [date, 'by proclamation'])) },
})

/** With the school shut on more days. */
export function withSchoolShut(from: string, to: string): ForceCalendar {
  const school = WRITTEN.schools['St Brigid']
  const shut = { terms: school.terms, closed: [...school.closed, { from, to }] }
  return { timezone: LONDON, calendars: { ...calendars, schools: { 'St Brigid': shut } } }
}
