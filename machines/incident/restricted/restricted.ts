/**
 * A restricted incident is read by named people; everybody else sees that it exists and what is asked of it. Nothing here touches a
 * clock, a demand or another alert, so no restriction silences anything. Somebody on the ladder may open it all the same; and whoever
 * restricts it anew, or lifts the restriction, without being a reader gains as much as by opening it. Either raises an alert to the next
 * rank, which another person ends (decision 0056).
 */
import { personKey, samePerson } from '../../rules/person.ts'
import type { Policy } from '../../rules/policy/policy.ts'
import { known } from '../../rules/time/happened.ts'
import { plus } from '../../rules/time/instants.ts'
import type { Instant, Person, Role } from '../../rules/vocabulary.ts'
import type { IncidentContext, IncidentEvent } from '../setup.ts'
import { act, raise, remember, resolve } from '../words.ts'
import type { BrokenGlass, Restriction } from './memory.ts'

/** Lifting the restriction ends the alerts of these; an older alert waits for its dismissal. Project default [derived]. */
const MOST_BROKEN = 50

export const readersOf = ({ people, by }: Pick<Restriction, 'people' | 'by'>): readonly string[] => [...people, by.id]

export const mayRead = (restricted: Restriction | null, id: string): boolean =>
  restricted === null || readersOf(restricted).some((reader) => samePerson(reader, id))

/** Whether a person has opened it already, so that a read now needs no further line of the record. */
export const isCovered = ({ brokenGlass }: Pick<IncidentContext, 'brokenGlass'>, id: string, now: Instant): boolean =>
  brokenGlass.some(({ by, until }) => until !== null && now < until && samePerson(by, id))

/** The rank above a role of the ladder: at the top the top itself. A role that is not on the ladder counts as the top. */
function nextUp({ escalation }: Pick<Policy, 'escalation'>, role: string) {
  const place = escalation.indexOf(role as Role)
  const level = place === -1 ? escalation.length : Math.min(place + 2, escalation.length)
  return { level, audience: escalation[level - 1] ?? 'supervisor' }
}

/** An alert of a person's own cause: `1 sup-1`. No spelling of an id has a blank in it. */
const causeOf = (nth: number, { id }: Person): string => `${nth} ${personKey(id)}`

/** Whether this person raised an alert by opening the incident. @param cause of the alert. */
export const isOwnGlass = (cause: string, id: string): boolean => cause.slice(cause.indexOf(' ') + 1) === personKey(id)

/** @param until up to when reads of this person are covered. */
function broken({ policy, brokenGlass, glassBroken }: IncidentContext, by: Person, until: Instant | null) {
  const cause = causeOf(glassBroken + 1, by)
  const glass: BrokenGlass = { cause, by: by.id, until }
  return {
    memory: { glassBroken: glassBroken + 1, brokenGlass: [...brokenGlass, glass].slice(-MOST_BROKEN) },
    alert: raise({ kind: 'break-glass' as const, cause, ...nextUp(policy, by.role) }),
  }
}

type On<Type extends IncidentEvent['type']> = {
  readonly context: IncidentContext
  readonly event: Extract<IncidentEvent, { type: Type }>
}

const isRestricted = ({ context }: { readonly context: IncidentContext }): boolean => context.restricted !== null

/** Who was a reader by opening it has to open it again: these readers were chosen since. */
const restrict = act<'incident.restricted'>(({ context, event: { at, data } }) => {
  const restricted = { people: [...new Set(data.people)], since: at, by: data.by }
  const covered = { ...context, brokenGlass: context.brokenGlass.map((one) => ({ ...one, until: null })) }
  if (mayRead(context.restricted, data.by.id)) return [remember({ restricted, brokenGlass: covered.brokenGlass })]
  const { memory, alert } = broken(covered, data.by, null)
  return [remember({ restricted, ...memory }), alert]
})

/** The alerts end with it, but for those that this person raised. */
const lift = act<'incident.unrestricted'>(({ context, event: { data } }) => {
  const { by } = data
  if (!mayRead(context.restricted, by.id)) {
    const { memory, alert } = broken(context, by, null)
    return [remember({ restricted: null, ...memory }), alert]
  }
  const ended = context.brokenGlass.filter((one) => !samePerson(one.by, by.id))
  const left = context.brokenGlass.filter((one) => !ended.includes(one)).map((one) => ({ ...one, until: null }))
  return [
    remember({ restricted: null, brokenGlass: left }),
    ...ended.map(({ cause }) => resolve({ kind: 'break-glass' as const, cause })),
  ]
})

const open = act<'glass.broken'>(({ context, event }) => {
  const { policy } = context
  const until = plus(known(event), policy.breakGlass.coversReadsFor, policy.timezone)
  const { memory, alert } = broken(context, event.by, until)
  return [remember(memory), alert]
})

/** Heard whatever state the incident is in, on a closed incident too. */
export const restriction = {
  'incident.restricted': { actions: restrict },
  'incident.unrestricted': { guard: (it: On<'incident.unrestricted'>) => isRestricted(it), actions: lift },
  'glass.broken': { guard: (it: On<'glass.broken'>) => isRestricted(it), actions: open },
}
