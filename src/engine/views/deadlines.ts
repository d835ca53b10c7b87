/** The deadlines of a case as a reader sees them: the attendance clock, what is owed, what demands wait for. */
import { MOST_ENDED } from '../step/leaving.ts'
import type { LiveCase } from '../step/live.ts'
import { answerItem, obligationItem } from './items.ts'
import type { DeadlineItem } from './views.ts'

export interface Standing {
  readonly item: DeadlineItem
  /** The deadline has ended, met or not. */
  readonly over: boolean
}

export function standingDeadlines(live: LiveCase): readonly Standing[] {
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

/** All running deadlines, and the last that ended. */
export function deadlinesOf(all: readonly Standing[], mostEnded = MOST_ENDED): DeadlineItem[] {
  const over = all.filter((one) => one.over)
  const newest = over.length > mostEnded ? over.sort(byDue).slice(-mostEnded) : over
  return inOrder([...all.filter((one) => !one.over), ...newest])
}

/** A row of a list names this many deadlines and matters, and counts the rest: project default [derived], so that a list of 500 stays a page. */
export const MOST_IN_LISTS = 20
/** What a supervisor needs first, whatever else is late. */
const FIRST: readonly DeadlineItem['name'][] = [
  'attendance',
  'attendance-warning',
  'answer',
  'reassessment-check',
  'next-review',
  'thrive',
  'grading',
]

export function deadlinesInLists(standing: readonly Standing[]): {
  readonly deadlines: DeadlineItem[]
  readonly moreDeadlines: number
} {
  const all = standing.filter(({ item: { status } }) => status === 'pending' || status === 'missed')
  const rank = ({ item, over }: Standing): number => (over ? 2 : FIRST.includes(item.name) ? 0 : 1)
  const worst = all.length > MOST_IN_LISTS ? [...all].sort((a, b) => rank(a) - rank(b) || byDue(a, b)) : all
  const named = worst.slice(0, MOST_IN_LISTS).map((one) => ({ ...one, item: toldOver(one) }))
  return { deadlines: inOrder(named), moreDeadlines: Math.max(0, all.length - MOST_IN_LISTS) }
}

/** A list has no other way to tell what was done late from what is still owed. */
const toldOver = ({ item, over }: Standing): DeadlineItem => (over && item.status === 'missed' ? { ...item, over: true } : item)

/** The current attendance clock, and the breaches of earlier clocks. */
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
