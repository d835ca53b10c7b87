/** The matters of a case: which one an event is about, whether it comes at the right time, and what the case takes now. */
import { type AnyMachineSnapshot, getNextTransitions } from 'xstate'
import { acceptedTypes } from '../../../machines/incident/index.ts'
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { kindHearing, MATTERS } from '../../../machines/matters/index.ts'
import type { MatterEvent } from '../../../machines/matters/matter.ts'
import { EVENT_NAMES, type EventName, typeOf } from '../../../machines/rules/events.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { Problem } from '../problems.ts'
import { partOf } from '../step/leaving.ts'
import type { LiveCase } from '../step/live.ts'
import { blank, snapshotOf, told } from '../step/moves.ts'
import { nameIn } from '../step/named.ts'
import { matterKind, matterLine } from '../views/items.ts'
import { fine, invalid, type Judged } from './judged.ts'

/** The matter that an event is about, as it stands before it, and the event as it would hear it. */
export interface About {
  readonly kind: string
  readonly name: string
  readonly begun: boolean
  readonly snapshot: AnyMachineSnapshot
  readonly heard: MatterEvent<EventName>
}

/** @returns null for an event about no matter. */
export function aboutOf(live: LiveCase, event: PublicEvent): About | null {
  const kind = kindHearing(event.type)
  if (kind === null) return null
  const name = nameIn(kind, event)
  const id = `${kind}/${name}`
  const begun = partOf(live, 'matters', id) !== undefined
  const snapshot = begun ? snapshotOf(live, `matters/${id}`) : blank(id)
  return { kind, name, begun, snapshot, heard: told(live, event) as MatterEvent<EventName> }
}

/** Why a matter does not take an event now; null when it does. */
export function matterRefuses({ kind, name, begun, snapshot, heard }: About): Problem | null {
  if (snapshot.can(heard)) return null
  if (!begun) {
    const detail = `There is no ${kind} ${name} on this incident.`
    return {
      code: 'invalid-event',
      detail,
      errors: [{ pointer: `/data/${matterKind(kind).field}`, detail: `names no ${kind} of this incident` }],
    }
  }
  const { state } = matterLine(`${kind}/${name}`, snapshot)
  const detail = `${typeOf(heard.type)} is not taken while ${kind} ${name} is ${state}.`
  return { code: 'not-accepted-now', detail, accepts: typesOf(snapshot).map(typeOf) }
}

/** What is wrong with the content of an event that its matter takes, and what is worth a warning. */
export function matterFinds({ kind, snapshot: { context }, heard }: About, role: Role): Judged {
  const { issues, warnings } = matterKind(kind)
  const wrong = issues?.(heard, context, role) ?? []
  return wrong.length > 0 ? invalid(wrong) : fine(warnings?.(heard, context, role) ?? [])
}

const typesOf = (snapshot: AnyMachineSnapshot): readonly EventName[] => {
  const taken = new Set(getNextTransitions(snapshot).map(({ eventType }): string => eventType))
  return EVENT_NAMES.filter((name) => taken.has(name))
}

const beginning = Object.keys(MATTERS).flatMap((kind) => typesOf(blank(`${kind}/`)))

/** What a kind takes in a state, guards aside, is always the same: worked out once, not for each of three hundred machines. */
const taking = new Map<string, readonly EventName[]>()
function typesOfMatter(live: LiveCase, id: string): readonly EventName[] {
  const state = `${id.slice(0, id.indexOf('/'))} ${JSON.stringify(live.matters[id]?.value)}`
  const known = taking.get(state)
  if (known !== undefined) return known
  const types = typesOf(snapshotOf(live, `matters/${id}`))
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

/** Partners that a rule asks a referral for, and to whom nobody has made it. */
export const unmadeIn = ({ matters }: LiveCase): readonly string[] =>
  Object.entries(matters).flatMap(([id, { value }]) =>
    id.startsWith('referral/') && (value === 'owed' || value === 'unmade') ? [id.slice('referral/'.length)] : [],
  )
