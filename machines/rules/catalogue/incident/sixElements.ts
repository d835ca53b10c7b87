/** The six elements of THRIVE, as an assessment and a reassessment share them. */
import { z } from 'zod'
import { recordOf } from '../../fields.ts'

/** Elements that a policy adds to the six, by name. */
export const added = <Part extends z.ZodType>(part: Part) =>
  recordOf(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40'), part)

export const six = <Part extends z.ZodType>(part: Part) => ({
  threat: part.optional(),
  harm: part.optional(),
  risk: part.optional(),
  investigation: part.optional(),
  vulnerability: part.optional(),
  engagement: part.optional(),
})
