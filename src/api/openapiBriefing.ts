/** What a call handler asks and what officers on their way are told, as the OpenAPI document describes it. */
import { DEMAND_REASONS } from '../../machines/rules/catalogue/reasons.ts'
import { RISK_GRADES } from '../../machines/rules/vocabulary.ts'
import { type JsonSchema, ref } from './openapiEvents.ts'
import { gap, instant, list, oneOf, orNull, person, record, word } from './openapiShapes.ts'

const told = record({ at: instant, by: { ...word, description: 'The event that said it.' }, text: word })

export const BRIEFING_ANSWERS: Record<string, JsonSchema> = {
  Prompts: record({
    items: list(
      record({
        scenario: word,
        name: word,
        prompts: list(record({ key: word, ask: word, 'why?': word, 'field?': word, 'flag?': word })),
      }),
    ),
    next: { type: 'null' },
  }),
  Briefing: record({
    incident: word,
    force: word,
    version: { type: 'integer', minimum: 1 },
    reportedAt: instant,
    priority: orNull(word),
    attendBy: orNull(instant),
    breaches: {
      ...list(record({ priority: word, dueAt: instant })),
      description: 'Deadlines that passed before anybody came, oldest first; a later grade takes none of them back.',
    },
    location: orNull({ type: 'object', description: 'As it was reported.' }),
    firstWords: orNull(word),
    people: { ...list({ type: 'object' }), description: 'As they were reported, and identified later.' },
    children: record({ known: { type: 'integer', minimum: 0 }, asked: orNull({ type: 'boolean' }), answer: orNull(word) }),
    flags: list(word),
    highRiskFlags: list(word),
    riskGrade: orNull(oneOf(RISK_GRADES)),
    weapons: orNull(word),
    suspect: record({ whereabouts: orNull(word), dealtWith: orNull(word) }),
    peopleAtRisk: list(record({ 'who?': word, 'from?': word, 'where?': word })),
    repeat: ref('Repeat'),
    links: ref('Links'),
    standing: {
      ...list(record({ incident: word, kind: word, name: word, state: word, facts: { type: 'object' }, text: orNull(word) })),
      description:
        'Markers, orders and the like as they stand now: of this incident, then of earlier ones. `text` is what whoever placed a marker wrote.',
    },
    historyChecks: orNull(record({ done: list(word), notDoneReason: orNull(word) })),
    safeContact: record({ 'phone?': word, 'safeTimes?': word, 'codeword?': word }),
    communicationNeeds: orNull(word),
    safetyAdvice: orNull(word),
    adviceLine: orNull(record({ 'organisation?': word, 'at?': word, 'advice?': word })),
    interimRisk: orNull(told),
    thrive: orNull(
      record({
        at: instant,
        assessor: person,
        elements: list(record({ element: word, level: orNull(word), rationale: orNull(word) })),
        gaps: {
          ...list(gap),
          description: 'What is missing or thin; it stays until an assessment without gaps is recorded.',
        },
      }),
    ),
    reassessed: orNull(
      record({
        at: instant,
        assessor: person,
        elements: list(record({ element: word, change: orNull(word), rationale: orNull(word) })),
        safeguarding: list(word),
      }),
    ),
    openDemands: list(record({ id: word, reason: oneOf(DEMAND_REASONS) })),
    since: { ...list(told), description: 'What came since, newest first: the newest 20; the rest is in the timeline.' },
    supervisors: list(record({ at: instant, by: person, how: oneOf(['has-the-alert', 'reassessed']) })),
  }),
}
