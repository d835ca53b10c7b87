/** What is posted about a welfare check, a visit or another task about the victim. */
import { z } from 'zod'
import { atMost, code, instant, name, person, text } from '../fields.ts'

const task = atMost(name, 64).describe("The force's own reference of the task; once in an incident.")

export const TASK_KINDS = ['welfare-check', 'visit', 'joint-visit', 'compliance-check', 'other'] as const
export type TaskKind = (typeof TASK_KINDS)[number]

export const taskEvents = {
  'task.set': z.strictObject({
    task,
    kind: z
      .enum(TASK_KINDS)
      .describe('`joint-visit`: with a partner; `compliance-check`: whether bail conditions or an order are kept.'),
    owner: atMost(name, 64).describe('The post or unit that does it, no person.'),
    dueAt: instant,
    /** Why, and what to look for. */
    text,
    by: person,
  }),
  /** Somebody went, or rang. */
  'task.done': z.strictObject({
    task,
    outcome: code.describe('A code of the force, as `safe-and-well`, `no-reply` or `support-accepted`.'),
    seen: z.boolean().describe('The victim was seen or spoken with.'),
    text,
    by: person,
  }),
  /** Another date, another owner, or both. */
  'task.moved': z
    .strictObject({
      task,
      dueAt: instant
        .optional()
        .describe('A later date holds only with a reason; without one, what is late stays late by the date before.'),
      owner: atMost(name, 64).optional().describe('The post or unit that does it from now on, no person.'),
      reason: code.optional().describe('A code of the force: `not-at-home-until`, `no-unit`.'),
      by: person,
    })
    .refine(({ dueAt, owner }) => dueAt !== undefined || owner !== undefined, {
      path: ['dueAt'],
      message: 'say the new date or the new owner',
    }),
  'task.cancelled': z.strictObject({ task, reason: code, rationale: text, by: person }),
}
