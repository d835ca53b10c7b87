/** The matters of a case: which one an event is about, whether it comes at the right time, and how they are read. */
import { type AnyMachineSnapshot, getNextTransitions } from 'xstate'
import { acceptedTypes } from '../../../machines/incident/index.ts'
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { kindHearing, MATTERS } from '../../../machines/matters/index.ts'
import type { MatterEvent } from '../../../machines/matters/matter.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
import { EVENT_NAMES, type EventName, typeOf } from '../../../machines/rules/events.ts'
import type { Standing } from '../../../machines/rules/report/repeatCallers.ts'
import { type Role, UNNAMED } from '../../../machines/rules/vocabulary.ts'
import type { Issue, Problem, Warning } from '../problems.ts'
import type { StoredMachine } from '../step/case.ts'
import { broughtBack, LeftTheCase, partOf } from '../step/leaving.ts'
import { type LiveCase, stored } from '../step/live.ts'
import { blank, revive, told } from '../step/moves.ts'
import { isUndone, matterHasEnded, matterKind, matterLine } from '../views/items.ts'
import type { MatterItem } from '../views/views.ts'

/** Which one of its kind an event is about. */
export const nameIn = (kind: string, { data }: Pick<PublicEvent, 'data'>): string =>
  String((data as Record<string, unknown>)[matterKind(kind).field])

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
  const begun = partOf(live, 'matters', `${kind}/${name}`) !== undefined
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
      errors: [{ pointer: `/data/${matterKind(kind).field}`, detail: `names no ${kind} of this incident` }],
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
): { readonly issues: readonly Issue[]; readonly warnings: readonly Warning[] } {
  const about = aboutOf(live, event)
  if (about === null) return { issues: [], warnings: [] }
  const { issues, warnings } = matterKind(about.kind)
  const heard = told(live, event) as MatterEvent<EventName>
  const { context } = about.snapshot
  return { issues: issues?.(heard, context, role) ?? [], warnings: warnings?.(heard, context, role) ?? [] }
}

/** Names that an event leaves out: the suspect of whom nobody said which. */
const ALWAYS_NAMED = [UNNAMED]

/** Matters that have left and that an event, or a matter that it names, speaks of. @throws LeftTheCase */
function namedAway(live: LiveCase, { data }: Pick<PublicEvent, 'data'>): readonly string[] {
  if (live.left.matters === 0) return []
  const first = mattersNamed(live, [...ALWAYS_NAMED, ...textsIn(data)])
  const contexts = first.map((id) => partOf(live, 'matters', id)?.context)
  const all = new Set([...first, ...mattersNamed(live, contexts.flatMap(textsIn))])
  return [...all].filter((id) => !Object.hasOwn(live.matters, id))
}

/** @throws LeftTheCase with all that has to be read. */
function mattersNamed(live: LiveCase, names: readonly string[]): readonly string[] {
  const wanted: string[] = []
  const found = [...new Set(names)].flatMap((name) =>
    Object.keys(MATTERS).flatMap((kind) => {
      const id = `${kind}/${name}`
      try {
        return partOf(live, 'matters', id) === undefined ? [] : [id]
      } catch (error) {
        if (!(error instanceof LeftTheCase)) throw error
        wanted.push(...error.wanted)
        return []
      }
    }),
  )
  if (wanted.length > 0) throw new LeftTheCase(wanted)
  return found
}

/** The longest text that may be a name: others are what somebody wrote. */
const LONGEST_NAME = 200
const textsIn = (data: unknown): readonly string[] =>
  Object.values((data ?? {}) as object).filter(
    (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST_NAME,
  )

/** What an event names is there again, as it ended: late news of it may be recorded, and nothing begins anew. @throws LeftTheCase */
export function bringNamed(live: LiveCase, event: Pick<PublicEvent, 'data'>): void {
  for (const id of namedAway(live, event)) broughtBack(live, 'matters', id)
}

/** The case as an event is judged on, with what it names: nothing comes back for an event that is refused. @throws LeftTheCase */
export function withNamed(live: LiveCase, event: Pick<PublicEvent, 'data'>): LiveCase {
  const named = namedAway(live, event)
  if (named.length === 0) return live
  const back = Object.fromEntries(named.map((id) => [id, partOf(live, 'matters', id) as StoredMachine]))
  return { ...live, matters: { ...live.matters, ...back } }
}

const typesOf = (snapshot: AnyMachineSnapshot): readonly EventName[] => {
  const taken = new Set(getNextTransitions(snapshot).map(({ eventType }): string => eventType))
  return EVENT_NAMES.filter((name) => taken.has(name))
}

const beginning = Object.keys(MATTERS).flatMap((kind) => typesOf(blank(kind, '').snapshot))

/** What a kind takes in a state, guards aside, is always the same: worked out once, not for each of three hundred machines. */
const taking = new Map<string, readonly EventName[]>()
function typesOfMatter(live: LiveCase, id: string): readonly EventName[] {
  const state = `${id.slice(0, id.indexOf('/'))} ${JSON.stringify(live.matters[id]?.value)}`
  const known = taking.get(state)
  if (known !== undefined) return known
  const types = typesOf(revive(live, `matters/${id}`).snapshot)
  taking.set(state, types)
  return types
}

/** The event types that the incident, or a matter of it, takes now. */
export function typesTaken(live: LiveCase): readonly EventName[] {
  const matters = Object.keys(live.matters).flatMap((id) => typesOfMatter(live, id))
  // What an incident only hears because a matter of it took it (the breach of an order) is taken when a matter does.
  const own = acceptedTypes(live.incident).filter((name) => kindHearing(name) === null)
  const taken = new Set<string>([...own, ...beginning, ...matters])
  return EVENT_NAMES.filter((name) => taken.has(name))
}

/** A case as it stands, alive or as its snapshot has it. */
type AsItStands = Pick<LiveCase, 'reference' | 'duties' | 'matters' | 'timers'>

type Clock = MatterItem['deadlines'][number]

/** The clocks of matters, by the kind and name of each, in one walk: a walk for each would cost the square of a large case. */
export function clocksOf({ timers, duties }: AsItStands): ReadonlyMap<string, readonly Clock[]> {
  const clocks = new Map<string, Clock[]>()
  const add = (id: string, clock: Clock): void => {
    const own = clocks.get(id)
    if (own === undefined) clocks.set(id, [clock])
    else own.push(clock)
  }
  const running = new Set<string>()
  for (const { machine, deadline, dueAt } of timers) {
    if (!machine.startsWith('matters/')) continue
    running.add(`${machine} ${deadline} ${dueAt}`)
    add(machine.slice('matters/'.length), { name: deadline, dueAt })
  }
  for (const obligation of Object.values(duties)) {
    const { matter, deadline, dueAt } = obligation.context as unknown as ObligationContext
    // A clock that moves the matter and the obligation that is chased by the same instant are one to a reader.
    if (matter === undefined || !isUndone(obligation) || running.has(`matters/${matter} ${deadline} ${dueAt}`)) continue
    add(matter, { name: deadline, dueAt })
  }
  for (const own of clocks.values()) own.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  return clocks
}

/** @param id its kind and name, as `marker/M1`. */
export function matterOf(live: AsItStands, id: string, clocks = clocksOf(live)): MatterItem {
  const machine = stored(live.matters, id)
  const { name: _, ...facts } = machine.context
  const ended = matterHasEnded(id, machine)
  return { ...matterLine(id, machine), incident: live.reference, ended, deadlines: clocks.get(id) ?? [], facts }
}

export function mattersOf(live: AsItStands): MatterItem[] {
  const clocks = clocksOf(live)
  return Object.keys(live.matters).map((id) => matterOf(live, id, clocks))
}

/** Those of an incident that stand, and that whoever goes there has to know. */
export const shownOf = (matters: readonly MatterItem[]): readonly Standing[] =>
  matters
    .filter(({ kind, ended }) => !ended && MATTERS[kind]?.shown)
    .map(({ kind, name, state, facts }) => ({ kind, name, state, facts }))
