/** The matters of a case: which one an event is about, whether it comes at the right time, and how they are read. */
import { type AnyMachineSnapshot, type AnyStateMachine, getNextTransitions } from 'xstate'
import type { DutyContext } from '../../machines/duty/setup.ts'
import { acceptedTypes } from '../../machines/incident/index.ts'
import type { PublicEvent } from '../../machines/incident/setup.ts'
import { kindHearing, MATTERS } from '../../machines/matters/index.ts'
import type { Matter, MatterEvent } from '../../machines/matters/matter.ts'
import { EVENT_NAMES, type EventName, typeOf } from '../../machines/rules/events.ts'
import type { Standing } from '../../machines/rules/history.ts'
import type { Instant, Role } from '../../machines/rules/vocabulary.ts'
import { isUndone, matterLine } from './items.ts'
import { type LiveCase, stored } from './live.ts'
import { blank, revive, told } from './moves.ts'
import type { Gap, Problem, Warning } from './problems.ts'
import type { MatterItem } from './views.ts'

const kindOf = (kind: string): Matter => {
  const found = MATTERS[kind]
  if (found === undefined) throw new RangeError(`no kind of matter is called ${kind}`)
  return found
}

/** Which one of its kind an event is about. */
export const nameIn = (kind: string, { data }: Pick<PublicEvent, 'data'>): string =>
  String((data as Record<string, unknown>)[kindOf(kind).field])

interface About {
  readonly kind: string
  readonly name: string
  readonly begun: boolean
  readonly snapshot: AnyMachineSnapshot
}

/** The matter that an event is about, as it stands before it; null for an event about none. */
function aboutOf(live: LiveCase, event: PublicEvent): About | null {
  const kind = kindHearing(event.type)
  if (kind === null) return null
  const name = nameIn(kind, event)
  const begun = Object.hasOwn(live.matters, `${kind}/${name}`)
  const { snapshot } = begun ? revive(live, `matters/${kind}/${name}`) : blank(kind, name)
  return { kind, name, begun, snapshot }
}

/** Why a matter does not take an event now; null when it does, or when the event is about none. */
export function matterRefuses(live: LiveCase, event: PublicEvent): Problem | null {
  const about = aboutOf(live, event)
  if (about === null || about.snapshot.can(told(live, event))) return null
  const { kind, name, begun, snapshot } = about
  if (!begun) {
    const detail = `There is no ${kind} ${name} on this incident.`
    return {
      code: 'invalid-event',
      detail,
      errors: [{ pointer: `/data/${kindOf(kind).field}`, detail: `names no ${kind} of this incident` }],
    }
  }
  const { state } = matterLine(`${kind}/${name}`, snapshot)
  const detail = `${typeOf(event.type)} is not taken while ${kind} ${name} is ${state}.`
  return { code: 'not-accepted-now', detail, accepts: typesOf(snapshot).map(typeOf) }
}

/** What is wrong with the content of an event that its matter takes, and what is worth a warning. */
export function matterFinds(
  live: LiveCase,
  event: PublicEvent,
  role: Role,
): { readonly gaps: readonly Gap[]; readonly warnings: readonly Warning[] } {
  const about = aboutOf(live, event)
  if (about === null) return { gaps: [], warnings: [] }
  const { gaps, warnings } = kindOf(about.kind)
  const heard = told(live, event) as MatterEvent<EventName>
  const { context } = about.snapshot
  return { gaps: gaps?.(heard, context, role) ?? [], warnings: warnings?.(heard, context, role) ?? [] }
}

const typesOf = (snapshot: AnyMachineSnapshot): readonly EventName[] => {
  const taken = new Set(getNextTransitions(snapshot).map(({ eventType }): string => eventType))
  return EVENT_NAMES.filter((name) => taken.has(name))
}

const beginning = Object.keys(MATTERS).flatMap((kind) => typesOf(blank(kind, '').snapshot))

/** The event types that the incident, or a matter of it, takes now. */
export function typesTaken(live: LiveCase): readonly EventName[] {
  const matters = Object.keys(live.matters).flatMap((id) => typesOf(revive(live, `matters/${id}`).snapshot))
  // What an incident only hears because a matter of it took it (the breach of an order) is taken when a matter does.
  const own = acceptedTypes(live.incident).filter((name) => kindHearing(name) === null)
  const taken = new Set<string>([...own, ...beginning, ...matters])
  return EVENT_NAMES.filter((name) => taken.has(name))
}

/** A case as it stands, alive or as its snapshot has it. */
type AsItStands = Pick<LiveCase, 'reference' | 'duties' | 'matters' | 'timers'>

const rootOf = (state: string): string => state.split('.')[0] ?? state
const finals = new WeakMap<AnyStateMachine, ReadonlySet<string>>()
const hasEnded = (machine: AnyStateMachine, state: string): boolean => {
  const known = finals.get(machine)
  if (known !== undefined) return known.has(rootOf(state))
  const over = Object.values(machine.root.states).filter(({ type, tags }) => type === 'final' || tags.includes('over'))
  const names = new Set(over.map(({ key }) => key))
  finals.set(machine, names)
  return names.has(rootOf(state))
}

/** @param id its kind and name, as `marker/M1`. */
export function matterOf(live: AsItStands, id: string): MatterItem {
  const machine = stored(live.matters, id)
  const line = matterLine(id, machine)
  const { name: _, ...facts } = machine.context
  const own = live.timers
    .filter((timer) => timer.machine === `matters/${id}`)
    .map(({ deadline, dueAt }) => ({ name: deadline, dueAt }))
  // A clock that moves the matter and the duty that is chased by the same instant are one to a reader.
  const owed = owedBy(live, id).filter(({ name, dueAt }) => !own.some((clock) => clock.name === name && clock.dueAt === dueAt))
  const deadlines = [...own, ...owed].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  return { ...line, incident: live.reference, ended: hasEnded(kindOf(line.kind).machine, line.state), deadlines, facts }
}

/** What a matter owes and has not done yet. */
const owedBy = ({ duties }: AsItStands, id: string): { readonly name: string; readonly dueAt: Instant }[] =>
  Object.values(duties).flatMap((duty) => {
    const { matter, deadline, dueAt } = duty.context as unknown as DutyContext
    return matter === id && isUndone(duty) ? [{ name: deadline, dueAt }] : []
  })

/** Partners that a rule asks a referral for, and to whom nobody has made it. */
export const unmadeIn = ({ matters }: LiveCase): readonly string[] =>
  Object.entries(matters).flatMap(([id, { value }]) =>
    id.startsWith('referral/') && (value === 'owed' || value === 'unmade') ? [id.slice('referral/'.length)] : [],
  )

export const mattersOf = (live: LiveCase): MatterItem[] => Object.keys(live.matters).map((id) => matterOf(live, id))

/** Those of an incident that stand, and that whoever goes there has to know. */
export const shownOf = (matters: readonly MatterItem[]): readonly Standing[] =>
  matters
    .filter(({ kind, ended }) => !ended && MATTERS[kind]?.shown)
    .map(({ kind, name, state, facts }) => ({ kind, name, state, facts }))
