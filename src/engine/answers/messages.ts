/** What the way `webhook` sends to a person's system. */
import { z } from 'zod'
import { ALERT_KINDS, SEVERITIES } from '../../../machines/rules/catalogue/alerts.ts'
import { ABOUT } from '../notifications/about.ts'
import { count, instant, word } from './shapes.ts'

const item = z.object({
  alert: word.describe('Empty in a test.'),
  incident: word.describe('Empty for an alert about the system itself.'),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(SEVERITIES),
  level: count,
  count,
  dueAt: instant.nullable().describe('When it moves on.'),
  concerns: word.nullable().describe('Of an alert about the service: the role, the subscription or the alert that it is about.'),
  link: word.describe('Where the board shows it, after sign-in. Opening it acknowledges nothing.'),
})

export const alertMessage = z.object({
  type: z
    .enum([...ABOUT.map((about) => `alert.${about}` as const), 'test'])
    .describe('`alert.raised`: somebody has to act. `alert.ended`: what was sent before is over.'),
  timestamp: instant.describe('When the first of the items was written.'),
  data: z.object({
    message: word.describe('As `webhook-id`.'),
    force: word,
    items: z.array(item).describe('Worst first; of one severity first what is due first.'),
  }),
})
