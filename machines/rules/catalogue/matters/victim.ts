/** What is posted about keeping a victim informed: how she wants to be reached, and what she was told. */
import { z } from 'zod'
import { ASKED_AS, anyText, atMost, code, name, person } from '../../fields.ts'
import { event, heardBy } from '../event.ts'
import { officer } from '../people.ts'
import { suspectName } from './suspect.ts'

const victim = atMost(name, 64).describe(
  "The force's own reference of the victim, the same as personRef in the report; never a name.",
)
const hour = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in quotes, as "09:00"')
  .register(ASKED_AS, { as: 'hour' })

/** What right 6 of the Victims' Code names, and anything else that she is told. */
const UPDATES = [
  'arrest',
  'interview',
  'release',
  'bail',
  'conditions',
  'bail-ended',
  'charge',
  'no-charge',
  'no-investigation',
  'other',
] as const
export type Update = (typeof UPDATES)[number]

export const victimEvents = {
  'victim.preferred': event({
    schema: z.strictObject({
      victim,
      channels: z.array(code).min(1).max(10).describe('As `telephone`, `text`, `adviser`: codes, never a number or an address.'),
      /** When it is safe to reach her, by the clock on the wall. */
      safeHours: z
        .strictObject({ from: hour, to: hour })
        .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be after from' })
        .optional(),
      frequency: code.optional().describe('How often she wants to hear, as `weekly` or `on-change`.'),
      by: person,
    }),
    example: {
      victim: 'P-1',
      channels: ['telephone', 'adviser'],
      safeHours: { from: '09:30', to: '14:30' },
      frequency: 'weekly',
      by: officer,
    },
    label: 'Victim preferred',
    postedBy: ['control-room', 'officer', 'supervisor', 'hau'],
    ...heardBy('victim'),
  }),
  'victim.updated': event({
    schema: z.strictObject({
      victim,
      about: z.enum(UPDATES),
      suspect: suspectName.optional(),
      channel: code,
      /** What she said that she needs. */
      needs: anyText.optional(),
      by: person,
    }),
    example: {
      victim: 'P-1',
      about: 'arrest',
      suspect: 'P-2',
      channel: 'telephone',
      needs: 'She asks to be told before he is released.',
      by: officer,
    },
    label: 'Victim updated',
    postedBy: ['control-room', 'officer', 'supervisor', 'hau'],
    ...heardBy('victim'),
  }),
  /** She was to be told, and was not. */
  'victim.not-updated': event({
    schema: z.strictObject({
      victim,
      about: z.enum(UPDATES),
      suspect: suspectName.optional(),
      channel: code,
      because: z
        .enum(['not-reached', 'not-safe', 'declined'])
        .describe('`declined`: she does not want to hear of it. Whatever else leaves it owed.'),
      by: person,
    }),
    example: {
      victim: 'P-1',
      about: 'release',
      suspect: 'P-2',
      channel: 'telephone',
      because: 'not-reached',
      by: officer,
    },
    label: 'Victim not updated',
    postedBy: ['control-room', 'officer', 'supervisor', 'hau'],
    ...heardBy('victim'),
  }),
  /** She was asked, and does not want to be referred to a service that supports victims. */
  'victim.support-declined': event({
    schema: z.strictObject({
      victim,
      /** A code of the force for what she said: has-support, not-now. */
      reason: code.optional(),
      by: person.describe('Who asked her; `time` is when.'),
    }),
    example: { victim: 'P-1', reason: 'has-support', by: officer },
    label: 'Victim support declined',
    postedBy: ['control-room', 'officer', 'supervisor', 'hau'],
    ...heardBy('victim'),
  }),
}
