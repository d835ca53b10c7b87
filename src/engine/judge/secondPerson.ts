/** What needs a second person, where that person decides by an act of their own: how it is judged, and what it waits for. */
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { ruleOf, waitsForSecond } from '../../../machines/rules/decidedByTwo.ts'
import { type Role, SUPERVISING } from '../../../machines/rules/vocabulary.ts'
import type { LiveCase } from '../step/live.ts'

/** An event as it is judged, and by which rank. */
export interface Judgeable {
  readonly event: PublicEvent
  readonly role: Role
}

/**
 * The event as if a second person had approved it. Whoever is named in it approves nothing; a supervisor may ask for what a higher
 * rank has to decide.
 * @returns null for an event that waits for nobody.
 */
export function asIfApproved({ incident: { context } }: LiveCase, event: PublicEvent, role: Role): Judgeable | null {
  if (!waitsForSecond(context, event.type, event.data)) return null
  const rule = ruleOf(event.type)
  if (rule === null) return null
  const [rank = role] = rule.ranks(context.policy) ?? []
  const { id } = rule.actor(event.data)
  const somebody = { id: `somebody else than ${id}`, role: rank }
  const data = rule.with(event.data, somebody)
  return { event: { ...event, data } as PublicEvent, role: SUPERVISING.includes(role) ? rank : role }
}
