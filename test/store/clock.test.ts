import { createClock } from '../../src/store/clock.ts'

/** A database's clock and our monotonic one, moved by hand. */
function clocks(seed: string | null) {
  let monotonic = 5_000
  const clock = createClock(seed, () => monotonic)
  return {
    clock,
    pass: (ms: number) => {
      monotonic += ms
    },
  }
}

it('is the database’s clock while that goes forward', () => {
  const { clock, pass } = clocks(null)
  expect(clock.highest('2026-03-01T20:00:00.000Z')).toBe('2026-03-01T20:00:00.000Z')
  pass(1_000)
  // A little behind what our own clock expects is no clock set back: following it keeps timers from firing early.
  expect(clock.highest('2026-03-01T20:00:00.990Z')).toBe('2026-03-01T20:00:00.990Z')
  expect(clock.floor()).toBe('2026-03-01T20:00:00.990Z')
})

it('never goes back, also not by a millisecond', () => {
  const { clock } = clocks(null)
  clock.highest('2026-03-01T20:00:00.500Z')
  expect(clock.highest('2026-03-01T20:00:00.499Z')).toBe('2026-03-01T20:00:00.500Z')
})

it('runs on when the database’s clock is set back, and follows it again once it has caught up', () => {
  const { clock, pass } = clocks(null)
  clock.highest('2026-03-01T20:00:00.000Z')
  pass(10_000)
  expect(clock.highest('2026-03-01T19:00:10.000Z')).toBe('2026-03-01T20:00:10.000Z')
  pass(10_000)
  expect(clock.floor()).toBe('2026-03-01T20:00:20.000Z')
  expect(clock.highest('2026-03-01T19:00:20.000Z')).toBe('2026-03-01T20:00:20.000Z')
  pass(1_000)
  expect(clock.highest('2026-03-01T20:00:21.500Z')).toBe('2026-03-01T20:00:21.500Z')
})

it('does not drift ahead of the database when our own clock runs fast', () => {
  const { clock, pass } = clocks(null)
  let database = Date.parse('2026-03-01T20:00:00.000Z')
  for (let second = 0; second < 10_000; second++) {
    pass(1_001)
    database += 1_000
    expect(clock.highest(new Date(database).toISOString())).toBe(new Date(database).toISOString())
  }
})

it('starts from the latest instant on record when the clock was set back while we were down', () => {
  const { clock, pass } = clocks('2026-03-01T20:00:00.000Z')
  pass(3_000)
  expect(clock.highest('2026-03-01T18:00:00.000Z')).toBe('2026-03-01T20:00:03.000Z')
})
