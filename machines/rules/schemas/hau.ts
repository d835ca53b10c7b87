/** What the harm assessment unit says of an assessment, of the risk, and of its own work, beside its receipt and its checks. */
import { z } from 'zod'
import { anyText, code, listOf, name, person, text } from '../fields.ts'
import { DASH_QUALITIES, RISK_GRADES } from '../vocabulary.ts'

export const unitEvents = {
  /** How good an assessment is, for who wrote it. */
  'hau.feedback': z.strictObject({
    by: person,
    assessment: name.optional().describe('Its id, as the assessments of the incident have it; the latest where it is left out.'),
    author: person.optional().describe('Whom it is for. Left out, who the record has as the author.'),
    quality: z.enum(DASH_QUALITIES),
    missing: listOf(code).optional().describe('Topic keys of the tool, or codes of the force: never words about somebody.'),
    text,
    sentBack: z
      .boolean()
      .optional()
      .describe('Of the latest one: it goes back as if a supervisor had returned it. Otherwise nothing waits for feedback.'),
  }),
  /** The unit has looked, and the grade stands as it is. Another grade is a second assessment: `dash.submitted` with `secondaryTo`. */
  'hau.risk-confirmed': z.strictObject({ by: person, grade: z.enum(RISK_GRADES), rationale: text }),
  /** Nothing is left for the unit to do. */
  'hau.completed': z.strictObject({ by: person, note: anyText.optional() }),
}
