/** What is posted about the investigation of a crime, beside `crime.recorded` and `investigation.allocated`. */
import { z } from 'zod'
import { anyName, anyText, atMost, code, instant, name, person, recordOf, text } from '../fields.ts'
import { saysNone } from '../words.ts'
import { suspectName } from './suspect.ts'

const crimeRef = name.describe('The crime as it was recorded.')
const item = atMost(name, 64).describe("The force's own reference of the exhibit.")

/** Further fields of `investigation.allocated`. */
export const allocatedMore = {
  crimeRef: name
    .optional()
    .describe(
      'The crime as it was recorded. Left out, the only one that is open; of several, those that the team may have by the rules of the policy.',
    ),
  /** Of the officer in the case, as `PIP2`. */
  accreditation: anyName.optional(),
}
/** Further fields of `crime.recorded`. */
export const recordedMore = {
  /** When it was done, where that is not when it was reported: time limits count from there. */
  offenceAt: instant.optional(),
}
/** Whether body-worn video was on, and why not. */
export const bodyWornVideo = z
  .strictObject({ used: z.boolean(), reason: anyText.optional() })
  .refine(({ used, reason }) => used || !saysNone(reason), { path: ['reason'], message: 'say why it was not on' })

export const investigationEvents = {
  'investigation.supervised': z.strictObject({
    crimeRef,
    /** What is to be done next, and by whom. */
    direction: text,
    /** Sooner than the policy asks. */
    nextReviewAt: instant.optional(),
    by: person,
  }),
  'investigation.handed-over': z.strictObject({
    crimeRef,
    team: atMost(name, 64),
    /** By the names of the policy's checklist. */
    package: recordOf(
      atMost(name, 64),
      z
        .strictObject({ included: z.boolean(), reason: anyText.optional() })
        .refine(({ included, reason }) => included || !saysNone(reason), {
          path: ['reason'],
          message: 'say why it is not in the package',
        }),
    ),
    by: person,
  }),
  'evidence.submitted': z.strictObject({
    crimeRef,
    item,
    kind: code,
    expectedAt: instant.optional().describe('When it should be back; within the time of the policy where it is not said.'),
    by: person,
  }),
  /** The examiners say when it comes back, or that it takes longer. */
  'evidence.expected': z.strictObject({ crimeRef, item, expectedAt: instant, by: person }),
  'evidence.returned': z.strictObject({ crimeRef, item, by: person }),
  /** The prosecutors are asked whether to charge. */
  'charging.requested': z.strictObject({
    crimeRef,
    suspect: suspectName.optional().describe('Whom it is about; left out, whoever is on bail for it.'),
    by: person,
  }),
  'charging.decided': z.strictObject({
    crimeRef,
    decision: z
      .enum(['charge', 'no-charge', 'more-evidence'])
      .describe('`charge`: they authorise it; the charge itself is `suspect.dealt-with`. `more-evidence`: the file comes back.'),
    rationale: text,
    by: person,
  }),
  'crime.outcome': z.strictObject({
    crimeRef,
    /** A Home Office outcome code. */
    code: z.int().min(1).max(22),
    rationale: text,
    /** What can be proved without relying on the victim: what was looked at, by name, and what came of it. */
    evidenceLedReview: z.strictObject({ done: z.boolean(), items: recordOf(atMost(name, 64), anyText).optional() }).optional(),
    victimContact: z.strictObject({ contacted: z.boolean(), text }).optional(),
    /** A code of the force for why she does not support it: fear, delay, lost-confidence. */
    victimReason: code.optional(),
    agreedBy: person.optional(),
    by: person,
  }),
}
