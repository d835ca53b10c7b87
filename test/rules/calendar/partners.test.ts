import { closedAt } from '../../../machines/rules/calendar/partners.ts'
import { calendarsSchema } from '../../../machines/rules/calendar/schema.ts'

const force = (partner: object) => ({
  timezone: 'Europe/London',
  calendars: calendarsSchema.parse({
    bankHolidays: { source: 'fictional', coveredTo: '2027-12-31', dates: { '2026-12-25': 'Christmas Day' } },
    partners: { triage: { fallback: 'Ring the crisis line.', ...partner } },
  }),
})
const evenings = force({ weekly: [{ days: ['friday'], from: '18:00', to: '02:00' }] })
const opensAt = (at: string, where = evenings) => closedAt('triage', at, where)?.opensAt

it.each([
  ['before it opens', '2026-11-20T17:59:59.999Z', '2026-11-20T18:00:00.000Z'],
  ['as it opens', '2026-11-20T18:00:00.000Z', undefined],
  ['after midnight, of the evening before', '2026-11-21T01:59:59.999Z', undefined],
  ['as it closes', '2026-11-21T02:00:00.000Z', '2026-11-27T18:00:00.000Z'],
  // Christmas Day is a Friday.
  ['on a bank holiday', '2026-12-25T20:00:00.000Z', '2027-01-01T18:00:00.000Z'],
])('%s', (_, at, opens) => expect(opensAt(at)).toBe(opens))

it('follows the wall clock, also on the night when the clocks go back', () => {
  const saturdays = force({ weekly: [{ days: ['saturday'], from: '18:00', to: '02:00' }] })
  // 24 October 2026, summer time; 02:00 on the 25th is winter time.
  expect(opensAt('2026-10-24T16:59:59.999Z', saturdays)).toBe('2026-10-24T17:00:00.000Z')
  expect(opensAt('2026-10-25T01:59:59.999Z', saturdays)).toBeUndefined()
  expect(opensAt('2026-10-25T02:00:00.000Z', saturdays)).toBe('2026-10-31T18:00:00.000Z')
})

it('opens on a bank holiday where it says so, is closed on days that it names, and all day is a whole day', () => {
  expect(
    opensAt(
      '2026-12-25T20:00:00.000Z',
      force({ weekly: [{ days: ['friday'], from: '18:00', to: '22:00' }], onBankHolidays: true }),
    ),
  ).toBeUndefined()
  const closed = force({
    weekly: [{ days: ['friday', 'saturday'], from: '00:00', to: '00:00' }],
    closed: [{ from: '2026-11-20', to: '2026-11-20' }],
  })
  expect(opensAt('2026-11-20T12:00:00.000Z', closed)).toBe('2026-11-21T00:00:00.000Z')
  expect(opensAt('2026-11-21T23:59:59.999Z', closed)).toBeUndefined()
})

it('says nothing of a partner whose hours nobody knows', () =>
  expect(closedAt('refuge', '2026-11-20T03:00:00.000Z', evenings)).toBeNull())
