/** Risk assessments as they are read by whoever reviews them: key factors, what is not as it was, what is missing, then the rest. */
import { z } from 'zod'
import type { CaseEventData, EventName } from '../../../machines/rules/events.ts'
import { count, flag, instant, ordinal, person, whole, word } from './shapes.ts'

export const topic = z.object({
  topic: word,
  number: count,
  section: word,
  star: flag.describe('Commonly treated as a high-risk factor.'),
  answer: word.exactOptional().describe('Absent where it was not asked.'),
  comment: word.optional(),
})

const tool = z.object({
  name: word,
  id: word.nullable().describe('Null where the policy of the incident pinned no tools.'),
  version: count.nullable(),
})

/** A further tool, opened by an answer. */
export const followUp = z.object({
  tool,
  openedBy: z.array(word),
  asked: flag,
  present: z.array(topic),
  missing: z.array(topic),
})

const difference = z
  .object({
    incident: word.describe('Whose assessment it is compared with: this incident, or an earlier one of the same pair.'),
    since: word,
    grade: z.object({ was: word, is: word }),
    comparable: flag.describe('False between different tools: then no answers and no counts are compared.'),
    answers: z.array(z.object({ topic: word, number: count.nullable(), was: word.nullable(), is: word.nullable() })),
  })
  .nullable()
  .describe(
    'What differs from the assessment before it, or from the one that it looks at again. The first assessment of an incident is compared with the last one of the same pair in an earlier incident; null where nobody assessed the pair before.',
  )

const review = z.object({
  at: instant,
  reviewer: person,
  decision: word,
  rationale: word,
  missing: z.array(word).optional(),
  grade: word.optional(),
  approvedBy: person.optional(),
  originalRationale: word.optional(),
  changed: word.optional(),
})

const feedback = z.object({
  at: instant,
  by: person,
  assessment: word.optional(),
  author: person.optional(),
  quality: word,
  missing: z.array(word).optional(),
  text: word,
  sentBack: flag.optional(),
})

export const assessment = z.object({
  id: word.describe('`<subject>-as<n>`: what `secondaryTo` names.'),
  sequence: ordinal,
  at: instant,
  recordedAt: instant,
  tool,
  mode: word,
  modeException: z.object({ reason: word, by: person }).nullable(),
  secondaryTo: word.nullable().describe("The assessment that this one, a specialist's, looks at again."),
  provisional: z
    .object({ grade: word, judgement: word, author: person })
    .describe("As the author sees it; the incident's risk is what a review leaves."),
  keyFactors: z.array(topic).describe('High-risk factors that were found.'),
  difference,
  missing: z.array(topic).describe('Not asked.'),
  leftOpen: z.array(topic).describe('Asked, and refused or not known.'),
  followUps: z.array(followUp),
  count: z
    .object({ present: count, of: count, visibleHighRiskFrom: count.nullable(), visibleHighRisk: flag })
    .nullable()
    .describe('Of this tool alone; null where its topics are not known. It raises attention and decides nothing.'),
  toSee: z.array(word).describe('What the reviewer must see, by its warning code.'),
  children: z.array(z.object({ personRef: word, present: flag, voice: word.optional() })),
  answers: z
    .record(z.string(), z.object({ answer: word, comment: word.optional() }))
    .describe('Everything that was answered, by topic.'),
  reviews: z.array(review),
  feedback: z.array(feedback).describe('What the harm assessment unit said of it.'),
})

const looked = { sequence: ordinal, at: instant, recordedAt: instant, assessor: person.nullable() }
const asRecorded = (name: EventName) =>
  `The data of \`${name}\`, as recorded; null where it was destroyed at retention, and so \`assessor\`.`

export const assessments = z.object({
  incident: word,
  risk: z.object({ grade: word.nullable(), flags: z.array(word) }),
  thrive: z
    .object({
      ...looked,
      data: z
        .custom<CaseEventData['thrive.assessed']>()
        .meta({ type: 'object' })
        .nullable()
        .describe(asRecorded('thrive.assessed')),
    })
    .nullable()
    .describe('The latest THRIVE; null before the first, and where 50 reassessments came after it.'),
  reassessed: z
    .object({
      ...looked,
      data: z
        .custom<CaseEventData['risk.reassessed']>()
        .meta({ type: 'object' })
        .nullable()
        .describe(asRecorded('risk.reassessed')),
    })
    .nullable()
    .describe('The latest reassessment that was not set aside, with its situation and texts; null where nobody has reassessed.'),
  ...whole(assessment),
})
