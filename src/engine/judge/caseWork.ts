/** A case while a group of requests is judged: as it was loaded, as it now is, and what its record gains. */
import type { FindKey } from '../../../machines/rules/report/findKeys.ts'
import { type Link, linked } from '../../../machines/rules/report/links.ts'
import type { MatchKey } from '../../../machines/rules/report/matchKeys.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { entryOf, GENESIS } from '../chain.ts'
import { type Counted, eachOnce, type Standing, standingOf } from '../measures/counted.ts'
import { countedIn } from '../measures/countedIn.ts'
import { toldOf } from '../notifications/changes.ts'
import type { Notifier } from '../notifications/ports.ts'
import type { CaseChange, SeenEvent } from '../ports.ts'
import { type Before, registerRows } from '../registers/rows.ts'
import type { Case, CaseKey, Entry } from '../step/case.ts'
import type { Unchained } from '../step/consequences.ts'
import { goneFrom, LeftTheCase, withAllGone, withGone } from '../step/leaving.ts'
import { alertOf, dehydrateCase, type LiveCase, type PinnedPolicy } from '../step/live.ts'
import { settle } from '../step/settle.ts'
import { clocksOf, matterOf } from '../views/matters.ts'
import { columnsOf, type Facts, factsOf, itemOf } from '../views/view.ts'
import type { MatterItem } from '../views/views.ts'
import { type AskedLines, NOTHING_ASKED } from './approvals.ts'
import { type Assessments, NO_ASSESSMENTS } from './lastAssessment.ts'
import type { OnRecord } from './links.ts'
import type { Opening } from './openings.ts'
import type { GroupCallers } from './repeatCallers.ts'

/** What the requests of one group share. */
export interface Group {
  /** What the clock says, however far ahead a case was recorded. */
  readonly clock: Instant
  /** What new cases pin. */
  readonly policy: PinnedPolicy
  /** Events of the record by `eventKey`, and those accepted in this group. */
  readonly seen: Map<string, SeenEvent>
  /** Who called before. */
  readonly callers: GroupCallers
  /** The incidents that links of the group name. */
  readonly onRecord: OnRecord
  /** 32 random bytes, hex. */
  readonly salt: () => string
}

export interface CaseWork {
  readonly key: CaseKey
  readonly group: Group
  /** When its new events are recorded. */
  readonly now: Instant
  readonly loadedVersion: number
  readonly loadedHead: string
  /** What it was loaded with. */
  readonly before: Before
  readonly alertsBefore: Case['alerts']
  /** Its THRIVEs as they were loaded, where one of them is scored in this group; empty otherwise. */
  readonly thrives: Iterable<Pick<Entry, 'type' | 'sequence' | 'actor'> & { readonly content: string | null }>
  /** Assessments as they were loaded, for the reassessments of this group. */
  readonly assessments: Assessments
  /** Lines that ask for what a second person decides on in this group. */
  readonly asked: AskedLines
  /** Lines that opened the restricted incident, where the alert of an opening is dismissed in this group; empty otherwise. */
  readonly openings: readonly Opening[]
  live: LiveCase | null
  entries: readonly Entry[]
  /** What its new events may be recognised by. */
  matchKeys: readonly MatchKey[]
  /** What its new events add to what it is found by. */
  findKeys: readonly FindKey[]
  /** What its new events say of other incidents. */
  links: readonly Link[]
  /** What is to be counted anew. */
  counted: readonly Counted[]
  /** How it stood when that was last looked at: as it was opened, to begin with. Null for a new case. */
  standing: Standing | null
  /** What was worked out of it for the last answer. */
  facts: Facts | null
  /** More of it is due than fires in one commit: nothing may be asked of it before the next. */
  unsettled: boolean
  /** Why the case could not be opened, or what is due on it cannot be fired: nothing can be asked of it. */
  broken: unknown
}

/** A case that is not on record, as far as is known. */
export const newCase = (key: CaseKey, group: Group): CaseWork => ({
  key,
  group,
  now: group.clock,
  loadedVersion: 0,
  loadedHead: GENESIS,
  before: { duties: {}, demands: {}, matters: {} },
  alertsBefore: {},
  thrives: [],
  assessments: NO_ASSESSMENTS,
  asked: NOTHING_ASKED,
  openings: [],
  live: null,
  entries: [],
  matchKeys: [],
  findKeys: [],
  links: [],
  counted: [],
  standing: null,
  facts: null,
  unsettled: false,
  broken: undefined,
})

/** Fires what is due, a piece of it at most in one commit. @returns whether all of it has fired. */
export function settleCase(work: CaseWork): boolean {
  if (work.live === null) return true
  if (work.unsettled) return false
  try {
    const { lines, more } = settle(work.live, work.now)
    append(work, lines)
    work.unsettled = more
    return !more
  } catch (error) {
    // It would throw again for each request of the group. What has left the case is read, and then it may not.
    if (!(error instanceof LeftTheCase)) work.broken = error
    throw error
  }
}

/** Chains what happened to the record of the case. */
export function append(work: CaseWork, happened: readonly Unchained[]): void {
  const { live, key, group, entries, loadedVersion, loadedHead } = work
  if (live === null || happened.length === 0) return
  const added: Entry[] = []
  let previous = entries.at(-1)?.hash ?? loadedHead
  for (const one of happened) {
    const sequence = loadedVersion + entries.length + added.length + 1
    const link = { key, sequence, previous, policy: live.pinned.hash, machineVersion: live.machineVersion }
    const entry = entryOf(one, { ...link, salt: group.salt() })
    added.push(entry)
    previous = entry.hash
  }
  work.entries = [...entries, ...added]
  work.counted = [...work.counted, ...countedIn(work.standing, live, added)]
  work.standing = standingOf(live)
}

type Happened = Pick<Unchained, 'consequences'>

/** The alerts and matters that something became of, as they are now; those that ended among them may have left. */
export function changedIn(live: LiveCase, happened: readonly Happened[]): Pick<CaseChange, 'alerts' | 'matters'> {
  const alerts = new Set(happened.flatMap(({ consequences }) => consequences.alerts.map(({ id }) => id)))
  return { alerts: [...alerts].map((id) => alertOf(live, id)), matters: mattersIn(live, happened) }
}

function mattersIn(live: LiveCase, happened: readonly Happened[]): MatterItem[] {
  const ids = happened.flatMap(({ consequences }) => (consequences.matters ?? []).map(({ kind, name }) => `${kind}/${name}`))
  if (ids.length === 0) return []
  const standing = { ...live, matters: withGone(live, 'matters') }
  const clocks = clocksOf(live)
  return [...new Set(ids)].map((id) => matterOf(standing, id, clocks))
}

export function factsAt(work: CaseWork, live: LiveCase): Facts {
  if (work.facts?.version !== live.lines) work.facts = factsOf(live)
  return work.facts as Facts
}

/**
 * What a case has to say to the record, or null when nothing became of it.
 *
 * @param notifier null where nobody is told of alerts.
 */
export function changeOf(work: CaseWork, notifier: Notifier | null): CaseChange | null {
  const { live, loadedVersion, before, entries, matchKeys, findKeys, links, counted } = work
  const head = entries.at(-1)?.hash
  if (live === null || head === undefined) return null
  const item = itemOf(live, live.lines, factsAt(work, live))
  const changed = changedIn(live, entries)
  return {
    case: dehydrateCase(live, live.lines, head),
    expectedVersion: loadedVersion,
    columns: columnsOf(live, item),
    item,
    entries,
    ...timersIn(entries),
    ...changed,
    ...registerRows(before, withAllGone(live), entries),
    left: goneFrom(live),
    back: [...live.away.back],
    leftIsWhole: live.away.asked === null && loadedVersion > 0,
    matchKeys,
    findKeys,
    links: links.reduce(linked, []),
    counted: eachOnce(counted),
    told: notifier === null ? null : toldOf(work, live, changed.alerts, notifier),
  }
}

/** A timer that was set and ended in one change never was. */
function timersIn(entries: readonly Entry[]): Pick<CaseChange, 'timersSet' | 'timersEnded'> {
  const set = entries.flatMap(({ consequences }) => consequences.timersSet)
  const ended = new Set(entries.flatMap(({ consequences }) => consequences.timersEnded.map(({ id }) => id)))
  const timersSet = set.filter(({ id }) => !ended.delete(id))
  return { timersSet, timersEnded: [...ended] }
}
