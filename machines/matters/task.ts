import { assign, setup } from 'xstate'
import { BOUNDED } from '../effects.ts'
import type { TaskKind } from '../rules/catalogue/matters/task.ts'
import type { HeardBy } from '../rules/events.ts'
import type { Issue, Warning } from '../rules/issue.ts'
import { known } from '../rules/time/happened.ts'
import { plus, until } from '../rules/time/instants.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { type MatterContext, type MatterEvent, matter, matterEffects } from './matter.ts'

interface TaskContext extends MatterContext {
  readonly kind: TaskKind | null
  readonly owner: string | null
  readonly dueAt: Instant | null
  /** As it was set first. */
  readonly firstDueAt: Instant | null
  /** How often it was put off; where that had no reason, until when. */
  readonly putOffTimes: number
  readonly putOffTo: Instant | null
  /** Dates that passed with nobody there. */
  readonly missedTimes: number
  /** How often somebody went and did not see her, and when last. */
  readonly triedTimes: number
  readonly triedAt: Instant | null
  readonly doneAt: Instant | null
  readonly seen: boolean | null
  /** Of the last try, or of what was done. */
  readonly outcome: string | null
  readonly cancelledBecause: string | null
}

type Event = MatterEvent<HeardBy<'task'>>
interface On<Each extends Event = Event> {
  readonly context: TaskContext
  readonly event: Each
}
type Done = MatterEvent<'task.done'>
type Moved = MatterEvent<'task.moved'>

/** Nobody who was not there has looked after her. */
const wasMissed = ({ kind }: TaskContext, { data, incident }: Done): boolean =>
  kind !== null && incident.policy.tasks.mustSee.includes(kind) && !data.seen

const taskSetup = setup({
  types: { context: {} as TaskContext, events: {} as Event, input: {} as MatterContext },
  delays: { 'task-due': ({ context, event }) => until(context.dueAt, event.at) },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<TaskContext>) => learnt) },
})

const remember = <Each extends Event>(learn: (it: On<Each>) => Partial<TaskContext>) => ({
  type: 'remember' as const,
  params: learn,
})
const obligation = ({ context }: On) => ({ deadline: 'task-due' as const, of: context.name })
const schedule = {
  type: 'schedule' as const,
  params: (it: On) => ({
    ...obligation(it),
    dueAt: it.context.dueAt as Instant,
    climbEvery: it.event.incident.policy.tasks.climbEvery,
    matter: `task/${it.context.name}`,
  }),
}
const set = [
  remember<MatterEvent<'task.set'>>(({ event: { data } }) => ({
    kind: data.kind,
    owner: data.owner,
    dueAt: data.dueAt,
    firstDueAt: data.dueAt,
  })),
  schedule,
]
const missed = {
  guard: ({ context, event }: On<Done>): boolean => wasMissed(context, event),
  actions: remember<Done>(({ context, event }) => ({
    triedTimes: context.triedTimes + 1,
    triedAt: event.at,
    outcome: event.data.outcome,
  })),
}
const done = [
  remember<Done>(({ event: { at, data } }) => ({ doneAt: at, seen: data.seen, outcome: data.outcome })),
  { type: 'complete' as const, params: obligation },
]
const cancel = [
  remember<MatterEvent<'task.cancelled'>>(({ event: { data } }) => ({ cancelledBecause: data.reason })),
  { type: 'cancel' as const, params: obligation },
]
/** Also its owner's: the post that has it now. */
const keepOwner = remember<Moved>(({ context, event }) => ({ owner: event.data.owner ?? context.owner }))
const isLater = ({ context, event: { data } }: On<Moved>): boolean =>
  data.dueAt !== undefined && context.dueAt !== null && data.dueAt > context.dueAt
/** What nobody gives a reason for puts nothing off: it is remembered, and late by the date before. */
const isIdle = (it: On<Moved>): boolean => isLater(it) && it.event.data.reason === undefined
const countPutOff = remember<Moved>((it) => ({ putOffTimes: it.context.putOffTimes + (isLater(it) ? 1 : 0) }))
const move = [
  countPutOff,
  keepOwner,
  remember<Moved>(({ context, event }) => ({ dueAt: event.data.dueAt ?? context.dueAt, putOffTo: null })),
  { type: 'cancel' as const, params: obligation },
  schedule,
]
const moved = [
  { guard: ({ event }: On<Moved>) => event.data.dueAt === undefined, actions: keepOwner },
  {
    guard: isIdle,
    actions: [countPutOff, keepOwner, remember<Moved>(({ event }) => ({ putOffTo: event.data.dueAt ?? null }))],
  },
  {
    guard: ({ context }: On<Moved>) => context.triedTimes > 0,
    target: '.notSeen' as const,
    reenter: true,
    actions: move,
  },
  { target: '.set' as const, reenter: true, actions: move },
]
const untilDue = {
  after: {
    'task-due': {
      target: 'overdue' as const,
      actions: {
        type: 'remember' as const,
        params: ({ context }: { readonly context: TaskContext }) => ({ missedTimes: context.missedTimes + 1 }),
      },
    },
  },
}

/**
 * A welfare check, a visit or another task about the victim: an owner, an instant and an outcome. A check or a visit that did
 * not see her was a try and leaves it owed, until somebody sees her or says why nobody has to. It may be put off, with a reason, and
 * where it was first is not forgotten.
 * Source: docs/sources.md#victim (seed 48, 49, 59, 62, 71).
 */
const machine = taskSetup.createMachine({
  id: 'task',
  options: BOUNDED,
  context: ({ input: { name } }) => ({
    name,
    kind: null,
    owner: null,
    dueAt: null,
    firstDueAt: null,
    putOffTimes: 0,
    putOffTo: null,
    missedTimes: 0,
    triedTimes: 0,
    triedAt: null,
    doneAt: null,
    seen: null,
    outcome: null,
    cancelledBecause: null,
  }),
  initial: 'none',
  states: {
    none: { on: { 'task.set': { target: 'standing', actions: set } } },
    standing: {
      initial: 'set',
      on: {
        'task.moved': moved,
        'task.done': { target: 'done', actions: done },
        'task.cancelled': { target: 'cancelled', actions: cancel },
      },
      states: {
        set: { ...untilDue, on: { 'task.done': { ...missed, target: 'notSeen' } } },
        /** Somebody went, in time, and did not see her. */
        notSeen: { ...untilDue, on: { 'task.done': missed } },
        overdue: { on: { 'task.done': missed } },
      },
    },
    done: { type: 'final' },
    cancelled: { type: 'final' },
  },
})

/** A task that is put too far away is one that nobody does. */
function issues(event: Event, context: TaskContext): Issue[] {
  if ((event.type !== 'task.set' && event.type !== 'task.moved') || event.data.dueAt === undefined) return []
  const { tasks, timezone } = event.incident.policy
  const pointer = '/data/dueAt'
  if (event.type === 'task.moved' && event.data.dueAt === context.dueAt) return [{ pointer, detail: 'is its date already' }]
  if (event.data.dueAt <= event.at) return [{ pointer, detail: 'must be after the time of the event' }]
  const latest = plus(known(event), tasks.setWithin, timezone)
  return event.data.dueAt > latest ? [{ pointer, detail: `must be within ${tasks.setWithin}, at the latest ${latest}` }] : []
}

function warnings(event: Event, context: TaskContext): Warning[] {
  if (event.type === 'task.moved' && isIdle({ context, event }))
    return [
      {
        code: 'put-off-without-reason',
        pointer: '/data/reason',
        detail: `Without a reason it stays due ${context.dueAt}: say why it is put off.`,
      },
    ]
  return event.type === 'task.done' && wasMissed(context, event)
    ? [
        {
          code: 'not-seen-still-owed',
          pointer: '/data/seen',
          detail: 'She was not seen or spoken with: the task stays owed, until she is or it is cancelled with a reason.',
        },
      ]
    : []
}

export const task = matter<Event['type'], TaskContext>({
  machine,
  about: 'A welfare check, a visit or another task about the victim. One that has to see her is not done by a try.',
  field: 'task',
  issues,
  warnings,
  shown: true,
})
