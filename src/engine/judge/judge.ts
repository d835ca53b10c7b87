/**
 * Judges what arrived, case by case and in order, on what was loaded. Pure but for the salts it is handed. Order of the
 * questions (design §2): duplicate, existence, state, content; schema and role were asked before.
 */
import { accepts, leftToHau } from '../../../machines/incident/index.ts'
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { kindHearing } from '../../../machines/matters/index.ts'
import { type CaseEventData, receivedAfterHappened, typeOf } from '../../../machines/rules/events.ts'
import { scoreIssues } from '../../../machines/rules/grading/thriveScore.ts'
import { samePerson } from '../../../machines/rules/person.ts'
import { type Link, linked } from '../../../machines/rules/report/links.ts'
import { type MatchKey, matchKeysIn } from '../../../machines/rules/report/matchKeys.ts'
import { unlikelyTimes } from '../../../machines/rules/time/unlikelyTimes.ts'
import type { Instant, Person } from '../../../machines/rules/vocabulary.ts'
import { canonical, commitmentTo, entryOf, GENESIS } from '../chain.ts'
import type { ArrivedEvent, Outcome, WakeOutcome } from '../engine.ts'
import { type Counted, eachOnce, type Standing, standingOf } from '../measures/counted.ts'
import { countedIn } from '../measures/countedIn.ts'
import { scoredThrives } from '../measures/thrives.ts'
import type { CaseChange, SeenEvent } from '../ports.ts'
import type { Problem, Warning } from '../problems.ts'
import { type Before, registerRows } from '../registers/rows.ts'
import type { Actor, CaseKey, Entry } from '../step/case.ts'
import { goneFrom, LeftTheCase, partOf, withAllGone, withGone } from '../step/leaving.ts'
import { alertOf, freeze, type Line, type LiveCase, type PinnedPolicy } from '../step/live.ts'
import { settle } from '../step/settle.ts'
import { acknowledge, begin, take } from '../step/step.ts'
import { columnsOf, itemOf, toldOf } from '../views/view.ts'
import type { AlertItem, MatterItem } from '../views/views.ts'
import { judgeContent } from './content.ts'
import { type Judged, withoutErrors } from './judged.ts'
import { judgeLink, linkIn, type OnRecord, originalOf } from './links.ts'
import { clocksOf, matterOf, matterRefuses, typesTaken, withNamed } from './matters.ts'
import { answersAClosedDemand } from './reassessment.ts'
import { type GroupHistory, stillOpen } from './repeatCallers.ts'
import { addsOneTooMany, tooMany } from './tooMany.ts'

/** How far ahead of the clock an event may say that it happened: clocks differ (contract §2). */
const AHEAD_MS = 2 * 60_000
/** The same of a first report, which then counts from its recording. */
const REPORT_AHEAD_MS = 10 * 60_000

/** A case being judged: as it was loaded, as it now is, and the lines it has gained. */
export interface CaseWork {
  readonly key: CaseKey
  live: LiveCase | null
  readonly loadedVersion: number
  version: number
  head: string
  readonly entries: Entry[]
  /** What its new lines may be recognised by. */
  readonly matchKeys: MatchKey[]
  /** Its THRIVEs as they were loaded, where one of them is scored in this group; none otherwise. */
  readonly thrives: Iterable<Pick<Entry, 'type' | 'sequence'> & { readonly content: string | null }>
  /** What its new lines say of other incidents. */
  readonly links: Link[]
  /** What it was loaded with. */
  readonly before: Before
  /** What is to be counted anew. */
  readonly counted: Counted[]
  /** How it stood when that was last looked at: as it was opened, to begin with. Null for a new case. */
  standing: Standing | null
  /** More of it is due than fires in one commit: nothing may be asked of it before the next. */
  unsettled: boolean
  /** Why the case could not be opened, or what is due on it cannot be fired: nothing can be asked of it. */
  broken?: unknown
}

export interface Bench {
  /** When the case's new lines are recorded: no earlier than its last. */
  readonly now: Instant
  /** What the clock says, however far ahead a case was recorded. */
  readonly clock: Instant
  readonly policy: PinnedPolicy
  /** Events of the record by `eventKey`, and those accepted in this group. */
  readonly seen: Map<string, SeenEvent>
  /** Who called before. */
  readonly history: GroupHistory
  /** The incidents that links of the group name. */
  readonly onRecord: OnRecord
  /** 32 random bytes, hex. */
  readonly salt: () => string
}

export const eventKey = ({ force, source, id }: { force: string; source: string; id: string }): string =>
  JSON.stringify([force, source, id])

/** Fires what is due, a piece of it at most in one commit. @returns whether all of it has fired. */
export function settleCase(work: CaseWork, bench: Bench): boolean {
  if (work.live === null) return true
  if (work.unsettled) return false
  try {
    const { lines, more } = settle(work.live, bench.now)
    append(work, lines, bench)
    work.unsettled = more
    return !more
  } catch (error) {
    // It would throw again for each request of the group. What has left the case is read, and then it may not.
    if (!(error instanceof LeftTheCase)) work.broken = error
    throw error
  }
}

/** @returns null where more is due than fires in one commit: then the event is judged after it. */
export function judgeEvent(work: CaseWork, event: ArrivedEvent, bench: Bench): Outcome | null {
  const ahead = Date.parse(event.at) - Date.parse(bench.clock)
  const most = is(event, 'incident.reported') ? REPORT_AHEAD_MS : AHEAD_MS
  if (ahead > most)
    return refused({
      code: 'invalid-event',
      detail: 'The event says that it happened in the future.',
      errors: [
        {
          pointer: '/time',
          detail: `is ${Math.round(ahead / 1000)} s ahead of the record's clock (${bench.clock}); at most ${most / 1000} s`,
        },
      ],
    })
  const seen = bench.seen.get(eventKey(event))
  if (seen !== undefined) return again(work, event, seen)

  if (!settleCase(work, bench)) return null
  const outcome = work.live === null ? report(work, event, bench) : judgeKnown(work, work.live, event, bench)
  if (outcome.status === 'accepted') {
    const { content: _, ...entry } = work.entries.findLast(({ id }) => id === event.id) as Entry
    bench.seen.set(eventKey(event), { ...event, ...entry, source: event.source, id: event.id, force: event.force })
  }
  return outcome
}

/** The same event again changes nothing; the same id with other content is another event under a used name. */
function again({ key, live }: CaseWork, event: ArrivedEvent, seen: SeenEvent): Outcome {
  const same =
    seen.reference === key.reference &&
    seen.type === event.type &&
    seen.at === event.at &&
    seen.commitment === commitmentTo(seen.salt, canonical(event.data))
  if (same && live !== null)
    return { status: 'duplicate', sequence: seen.sequence, incident: toldOf(live), alerts: [], matters: [], warnings: [] }
  const detail = `${event.source} has already posted another event under the id ${event.id}.`
  return refused({ code: 'event-id-reused', detail })
}

function report(work: CaseWork, event: ArrivedEvent, bench: Bench): Outcome {
  if (!is(event, 'incident.reported'))
    return refused({ code: 'unknown-incident', detail: `No incident ${work.key.reference} has been reported.` })
  const errors = receivedAfterHappened(event.at, event.data)
  if (errors.length > 0) return refused({ code: 'invalid-event', detail: 'The report says something that cannot be.', errors })
  const report = { at: event.at, recordedAt: bench.now, data: event.data }
  const { live, line } = begin(work.key, bench.policy, report, event, (begun) => bench.history.recall(begun, event))
  work.live = live
  return accepted(work, live, event, line, [...(event.warnings ?? []), ...aheadOf(event, bench)], bench)
}

const aheadOf = ({ at }: ArrivedEvent, { clock }: Bench): Warning[] =>
  Date.parse(at) - Date.parse(clock) > AHEAD_MS
    ? [
        {
          code: 'time-ahead',
          pointer: '/time',
          detail: `is ahead of the record's clock (${clock}); the report counts from its recording`,
        },
      ]
    : []

function judgeKnown(work: CaseWork, live: LiveCase, arrived: ArrivedEvent, bench: Bench): Outcome {
  const { type, at, data } = arrived
  const event = { type, at, recordedAt: bench.now, data } as PublicEvent
  const seen = withNamed(live, event)
  // What a matter of the incident hears, it takes or refuses itself, whether the incident is closed or not.
  const refuses = matterRefuses(seen, event)
  if (refuses !== null) return refused(refuses)
  if (type === 'incident.reported' || !(kindHearing(type) !== null || accepts(live.incident, event)))
    return notNow(live, `${typeOf(type)} is not taken while the incident is as it is.`)
  if (event.type === 'risk.reassessed') {
    const closed = answersAClosedDemand(live.incident.context, event)
    if (closed !== null) return notNow(live, `Demand ${closed} is no longer open.`)
  }
  if (event.type === 'hau.completed') {
    const blockers = leftToHau(live.incident)
    if (blockers.length > 0) return notNow(live, 'The part of the harm assessment unit is not complete yet.', blockers)
  }
  const judged =
    event.type === 'thrive.scored' ? judgeScore(work, live, event.data) : judgeContent(seen, event, arrived.actor.role)
  if (judged.problem !== null) return refused(judged.problem)
  if (addsOneTooMany(seen, event)) return refused(tooMany(event.type))
  const original = originalOf(live, event, bench.onRecord)
  const link = judgeLink(live, event, bench.onRecord, original)
  if (link.problem !== null) return refused(link.problem)
  const recall = (moved: LiveCase) => bench.history.recall(moved, arrived)
  const line = take(live, event, arrived, recall, original)
  return accepted(work, live, arrived, line, [...judged.warnings, ...link.warnings], bench)
}

/** A score is about a line of the record, which no snapshot has: the case's own, and those that came just before it. */
function judgeScore({ thrives, entries }: CaseWork, { incident }: LiveCase, score: CaseEventData['thrive.scored']): Judged {
  const thrive = scoredThrives([...thrives, ...entries]).get(score.thrive) ?? null
  return withoutErrors(scoreIssues(score, thrive, incident.context.policy.thrive.elements))
}

const is = (event: ArrivedEvent, name: 'incident.reported'): event is ArrivedEvent<'incident.reported'> => event.type === name
const refused = (problem: Problem): Outcome => ({ status: 'refused', problem })
const notNow = (live: LiveCase, detail: string, blockers?: NonNullable<Problem['blockers']>): Outcome =>
  refused({ code: 'not-accepted-now', detail, accepts: typesTaken(live).map(typeOf), ...(blockers && { blockers }) })

function accepted(
  work: CaseWork,
  live: LiveCase,
  event: ArrivedEvent,
  line: Line,
  warnings: readonly Warning[],
  bench: Bench,
): Outcome {
  const settled = settle(live, bench.now)
  const lines = [line, ...settled.lines]
  append(work, lines, bench)
  work.unsettled = settled.more
  work.matchKeys.push(...matchKeysIn(event.type, event.data))
  work.links.push(...linkIn(live, event))
  bench.history.keep(event, () => itemOf(work.live ?? live, work.version))
  const alerts = [...new Set(lines.flatMap(({ consequences }) => consequences.alerts.map(({ id }) => id)))]
  return {
    status: 'accepted',
    sequence: work.version - lines.length + 1,
    incident: toldOf(live),
    alerts: alerts.map((id) => alertOf(live, id)),
    matters: mattersAs(live, mattersIn(lines)),
    warnings: [
      ...warnings,
      ...unlikelyTimes(event, live.incident.context.reportedAt, bench.now),
      ...stillOpen(live.incident.context.policy, line.consequences.earlier ?? []),
    ],
  }
}

/** Those that something became of. */
const mattersIn = (lines: readonly Pick<Line, 'consequences'>[]): ReadonlySet<string> =>
  new Set(lines.flatMap(({ consequences }) => (consequences.matters ?? []).map(({ kind, name }) => `${kind}/${name}`)))

/** As they are now; one that ended among them may have left. */
function mattersAs(live: LiveCase, ids: ReadonlySet<string>): MatterItem[] {
  if (ids.size === 0) return []
  const standing = { ...live, matters: withGone(live, 'matters') }
  const clocks = clocksOf(live)
  return [...ids].map((id) => matterOf(standing, id, clocks))
}

/** @returns undefined where more is due than fires in one commit. */
export function judgeAcknowledgement(
  work: CaseWork,
  id: string,
  by: Person,
  actor: Actor,
  bench: Bench,
): AlertItem | null | undefined {
  if (!settleCase(work, bench)) return undefined
  if (work.live === null || partOf(work.live, 'alerts', id) === undefined) return null
  const { status, acknowledgedBy } = alertOf(work.live, id)
  // Said again by who has it already, it is no news.
  const hasIt = status === 'acknowledged' && acknowledgedBy !== undefined && samePerson(acknowledgedBy.id, by.id)
  if (status !== 'resolved' && !hasIt) append(work, [acknowledge(work.live, id, by, bench.now, actor)], bench)
  return alertOf(work.live, id)
}

/** Fires what is due in the case and says what became of the timer that woke it: `not yet` also while others go before it. */
export function judgeWake(work: CaseWork, timer: string, bench: Bench): WakeOutcome {
  const running = runningIn(work, timer)
  const isDue = running !== undefined && running.dueAt <= bench.now
  const isSettled = settleCase(work, bench)
  if (isDue && (isSettled || runningIn(work, timer) === undefined)) return 'fired'
  return running === undefined ? 'superseded' : 'not yet'
}

const runningIn = ({ live }: CaseWork, timer: string) => live?.timers.find(({ id }) => id === timer)

/** Adds lines to the record of a case that it is alive in, which stands as they left it. */
export function append(work: CaseWork, lines: readonly Line[], bench: Bench): void {
  const before = work.entries.length
  for (const line of lines) {
    const { live, key, version, head } = work
    if (live === null) throw new RangeError('only a case that exists gains lines')
    const link = { key, sequence: version + 1, previous: head, policy: live.pinned.hash, machineVersion: live.machineVersion }
    const entry = entryOf(line, { ...link, salt: bench.salt() })
    work.entries.push(entry)
    work.version = entry.sequence
    work.head = entry.hash
  }
  if (work.live === null || lines.length === 0) return
  work.counted.push(...countedIn(work.standing, work.live, work.entries.slice(before)))
  work.standing = standingOf(work.live)
}

/** What a case has to say to the record, or null when nothing became of it. */
export function changeOf(work: CaseWork): CaseChange | null {
  const { live, loadedVersion, before, version, head, entries, matchKeys, links, counted } = work
  if (live === null || entries.length === 0) return null
  const item = itemOf(live, version)
  const set = entries.flatMap(({ consequences }) => consequences.timersSet)
  const ended = new Set(entries.flatMap(({ consequences }) => consequences.timersEnded.map(({ id }) => id)))
  const brief = new Set(set.filter(({ id }) => ended.has(id)).map(({ id }) => id))
  const alerts = new Set(entries.flatMap(({ consequences }) => consequences.alerts.map(({ id }) => id)))
  return {
    case: freeze(live, version, head),
    expectedVersion: loadedVersion,
    columns: columnsOf(live, item),
    item,
    entries,
    timersSet: set.filter(({ id }) => !brief.has(id)),
    timersEnded: [...ended].filter((id) => !brief.has(id)),
    alerts: [...alerts].map((id) => alertOf(live, id)),
    matters: mattersAs(live, mattersIn(entries)),
    ...registerRows(before, withAllGone(live), entries),
    left: goneFrom(live),
    back: [...live.away.back],
    leftIsWhole: live.away.asked === null && loadedVersion > 0,
    matchKeys,
    links: links.reduce(linked, []),
    counted: eachOnce(counted),
  }
}

export const newCase = (key: CaseKey): CaseWork => ({
  key,
  live: null,
  loadedVersion: 0,
  before: { duties: {}, demands: {}, matters: {} },
  version: 0,
  head: GENESIS,
  entries: [],
  matchKeys: [],
  thrives: [],
  links: [],
  counted: [],
  standing: null,
  unsettled: false,
})
