/** What is counted by how a case stands: its DASH, its waits for attendance, its breaches, what it owes. Only what changed. */

import type { Breach } from '../../../machines/incident/attendance/memory.ts'
import type { IncidentContext } from '../../../machines/incident/setup.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
import { DEADLINES } from '../../../machines/rules/catalogue/deadlines.ts'
import type { StoredMachine } from '../step/case.ts'
import { partOf } from '../step/leaving.ts'
import type { LiveCase } from '../step/live.ts'
import { isInTime } from '../views/items.ts'
import { type Counted, count, type Standing } from './counted.ts'

type Kept = Partial<IncidentContext>

/** @param before null for a new case. */
export function countedStates(before: Standing | null, live: LiveCase): Counted[] {
  const was = (before?.incident.context ?? {}) as Kept
  return [...dash(before, was, live), ...attendance(was, live), ...breaches(before, was, live), ...deadlines(before, live)]
}

function dash(before: Standing | null, was: Kept, live: LiveCase): Counted[] {
  const { value, context } = live.incident
  const code = dashIs(value, context)
  if (before !== null && dashIs(before.incident.value, was) === code) return []
  return [count(live, { what: 'incident', name: '', at: context.receivedAt, code })]
}

/** An incident that another record carries has its DASH there, unless it was made here. */
function dashIs(value: unknown, { duplicateOf = null }: Kept): string {
  const { dash: state } = value as { readonly dash: string }
  if (state === 'excepted') return 'excepted'
  if (state !== 'notDue' && state !== 'due') return 'made'
  if (duplicateOf !== null) return 'carried-elsewhere'
  return state === 'due' ? 'owed' : 'not-due'
}

/**
 * A breach keeps its clock and the grade that it was under, whatever comes after it; late news that nobody was late makes it in
 * time. A clock that an arrival stopped is in time or late; it is open again when that arrival failed, and no wait of its own
 * when a grade that had risen before it is news only after it.
 */
function attendance(was: Kept, live: LiveCase): Counted[] {
  const { context } = live.incident
  const { clock, attendance: ended, attendedAt, attendBy, breaches: found } = context
  const { clock: wasClock = 0, attendance: hadEnded = null, attendedAt: wasAttendedAt = null, attendBy: wasDue = null } = was
  if (wasClock === clock && hadEnded === ended && wasAttendedAt === attendedAt && was.breaches === found) return []
  const rows = changedBreaches(was, context).map(({ clock: name, dueAt: at, priority, settled }) =>
    count(live, { what: 'attendance', name: String(name), at, priority, code: settled ? 'in-time' : 'late' }),
  )
  const hadBreached = (due: string) => found.some(({ dueAt }) => dueAt === due)
  const runsAgain = ended === null && hadEnded !== null && wasClock === clock
  if ((ended !== null || runsAgain) && attendBy !== null && !hadBreached(attendBy)) {
    const code = runsAgain || attendedAt === null ? 'open' : ended === 'met' ? 'in-time' : 'late'
    rows.push(count(live, { what: 'attendance', name: String(clock), at: attendBy, code }))
  }
  const isOvertaken = wasClock < clock && attendedAt !== null && wasAttendedAt === attendedAt
  if (isOvertaken && wasDue !== null && !hadBreached(wasDue))
    rows.push(count(live, { what: 'attendance', name: String(wasClock), at: wasDue, code: 'overtaken' }))
  return rows
}

const changedBreaches = (was: Kept, { breaches: now }: IncidentContext): Breach[] =>
  was.breaches === now ? [] : now.filter((breach) => !was.breaches?.includes(breach))

function breaches(before: Standing | null, was: Kept, live: LiveCase): Counted[] {
  const { context } = live.incident
  if (context.breaches.length === 0) return []
  const changed = changedBreaches(was, context)
  const causes = openCauses(context)
  const hadCauses = openCauses(was)
  return context.breaches
    .filter(
      (breach) =>
        changed.includes(breach) ||
        hadCauses.has(breach.clock) !== causes.has(breach.clock) ||
        (causes.has(breach.clock) && before?.demands[askedBy(breach)] !== live.demands[askedBy(breach)]),
    )
    .map((breach) => {
      const { clock, dueAt: at, priority } = breach
      const code = becameOf(breach, causes.has(clock), partOf(live, 'demands', askedBy(breach)))
      return count(live, { what: 'breach', name: String(clock), at, priority, code })
    })
}

/** The clocks whose breach still waits for a reassessment. */
const openCauses = ({ openDemands = [] }: Kept): ReadonlySet<number> =>
  new Set(
    openDemands.flatMap(({ causes }) =>
      causes.flatMap(({ clock, clocks = [] }) => (clock === undefined ? clocks : [clock, ...clocks])),
    ),
  )

/** The demand that asks for it, or asks again. */
const askedBy = ({ demand, setAside }: Breach): string => setAside ?? demand

/** In time: before the first `answerWithin` had passed. What was answered with an explanation first is late. */
function becameOf({ settled, answered, setAside }: Breach, isOpen: boolean, demand: StoredMachine | undefined): string {
  if (settled) return 'none-after-all'
  if (demand === undefined) return 'open'
  const late = setAside === undefined && isInTime(demand) ? '' : '-late'
  return (isOpen ? 'open' : answered ? 'reassessed' : 'seen-first') + late
}

/** What is owed in its time is not counted yet, and what was waived never. */
const ENDED: Readonly<Record<string, string>> = { met: 'in-time', late: 'late', missed: 'not-done', climbing: 'not-done' }

function deadlines(before: Standing | null, live: LiveCase): Counted[] {
  return Object.entries(live.duties).flatMap(([id, obligation]) => {
    const was = before?.duties[id]
    const code = ENDED[String(obligation.value)]
    if (obligation === was || code === undefined) return []
    const { deadline: kind, startedAt, dueAt: at } = obligation.context as unknown as ObligationContext
    return DEADLINES[kind]?.measured ? [count(live, { what: 'deadline', name: `${id} ${startedAt}`, at, code, kind })] : []
  })
}
