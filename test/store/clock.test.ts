import { createClock } from '../../src/store/connection/clock.ts'
import type { Begin } from '../../src/store/connection/clockBegin.ts'

const AT = '2026-03-01T20:00:00.000Z'
const HOUR = 3_600_000
const MINUTE = 60_000

/** The database's clock, this machine's and our monotonic one, moved by hand; all agree at first. */
function clocks(begin: Partial<Begin> = {}, wallApartMs = 0) {
  let monotonic = 5_000
  let database = Date.parse(begin.databaseNow ?? AT)
  let wall = database + wallApartMs
  const news: string[] = []
  const clock = createClock(
    { databaseNow: AT, latest: null, othersDoubtMs: null, ...begin },
    { monotonicMs: () => monotonic, wallMs: () => wall, told: ({ what, seconds }) => news.push(`${what} ${seconds}`) },
  )
  return {
    clock,
    news,
    /** Time passes for every clock. */
    pass: (ms: number) => {
      monotonic += ms
      database += ms
      wall += ms
    },
    setDatabase: (ms: number) => {
      database += ms
    },
    setWall: (ms: number) => {
      wall += ms
    },
    /** The engine's time at a reading, as seconds after eight o'clock. */
    read: () => (Date.parse(clock.highest(new Date(database).toISOString())) - Date.parse(AT)) / 1_000,
    /** The latest that a statement may take for now. */
    latest: () => (Date.parse(clock.latest()) - Date.parse(AT)) / 1_000,
  }
}

it('is the database’s clock while that goes forward', () => {
  const { read, pass, setDatabase, news, clock } = clocks()
  expect(read()).toBe(0)
  pass(1_000)
  // A little behind what our own clock expects is no clock set back: following it keeps timers from firing early.
  setDatabase(-10)
  expect(read()).toBe(0.99)
  expect(clock.floor()).toBe('2026-03-01T20:00:00.990Z')
  // Never back, also not by a millisecond.
  setDatabase(-1)
  expect(read()).toBe(0.99)
  expect(news).toEqual([])
})

it('does not drift ahead of the database when our own clock runs fast, nor takes that for a jump', () => {
  const { read, pass, setDatabase, news } = clocks()
  for (let second = 1; second <= 10_000; second++) {
    pass(1_001)
    setDatabase(-1)
    expect(read()).toBe(second)
  }
  expect(news).toEqual([])
})

describe('a clock set back', () => {
  it('delays nothing: time runs on, and the clock is followed again once it has caught up', () => {
    const { read, pass, setDatabase, news, clock, latest } = clocks()
    pass(10_000)
    setDatabase(-HOUR)
    expect(read()).toBe(10)
    pass(10_000)
    expect([clock.floor(), latest(), read()]).toEqual(['2026-03-01T20:00:20.000Z', 20, 20])
    expect(clock.stands()).toMatchObject({ aheadSeconds: -3_600, isDoubted: false })
    setDatabase(HOUR)
    pass(500)
    expect(read()).toBe(20.5)
    expect(news).toEqual(['set-back 3600', 'put-right -3600'])
  })

  it('while we were down is noticed by the record, where this machine’s clock agrees with that', () => {
    const { read, pass } = clocks({ databaseNow: '2026-03-01T18:00:00.000Z', latest: AT }, 2 * HOUR)
    pass(3_000)
    expect(read()).toBe(3)
  })
})

describe('a clock that jumps ahead', () => {
  it('is not followed, also not by a statement that runs before the next reading, and is followed again once it is put right', () => {
    const { read, pass, setDatabase, news, clock, latest } = clocks()
    read()
    setDatabase(HOUR)
    expect(latest()).toBe(1)
    expect(read()).toBe(0)
    pass(6_000)
    expect([read(), latest(), clock.floor()]).toEqual([6, 6, '2026-03-01T20:00:06.000Z'])
    expect(clock.stands()).toMatchObject({ aheadSeconds: 3_600, isDoubted: true })
    setDatabase(-HOUR)
    expect(read()).toBe(6)
    expect(clock.stands()).toMatchObject({ aheadSeconds: 0, isDoubted: false, jumps: { doubted: 1, 'put-right': 1 } })
    expect(news).toEqual(['doubted 3600', 'put-right 3600'])
  })

  it('is told in full also by a reading that waited: who starts meanwhile would begin in the future', () => {
    const { read, pass, setDatabase, clock } = clocks()
    setDatabase(HOUR)
    read()
    pass(2_000)
    setDatabase(-900)
    read()
    setDatabase(900)
    expect(clock.stands()).toMatchObject({ aheadSeconds: 3_600, isDoubted: true })
    setDatabase(-HOUR / 2)
    read()
    expect(clock.stands()).toMatchObject({ aheadSeconds: 1_800, isDoubted: true })
  })

  it('is followed at once where this machine’s clock says the same: the process was suspended', () => {
    const { read, pass, setDatabase, setWall, news, clock } = clocks({}, -40_000)
    setDatabase(HOUR)
    setWall(HOUR)
    expect(read()).toBe(3_600)
    pass(1_000)
    expect([read(), clock.stands().aheadSeconds, news]).toEqual([3_601, 0, ['believed 3600']])
  })

  it('is followed as soon as a time server has put this machine’s own clock right', () => {
    const { read, pass, setDatabase, setWall, news } = clocks()
    setDatabase(HOUR)
    expect(read()).toBe(0)
    pass(20_000)
    setWall(HOUR)
    expect(read()).toBe(3_620)
    expect(news).toEqual(['doubted 3600', 'believed 3600'])
  })

  it('is followed after ten minutes all the same, the alert stays, and it comes back when it was wrong', () => {
    const { read, pass, setDatabase, clock, news } = clocks()
    setDatabase(HOUR)
    for (let minute = 0; minute < 10; minute++) {
      expect(read()).toBe(minute * 60)
      pass(MINUTE)
    }
    expect(read()).toBe(3_600 + 600)
    expect(clock.stands()).toMatchObject({ aheadSeconds: 3_600, isDoubted: false })
    pass(MINUTE)
    setDatabase(-HOUR)
    expect(read()).toBe(660)
    expect(clock.stands().aheadSeconds).toBe(0)
    expect(news).toEqual(['doubted 3600', 'believed 3600', 'put-right 3600'])
  })

  it('comes back in two steps too, but never by more than it jumped', () => {
    const { read, setDatabase, setWall, pass } = clocks()
    for (const jump of [HOUR, 10 * MINUTE]) {
      setDatabase(jump)
      setWall(jump)
      read()
    }
    setDatabase(-10 * MINUTE)
    expect(read()).toBe(3_600)
    setDatabase(-HOUR)
    expect(read()).toBe(0)
    setDatabase(-10 * MINUTE)
    pass(1_000)
    expect(read()).toBe(1)
  })
})

describe('a process that starts while the clock is ahead', () => {
  it.each([
    ['follows what the others say', { othersDoubtMs: HOUR, latest: '2026-03-01T18:59:00.000Z' }, 0, -3_600],
    ['follows this machine’s clock where nobody runs', { latest: '2026-03-01T18:00:00.000Z' }, -HOUR, -3_600],
    ['believes a record that goes further than this machine’s clock', { latest: '2026-03-01T19:59:50.000Z' }, -HOUR, 0],
    ['has nothing to hold it against while the record is empty', { latest: null }, -HOUR, 0],
  ])('%s', (_, begin, wallApartMs, seconds) => {
    const { latest, clock } = clocks(begin, wallApartMs)
    expect([0, 1].map((tolerance) => seconds + tolerance)).toContain(latest())
    expect(Date.parse(clock.floor())).toBe(Date.parse(AT) + seconds * 1_000)
  })

  it('comes back when it believed a clock that this machine’s own contradicts', () => {
    const { read, setDatabase, clock } = clocks({ latest: null }, -HOUR)
    expect([read(), clock.stands().aheadSeconds]).toEqual([0, 3_600])
    setDatabase(-HOUR)
    expect([read(), clock.stands().aheadSeconds]).toEqual([-3_600, 0])
  })
})

it('a process that starts after the clock was put right does not follow what was recorded ahead', () => {
  const { read } = clocks({ latest: '2026-03-01T21:00:00.000Z' })
  expect(read()).toBe(0)
})
