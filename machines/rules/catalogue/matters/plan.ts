/** What is posted about a risk management plan: its versions, its actions, its reviews. */
import { z } from 'zod'
import { atMost, code, instant, listOf, name, person, text } from '../../fields.ts'
import { beginning, event, heardBy } from '../event.ts'
import { officer, supervisor } from '../people.ts'

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
  'plan.made': event({
    schema: z.strictObject({ plan, text, actions: newActions.min(1), nextReviewAt, by: person }),
    example: {
      plan: 'RMP-1',
      text: 'He knows where she lives and has a key. Change the locks, mark the address, see her weekly.',
      actions: [
        { action: 'A1', what: 'Change the locks.', owner: 'housing', dueAt: '2026-11-23T17:00:00Z' },
        { action: 'A2', what: 'A visit by the neighbourhood team.', owner: 'snt-rugby-north', dueAt: '2026-11-27T17:00:00Z' },
      ],
      by: officer,
    },
    label: 'Plan made',
    postedBy: ['officer', 'supervisor', 'hau'],
    ...beginning('plan'),
  }),
  /** The next version: `text` is the whole plan from now on, `actions` are added to the earlier actions. */
  'plan.revised': event({
    schema: z.strictObject({ plan, text, rationale: text, actions: newActions, nextReviewAt, by: person }),
    example: {
      plan: 'RMP-1',
      text: 'As before; and her daughter is taken to school by her grandmother.',
      rationale: 'He was seen outside the school.',
      actions: [{ action: 'A3', what: 'Tell the school who may fetch her.', owner: 'harm-hub', dueAt: '2026-11-24T08:00:00Z' }],
      nextReviewAt: '2026-11-25T12:00:00Z',
      by: officer,
    },
    label: 'Plan revised',
    postedBy: ['officer', 'supervisor', 'hau'],
    ...heardBy('plan'),
  }),
  /** Somebody looked at it again and leaves it as it is. */
  'plan.reviewed': event({
    schema: z.strictObject({ plan, rationale: text, nextReviewAt, by: person }),
    example: { plan: 'RMP-1', rationale: 'Nothing has changed; each action is in hand.', by: supervisor },
    label: 'Plan reviewed',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('plan'),
  }),
  'plan.action-done': event({
    schema: z.strictObject({
      plan,
      action,
      outcome: code.describe('A code of the force, as `done`, `partly` or `without-effect`.'),
      text,
      by: person,
    }),
    example: { plan: 'RMP-1', action: 'A1', outcome: 'done', text: 'The locks are changed.', by: officer },
    label: 'Plan action done',
    postedBy: ['officer', 'supervisor', 'hau'],
    ...heardBy('plan'),
  }),
  'plan.action-dropped': event({
    schema: z.strictObject({ plan, action, reason: code, rationale: text, by: person }),
    example: {
      plan: 'RMP-1',
      action: 'A2',
      reason: 'not-wanted',
      rationale: 'She asks for no visit while her mother stays with her; she is telephoned.',
      by: supervisor,
    },
    label: 'Plan action dropped',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('plan'),
  }),
  'plan.ended': event({
    schema: z.strictObject({ plan, reason: code, rationale: text, by: person }),
    example: {
      plan: 'RMP-1',
      reason: 'moved-away',
      rationale: 'She has moved; the force there has its own plan.',
      by: supervisor,
    },
    label: 'Plan ended',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('plan'),
  }),
}
