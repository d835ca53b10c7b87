/** Supervisors' sampling of THRIVE in the OpenAPI document: two reads, each with an example. */
import { exampleEvent } from './examples.ts'
import { type JsonSchema, ref } from './openapiEvents.ts'
import { count, instant, list, orNull, record, word } from './openapiShapes.ts'

const share = { type: 'number', minimum: 0, maximum: 1 }
const next = { type: 'null' }

export const SAMPLING_ANSWERS: Record<string, JsonSchema> = {
  ThriveSample: record({
    seed: word,
    from: instant,
    to: instant,
    size: count,
    recorded: { ...count, description: 'How many were recorded in the period: what is drawn from.' },
    checks: {
      ...list(record({ check: word, asks: word })),
      description:
        'What to score by; `missing` of `thrive.scored` names these, and elements that the policy of the incident adds.',
    },
    items: {
      ...list(
        record({
          incident: word,
          sequence: { type: 'integer', minimum: 1, description: 'What `thrive` of `thrive.scored` names.' },
          source: word,
          id: word,
          at: instant,
          recordedAt: instant,
          assessment: {
            ...orNull({ type: 'object' }),
            description: 'The data of `thrive.assessed`, as recorded; null where it was destroyed at retention.',
          },
        }),
      ),
      description: 'In the order of the draw: a smaller sample is the beginning of a larger one.',
    },
    next,
  }),
  ThriveAgreement: record({
    from: instant,
    to: instant,
    recorded: { ...count, description: 'THRIVEs that were recorded in the period.' },
    scores: { ...count, description: 'Scores of them, whenever they were made.' },
    compared: { ...count, description: 'Each THRIVE once, by its first score.' },
    notComparable: { ...count, description: 'Scored, but text that the rubric needs was destroyed.' },
    table: record({ bothAdequate: count, onlyRubricAdequate: count, onlyPersonAdequate: count, bothInadequate: count }),
    adequate: record({ rubric: orNull(share), person: orNull(share) }, 'The part of those compared that each found adequate.'),
    observedAgreement: orNull(share),
    kappa: {
      ...orNull({ type: 'number', minimum: -1, maximum: 1 }),
      description: "Cohen's kappa: 1 for complete agreement, 0 for what chance gives; null where it is not defined.",
    },
    checks: {
      ...list(record({ check: word, both: count, rubricOnly: count, personOnly: count })),
      description: 'How often each check was found wanting by whom; those on which they part most come first.',
    },
  }),
}

const FROM = '2026-11-01T00:00:00.000Z'
const TO = '2026-12-01T00:00:00.000Z'

const sample = {
  seed: 'november',
  from: FROM,
  to: TO,
  size: 1,
  recorded: 812,
  checks: [{ check: 'safe-contact', asks: 'There is a safe way to call back.' }],
  items: [
    {
      incident: 'WK-20261120-0412',
      sequence: 2,
      source: exampleEvent('thrive.assessed').source,
      id: exampleEvent('thrive.assessed').id,
      at: '2026-11-20T21:02:00.000Z',
      recordedAt: '2026-11-20T21:02:00.120Z',
      assessment: exampleEvent('thrive.assessed').data,
    },
  ],
  next: null,
}

const agreement = {
  from: FROM,
  to: TO,
  recorded: 812,
  scores: 53,
  compared: 50,
  notComparable: 0,
  table: { bothAdequate: 20, onlyRubricAdequate: 5, onlyPersonAdequate: 10, bothInadequate: 15 },
  adequate: { rubric: 0.5, person: 0.6 },
  observedAgreement: 0.7,
  kappa: 0.4,
  checks: [{ check: 'investigation-action', both: 0, rubricOnly: 0, personOnly: 5 }],
}

const asked = (name: string, schema: JsonSchema) => ({ name, in: 'query', required: !('default' in schema), schema })
const period = [
  asked('from', { type: 'string', format: 'date-time' }),
  asked('to', { type: 'string', format: 'date-time', description: 'The first instant that is no longer in the period.' }),
]
const json = (component: string, description: string, example: unknown) => ({
  description,
  content: { 'application/json': { schema: ref(component), example } },
})

/** @param refused what both may be refused with. */
export const samplingPaths = (refused: Record<string, JsonSchema & { readonly description: string }>) => ({
  '/v1/thrive-sample': {
    get: {
      summary: 'THRIVE assessments drawn for a person to score',
      description:
        'A random sample of those recorded in the period, for supervisors and those above them, and auditors. The same seed and period give the same sample, whoever asks and whenever; a period that is not over for a minute is refused. It shows content, of the own force, and nothing of what the rubric found: score each as `thrive.scored` before you open its incident. `next` is always null.',
      parameters: [
        asked('seed', { type: 'string', pattern: '^[\\x21-\\x7e]{1,64}$' }),
        ...period,
        asked('size', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
      ],
      responses: { 200: json('ThriveSample', 'What was drawn.', sample), ...refused },
    },
  },
  '/v1/thrive-agreement': {
    get: {
      summary: 'How far people and the rubric agree on THRIVE',
      description:
        "Of the THRIVEs recorded in the period that a person scored: the part that each found adequate, the agreement, and the checks on which they part. The rubric is asked as it stood for each: under the policy that its incident pinned, with the flags of that time. `checks` that only a person can judge (`grade-follows`, `investigation-action`) are the person's alone.",
      parameters: period,
      responses: { 200: json('ThriveAgreement', 'Counts, agreement and partings.', agreement), ...refused },
    },
  },
})
