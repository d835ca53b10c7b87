/** A case as it is read: `GET /v1/incidents/{ref}`, its line in the list, and what the list is filtered and ordered by. */

import { hasSaid } from '../../../machines/incident/hau/hau.ts'
import { blockersOf, exceptionsOf } from '../../../machines/incident/index.ts'
import { situationNow, unknownSince } from '../../../machines/incident/risk/assessments.ts'
import { MATTERS } from '../../../machines/matters/index.ts'
import { typeOf } from '../../../machines/rules/events.ts'
import { isHighRisk } from '../../../machines/rules/hau/severity.ts'
import type { Warning } from '../../../machines/rules/issue.ts'
import { rankOf } from '../../../machines/rules/policy/policy.ts'
import { MOST_EARLIER, repeatOf } from '../../../machines/rules/report/repeatCallers.ts'
import { earlier, later } from '../../../machines/rules/time/instants.ts'
import type { Attention } from '../../../machines/rules/vocabulary.ts'
import type { CaseColumns } from '../ports.ts'
import { weightOf } from '../registers/registers.ts'
import type { Home } from '../step/case.ts'
import { MOST_ENDED } from '../step/leaving.ts'
import type { LiveCase } from '../step/live.ts'
import { spellings } from '../step/stateNames.ts'
import { typesTaken } from '../step/taken.ts'
import { approvalsOf } from './approvals.ts'
import { checksOf } from './checks.ts'
import { deadlinesInLists, deadlinesOf, MOST_IN_LISTS, type Standing, standingDeadlines } from './deadlines.ts'
import { repeatSeen, type StoredRepeat, summedIn, viewSeen } from './hidden.ts'
import { alertItem, demandItem, stateName } from './items.ts'
import { mattersOf } from './matters.ts'
import { policyWords } from './policyWords.ts'
import { type Hidden, NOTHING_HIDDEN, readerKeys } from './readers.ts'
import type {
  DemandItem,
  EndedCounts,
  IncidentItem,
  IncidentTold,
  IncidentView,
  LinkFrom,
  LinkItem,
  MatterItem,
  RegionStates,
} from './views.ts'
import { whoHas } from './whoHas.ts'

/** What the answer to an event and the incident's line in lists have in common, worked out once. */
export interface Facts {
  /** The version that they are of. */
  readonly version: number
  readonly state: RegionStates
  readonly demands: readonly DemandItem[]
  readonly deadlines: readonly Standing[]
}

export const factsOf = (live: LiveCase): Facts => ({
  version: live.lines,
  state: statesOf(live),
  demands: demandsOf(live),
  deadlines: standingDeadlines(live),
})

/** What is read of an incident beside its snapshot. */
export interface Beside {
  readonly version: number
  /** Of its latest THRIVE, where that is inadequate: what was said enters no snapshot. */
  readonly thriveGaps: readonly Warning[]
  /** What other incidents say of this one. */
  readonly linksFrom: readonly LinkFrom[]
  /** What the reader may not read of others; nothing where nobody is asked. */
  readonly hidden?: Hidden
}

/** @param mostEnded deadlines that are over. */
export function viewOf(live: LiveCase, beside: Beside, mostEnded = MOST_ENDED): IncidentView {
  const { version, thriveGaps, linksFrom, hidden = NOTHING_HIDDEN } = beside
  const { policy, restricted } = live.incident.context
  const facts = factsOf(live)
  const item = itemOf(live, version, facts)
  const repeat = repeatSeen(repeatItem(live, MOST_EARLIER), hidden)
  const view = {
    ...item,
    risk: { ...item.risk, repeat, situation: situationOf(live) },
    demands: facts.demands,
    deadlines: deadlinesOf(facts.deadlines, mostEnded),
    ...endedIn(live),
    alerts: Object.values(live.alerts).map((alert) => alertItem(live.reference, alert)),
    matters: mattersOf(live),
    accepts: typesTaken(live).map(typeOf),
    closureBlockers: [...blockersOf(live.incident)],
    thriveGaps,
    closureExceptions: [...exceptionsOf(live.incident)],
    checks: checksOf(live),
    approvals: approvalsOf(live),
    unit: unitOf(live),
    scene: live.incident.context.scene,
    links: linksOf(live, linksFrom),
    grades: gradesOf(live),
    waiting: waitOf(live),
    policy: policyWords(policy),
    restricted: restricted === null ? null : { ...restricted, people: [...restricted.people] },
  }
  return viewSeen(view, hidden)
}

/** What the answer to an event tells: less than a reader asks for, worked out for every event. */
export const toldOf = (live: LiveCase, { state, demands, deadlines } = factsOf(live)): IncidentTold => ({
  incident: live.reference,
  state,
  deadlines: deadlinesOf(deadlines),
  demands,
  ...endedIn(live),
})

/** How many have ended in all: the newest of them are shown, the rest is in lists of their own. */
function endedIn({ ended, left }: LiveCase): EndedCounts {
  const of = (home: Home): number => ended[home].length + left[home]
  return {
    endedDemands: of('demands'),
    endedDeadlines: of('duties') + of('demands'),
    endedAlerts: of('alerts'),
    endedMatters: of('matters'),
  }
}

export function itemOf(live: LiveCase, version: number, facts = factsOf(live)): IncidentItem {
  const { context } = live.incident
  const { matters, moreMatters } = mattersInLists(live)
  const { deadlines, moreDeadlines } = deadlinesInLists(facts.deadlines)
  return {
    incident: live.reference,
    force: live.force,
    reportedAt: context.reportedAt,
    priority: context.priority,
    state: facts.state,
    risk: {
      grade: context.riskGrade,
      flags: context.flags,
      repeat: repeatItem(live, NAMED_IN_LISTS),
      ...unknownIn(live),
    },
    attention: attentionOf(live),
    waiting: waitOf(live),
    area: context.area,
    lastAssessedAt: context.assessments.at(-1)?.at ?? null,
    alerts: whoHas(live),
    demands: facts.demands.filter(({ status }) => status === 'open'),
    deadlines,
    ...(moreDeadlines === 0 ? {} : { moreDeadlines }),
    ...(matters.length === 0 ? {} : { matters }),
    ...(moreMatters === 0 ? {} : { moreMatters }),
    version,
  }
}

/** An incident that has many before it would make a long line of every list and of each change in the stream. */
const NAMED_IN_LISTS = 5

const repeatItem = ({ incident: { context } }: LiveCase, most: number): StoredRepeat => ({
  ...repeatOf(context),
  incidents: context.repeat.slice(0, most),
  ...summedIn(context),
})

const unknownIn = ({ incident: { context } }: LiveCase): Pick<IncidentItem['risk'], 'unknownSince'> => {
  const since = unknownSince(context)
  return since === undefined ? {} : { unknownSince: since }
}

function situationOf({ incident: { context } }: LiveCase): IncidentView['risk']['situation'] {
  const latest = situationNow(context)
  if (latest === null) return null
  const { at, from, sequence, situation } = latest
  return { at, from, sequence, ...situation }
}

function unitOf({ incident: { context } }: LiveCase): IncidentView['unit'] {
  const { policy, received, systemsSettled, checksAgain, hauGrade, hauDone, feedback } = context
  const statusOf = (system: string) =>
    systemsSettled.includes(system) ? 'settled' : checksAgain.includes(system) ? 'owed-again' : 'owed'
  return {
    received,
    checks: policy.hau.checks.map((system) => ({ system, status: statusOf(system) })),
    grade: hauGrade,
    completedAt: hasSaid(context) ? (hauDone?.at ?? null) : null,
    feedback: [...feedback].reverse(),
  }
}

/** Both ways, newest first. */
const linksOf = ({ incident }: LiveCase, from: readonly LinkFrom[]): readonly LinkItem[] =>
  [
    ...incident.context.links.map(({ incident, as, at }) => ({ incident, as, at, direction: 'to' as const })),
    ...from.map(({ incident, as, at }) => ({ incident, as, at, direction: 'from' as const })),
  ].sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0))

/** From first contact to arrival, as instants: whoever reads it subtracts, so that what stands here does not grow old. */
const waitOf = ({ incident: { context } }: LiveCase): IncidentView['waiting'] => ({
  since: context.receivedAt,
  until: context.attendedAt ?? context.telephone?.at ?? null,
  underGradeSince: context.grades.at(-1)?.at ?? null,
})

/** Each grade with the end of its time: the next grade, or the end of the wait, whichever came first. */
function gradesOf(live: LiveCase): IncidentView['grades'] {
  const { grades } = live.incident.context
  const over = waitOf(live).until
  return grades.map((grade, place) => {
    const next = grades[place + 1]?.at ?? over
    const ends = next !== null && over !== null ? earlier(next, over) : next
    return { ...grade, until: ends === null ? null : later(ends, grade.at) }
  })
}

const REGIONS = ['grading', 'attendance', 'risk', 'dash', 'safeguarding', 'investigation', 'closure'] as const

/** Each region's deepest active state, joined by dots where nested. */
const statesOf = ({ incident: { value } }: LiveCase): RegionStates =>
  Object.fromEntries(REGIONS.map((region) => [region, stateName(value[region])])) as unknown as RegionStates

function demandsOf({ demands, incident }: LiveCase): DemandItem[] {
  const causes = new Map(incident.context.openDemands.map((open) => [open.id, open.causes]))
  return Object.entries(demands).map(([id, demand]) => demandItem(demand, causes.get(id)))
}

/** What whoever is sent has to know is looked up in the lines of earlier incidents: more of it than of what only somebody's desk has. */
const MOST_SHOWN_IN_LISTS = 50
function mattersInLists(live: LiveCase): { readonly matters: readonly MatterItem[]; readonly moreMatters: number } {
  const all = mattersOf(live).filter(({ ended }) => !ended)
  if (all.length <= MOST_IN_LISTS) return { matters: all, moreMatters: 0 }
  const isShown = ({ kind }: MatterItem): number => (MATTERS[kind]?.shown ? 0 : 1)
  const due = ({ deadlines }: MatterItem): string => deadlines[0]?.dueAt ?? '9999'
  const worst = all.sort((a, b) => isShown(a) - isShown(b) || weightOf(a) - weightOf(b) || (due(a) < due(b) ? -1 : 1))
  const shown = worst.filter((matter) => isShown(matter) === 0).length
  const matters = worst.slice(0, Math.max(MOST_IN_LISTS, Math.min(shown, MOST_SHOWN_IN_LISTS)))
  return { matters, moreMatters: all.length - matters.length }
}

function attentionOf({ incident: { context, value } }: LiveCase): Attention[] {
  const { attendance, closure } = value as { attendance: unknown; closure: unknown }
  const waiting = typeof attendance === 'object' && attendance !== null
  const attention: Attention[] = [
    ...(context.openDemands.length > 0 ? (['demanded'] as const) : []),
    ...(waiting && 'overdue' in attendance ? (['overdue'] as const) : []),
    ...(waiting && 'waiting' in attendance && context.warnedOn === context.clock ? (['warning'] as const) : []),
    ...(closure === 'open' && (context.thrive === null || context.priority === null) ? (['unassessed'] as const) : []),
  ]
  return attention.length === 0 ? ['none'] : attention
}

/** A restricted incident comes before all others of its demand level: its place, which everybody sees, tells nothing of its risk. */
const FIRST_OF_ITS_LEVEL = '!'

/** Ascending text order is worst first: open ones, demand level, high risk, rank, then the longest overdue. */
export function columnsOf(live: LiveCase, item: IncidentItem): CaseColumns {
  const { context } = live.incident
  const closed = item.state.closure === 'closed'
  const demandLevel = Math.max(0, ...item.demands.map(({ level }) => level))
  const rank = context.priority === null ? 1 : (rankOf(context.policy, context.priority) ?? 1)
  const digits = (number: number, places: number) => String(number).padStart(places, '0')
  return {
    priority: context.priority,
    closed,
    demandLevel,
    attention: item.attention,
    states: Object.entries(item.state).flatMap(([region, state]) => spellings(region, state)),
    area: item.area,
    readers: readerKeys(context.restricted),
    sortKey: [
      closed ? '1' : '0',
      digits(99 - demandLevel, 2),
      ...(context.restricted !== null
        ? [FIRST_OF_ITS_LEVEL]
        : [
            isHighRisk(context) ? '0' : '1',
            digits(rank, 3),
            (context.attendedAt === null ? context.attendBy : null) ?? '9999',
            context.reportedAt,
          ]),
    ].join(' '),
  }
}
