/**
 * Whether whoever an event says acted is the person who signed in (decision 0052). A key's people are named, not signed in: nothing
 * is asked of them.
 */
import { type EventName, recordOf } from '../../../machines/rules/events.ts'
import { personKey, samePerson } from '../../../machines/rules/person.ts'
import { type Instant, type Person, ROLES, type Role } from '../../../machines/rules/vocabulary.ts'
import { actingFieldOf, secondPersonsIn } from '../../../machines/rules/whoActs.ts'
import type { ArrivedEvent } from '../engine.ts'
import type { Problem } from '../problems.ts'
import type { Actor } from '../step/case.ts'
import { issue } from './judged.ts'

/** What happened so long before its recording, or longer, may be entered for somebody else. Source: the public contract, section 8. */
export const ENTERED_AFTERWARDS_MS = 2 * 60_000

/** Whom the session names as acting; null for a key. */
export const personOf = ({ person, role }: Actor): Person | null => (person === undefined ? null : { id: person.name, role })

/** Whether both signed in, with the same account of the same provider. */
export const isSameAccount = (one: Actor | null, other: Actor): boolean =>
  one?.person !== undefined && one.person.issuer === other.person?.issuer && one.person.subject === other.person.subject

/** An event's data with whoever acts filled in from the session of its poster; as it is, where a key posted it. */
export const filledInBy = (data: object, name: EventName, actor: Actor | null): object => {
  const field = actingFieldOf(name)
  const self = actor === null ? null : personOf(actor)
  return field === null || self === null ? data : { ...data, [field]: self }
}

const notYourself = (pointer: string, detail: string): Problem => ({
  code: 'not-yourself',
  detail: 'You signed in, so what you post is recorded as yours.',
  errors: [issue(pointer, detail)],
})

/** A role is ours in whichever spelling. */
const spelled = (role: string): string => personKey(role).replaceAll('-', '')
const SPELLED: ReadonlyMap<string, Role> = new Map(ROLES.map((role) => [spelled(role), role]))

/** What is wrong with whom an action names as acting, at once and not afterwards; null where it is whoever signed in, or nobody did. */
export function mustBeYourself(by: Person, actor: Actor, pointer: string, otherwise: string): Problem | null {
  const self = personOf(actor)
  if (self === null) return null
  if (!samePerson(by.id, self.id))
    return notYourself(`${pointer}/id`, `names somebody else than ${self.id}, who is signed in: leave it out, or ${otherwise}`)
  const role = by.role === self.role ? self.role : SPELLED.get(spelled(by.role))
  return role === undefined || role === self.role
    ? null
    : notYourself(
        `${pointer}/role`,
        `you are signed in as ${self.role}, not as ${role}: leave it out, or sign in as ${role} and post it again`,
      )
}

const AT_ONCE = 'have them post it; to enter it for them afterwards, give as `time` when it happened, two minutes ago or longer'
const NEVER_FOR_ANOTHER = 'have them post it themselves: a second person signs in, however late it is entered'

/** Who acts as the line will say it, or why the event is not taken from this person. */
export function whoActs({ type, at, data, actor }: ArrivedEvent, now: Instant): { problem: Problem | null; actor: Actor } {
  const self = personOf(actor)
  const field = actingFieldOf(type)
  const named = field === null ? undefined : ((data as Record<string, unknown>)[field] as Person | undefined)
  if (self === null || named === undefined) return { problem: null, actor }
  const onlyByOneself = recordOf(type)?.onlyByOneself ?? false
  const isAfterwards = Date.parse(now) - Date.parse(at) >= ENTERED_AFTERWARDS_MS
  if (samePerson(named.id, self.id) || onlyByOneself || !isAfterwards) {
    const otherwise = onlyByOneself ? NEVER_FOR_ANOTHER : AT_ONCE
    return { problem: mustBeYourself(named, actor, `/data/${field}`, otherwise), actor }
  }
  const second = secondPersonsIn(data).find(({ person }) => samePerson(person.id, self.id))
  return {
    problem:
      second === undefined
        ? null
        : notYourself(
            `${second.pointer}/id`,
            `you enter this for ${named.id}, so you are not the second person: have ${named.id} or somebody else enter it`,
          ),
    actor: { ...actor, enteredBy: self },
  }
}
