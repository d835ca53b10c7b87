/** What is posted about keeping a victim informed: how she wants to be reached, and what she was told. */
import { z } from 'zod'
import { anyText, atMost, code, name, person } from '../fields.ts'
import { suspectName } from './suspect.ts'

const victim = atMost(name, 64).describe(
  "The force's own reference of the victim, the same as personRef in the report; never a name.",
)
const hour = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in quotes, as "09:00"')

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
  'victim.preferred': z.strictObject({
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
  'victim.updated': z.strictObject({
    victim,
    about: z.enum(UPDATES),
    suspect: suspectName.optional(),
    channel: code,
    /** What she said that she needs. */
    needs: anyText.optional(),
    by: person,
  }),
  /** She was to be told, and was not. */
  'victim.not-updated': z.strictObject({
    victim,
    about: z.enum(UPDATES),
    suspect: suspectName.optional(),
    channel: code,
    because: z
      .enum(['not-reached', 'not-safe', 'declined'])
      .describe('`declined`: she does not want to hear of it. Whatever else leaves it owed.'),
    by: person,
  }),
  /** She was asked, and does not want to be referred to a service that supports victims. */
  'victim.support-declined': z.strictObject({
    victim,
    /** A code of the force for what she said: has-support, not-now. */
    reason: code.optional(),
    by: person.describe('Who asked her; `time` is when.'),
  }),
}
