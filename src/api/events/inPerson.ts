/** Where people sign in, some acts are acts of a person: a key that names people whom nobody signed in cannot do them. */
import { type EventName, eventsWith } from '../../../machines/rules/events.ts'
import type { Caller } from '../../engine/reads.ts'
import { Refused } from '../problems.ts'
import type { AuthMode } from '../reads/me.ts'

/** What a second person does; and who names the readers of a restricted incident, since a reader's name typed by somebody else would open it unseen. */
const IN_PERSON: ReadonlySet<EventName> = new Set(eventsWith(({ onlyByOneself }) => onlyByOneself))

export const isInPerson = (type: EventName): boolean => IN_PERSON.has(type)

/** Whether the people whom this caller names are claims, where others prove who they are. */
export const onlyClaims = ({ person, vouches }: Caller, authMode: AuthMode): boolean =>
  authMode === 'oidc' && person === undefined && !vouches

/** @throws Refused `forbidden` */
export function mustBeInPerson(caller: Caller, authMode: AuthMode): void {
  if (!onlyClaims(caller, authMode)) return
  const detail = 'A person does this by signing in, or with the key of a system that vouches for its own signed-in people.'
  throw new Refused('forbidden', detail)
}
