/** The access log as auditors read it. */
import { z } from 'zod'
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import { ACCESS_ACTIONS, MOST_REFERENCES } from '../access/line.ts'
import { count, flag, instant, ordinal, word } from './shapes.ts'

const person = z.object({ issuer: word, subject: word, name: word })
const role = z.enum([...ROLES, 'command', 'subscription'])

export const accessItem = z.object({
  writer: word.describe('The process that wrote it.'),
  number: ordinal.describe('In the chain of that process.'),
  hash: word,
  at: instant,
  force: word,
  key: word.describe('Of the key or session; `command` for a command; of a subscription its id.'),
  role,
  person: person.exactOptional().describe('Who signed in. Absent for a key.'),
  action: z.enum(ACCESS_ACTIONS),
  route: word.describe('The pattern of the address.'),
  asked: z.array(word).describe('References that the reader named.'),
  disclosed: z.array(word).describe(`Incidents that the answer told of, the first ${MOST_REFERENCES}.`),
  disclosedCount: count,
  from: word.describe("The client's address; of a subscription its webhook."),
  reason: word.exactOptional(),
  restricted: z.literal(true).exactOptional(),
  brokenGlass: word.exactOptional().describe('Why somebody opened a restricted incident who is not among its readers.'),
  status: count.describe('Of HTTP; 0 for a command.'),
  code: word.exactOptional().describe('Of a refusal.'),
  cut: z.literal(true).exactOptional().describe('The reader left before the end of the answer.'),
  request: word.describe('The `X-Request-Id` of the answer.'),
  stream: z
    .object({ event: z.enum(['opened', 'ended']), first: word, last: word, items: count })
    .exactOptional()
    .describe('Of the stream and of subscriptions: the first and last position, and how many items were sent.'),
  removed: z
    .object({ lines: count, chains: count, from: instant, to: instant, digest: word })
    .exactOptional()
    .describe('What the command removed from the log.'),
})

export const unusualReader = z.object({
  day: word,
  key: word.nullable().describe('Null for a person.'),
  person: person.nullable(),
  role,
  incidents: count.describe('Incidents opened by their reference and answered. Lists and the stream do not count.'),
  refused: count.describe('Reads refused.'),
  restricted: count.describe('Restricted incidents asked for.'),
  brokenGlass: count.describe('Restricted incidents opened with `X-Break-Glass`.'),
  median: z.number().describe('Of `incidents`, of all readers of the same role on that day.'),
  unusual: flag,
})

export const unusualReading = z.object({
  ...{ from: word, to: word },
  /** Of the policy. */
  times: z.number().describe('Unusual is more than so many times the median …'),
  atLeast: count.describe('… and at least so many incidents.'),
  items: z.array(unusualReader),
  more: flag.describe('There are more than are shown: ask for fewer days.'),
})
