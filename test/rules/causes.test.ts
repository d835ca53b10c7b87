import fc from 'fast-check'
import { answeredOf, type Cause, joinedBy, leftAfterSeen, MOST_CAUSES } from '../../machines/rules/reassessment/causes.ts'

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 20, minute)).toISOString()
const causesAt = (minutes: readonly number[]): readonly Cause[] =>
  minutes.reduce<readonly Cause[]>(
    (causes, minute, place) => joinedBy(causes, { at: at(minute), sequence: place + 5, number: place + 1 }),
    [],
  )
const countIn = (causes: readonly Cause[]): number =>
  causes.reduce((sum, { number, from }) => sum + number - (from?.number ?? number) + 1, 0)

const minutes = fc.array(fc.nat(200), { minLength: 1, maxLength: 3 * MOST_CAUSES })

describe('the causes of a demand', () => {
  it('stay bounded however many join, and every number stays among them', () =>
    fc.assert(
      fc.property(minutes, (given) => {
        const causes = causesAt(given)
        expect(causes.length).toBeLessThanOrEqual(MOST_CAUSES)
        expect(countIn(causes)).toBe(given.length)
      }),
    ))

  it('are answered only where their time has come and their author had read of them', () =>
    fc.assert(
      fc.property(minutes, fc.nat(200), fc.nat(200), (given, minute, seen) => {
        const { left, newest } = answeredOf(causesAt(given), at(minute), seen)
        const waiting = given.filter((cause, place) => cause > minute || place + 1 > seen)
        // Drawn together, they may wait longer and never shorter.
        expect(countIn(left)).toBeGreaterThanOrEqual(waiting.length)
        if (given.length <= MOST_CAUSES) expect(countIn(left)).toBe(waiting.length)
        expect(newest !== null).toBe(given.length > waiting.length || countIn(left) < given.length)
        if (newest !== null) expect(newest.at <= at(minute)).toBe(true)
      }),
    ))

  it('are all answered by somebody who has read them all, later than all of them', () =>
    fc.assert(
      fc.property(minutes, (given) => {
        expect(answeredOf(causesAt(given), at(200), given.length).left).toEqual([])
        expect(answeredOf(causesAt(given), at(200)).left).toEqual([])
      }),
    ))

  it('are split where a thousand calls were drawn together and only the first five hundred were read', () => {
    const calls = causesAt(Array.from({ length: 1_000 }, (_, call) => call))
    expect(countIn(answeredOf(calls, at(2_000), 500).left)).toBe(500)
  })

  it('keep a breach by itself, so that late news voids it alone', () => {
    const breach: Cause = { at: at(0), sequence: 4, number: 1, clock: 1 }
    const causes = causesAt(Array.from({ length: 3 * MOST_CAUSES }, () => 10)).reduce<readonly Cause[]>(
      (all, cause) => joinedBy(all, { ...cause, number: cause.number + 1 }),
      [breach],
    )
    expect(causes).toContainEqual(breach)
    expect(leftAfterSeen([breach], at(-5), { clocks: new Set([1]), visits: new Set() })).toEqual([])
    expect(leftAfterSeen([breach], at(-5), { clocks: new Set([2]), visits: new Set() })).toEqual([breach])
  })
})
