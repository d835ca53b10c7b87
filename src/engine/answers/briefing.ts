/** What attending officers are told on their way, as it is answered. */
import { z } from 'zod'
import { DEMAND_REASONS } from '../../../machines/rules/catalogue/reasons.ts'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import { RISK_GRADES } from '../../../machines/rules/vocabulary.ts'
import { links, repeat } from './related.ts'
import { count, facts, flag, instant, ordinal, person, warning, word } from './shapes.ts'
import { situation, unknownSince } from './situation.ts'

type Report = CaseEventData['incident.reported']

const told = z.object({ at: instant, by: word.describe('The event that said it.'), text: word })

export const standing = z.object({
  incident: word,
  kind: word,
  name: word,
  state: word,
  facts,
  text: word
    .nullable()
    .describe('As it was written when it was placed; null where nothing was, or the words were destroyed at retention.'),
})

/** What one THRIVE says and a later one may leave out. */
const saidAt = z
  .object({
    weapons: instant.exactOptional(),
    childrenAnswer: instant.exactOptional(),
    suspectWhereabouts: instant.exactOptional(),
    peopleAtRisk: instant.exactOptional(),
    communicationNeeds: instant.exactOptional(),
    safetyAdvice: instant.exactOptional(),
    safeContact: instant.exactOptional(),
    historyChecks: instant.exactOptional(),
  })
  .describe('How old that is: the time of the THRIVE that said it last. Whoever reads it subtracts.')

const thrive = z.object({
  at: instant,
  assessor: person,
  elements: z.array(z.object({ element: word, level: word.nullable(), rationale: word.nullable() })),
  gaps: z.array(warning).describe('What is missing or thin; it stays until an assessment without gaps is recorded.'),
})

const reassessed = z.object({
  at: instant,
  assessor: person,
  elements: z.array(z.object({ element: word, change: word.nullable(), rationale: word.nullable() })),
  safeguarding: z.array(word),
})

export const briefing = z.object({
  incident: word,
  force: word,
  version: ordinal,
  reportedAt: instant,
  priority: word.nullable(),
  attendBy: instant.nullable(),
  attendedAt: instant.nullable().describe('When a unit came; null while none has.'),
  resolvedByTelephoneAt: instant.nullable().describe('When it was resolved on the telephone: no unit goes.'),
  closed: flag,
  breaches: z
    .array(z.object({ priority: word, dueAt: instant }))
    .describe('Deadlines that passed before anybody came, oldest first; a later grade takes none of them back.'),
  location: z
    .custom<NonNullable<Report['location']>>()
    .meta({ type: 'object', description: 'As it was reported and corrected.' })
    .nullable(),
  corrected: z
    .array(z.object({ at: instant, by: person, field: word, was: z.unknown(), is: z.unknown() }))
    .describe(
      'What was corrected in the report, in order: `field` as `location.address` or `victim P-1 phone`; `was` is null where nothing was said.',
    ),
  firstWords: word.nullable().describe('The first words of the caller.'),
  people: z
    .array(z.custom<NonNullable<Report['persons']>[number]>().meta({ type: 'object' }))
    .describe('As they were reported and corrected, and identified later.'),
  children: z.object({ known: count, asked: flag.nullable(), answer: word.nullable() }),
  flags: z.array(word),
  highRiskFlags: z.array(word),
  riskGrade: z.enum(RISK_GRADES).nullable(),
  weapons: word.nullable(),
  situation: situation.describe(
    'Where the two are, whether the suspect can reach the victim, what has changed and what protects her, as found last. `at` and each `knownAt` say how old it is.',
  ),
  unknownSince,
  suspect: z.object({ whereabouts: word.nullable(), dealtWith: word.nullable() }),
  peopleAtRisk: z.array(z.object({ who: word.optional(), from: word.optional(), where: word.optional() })),
  repeat,
  links,
  standing: z
    .array(standing)
    .describe(
      'Markers, orders and the like as they stand now: of this incident, then of earlier ones. `text` is what whoever placed a marker wrote.',
    ),
  historyChecks: z.object({ done: z.array(word), notDoneReason: word.nullable() }).nullable(),
  safeContact: z.object({ phone: word.optional(), safeTimes: word.optional(), codeword: word.optional() }),
  communicationNeeds: word.nullable(),
  safetyAdvice: word.nullable(),
  saidAt,
  adviceLine: z.object({ organisation: word.optional(), at: word.optional(), advice: word.optional() }).nullable(),
  interimRisk: told.nullable().describe('What could happen before they arrive.'),
  thrive: thrive.nullable(),
  reassessed: reassessed.nullable().describe('How the latest reassessment changed it.'),
  openDemands: z.array(z.object({ id: word, reason: z.enum(DEMAND_REASONS) })),
  since: z.array(told).describe('What came since, newest first: the newest 20; the rest is in the timeline.'),
  supervisors: z.array(z.object({ at: instant, by: person, how: z.enum(['has-the-alert', 'reassessed']) })),
})
