/** People who signed in, as the sessions of this force would have them. */
import type { EventName } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { actingFieldOf } from '../../machines/rules/whoActs.ts'
import type { ArrivedEvent } from '../../src/engine/engine.ts'
import type { Caller } from '../../src/engine/reads.ts'
import type { Posted } from './happenings.ts'
import { arrivedEvent } from './incident.ts'

export const signedIn = (name: string, role: Role): Caller & { readonly person: NonNullable<Caller['person']> } => ({
  key: `session-of-${name.toLowerCase()}`,
  role,
  force: 'warwickshire',
  person: { issuer: 'https://sign-in.example', subject: `sub-${name.toLowerCase()}`, name },
})

/** Posted by somebody who signed in. @param as whom the event names as acting; nobody where the person left it out. */
export function postedBy(who: Caller, posted: Posted, id: string, as?: { id: string; role: string }): ArrivedEvent {
  const { key, role, person } = who
  const self = { id: String(person?.name), role }
  const field = actingFieldOf(posted.type)
  const data = field === null ? posted.data : { ...posted.data, [field]: as ?? self }
  return {
    ...arrivedEvent({ ...posted, data: data as Posted['data'] }, id),
    actor: { key, role, ...(person && { person }) },
    ...(as === undefined && field !== null && { filledIn: true }),
  }
}

/** Without whoever acts, as a signed-in person may post it. */
export function withoutWhoActs(name: EventName, data: object): object {
  const field = actingFieldOf(name)
  return Object.fromEntries(Object.entries(data).filter(([key]) => key !== field))
}
