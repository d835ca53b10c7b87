/**
 * Bank holidays for policies that pinned no calendars, because they are older: with Good Friday and Christmas Day. It
 * stays as it is, so that their cases replay; newer lists are data (src/calendars). Source: docs/sources.md#calendars
 */
const BANK_HOLIDAYS: ReadonlySet<string> = new Set([
  '2026-01-01',
  '2026-04-03', // Good Friday
  '2026-04-06',
  '2026-05-04',
  '2026-05-25',
  '2026-08-31',
  '2026-12-25',
  '2026-12-28', // for Boxing Day, a Saturday
  '2027-01-01',
  '2027-03-26', // Good Friday
  '2027-03-29',
  '2027-05-03',
  '2027-05-31',
  '2027-08-30',
  '2027-12-25',
  '2027-12-27', // for Christmas Day, a Saturday
  '2027-12-28', // for Boxing Day, a Sunday
])

export const isBankHoliday = (date: string): boolean => BANK_HOLIDAYS.has(date)
