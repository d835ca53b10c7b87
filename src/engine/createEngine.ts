/** The engine over its ports: the same for every host. */

import type { Person } from '../../machines/rules/vocabulary.ts'
import type { ArrivedEvent, Engine, WakeOutcome } from './engine.ts'
import type { Answer } from './judge/request.ts'
import type { EarlierRecord } from './judge/samePair.ts'
import { gather } from './lanes/gather.ts'
import { awaitingHeld } from './lanes/heldCases.ts'
import { issuesAsFound, standingIssues } from './measures/thrives.ts'
import type { Notifier } from './notifications/ports.ts'
import { policyOnRecord } from './pinnedPolicy.ts'
import { type Alarms, CaseHeld, type CaseReads, type CaseStore, readsOf, SnapshotUnreadable } from './ports.ts'
import { recordEvents } from './recordEvents.ts'
import type { Case, CaseKey, Noted } from './step/case.ts'
import type { LiveCase, PinnedPolicy } from './step/live.ts'
import { MachinesNewer, openCase } from './step/openCase.ts'
import { assessmentsOf } from './views/assessments.ts'
import { briefingOf } from './views/briefing.ts'
import { othersOf } from './views/hidden.ts'
import { isClosed } from './views/items.ts'
import { type Hidden, hiddenFrom, NOTHING_HIDDEN, type Reader } from './views/readers.ts'
import { reassessmentOf } from './views/reassessment.ts'
import { rememberedOf, type StandingItem, standingIn, WORDED_LINES, whereItStood } from './views/standing.ts'
import { viewOf } from './views/view.ts'

export interface EnginePorts {
  readonly store: CaseStore
  /** What readers are answered from; absent where the store has nothing to part. */
  readonly reads?: CaseReads
  readonly alarms: Alarms
  /** What new cases pin. */
  readonly policy: PinnedPolicy
  /** 32 random bytes, hex; chance is handed in like time. */
  readonly salt: () => string
  /** A timer could not be fired: nobody waits for that answer, so it must show in the log. */
  readonly failed: (error: unknown, key: CaseKey) => void
  /** Who is told of alerts; absent where nobody is. */
  readonly notifier?: Notifier
  /** Deliveries are on disk: somebody should carry them. Never throws, never waits. */
  readonly deliveriesWritten?: () => void
  /** Pieces of what is due on its case for which an event waits; absent for as many as suit a service. */
  readonly mostPieces?: number
}

class UnknownPolicy extends Error {
  readonly code = 'unknown-policy'
}

/** A case as it is read. */
interface Opened {
  readonly live: LiveCase
  readonly version: number
}

export function createEngine(given: EnginePorts): Engine {
  const { store, alarms, policy, salt, failed, mostPieces, notifier = null, deliveriesWritten = () => {} } = given
  const reads = given.reads ?? readsOf(store)
  const policies = new Map([[policy.hash, policy]])
  const pinnedIn =
    (record: Pick<CaseStore, 'policyByHash'>) =>
    async (hash: string): Promise<PinnedPolicy> => {
      const known = policies.get(hash)
      if (known !== undefined) return known
      const older = await policyOnRecord(record, hash)
      if (older === null) throw new UnknownPolicy(`a case pinned policy ${hash}, which the record does not have`)
      policies.set(hash, older)
      return older
    }
  const pinned = pinnedIn(reads)
  const ports = { store, alarms, policy, pinned: pinnedIn(store), salt, notifier, deliveriesWritten }
  const record = awaitingHeld(
    gather((requests) => recordEvents(ports, requests), mostPieces),
    store,
  )

  const answered = (arrived: readonly ArrivedEvent[]) =>
    record(arrived.map((event) => ({ kind: 'event', key: keyOf(event), event })))

  const keptOf = async (key: CaseKey): Promise<Case | null> => {
    const { cases, unreadable } = await reads.loadOf(key.force, [key.reference])
    if (unreadable.length > 0) throw new SnapshotUnreadable(key)
    return cases[0] ?? null
  }

  const opened = async (key: CaseKey): Promise<Opened | null> => {
    const { cases, unreadable, now } = await reads.loadOf(key.force, [key.reference])
    if (unreadable.length > 0) throw new SnapshotUnreadable(key)
    const [kept] = cases
    if (kept === undefined) return null
    const { live } = await openCase(kept, await pinned(kept.policy), () => reads.readEntries(key, kept.version), now)
    return { live, version: kept.version }
  }

  /** From their lines alone: an incident whose snapshot cannot be read is left out, and fails nobody else's read. */
  async function* earlierRecords(
    force: string,
    incidents: readonly string[],
    which: 'open' | 'all',
  ): AsyncGenerator<EarlierRecord, void, undefined> {
    const { cases } = await reads.loadOf(force, incidents)
    for (const incident of incidents) {
      const kept = cases.find(({ reference }) => reference === incident)
      if (kept === undefined || (which === 'open' && isClosed(kept.incident))) continue
      yield { incident, policy: (await pinned(kept.policy)).policy, entries: reads.readEntries(kept, kept.version) }
    }
  }

  /** What stands now, here and where something stood before; of an incident that cannot be read, as it was remembered. */
  const standing = async ({ live, version }: Opened, key: CaseKey): Promise<StandingItem[]> => {
    const items = await standingIn(live, reads.readEntries(key, version, WORDED_LINES))
    for (const reference of whereItStood(live)) {
      const there = { force: key.force, reference }
      const earlier = await opened(there).catch((error: unknown) => {
        if (error instanceof SnapshotUnreadable) return null
        throw error
      })
      if (earlier === null) items.push(...rememberedOf(live, reference))
      else items.push(...(await standingIn(earlier.live, reads.readEntries(there, earlier.version, WORDED_LINES))))
    }
    return items
  }

  /** Of the incidents that one remembers; asked only where it remembers any. */
  const hiddenIn = async (force: string, others: readonly unknown[], reader: Reader | undefined): Promise<Hidden> =>
    reader === undefined || others.length === 0 ? NOTHING_HIDDEN : hiddenFrom(await reads.restricted(force), reader)

  const viewed = async ({ live, version }: Opened, key: CaseKey, reader?: Reader) => {
    const thriveGaps = await standingIssues(live, () => reads.readEntries(key, version, ['thrive.assessed']))
    const linksFrom = await reads.linksFrom(key)
    const hidden = await hiddenIn(key.force, [...othersOf(live.incident.context), ...linksFrom], reader)
    return viewOf(live, { version, thriveGaps, linksFrom, hidden })
  }

  return {
    async recordEach(arrived) {
      return (await answered(arrived)).map((answer) =>
        answer.kind === 'failed' ? { status: 'failed', error: answer.error } : expect(answer, 'event').outcome,
      )
    },
    async record(arrived) {
      return (await answered(arrived)).map((answer) => expect(answer, 'event').outcome)
    },
    async acknowledge(alert, key, by, actor, note, from) {
      const [answer] = await record([{ kind: 'acknowledge', key, alert, ...noted(by, note), ...(from && { from }), actor }])
      return (answer && expect(answer, 'acknowledge').alerts?.[0]) ?? null
    },
    async acknowledgeAll(key, by, actor, note, from) {
      const [answer] = await record([{ kind: 'acknowledge', key, alert: null, ...noted(by, note), ...(from && { from }), actor }])
      return (answer && expect(answer, 'acknowledge').alerts) ?? null
    },
    async release(alert, key, by, actor, note) {
      const [answer] = await record([{ kind: 'release', key, alert, ...noted(by, note), actor }])
      return answer === undefined ? 'unknown' : expect(answer, 'release').release
    },
    async breakGlass(key, said, actor) {
      const [answer] = await record([{ kind: 'break-glass', key, ...said, actor }])
      return answer !== undefined && expect(answer, 'break-glass').opened
    },
    async dismiss(alert, key, said, actor) {
      const [answer] = await record([{ kind: 'dismiss', key, alert, ...said, actor }])
      return answer === undefined ? 'unknown' : expect(answer, 'dismiss').dismissal
    },
    async escalation(key) {
      const kept = await keptOf(key)
      return kept === null ? null : (await pinned(kept.policy)).policy.escalation
    },
    async fireTimers(timers) {
      const answers = await record(timers.map(({ timer, ...key }) => ({ kind: 'wake', key, timer })))
      return answers.map((answer, index): WakeOutcome => {
        if (answer.kind !== 'failed') return expect(answer, 'wake').outcome
        // The build that moved the case fires it: nothing is wrong with the timer.
        if (answer.error instanceof MachinesNewer) return 'newer'
        failed(answer.error, timers[index] as CaseKey)
        return answer.error instanceof CaseHeld ? 'held' : 'failed'
      })
    },
    async view(key, reader) {
      const found = await opened(key)
      return found === null ? null : viewed(found, key, reader)
    },
    async briefing(key, reader) {
      const found = await opened(key)
      if (found === null) return null
      const view = await viewed(found, key, reader)
      const hidden = await hiddenIn(key.force, whereItStood(found.live), reader)
      const stands = (await standing(found, key)).filter(({ incident }) => !hidden.has(incident))
      return briefingOf(found.live, view, stands, reads.readEntries(key, found.version))
    },
    async textReader(key) {
      const kept = await keptOf(key)
      if (kept === null) return null
      const { hash, policy } = await pinned(kept.policy)
      return { policy: hash, doubtBelow: policy.reassessment.doubtBelow, detector: policy.detector ?? null }
    },
    async thriveIssues(key, sequence) {
      const kept = await keptOf(key)
      if (kept === null) return null
      return issuesAsFound(kept, reads.readEntries(key, sequence), sequence, await pinned(kept.policy))
    },
    async reassessment(key, sequence) {
      const found = await opened(key)
      return found === null ? null : reassessmentOf(found, (...asked) => reads.readEntries(key, ...asked), sequence)
    },
    async assessments(key, which, reader) {
      const found = await opened(key)
      if (found === null) return null
      const hidden = await hiddenIn(key.force, found.live.incident.context.repeat, reader)
      const read = (incidents: readonly string[]) => {
        const seen = incidents.filter((incident) => !hidden.has(incident))
        return earlierRecords(key.force, seen, which)
      }
      return assessmentsOf(found.live, reads.readEntries(key, found.version), read)
    },
  }
}

const noted = (by: Person, note?: string): Noted => ({ by, ...(note !== undefined && { note }) })

const keyOf = ({ force, reference }: ArrivedEvent): CaseKey => ({ force, reference })

/** @throws what the machine threw, for a request that failed. */
function expect<Kind extends Answer['kind']>(answer: Answer, kind: Kind): Extract<Answer, { kind: Kind }> {
  if (answer.kind === 'failed') throw answer.error
  if (answer.kind !== kind) throw new TypeError(`asked for ${kind}, answered ${answer.kind}`)
  return answer as Extract<Answer, { kind: Kind }>
}
