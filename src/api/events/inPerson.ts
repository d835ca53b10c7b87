/** Where people sign in, some acts are acts of a person: a key that names people whom nobody signed in cannot do them. */
import type { EventName } from '../../../machines/rules/events.ts'
import type { Caller } from '../../engine/reads.ts'
import { Refused } from '../problems.ts'
import type { AuthMode } from '../reads/me.ts'

/** A second person; and who names the readers of a restricted incident, since a reader's name typed by somebody else would open it unseen. */
const IN_PERSON: ReadonlySet<EventName> = new Set(['approval.given', 'incident.restricted', 'incident.unrestricted'])

export const isInPerson = (type: EventName): boolean => IN_PERSON.has(type)

/** @throws Refused `forbidden` */
export function mustBeInPerson({ person, vouches }: Caller, authMode: AuthMode): void {
  if (authMode === 'key' || person !== undefined || vouches) return
  const detail = 'A person does this by signing in, or with the key of a system that vouches for its own signed-in people.'
  throw new Refused('forbidden', detail)
}
