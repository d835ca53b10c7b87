/** Months by the clock on the wall, through both changes of it. */
import { monthOf, monthsBetween } from '../../src/engine/measures/months.ts'

it.each([
  ['2026-02', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
  ['2026-03', '2026-03-01T00:00:00.000Z', '2026-03-31T23:00:00.000Z'],
  ['2026-07', '2026-06-30T23:00:00.000Z', '2026-07-31T23:00:00.000Z'],
  ['2026-10', '2026-09-30T23:00:00.000Z', '2026-11-01T00:00:00.000Z'],
  ['2026-12', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
])('%s is from %s to %s', (month, from, to) => expect(monthsBetween(month, month, 12)).toEqual([{ month, from, to }]))

it('follow each other without a gap, both ends included, no more than asked', () => {
  const months = monthsBetween('2025-11', '2027-01', 100)
  expect(months).toHaveLength(15)
  for (const [place, { to }] of months.slice(0, -1).entries()) expect(months[place + 1]?.from).toBe(to)
  expect(monthsBetween('2025-11', '2027-01', 3).map(({ month }) => month)).toEqual(['2025-11', '2025-12', '2026-01'])
  expect(monthsBetween('2026-02', '2026-01', 12)).toEqual([])
})

it.each([
  ['2026-03-31T22:59:59.999Z', 0, '2026-03'],
  ['2026-03-31T23:00:00.000Z', 0, '2026-04'],
  ['2026-10-31T23:30:00.000Z', 0, '2026-10'],
  ['2026-01-31T12:00:00.000Z', 11, '2025-02'],
])('%s, %i months before, is in %s', (at, before, month) => expect(monthOf(at, before)).toBe(month))
