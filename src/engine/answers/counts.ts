/** How much there is of what waits, for the top of a page. */
import { z } from 'zod'
import { SEVERITIES } from '../../../machines/rules/catalogue/alerts.ts'
import { AREAS, ATTENTION } from '../../../machines/rules/vocabulary.ts'
import { count, instant, word } from './shapes.ts'

/** So many are counted one by one; a force that has more has no use for the number. Project default. */
export const MOST_COUNTED = 1_000
const bounded = count.describe(`Counted as far as ${MOST_COUNTED.toLocaleString('en-GB')}.`)

const waiting = z.object({
  count,
  oldestAt: instant.nullable().describe('When the one that has waited longest was raised; null where none waits.'),
  bySeverity: z.record(z.enum(SEVERITIES), count),
})

export const counts = z
  .object({
    at: instant.describe('The time of the database. Subtract an instant from it to know how long something has waited.'),
    incidents: z.object({
      open: count.describe('All that are not closed.'),
      restricted: count.describe('Those of them that the caller may not read: counted in `open` and `byAttention` alone.'),
      byAttention: z.record(z.enum(ATTENTION), count).describe('An incident may need attention in several ways.'),
      byPriority: z.array(z.object({ priority: word.nullable().describe('Null before it is graded.'), count })),
      byArea: z.record(z.enum(AREAS), count),
      mine: count
        .exactOptional()
        .describe('Those of which the caller has an alert; for a person who signed in, or whom a session names.'),
    }),
    alerts: z
      .object({ open: waiting, acknowledged: waiting })
      .exactOptional()
      .describe('As `GET /v1/alerts` lists them: also those about the system, and of restricted incidents.'),
    deliveries: z.object({ dead: bounded }).exactOptional().describe('Of `GET /v1/deliveries?status=dead`.'),
    approvals: z.object({ waiting: bounded }).exactOptional(),
    reassessments: z.object({ waiting: bounded }).exactOptional().describe('Those that a second person has to read.'),
    handovers: z
      .object({
        open: bounded.describe('Hand-overs of which something is still to be accepted.'),
        items: bounded,
        toAccept: bounded
          .exactOptional()
          .describe('Those of `open` that somebody else handed over; for a person who signed in, or whom a session names.'),
      })
      .exactOptional(),
  })
  .describe('What the role of the caller does not read is absent.')
