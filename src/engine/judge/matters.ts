/** The matter that an event is about: whether the event comes at the right time, and what is wrong with its content. */
import type { AnyMachineSnapshot } from 'xstate'
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { kindHearing } from '../../../machines/matters/index.ts'
import type { MatterEvent } from '../../../machines/matters/matter.ts'
import { type EventName, typeOf } from '../../../machines/rules/events.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { Problem } from '../problems.ts'
import { partOf } from '../step/leaving.ts'
import type { LiveCase } from '../step/live.ts'
import { blank, snapshotOf, told } from '../step/moves.ts'
import { nameIn } from '../step/named.ts'
import { typesOf } from '../step/taken.ts'
import { matterKind, matterLine } from '../views/items.ts'
import { fine, invalid, type Judged } from './judged.ts'

/** The matter that an event is about, as it is before the event, and the event as it would hear it. */
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
