/** Risk assessments and the tools that they are made with, as the OpenAPI document describes them. */
import { type JsonSchema, ref } from './openapiEvents.ts'
import { count, instant, list, oneOf, orNull, person, record, word } from './openapiShapes.ts'

const tool = record({ name: word, id: orNull(word), version: orNull(count) })

export const ASSESSMENT_ANSWERS: Record<string, JsonSchema> = {
  Assessments: record({
    incident: word,
    risk: record({ grade: orNull(word), flags: list(word) }),
    items: list(ref('Assessment')),
    next: { type: 'null' },
  }),
  Assessment: record({
    id: { ...word, description: '`<subject>-as<n>`: what `secondaryTo` names.' },
    sequence: { type: 'integer', minimum: 1 },
    at: instant,
    recordedAt: instant,
    tool,
    mode: word,
    modeException: orNull(record({ reason: word, by: person })),
    secondaryTo: orNull(word),
    provisional: record(
      { grade: word, judgement: word, author: person },
      "As the author sees it; the incident's risk is what a review leaves.",
    ),
    keyFactors: { ...list(ref('Topic')), description: 'High-risk factors that were found.' },
    difference: orNull(
      record({
        incident: {
          ...word,
          description: 'Whose assessment it is compared with: this incident, or an earlier one of the same pair.',
        },
        since: word,
        grade: record({ was: word, is: word }),
        comparable: { type: 'boolean', description: 'False between different tools.' },
        answers: list(record({ topic: word, number: orNull(count), was: orNull(word), is: orNull(word) })),
      }),
    ),
    missing: { ...list(ref('Topic')), description: 'Not asked.' },
    leftOpen: { ...list(ref('Topic')), description: 'Asked, and refused or not known.' },
    followUps: list(
      record({
        tool,
        openedBy: list(word),
        asked: { type: 'boolean' },
        present: list(ref('Topic')),
        missing: list(ref('Topic')),
      }),
    ),
    count: orNull(
      record({ present: count, of: count, visibleHighRiskFrom: orNull(count), visibleHighRisk: { type: 'boolean' } }),
    ),
    toSee: { ...list(word), description: 'What the reviewer must see, by its warning code.' },
    children: list(record({ personRef: word, present: { type: 'boolean' }, 'voice?': word })),
    answers: { type: 'object', additionalProperties: record({ answer: word, 'comment?': word }) },
    reviews: list(record({ at: instant, reviewer: person, decision: word, rationale: word })),
    feedback: {
      ...list(
        record({ at: instant, by: person, quality: word, 'missing?': list(word), text: word, 'sentBack?': { type: 'boolean' } }),
      ),
      description: 'What the harm assessment unit said of it.',
    },
  }),
  Tool: record({
    id: word,
    version: { type: 'integer', minimum: 1 },
    name: { ...word, description: 'What `tool` names in `dash.submitted`; a follow-up goes by its id.' },
    scale: {
      type: 'object',
      additionalProperties: oneOf(['present', 'absent']),
      description: 'Each answer, and whether it says that the thing is there. `not-known` and `refused` always go.',
    },
    topics: list(
      record({
        key: word,
        number: count,
        section: word,
        star: { type: 'boolean' },
        comment: oneOf(['required', 'optional']),
        'opens?': word,
        'wording?': word,
      }),
    ),
  }),
  Topic: record({
    topic: word,
    number: count,
    section: word,
    star: { type: 'boolean', description: 'Commonly treated as a high-risk factor.' },
    'answer?': word,
    'comment?': word,
  }),
}
