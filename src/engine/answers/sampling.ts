/** Supervisors' sampling of THRIVE, as it is read. */
import { z } from 'zod'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import { count, instant, ordinal, whole, word } from './shapes.ts'

export const sampleItem = z.object({
  incident: word,
  sequence: ordinal.describe('What `thrive` of `thrive.scored` names.'),
  source: word,
  id: word,
  at: instant,
  recordedAt: instant,
  assessment: z
    .custom<CaseEventData['thrive.assessed']>()
    .meta({ type: 'object' })
    .nullable()
    .describe('The data of `thrive.assessed`, as recorded; null where it was destroyed at retention.'),
})

export const restrictedSample = sampleItem
  .pick({ incident: true, sequence: true })
  .extend({ restricted: z.literal(true) })
  .describe('Of a restricted incident, for who is not among its readers.')

const drawn = whole(z.union([sampleItem, restrictedSample]))

export const thriveSample = z.object({
  seed: word,
  from: instant,
  to: instant,
  size: count,
  recorded: count.describe('How many were recorded in the period: what is drawn from.'),
  checks: z
    .array(z.object({ check: word, asks: word }))
    .describe('What to score by; `missing` of `thrive.scored` names these, and elements that the policy of the incident adds.'),
  ...drawn,
  items: drawn.items.describe('In the order of the draw: a smaller sample is the beginning of a larger one.'),
})

export const share = z.number().min(0).max(1).nullable()
export const kappa = z
  .number()
  .min(-1)
  .max(1)
  .nullable()
  .describe("Cohen's kappa: 1 for complete agreement, 0 for what chance gives; null where it is not defined.")

const agreed = {
  recorded: count.describe('THRIVEs that were recorded in the period.'),
  scores: count.describe('Scores of them, whenever they were made.'),
  compared: count.describe('Each THRIVE once, by its first score.'),
  notComparable: count.describe('Scored, but text that the rubric needs was destroyed.'),
  table: z.object({ bothAdequate: count, onlyRubricAdequate: count, onlyPersonAdequate: count, bothInadequate: count }),
  adequate: z.object({ rubric: share, person: share }).describe('The part of those compared that each found adequate.'),
  observedAgreement: share,
  kappa,
  checks: z
    .array(z.object({ check: word, both: count, rubricOnly: count, personOnly: count }))
    .describe('How often each check was found wanting by whom; those on which they part most come first.'),
}

export const agreement = z.object(agreed)
export const thriveAgreement = z.object({ from: instant, to: instant, ...agreed })
