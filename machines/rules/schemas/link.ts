/** What is posted about another record of the same thing. */
import { z } from 'zod'
import { anyText, name, person } from '../fields.ts'
import { LINK_KINDS } from '../vocabulary.ts'

export const linkEvents = {
  'incident.linked': z.strictObject({
    /** The reference of the other incident, of the same force. */
    incident: name,
    as: z
      .enum(LINK_KINDS)
      .describe(
        '`duplicate`, `related`: the other record is about this incident, which carries it from here on: news. `duplicate-of`: this record repeats the other one.',
      ),
    by: person,
    text: anyText.optional(),
  }),
}
