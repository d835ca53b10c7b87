/**
 * A matter: something with a life of its own inside a case, that outlives the incident's closing: a location marker, an
 * order, a referral. Each kind is one machine. It begins in a state where nothing is yet, and the event that begins it is
 * a transition out of there, so that one question (`can`) says of every event whether it comes at the right time.
 */
import type { AnyStateMachine } from 'xstate'
import type { IncidentContext } from '../incident/setup.ts'
import type { CaseEventData, EventName } from '../rules/events.ts'
import { type Issue, issueIf, type Warning, warnIf } from '../rules/issue.ts'
import { type Happened, known as whenKnown } from '../rules/time/happened.ts'
import { plus } from '../rules/time/instants.ts'
import type { Instant, Role } from '../rules/vocabulary.ts'

/** What every matter remembers, as JSON keeps it. It is shown as it is: references, codes and instants, no names, no text. */
export interface MatterContext {
  /** As the poster calls it; once in its kind and incident. */
  readonly name: string
}

/** An event or a passed deadline as a matter gets it; `incident` and `matters` are the current case, with the pinned policy. */
export interface Told extends Happened {
  readonly incident: IncidentContext
  /** The matters of the case as they stand, by kind and name. */
  readonly matters: Readonly<Record<string, { readonly value: unknown; readonly context: object }>>
}

/** An obligation that the matter scheduled was missed: the clock of the obligation is the matter's own as well. */
export interface DeadlineMissed extends Told {
  readonly type: 'deadline.missed'
  readonly deadline: string
}

/** A public event as a matter's machine sees it. */
export type MatterEvent<Name extends EventName> = {
  [Each in Name]: Told & { readonly type: Each; readonly data: CaseEventData[Each] }
}[Name]

/** What a kind says of an event that comes at the right time. `remembered` is the matter's memory, blank before it begins. */
type Judge<Name extends EventName, Context, Found> = (
  event: MatterEvent<Name>,
  remembered: Context,
  /** The key's. */
  role: Role,
) => readonly Found[]

export interface PassedDeadline {
  readonly name: string
  readonly dueAt: Instant
}
/** For `passed`. */
export const passedBy = (name: string, dueAt: Instant | null): PassedDeadline | null => (dueAt === null ? null : { name, dueAt })

/** One kind of matter. */
export interface Matter<Name extends EventName = EventName, Context extends MatterContext = MatterContext> {
  readonly machine: AnyStateMachine
  /** What it is, in a sentence. */
  readonly about: string
  /** Where each public event that it hears names it. Which events those are, the catalogue says. */
  readonly field: string
  /** What is wrong with the content. */
  readonly issues?: Judge<Name, Context, Issue>
  /** What is only worth a warning. */
  readonly warnings?: Judge<Name, Context, Issue & { readonly code: string }>
  /**
   * The deadline that passed to bring it into a state, and has still to be met, where no obligation of it says so any more.
   * Registers are ordered by it: what escalated to the top has no clock left, and is the latest of all.
   */
  readonly passed?: (remembered: Context, state: string) => PassedDeadline | null
  /** While it lives, an incident of the same people or place is shown it. */
  readonly shown?: boolean
  /** Facts of its memory that are fixed by the event that begins it. */
  readonly setOnce?: readonly string[]
}

/**
 * News from before what is known already: it stays on the log, and takes the place of nothing that came after it. Of two things
 * of one instant the one recorded later holds. @param known when what is known happened. Source: docs/sources.md#late-news.
 */
export const isOlder = ({ at }: Happened, known: Instant | null): boolean => known !== null && at < known

/** What is said to whoever posts such news. */
export const olderThanKnown = (event: Happened, known: Instant | null): Warning[] =>
  warnIf(
    isOlder(event, known),
    'older-than-known',
    '/time',
    `What is known already is of ${known}. This is kept on the log and takes the place of nothing after it.`,
  )

/** By when, for a wait that begins once a person could be told of an event. @param within ISO 8601. */
export const within = (event: Told, within: string): Instant => plus(whenKnown(event), within, event.incident.policy.timezone)

/** What is set for later than the event comes after it. */
export const mustFollow = (instant: Instant | null | undefined, { at }: Happened, pointer: string): Issue[] =>
  issueIf(instant !== null && instant !== undefined && instant <= at, pointer, 'must be after the time of the event')
