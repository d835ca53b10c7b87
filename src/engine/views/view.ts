/** A case as it is read: `GET /v1/incidents/{ref}`, its line in the list, and what the list is filtered and ordered by. */

import { hasSaid } from '../../../machines/incident/hau/hau.ts'
import { blockersOf, exceptionsOf } from '../../../machines/incident/index.ts'
import { MATTERS } from '../../../machines/matters/index.ts'
import { typeOf } from '../../../machines/rules/events.ts'
import { isHighRisk } from '../../../machines/rules/hau/severity.ts'
import type { Warning } from '../../../machines/rules/issue.ts'
import { rankOf } from '../../../machines/rules/policy/policy.ts'
import { MOST_EARLIER, repeatOf } from '../../../machines/rules/report/repeatCallers.ts'
import { earlier, later } from '../../../machines/rules/time/instants.ts'
import type { Attention } from '../../../machines/rules/vocabulary.ts'
import { linksOf } from '../judge/links.ts'
import { mattersOf, typesTaken } from '../judge/matters.ts'
import type { CaseColumns } from '../ports.ts'
import { weightOf } from '../registers/registers.ts'
import type { Home } from '../step/case.ts'
import { MOST_ENDED } from '../step/leaving.ts'
import type { LiveCase } from '../step/live.ts'
import { spellings } from '../step/stateNames.ts'
import { alertItem, answerItem, demandItem, obligationItem, stateName } from './items.ts'
import type {
  DeadlineItem,
  DemandItem,
  EndedCounts,
  IncidentItem,
  IncidentTold,
  IncidentView,
  LinkFrom,
  MatterItem,
  RegionStates,
  RepeatItem,
} from './views.ts'

/**
 * @param thriveGaps of its latest THRIVE, where that is inadequate: they are read from the record, because what was said enters no snapshot.
 * @param linksFrom what other incidents say of this one.
 * @param mostEnded deadlines that are over.
 */
export function viewOf(
  live: LiveCase,
  version: number,
  thriveIssues: readonly Warning[],
  linksFrom: readonly LinkFrom[],
  mostEnded = MOST_ENDED,
): IncidentView {
  const { policy } = live.incident.context
  const item = itemOf(live, version)
  return {
    ...item,
    risk: { ...item.risk, repeat: repeatItem(live, MOST_EARLIER) },
    demands: demandsOf(live),
    deadlines: deadlinesOf(live, mostEnded),
    ...endedIn(live),
    alerts: Object.values(live.alerts).map((alert) => alertItem(live.reference, alert)),
    matters: mattersOf(live),
    accepts: typesTaken(live).map(typeOf),
    closureBlockers: [...blockersOf(live.incident)],
    thriveIssues,
    closureExceptions: [...exceptionsOf(live.incident)],
    unit: unitOf(live),
    links: linksOf(live.incident.context, linksFrom),
    grades: gradesOf(live),
    waiting: waitOf(live),
    policy: { id: policy.id, version: policy.version },
  }
}

/** What the answer to an event tells: less than a reader asks for, worked out for every event. */
export const toldOf = (live: LiveCase): IncidentTold => ({
  incident: live.reference,
  state: statesOf(live),
  deadlines: deadlinesOf(live),
  demands: demandsOf(live),
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

export function itemOf(live: LiveCase, version: number): IncidentItem {
  const { context } = live.incident
  const { matters, moreMatters } = mattersInLists(live)
  const { deadlines, moreDeadlines } = deadlinesInLists(live)
  return {
    incident: live.reference,
    force: live.force,
    reportedAt: context.reportedAt,
    priority: context.priority,
    state: statesOf(live),
    risk: { grade: context.riskGrade, flags: context.flags, repeat: repeatItem(live, NAMED_IN_LISTS) },
    attention: attentionOf(live),
    demands: demandsOf(live).filter(({ status }) => status === 'open'),
    deadlines,
    ...(moreDeadlines === 0 ? {} : { moreDeadlines }),
    ...(matters.length === 0 ? {} : { matters }),
    ...(moreMatters === 0 ? {} : { moreMatters }),
    version,
  }
}

/** An incident that has many before it would make a long line of every list and of each change in the stream. */
const NAMED_IN_LISTS = 5

const repeatItem = ({ incident: { context } }: LiveCase, most: number): RepeatItem => ({
  ...repeatOf(context),
  incidents: context.repeat.slice(0, most),
})

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

/** Each region's deepest active state, joined by dots where nested. */
function statesOf({ incident }: LiveCase): RegionStates {
  const value = incident.value as Record<keyof RegionStates, unknown>
  const { grading, attendance, risk, dash, safeguarding, investigation, closure } = value
  return {
    grading: stateName(grading),
    attendance: stateName(attendance),
    risk: stateName(risk),
    dash: stateName(dash),
    safeguarding: stateName(safeguarding),
    investigation: stateName(investigation),
    closure: stateName(closure),
  }
}

function demandsOf({ demands, incident }: LiveCase): DemandItem[] {
  const causes = new Map(incident.context.openDemands.map((open) => [open.id, open.causes]))
  return Object.entries(demands).map(([id, demand]) => demandItem(demand, causes.get(id)))
}

interface Standing {
  readonly item: DeadlineItem
  /** Nobody waits for it any more, whether or not it was met. */
  readonly over: boolean
}

function allDeadlines(live: LiveCase): readonly Standing[] {
  const ended = { duties: new Set(live.ended.duties), demands: new Set(live.ended.demands) }
  return [
    ...attendanceDeadlines(live).map((item) => ({ item, over: false })),
    ...Object.entries(live.duties).map(([id, obligation]) => ({ item: obligationItem(obligation), over: ended.duties.has(id) })),
    ...Object.entries(live.demands).map(([id, demand]) => ({ item: answerItem(demand), over: ended.demands.has(id) })),
  ]
}

const byDue = (a: Standing, b: Standing): number => (a.item.dueAt < b.item.dueAt ? -1 : 1)
/** Running ones first, then the rest; within each the nearest first. */
const inOrder = (all: readonly Standing[]): DeadlineItem[] => {
  const last = ({ item: { status } }: Standing): number => (status === 'pending' ? 0 : 1)
  return [...all].sort((a, b) => last(a) - last(b) || byDue(a, b)).map(({ item }) => item)
}

/** All that is waited for, and the last that ended. */
function deadlinesOf(live: LiveCase, mostEnded = MOST_ENDED): DeadlineItem[] {
  const all = allDeadlines(live)
  const over = all.filter((one) => one.over)
  const newest = over.length > mostEnded ? over.sort(byDue).slice(-mostEnded) : over
  return inOrder([...all.filter((one) => !one.over), ...newest])
}

/** A line of a list names so many deadlines and matters, and counts the rest: project default [derived], a list of 500 stays a page. */
const MOST_IN_LISTS = 20
/** What whoever is sent has to know is looked up in the lines of earlier incidents: more of it than of what only somebody's desk has. */
const MOST_SHOWN_IN_LISTS = 50
/** What a supervisor needs first, whatever else is late. */
const FIRST: readonly DeadlineItem['name'][] = ['attendance', 'attendance-warning', 'answer', 'next-review', 'thrive', 'grading']

function deadlinesInLists(live: LiveCase): { readonly deadlines: DeadlineItem[]; readonly moreDeadlines: number } {
  const all = allDeadlines(live).filter(({ item: { status } }) => status === 'pending' || status === 'missed')
  const rank = ({ item, over }: Standing): number => (over ? 2 : FIRST.includes(item.name) ? 0 : 1)
  const worst = all.length > MOST_IN_LISTS ? [...all].sort((a, b) => rank(a) - rank(b) || byDue(a, b)) : all
  return { deadlines: inOrder(worst.slice(0, MOST_IN_LISTS)), moreDeadlines: Math.max(0, all.length - MOST_IN_LISTS) }
}

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

/** The attendance clock that stands now, and the breaches of clocks before it. */
function attendanceDeadlines({ incident: { context }, timers }: LiveCase): DeadlineItem[] {
  const { attendBy, warnBy, attendance, attendedAt, breaches, clock, warnedOn } = context
  if (attendBy === null || warnBy === null) return []
  const runs = (deadline: string) => timers.some((timer) => timer.machine === 'incident' && timer.deadline === deadline)
  const warning = runs('attendance-warning')
    ? 'pending'
    : warnedOn === clock
      ? 'missed'
      : attendedAt === null
        ? 'cancelled'
        : 'met'
  const before = breaches.filter((breach) => breach.dueAt !== attendBy)
  return [
    { name: 'attendance-warning', dueAt: warnBy, status: warning },
    { name: 'attendance', dueAt: attendBy, status: runs('attendance') ? 'pending' : (attendance ?? 'cancelled') },
    ...before.map(({ dueAt, settled }) => ({
      name: 'attendance' as const,
      dueAt,
      status: settled ? ('met' as const) : ('missed' as const),
    })),
  ]
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
    sortKey: [
      closed ? '1' : '0',
      digits(99 - demandLevel, 2),
      isHighRisk(context) ? '0' : '1',
      digits(rank, 3),
      (context.attendedAt === null ? context.attendBy : null) ?? '9999',
      context.reportedAt,
    ].join(' '),
  }
}
