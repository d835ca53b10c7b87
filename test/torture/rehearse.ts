/** A night for Jest: begun before its tests, ended after them, with a seed in its name that repeats it. */
import { randomFrom } from '../support/chance.ts'
import { type Except, verifyFails } from './checks.ts'
import type { Clockwork } from './clockwork.ts'
import type { Fault } from './faults.ts'
import { beginNight, type Night, type NightOptions } from './night.ts'
import { type Result, tryOut } from './trial.ts'

/** `TORTURE_SEED=… npm test -- test/torture` repeats the choices that a failing run made. */
const seed = Number(process.env.TORTURE_SEED ?? Math.floor(Math.random() * 1e6))
const AWAY_MS = 2_500
/** It reads every line of the night again; on a crowded machine that took longer than a minute. */
const PROOF_WITHIN_MS = 240_000

export interface Rehearsal {
  readonly night: Night
  readonly random: () => number
  /** Load, these faults in its midst, and every check. @returns what is wrong. */
  under(fault?: Fault, except?: Except): Promise<Pick<Result, 'wrong' | 'skipped'>>
}

export interface RehearsalOptions extends NightOptions {
  readonly clockwork?: Clockwork
  readonly awayMs?: number
  readonly senders?: number
  readonly pauseMs?: number
  readonly balanced?: boolean
}

/** Describes what happens on one night, or says why it is skipped. */
export async function rehearse(what: string, options: RehearsalOptions, tests: (rehearsal: Rehearsal) => void): Promise<void> {
  const { clockwork = null, awayMs = AWAY_MS, senders = 3, pauseMs = 60, balanced = false } = options
  const begun = await beginNight(options)
  if ('skipped' in begun) return describe.skip(`${what} (skipped: ${begun.skipped})`, () => it('is not tried', () => {}))
  const random = randomFrom(seed)
  let trials = 0
  describe(`${what} (TORTURE_SEED=${seed})`, () => {
    afterAll(() => begun.end())
    tests({
      night: begun,
      random,
      async under(fault, except = {}) {
        trials += 1
        const means = {
          night: begun,
          random,
          awayMs,
          clockwork,
          faults: fault ? [fault] : [],
          senders,
          pauseMs,
          balanced,
          ...except,
        }
        const { wrong, skipped, acknowledged } = await tryOut({
          ...means,
          prefix: `T${trials}`,
        })
        // A trial under which nothing was posted has tried nothing.
        expect(acknowledged).toBeGreaterThan(20)
        return { wrong, skipped }
      },
    })
    it(
      'and in the end the record proves itself',
      async () => {
        expect(await verifyFails(begun)).toEqual([])
      },
      PROOF_WITHIN_MS,
    )
  })
}
