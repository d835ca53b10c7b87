/** What an incident's answer says of other incidents and of the harm assessment unit. */
import { z } from 'zod'
import { CLUE_KINDS, DASH_QUALITIES, LINK_KINDS, RISK_GRADES } from '../../../machines/rules/vocabulary.ts'
import { count, facts, flag, instant, ordinal, word } from './shapes.ts'

export const links = z
  .array(z.object({ incident: word, as: z.enum(LINK_KINDS), at: instant, direction: z.enum(['to', 'from']) }))
  .describe(
    "Records that are linked with this one, newest first. `to`: this one's record says of the other what `as` names; `from`: the other's says it of this one, the newest 50 of them.",
  )

export const earlier = z.object({
  incident: word,
  reportedAt: instant,
  by: z.array(z.enum(CLUE_KINDS)),
  priority: word.nullable(),
  risk: z.enum(RISK_GRADES).nullable(),
  flags: z.array(word),
  closed: flag,
  standing: z
    .array(z.object({ kind: word, name: word, state: word, facts }))
    .exactOptional()
    .describe('Markers, orders and the like that lived there, however old it is.'),
})

export const repeat = z
  .object({
    count: count.describe("Earlier incidents within the policy's window, by what the policy counts."),
    incidents: z
      .array(earlier)
      .describe('Newest first, as each stood when it was recognised: 50 at most, in lists and the stream the newest five.'),
    highestRisk: z.enum(RISK_GRADES).nullable().describe('Of those that count; null where none was assessed.'),
    escalation: flag.describe('Those that count and this one make `repeat.escalationCount` of the policy.'),
    by: z.array(z.enum(CLUE_KINDS)).describe('All that any of them was recognised by, strongest first.'),
    restricted: ordinal
      .exactOptional()
      .describe(
        'So many of them are restricted, and this reader is not among their readers: `incidents`, `highestRisk` and `by` leave them out, `count` and `escalation` do not.',
      ),
  })
  .describe('Who called before: a fact for whoever assesses. It raises alerts and shortens reviews, and never lowers anything.')

export const hau = z
  .object({
    received: flag,
    checks: z
      .array(z.object({ system: word, status: z.enum(['settled', 'owed', 'owed-again']) }))
      .describe('The systems that the policy names. `owed-again`: settled before news that came since.'),
    grade: z.enum(RISK_GRADES).nullable().describe('That it confirmed, or gave in an assessment of its own.'),
    completedAt: instant
      .nullable()
      .describe('When it said that its part is complete; null where it did not, or not of the risk as it is now.'),
    feedback: z
      .array(
        z.object({
          assessment: word.nullable().describe('Null for a form of a tool that the policy does not have.'),
          author: word.nullable().describe('Null where it is about an earlier form and does not say.'),
          quality: z.enum(DASH_QUALITIES),
          missing: z.array(word),
          sentBack: flag,
          at: instant,
        }),
      )
      .describe('What it said of assessments, newest first, the newest 20; in its words with each assessment.'),
  })
  .describe('How far the harm assessment unit is.')
