import type { TaskKind } from '../rules/catalogue/matters/task.ts'
import { type Issue, issueIf, warnIf } from '../rules/issue.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { cancel, complete } from './asks.ts'
import { defineMatter, type On, type Remembered } from './defineMatter.ts'
import { type DeadlineMissed, type MatterEvent, mustFollow, within } from './matter.ts'

const memory = {
  kind: null as TaskKind | null,
  owner: null as string | null,
  dueAt: null as Instant | null,
  /** As it was set first. */
  firstDueAt: null as Instant | null,
  /** How often it was put off; where that had no reason, until when. */
  putOffTimes: 0,
  putOffTo: null as Instant | null,
  /** Dates that passed with nobody there. */
  missedTimes: 0,
  /** How often somebody went and did not see her, and when last. */
  triedTimes: 0,
  triedAt: null as Instant | null,
  doneAt: null as Instant | null,
  seen: null as boolean | null,
  /** Of the last try, or of what was done. */
  outcome: null as string | null,
  cancelledBecause: null as string | null,
}
type TaskContext = Remembered<typeof memory>
type Done = MatterEvent<'task.done'>
type Moved = MatterEvent<'task.moved'>

const { act, begin, remember, schedule, lifecycle } = defineMatter({
  kind: 'task',
  about: 'A welfare check, a visit or another task about the victim. A task that has to see the victim is not done by a try.',
  field: 'task',
  shown: true,
  memory,
  setOnce: ['kind', 'firstDueAt'],
  climbEvery: ({ tasks }) => tasks.climbEvery,
  types: { hears: {} as DeadlineMissed },
})

/** Nobody who was not there has looked after her. */
const wasMissed = ({ kind }: TaskContext, { data, incident }: Done): boolean =>
  kind !== null && incident.policy.tasks.mustSee.includes(kind) && !data.seen

const set = act<'task.set'>(({ event: { data } }) => {
  const { kind, owner, dueAt } = data
  return [begin({ kind, owner, dueAt, firstDueAt: dueAt }), schedule('task-due', dueAt)]
})
const missed = {
  guard: ({ context, event }: On<TaskContext, Done>): boolean => wasMissed(context, event),
  actions: act<'task.done'>(({ context, event: { at, data } }) => [
    remember({ triedTimes: context.triedTimes + 1, triedAt: at, outcome: data.outcome }),
  ]),
}
const finish = act<'task.done'>(({ event: { at, data } }) => [
  remember({ doneAt: at, seen: data.seen, outcome: data.outcome }),
  complete('task-due'),
])
const callOff = act<'task.cancelled'>(({ event: { data } }) => [remember({ cancelledBecause: data.reason }), cancel('task-due')])

const isLater = ({ context, event: { data } }: On<TaskContext, Moved>): boolean =>
  data.dueAt !== undefined && context.dueAt !== null && data.dueAt > context.dueAt
/** What nobody gives a reason for puts nothing off: it is remembered, and late by the date before. */
const isIdle = (it: On<TaskContext, Moved>): boolean => isLater(it) && it.event.data.reason === undefined
/** Also its owner's: the post that has it now. */
const ownerOf = ({ context, event }: On<TaskContext, Moved>) => ({ owner: event.data.owner ?? context.owner })
const putOff = (it: On<TaskContext, Moved>) => ({
  ...ownerOf(it),
  putOffTimes: it.context.putOffTimes + (isLater(it) ? 1 : 0),
})
const move = act<'task.moved'>((it) => {
  const dueAt = it.event.data.dueAt ?? (it.context.dueAt as Instant)
  return [remember({ ...putOff(it), dueAt, putOffTo: null }), cancel('task-due'), schedule('task-due', dueAt)]
})
const moved = [
  {
    guard: ({ event }: On<TaskContext, Moved>) => event.data.dueAt === undefined,
    actions: act<'task.moved'>((it) => [remember(ownerOf(it))]),
  },
  {
    guard: isIdle,
    actions: act<'task.moved'>((it) => [remember({ ...putOff(it), putOffTo: it.event.data.dueAt ?? null })]),
  },
  { guard: ({ context }: On<TaskContext, Moved>) => context.triedTimes > 0, target: '.notSeen', reenter: true, actions: move },
  { target: '.set', reenter: true, actions: move },
]
/** Its obligation was missed, and has raised its alert. */
const untilDue = {
  'deadline.missed': {
    target: 'overdue',
    actions: act(({ context }) => [remember({ missedTimes: context.missedTimes + 1 })]),
  },
}

/** Nobody does a task that is put too far away. */
function dateIssues(event: MatterEvent<'task.set' | 'task.moved'>): readonly Issue[] {
  const { dueAt } = event.data
  if (dueAt === undefined) return []
  const { setWithin } = event.incident.policy.tasks
  const latest = within(event, setWithin)
  return dueAt <= event.at
    ? mustFollow(dueAt, event, '/data/dueAt')
    : issueIf(dueAt > latest, '/data/dueAt', `must be within ${setWithin}, at the latest ${latest}`)
}

/**
 * A welfare check, a visit or another task about the victim: an owner, an instant and an outcome. A check or a visit that did
 * not see her was a try and leaves it owed, until somebody sees her or says why nobody has to. It may be put off, with a reason, and
 * where it was first is not forgotten.
 * Source: docs/sources.md#victim (seed 48, 49, 59, 62, 71).
 */
export const task = lifecycle({
  states: {
    none: { on: { 'task.set': { target: 'standing', actions: set } } },
    standing: {
      initial: 'set',
      on: {
        'task.moved': moved,
        'task.done': { target: 'done', actions: finish },
        'task.cancelled': { target: 'cancelled', actions: callOff },
      },
      states: {
        set: { on: { ...untilDue, 'task.done': { ...missed, target: 'notSeen' } } },
        /** Somebody went, in time, and did not see her. */
        notSeen: { on: { ...untilDue, 'task.done': missed } },
        overdue: { on: { 'task.done': missed } },
      },
    },
    done: { type: 'final' },
    cancelled: { type: 'final' },
  },
  issues: {
    'task.set': dateIssues,
    'task.moved': (event, { dueAt }) =>
      event.data.dueAt !== undefined && event.data.dueAt === dueAt
        ? [{ pointer: '/data/dueAt', detail: 'is its date already' }]
        : dateIssues(event),
  },
  warnings: {
    'task.moved': (event, context) =>
      warnIf(
        isIdle({ context, event }),
        'put-off-without-reason',
        '/data/reason',
        `Without a reason it stays due ${context.dueAt}: say why it is put off.`,
      ),
    'task.done': (event, context) =>
      warnIf(
        wasMissed(context, event),
        'not-seen-still-owed',
        '/data/seen',
        'She was not seen or spoken with: the task stays owed, until she is or it is cancelled with a reason.',
      ),
  },
})
