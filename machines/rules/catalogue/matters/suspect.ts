/** What is posted about a suspect, beside `suspect.dealt-with`. */
import { z } from 'zod'
import { atMost, instant, listOf, name, person, text } from '../../fields.ts'
import { event, heardBy } from '../event.ts'
import { officer, supervisor } from '../people.ts'

/** Of a charge or an allocation: one of several crimes. */
export const whichCrime = name.optional().describe('The crime as it was recorded; left out, the only open crime.')

export const suspectName = atMost(name, 64).describe(
  "The force's own reference of the suspect, the same as personRef in the report; never a name.",
)

export const suspectEvents = {
  'suspect.circulated': event({
    schema: z.strictObject({
      suspect: suspectName,
      /** Where: `PNC`, a force briefing. */
      on: listOf(atMost(name, 64)).min(1),
      by: person,
    }),
    example: { suspect: 'P-2', on: ['PNC', 'force-briefing'], by: officer },
    label: 'Suspect circulated',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('suspect'),
  }),
  'suspect.reviewed': event({
    schema: z.strictObject({
      suspect: suspectName,
      /** What is to be done next, and by whom. */
      direction: text,
      /** Sooner than the policy asks. */
      nextReviewAt: instant.optional(),
      by: person,
    }),
    example: {
      suspect: 'P-2',
      direction: 'Night shift visits his brother; telephone data applied for by PC Example before Monday.',
      nextReviewAt: '2026-11-21T09:00:00Z',
      by: supervisor,
    },
    label: 'Suspect reviewed',
    postedBy: ['supervisor'],
    ...heardBy('suspect'),
  }),
  'rui.justified': event({
    schema: z.strictObject({ suspect: suspectName, rationale: text, by: person }),
    example: {
      suspect: 'P-2',
      rationale:
        'He is remanded for another offence, so that no condition could do more; bail is looked at again before his release.',
      by: supervisor,
    },
    label: 'Release under investigation justified',
    postedBy: ['supervisor'],
    ...heardBy('suspect'),
  }),
}
