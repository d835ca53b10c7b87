/** What is posted about a decision that waits for a second person. */
import { z } from 'zod'
import { atMost, name, person, text } from '../../fields.ts'
import { event, heardBy } from '../event.ts'
import { commander } from '../people.ts'

export const approvalEvents = {
  /** Somebody else has decided on what one person asked for. */
  'approval.given': event({
    schema: z.strictObject({
      approval: atMost(name, 128).describe('Its id, as the answer to what waits gave it, and `GET /v1/approvals`.'),
      by: person.describe('Neither who asked nor whom the event names as acting.'),
      decision: z.enum(['approved', 'refused']),
      reason: text.optional().describe('Why. A refusal without it is taken, with a warning: nothing is lowered by it.'),
    }),
    example: {
      approval: 'WK-20261120-0417-a12',
      by: commander,
      decision: 'approved',
      reason: 'Read her call of 21:12 and the log: he is in custody until Monday.',
    },
    label: 'Second person decided',
    postedBy: ['supervisor'],
    ...heardBy('approval'),
    onlyByOneself: true,
    tells: ({ approval, decision }) => `${approval} ${decision}`,
  }),
}
