/**
 * A stored case is opened. Its snapshot is a cache of its lines: where these machines cannot go on from it, because it is an
 * older release's or damaged, the lines are replayed and the case goes on from that, under the policy that it pinned. The change
 * is a line of the record (decision 0013).
 */
import { later } from '../../../machines/rules/time/instants.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { isSameClock, replayLines } from '../replay.ts'
import type { Case, KeptEntry, Timer } from './case.ts'
import { consequencesOf, stepOn, type Unchained } from './consequences.ts'
import { withGone } from './leaving.ts'
import { hydrateCase, type LiveCase, MACHINE_VERSION, type PinnedPolicy } from './live.ts'

/** A newer release's machines have moved this case; these would misread it. */
export class MachinesNewer extends Error {
  readonly code = 'machines-newer'
}

/** The lines do not give a case that can go on: content was destroyed, or something raised would vanish. */
class CannotCarryOver extends Error {
  readonly code = 'cannot-carry-over'
}

export interface OpenedCase {
  readonly live: LiveCase
  /** To be recorded before anything else happens to the case; null where its snapshot was as these machines need it. */
  readonly line: Unchained | null
}

/**
 * @param entries read only where the snapshot does not serve.
 * @param now for the line, which is recorded no earlier than those before it.
 * @throws MachinesNewer, CannotCarryOver, or what a machine threw.
 */
export async function openCase(
  kept: Case,
  pinned: PinnedPolicy,
  entries: () => AsyncIterable<KeptEntry>,
  now: Instant,
): Promise<OpenedCase> {
  if (kept.machineVersion > MACHINE_VERSION)
    throw new MachinesNewer(
      `${kept.reference} was moved by machines of version ${kept.machineVersion}; these are ${MACHINE_VERSION}`,
    )
  if (kept.machineVersion === MACHINE_VERSION) {
    try {
      return { live: hydrateCase(kept, pinned), line: null }
    } catch {
      // States that these machines do not have: the lines say what the snapshot should.
    }
  }
  return carryOver(kept, pinned, entries(), now)
}

async function carryOver(kept: Case, pinned: PinnedPolicy, entries: AsyncIterable<KeptEntry>, now: Instant): Promise<OpenedCase> {
  const live = await replayLines(kept, entries, pinned)
  if (live === null) throw new CannotCarryOver(`${kept.reference}: content that its replay needs was destroyed`)
  for (const home of ['duties', 'demands', 'alerts'] as const) {
    const now = withGone(live, home)
    const gone = Object.keys(kept[home]).find((id) => !Object.hasOwn(now, id))
    if (gone !== undefined) throw new CannotCarryOver(`${kept.reference}: ${gone} of its ${home} would vanish`)
  }
  const timersEnded = kept.timers.filter((timer) => !live.timers.some((now) => isSameClock(now, timer)))
  const timersSet = renumber(live, kept)
  const recordedAt = later(live.recordedAt, now)
  const step = { ...stepOn(live, { at: recordedAt, recordedAt }), timersSet, timersEnded }
  for (const home of ['alerts', 'demands'] as const) for (const id of Object.keys(live[home])) step.touched[home].add(id)
  const consequences = consequencesOf(step)
  const data = { from: kept.machineVersion, to: MACHINE_VERSION, timers: live.timers, timersSet: live.timersSet }
  live.recordedAt = recordedAt
  live.lines += 1
  return {
    live,
    line: { type: 'machines.changed', source: null, id: null, at: recordedAt, recordedAt, actor: null, data, consequences },
  }
}

/** A clock that runs on keeps its row; any other takes an id that the case never used. @returns the others. */
function renumber(live: LiveCase, kept: Case): Timer[] {
  const set: Timer[] = []
  live.timersSet = kept.timersSet
  live.timers = live.timers.map((timer) => {
    const same = kept.timers.find((old) => isSameClock(old, timer))
    if (same !== undefined) return same
    live.timersSet += 1
    const fresh = { ...timer, id: `t${live.timersSet}` }
    set.push(fresh)
    return fresh
  })
  return set
}
