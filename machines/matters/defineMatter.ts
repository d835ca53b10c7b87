/**
 * How a kind of matter is declared. `defineMatter` takes what it remembers, the instants that move it and how its alerts
 * escalate, and gives it its words (`act`, `remember`, `schedule`, `raise` …); `lifecycle` puts its states, which stay XState's
 * own, and its checks of content together into the record that `index.ts` lists. A machine is made once, when its file is read.
 * (decision 0043)
 */
import {
  type Action,
  type ActionFunction,
  type AnyStateMachine,
  assign,
  type EventObject,
  enqueueActions,
  type MetaObject,
  type StateNodeConfig,
  setup,
} from 'xstate'
import { BOUNDED, type Effects } from '../effects.ts'
import type { AlertKind } from '../rules/catalogue/alerts.ts'
import type { DeadlineName } from '../rules/catalogue/deadlines.ts'
import type { MatterKind } from '../rules/catalogue/event.ts'
import type { EventName, HeardBy } from '../rules/events.ts'
import type { Issue, Warning } from '../rules/issue.ts'
import type { Policy } from '../rules/policy/policy.ts'
import { until } from '../rules/time/instants.ts'
import type { Instant, Role } from '../rules/vocabulary.ts'
import { type Asked, matterEffects, type Named, partOf } from './asks.ts'
import type { Matter, MatterContext, MatterEvent, Told } from './matter.ts'

/**
 * What a matter of a kind remembers. `Later`: fields that are there only once they are known.
 *
 * Replay compares it: a field that is added, renamed or begins otherwise raises `RULES_VERSION` (src/engine/step/live.ts).
 */
export type Remembered<Memory extends object, Later extends object = object> = MatterContext & Readonly<Memory> & Readonly<Later>

/** What an action or a guard is given. */
export interface On<Context, Event> {
  readonly context: Context
  readonly event: Event
}

/** What another machine of the case tells it: nobody posts it. */
export type Inner<Type extends string, More extends object = object> = Told & More & { readonly type: Type }
/** The risk to the victim may be another than it was. */
export type RiskChanged = Inner<'risk.changed'>

interface Declaration<Kind, Memory extends object, Heard, Later extends object, Once, Clock extends string> {
  readonly kind: Kind
  /** What it is, in a sentence. */
  readonly about: string
  /** Where each public event that it hears names it. */
  readonly field: string
  /** While it lives, an incident of the same people or place is shown it. */
  readonly shown?: boolean
  /** What it remembers, as it is before anything has happened: references, codes and instants, no names, no text. */
  readonly memory: Memory
  /** Facts that are fixed by the event that begins it. An action that would change one does not compile. */
  readonly setOnce?: readonly Once[]
  /** The instants that move it by themselves; `after` in its states names them. */
  readonly clocks?: { readonly [Each in Clock]: (remembered: Remembered<Memory, Later>, event: Told) => Instant | null }
  /** How often the alert about what it owes escalates and repeats (ISO 8601), where `schedule` does not say otherwise. */
  readonly climbEvery?: (policy: Policy) => string | null
  /** Types alone. `hears`: what other machines tell it. `later`: what it remembers only once it is known. */
  readonly types?: { readonly hears?: Heard; readonly later?: Later }
}

/** What a kind says of the content of its events, event by event. */
type Checks<Name extends EventName, Context, Found> = {
  readonly [Each in Name]?: (event: MatterEvent<Each>, remembered: Context, role: Role) => readonly Found[]
}

/**
 * A state in which it is no longer in force. It is shown to nobody and is in no list of what lives, though late news of it may
 * still be recorded; a final state takes nothing at all.
 */
type Tag = 'over'

type Root<Context extends MatterContext, Event extends EventObject, Clock extends string> = StateNodeConfig<
  Context,
  Event,
  never,
  Asked<Context>,
  never,
  Clock,
  Tag,
  unknown,
  EventObject,
  MetaObject
>

interface Lifecycle<Name extends EventName, Event extends EventObject, Context extends MatterContext, Clock extends string> {
  readonly states: NonNullable<Root<Context, Event, Clock>['states']>
  /** What it hears in any state that does not say otherwise. */
  readonly on?: Root<Context, Event, Clock>['on']
  /** What is wrong with the content of an event that comes at the right time. */
  readonly issues?: Checks<Name, Context, Issue>
  /** What is only worth a warning. */
  readonly warnings?: Checks<Name, Context, Warning>
  readonly passed?: Matter<Name, Context>['passed']
}

interface Scheduled {
  /** Which one, where it owes several of a kind. */
  readonly part?: string
  readonly climbEvery?: Effects['schedule']['climbEvery']
  readonly base?: Effects['schedule']['base']
  /** Not among the clocks that a reader is shown of it. */
  readonly unlisted?: boolean
}

const judge =
  <Name extends EventName, Context, Found>(checks: Checks<Name, Context, Found>) =>
  (event: MatterEvent<Name>, remembered: Context, role: Role): readonly Found[] =>
    (checks[event.type as Name] as Checks<Name, Context, Found>[Name])?.(event as never, remembered, role) ?? []

export function defineMatter<
  const Kind extends MatterKind,
  Memory extends object,
  Heard extends Told & { readonly type: string } = never,
  Later extends object = object,
  const Once extends keyof Memory = never,
  Clock extends string = never,
>({ kind, about, field, shown, memory, setOnce, clocks, climbEvery }: Declaration<Kind, Memory, Heard, Later, Once, Clock>) {
  type Context = Remembered<Memory, Later>
  type Event = MatterEvent<HeardBy<Kind>> | Heard
  type Of<Type extends string> = Extract<Event, { readonly type: Type }>

  const subject = ({ context: { name } }: Named, part?: string | null): string =>
    part === undefined ? `${kind}/${name}` : `${kind}/${name}/${part}`
  const alerts =
    <Type extends 'raiseAlert' | 'resolveAlerts'>(type: Type) =>
    (alert: AlertKind, part?: string | null) => ({ type, params: (it: Named) => ({ kind: alert, cause: subject(it, part) }) })

  return {
    /**
     * What it remembers and asks for on an event, in order. What the function works out is of the memory as it was before.
     *
     * @typeParam Type the events that it is for: a state that has it on another does not compile.
     */
    act: <Type extends Event['type'] = Event['type']>(
      asks: (
        it: On<Context, Of<Type>>,
      ) => readonly Action<Context, Of<Type>, Event, undefined, never, Asked<Context>, never, Clock, EventObject>[],
    ) =>
      enqueueActions(({ context, event, enqueue }) => {
        for (const asked of asks({ context, event } as never)) enqueue(asked as never)
      }) as ActionFunction<Context, Of<Type>, Event, undefined, never, Asked<Context>, never, Clock, EventObject>,
    /** What it knows from the event that begins it: each fact that is set once, and what else. */
    begin: (learnt: Pick<Context, Once> & Partial<Omit<Context, 'name'>>) => ({
      type: 'remember' as const,
      params: learnt as Partial<Context>,
    }),
    remember: (learnt: Partial<Omit<Context, 'name' | Once>>) => ({
      type: 'remember' as const,
      params: learnt as Partial<Context>,
    }),
    /**
     * It owes something by an instant; what it owes already under that name stays as it was. A state that waits for the same hears
     * `deadline.missed` and has no clock of its own.
     */
    schedule: (deadline: Exclude<DeadlineName, Clock>, dueAt: Instant, { part, base, unlisted, ...says }: Scheduled = {}) => ({
      type: 'schedule' as const,
      params: (it: On<MatterContext, Told>): Effects['schedule'] => ({
        deadline,
        of: partOf(it, part),
        dueAt,
        climbEvery: says.climbEvery === undefined ? (climbEvery?.(it.event.incident.policy) ?? null) : says.climbEvery,
        ...(unlisted ? {} : { matter: subject(it) }),
        ...(base === undefined ? {} : { base }),
      }),
    }),
    /** An alert about it: one of each kind, or one for each `part`, as the date that it is about. */
    raise: alerts('raiseAlert'),
    resolve: alerts('resolveAlerts'),
    /** Its states and checks. It begins in `none`, where nothing is yet: the events that begin it lead out of there. */
    lifecycle({ states, on, issues, warnings, passed }: Lifecycle<HeardBy<Kind>, Event, Context, Clock>): Matter {
      for (const value of Object.values(memory)) Object.freeze(value)
      const delayOf = (clock: Clock) => (it: On<Context, Told>) =>
        until(clocks?.[clock](it.context, it.event) ?? null, it.event.at)
      const names = Object.keys(clocks ?? {}) as Clock[]
      const machine = setup({
        types: { context: {} as Context, events: {} as Told & EventObject, input: {} as MatterContext, tags: {} as Tag },
        delays: Object.fromEntries(names.map((clock) => [clock, delayOf(clock)])),
        actions: { ...matterEffects, remember: assign((_, learnt: Partial<Context>) => learnt) },
      }).createMachine({
        ...{ id: kind, options: BOUNDED, initial: 'none', states, on },
        context: ({ input: { name } }: { readonly input: MatterContext }) => ({ name, ...memory }),
      } as never) as unknown as AnyStateMachine
      return {
        ...{ machine, about, field },
        ...(shown === undefined ? {} : { shown }),
        ...(setOnce === undefined ? {} : { setOnce: setOnce as readonly string[] }),
        ...(issues === undefined ? {} : { issues: judge(issues) }),
        ...(warnings === undefined ? {} : { warnings: judge(warnings) }),
        ...(passed === undefined ? {} : { passed }),
      } satisfies Matter<HeardBy<Kind>, Context> as unknown as Matter
    },
  }
}
