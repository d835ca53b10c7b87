/** What is posted about a welfare check, a visit or another task about the victim. */
import { z } from 'zod'
import { atMost, code, instant, name, person, text } from '../../fields.ts'
import { beginning, event, heardBy } from '../event.ts'
import { officer, supervisor } from '../people.ts'

const task = atMost(name, 64).describe("The force's own reference of the task; once in an incident.")

export const TASK_KINDS = ['welfare-check', 'visit', 'joint-visit', 'compliance-check', 'other'] as const
export type TaskKind = (typeof TASK_KINDS)[number]

export const taskEvents = {
  'task.set': event({
    schema: z.strictObject({
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
    example: {
      task: 'T-1',
      kind: 'welfare-check',
      owner: 'snt-rugby-north',
      dueAt: '2026-11-22T12:00:00Z',
      text: 'He is on bail and knows her address. See her alone, and ask about the locks.',
      by: supervisor,
    },
    label: 'Task set',
    postedBy: ['control-room', 'supervisor', 'hau'],
    ...beginning('task'),
  }),
  /** Somebody went, or rang. */
  'task.done': event({
    schema: z.strictObject({
      task,
      outcome: code.describe('A code of the force, as `safe-and-well`, `no-reply` or `support-accepted`.'),
      seen: z.boolean().describe('The victim was seen or spoken with.'),
      text,
      by: person,
    }),
    example: {
      task: 'T-1',
      outcome: 'safe-and-well',
      seen: true,
      text: 'Seen alone at home. The locks are changed.',
      by: officer,
    },
    label: 'Task done',
    postedBy: ['control-room', 'officer', 'supervisor', 'hau'],
    ...heardBy('task'),
  }),
  /** Another date, another owner, or both. */
  'task.moved': event({
    schema: z
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
    example: {
      task: 'T-1',
      dueAt: '2026-11-23T12:00:00Z',
      owner: 'snt-rugby-south',
      reason: 'with-her-sister-until-monday',
      by: supervisor,
    },
    label: 'Task moved',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('task'),
  }),
  'task.cancelled': event({
    schema: z.strictObject({ task, reason: code, rationale: text, by: person }),
    example: {
      task: 'T-1',
      reason: 'moved-to-a-refuge',
      rationale: 'She is in a refuge in another force, which looks after her.',
      by: supervisor,
    },
    label: 'Task cancelled',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('task'),
  }),
}
