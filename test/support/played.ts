/** Plays random histories of one incident on the real engine, each once for all the laws that look at it. */
import { expect } from '@jest/globals'
import fc from 'fast-check'
import type { DemandContext } from '../../machines/demand/setup.ts'
import type { IncidentContext } from '../../machines/incident/setup.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import type { Case, Entry } from '../../src/engine/step/case.ts'
import { wholeContext } from '../../src/engine/step/live.ts'
import { demandId, type Posted } from './happenings.ts'
import { CHAPTERS, type History, histories, postedBy, unreadIn, waitingIn } from './histories.ts'
import { KEY, type Night, policyWith, startNight } from './incident.ts'

export const RUNS = Number(process.env.REASSESS_RUNS ?? 60)
/** The same histories for every law, so that each is played once; `REASSESS_SEED` draws those of an earlier run again. */
const SEED = Number(process.env.REASSESS_SEED ?? Date.now() % 2 ** 31)
export const pinned = policyWith()

export interface Moment {
  readonly posted: Posted
  readonly outcome: Outcome
  readonly before: Case
  readonly after: Case
}

/** Whether workers fire what falls due: always, never, or as each step says. */
type Workers = 'on time' | 'never' | 'now and then'

type Played = { night: Night; moments: Moment[] }

const played = new Map<string, Promise<Played>>()

/** A history as it was played for an earlier law, which only looked at it. */
export function playOnce(history: History, workers: Workers): Promise<Played> {
  const name = JSON.stringify([history, workers])
  const found = played.get(name) ?? play(history, workers)
  // What is tried to shrink a failure is tried once.
  if (played.size < 5 * RUNS) played.set(name, found)
  return found
}

/** Plays a history; a history that was played already is posted again word for word. @param between what else is done before each step. */
export async function play(
  { chapter, steps }: History,
  workers: Workers,
  again?: readonly Posted[],
  policy = pinned,
  between: (night: Night, place: number) => Promise<void> = async () => {},
): Promise<Played> {
  const night = startNight(policy)
  const opening = CHAPTERS[chapter] ?? []
  for (const posted of opening) expect(await night.go(posted)).toMatchObject({ status: 'accepted' })
  await night.go({ kind: 'workers', away: workers === 'never' })
  const moments: Moment[] = []
  let now = Date.parse(opening.at(-1)?.recordedAt ?? '')
  for (const [place, step] of steps.entries()) {
    now += step.afterSeconds * 1000
    const recordedAt = new Date(now).toISOString()
    if (workers === 'now and then') await night.go({ kind: 'workers', away: !step.workers })
    await night.go({ kind: 'clock', at: recordedAt })
    await between(night, place)
    if (step.acknowledges !== null) await acknowledgeOne(night, step.acknowledges)
    const before = caseOf(night)
    const posts = postedBy(
      step,
      recordedAt,
      contextOf(before).openDemands.map(({ id }) => id.replace(demandId(''), '')),
      unreadIn(before),
      waitingIn(before),
    )
    // A verdict names a line of the record, and what was due beforehand takes more or fewer lines.
    const posted = posts.type === 'reassessment.checked' || posts.type === 'approval.given' ? posts : (again?.[place] ?? posts)
    const outcome = await night.go(posted)
    if (outcome === null) throw new Error('an event has an outcome')
    moments.push({ posted, outcome, before, after: caseOf(night) })
  }
  return { night, moments }
}

const acknowledgeOne = (night: Night, number: number) =>
  night.engine.acknowledge(
    `${KEY.reference}-a${number}`,
    KEY,
    { id: 'sup-1', role: 'supervisor' },
    { key: 'k', role: 'supervisor' },
  )

export function caseOf({ store }: Night): Case {
  const kept = store.caseOf(KEY)
  if (kept === null) throw new Error('the incident was reported')
  return kept
}

export const contextOf = (kept: Case) => wholeContext(kept) as unknown as IncidentContext
export const demandsOf = ({ demands }: Case) =>
  Object.values(demands).map(({ value, context }) => ({ ...(context as unknown as DemandContext), status: String(value) }))
export const contentOf = (entry: Entry) => JSON.parse(entry.content)

export const everywhere = (property: (history: History) => Promise<void>, { runs = RUNS, of = histories } = {}) =>
  fc.assert(fc.asyncProperty(of, property), { numRuns: runs, seed: SEED, endOnFailure: false })
