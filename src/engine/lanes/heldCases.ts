/**
 * A commit waits for nobody's row: the others of its group would wait with it. Whoever needs a case that was locked waits here,
 * beside the groups and for a moment only. Another process that is committing the case is done by then, and the request is
 * judged again; a session that was left open is not, and the request fails alone.
 */

import { type Answer, caseKey, type Request } from '../judge/request.ts'
import { CaseHeld, type CaseStore } from '../ports.ts'
import type { CaseKey } from '../step/case.ts'

/** A case that many processes change at once may be locked again each time it could be had. */
const MOST_ROUNDS = 20

type Record = (requests: readonly Request[]) => Promise<Answer[]>

/** A wake-up does not wait: its timer is due still, and is tried again within a second or two. */
export const awaitingHeld =
  (record: Record, store: Pick<CaseStore, 'awaitCase'>): Record =>
  async (requests) => {
    const answers = await record(requests)
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const held = [...answers.keys()].filter((at) => requests[at]?.kind !== 'wake' && isHeld(answers[at]))
      if (held.length === 0) return answers
      const refused = await awaitCases(
        store,
        held.map((at) => (requests[at] as Request).key),
      )
      const again: number[] = []
      for (const at of held) {
        const error = refused.get(caseKey((requests[at] as Request).key))
        if (error === undefined) again.push(at)
        else answers[at] = { kind: 'failed', error }
      }
      // The first answers stand: a record that goes away now fails these requests and no other.
      const judged = await record(again.map((at) => requests[at] as Request)).catch((error: unknown): Answer[] =>
        again.map(() => ({ kind: 'failed', error })),
      )
      for (const [place, at] of again.entries()) answers[at] = judged[place] as Answer
    }
    return answers
  }

const isHeld = (answer: Answer | undefined): boolean =>
  answer?.kind === 'failed' && answer.error instanceof CaseHeld && answer.error.unwaited

/** @returns why not, for each case that could not be had. */
async function awaitCases(store: Pick<CaseStore, 'awaitCase'>, keys: readonly CaseKey[]): Promise<ReadonlyMap<string, unknown>> {
  const distinct = new Map(keys.map((key) => [caseKey(key), key]))
  const refused = new Map<string, unknown>()
  await Promise.all(
    [...distinct].map(async ([name, key]) => {
      try {
        const holder = await store.awaitCase(key)
        if (holder !== null) refused.set(name, new CaseHeld({ unwaited: false, ...holder }))
      } catch (error) {
        refused.set(name, error)
      }
    }),
  )
  return refused
}
