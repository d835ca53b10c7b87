/** What is posted about a risk management plan: its versions, its actions, its reviews. */
import { z } from 'zod'
import { atMost, code, instant, listOf, name, person, text } from '../fields.ts'

const plan = atMost(name, 64).describe("The force's own reference of the plan; once in an incident.")
const action = atMost(name, 64).describe('A reference of the action; once in a plan.')

const newActions = listOf(
  z.strictObject({
    action,
    what: text,
    owner: atMost(name, 64).describe('The post or unit that does it, no person.'),
    dueAt: instant,
  }),
)
/** Sooner than the policy asks; a later one counts no more than the policy's. */
const nextReviewAt = instant.optional()

export const planEvents = {
  'plan.made': z.strictObject({ plan, text, actions: newActions.min(1), nextReviewAt, by: person }),
  /** Another version: `text` is the plan as it is from now on, `actions` are those that come to the others. */
  'plan.revised': z.strictObject({ plan, text, rationale: text, actions: newActions, nextReviewAt, by: person }),
  /** Somebody looked at it again and leaves it as it is. */
  'plan.reviewed': z.strictObject({ plan, rationale: text, nextReviewAt, by: person }),
  'plan.action-done': z.strictObject({
    plan,
    action,
    outcome: code.describe('A code of the force, as `done`, `partly` or `without-effect`.'),
    text,
    by: person,
  }),
  'plan.action-dropped': z.strictObject({ plan, action, reason: code, rationale: text, by: person }),
  'plan.ended': z.strictObject({ plan, reason: code, rationale: text, by: person }),
}
