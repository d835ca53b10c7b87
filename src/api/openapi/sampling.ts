/** Supervisors' sampling of THRIVE in the OpenAPI document: two reads, each with an example. */
import { agreementQuery, sampleQuery } from '../reads/thriveSampling.ts'
import { exampleEvent } from './examples.ts'
import { read } from './operation.ts'

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

export const samplingPaths = () => ({
  '/v1/thrive-sample': read('THRIVE assessments drawn for a person to score', 'ThriveSample', 'What was drawn.', {
    about:
      'A random sample of those recorded in the period, for supervisors and those above them, and auditors. The same seed and period give the same sample, whoever asks and whenever; a period that is not over for a minute is refused. It shows content, of the own force, and nothing of what the rubric found: score each as `thrive.scored` before you open its incident. `next` is always null.',
    query: sampleQuery,
    example: sample,
  }),
  '/v1/thrive-agreement': read(
    'How far people and the rubric agree on THRIVE',
    'ThriveAgreement',
    'Counts, agreement and partings.',
    {
      about:
        "Of the THRIVEs recorded in the period that a person scored: the part that each found adequate, the agreement, and the checks on which they part. The rubric is asked as it was for each: under the policy that its incident pinned, with the flags of that time. `checks` that only a person can judge (`grade-follows`, `investigation-action`) are the person's alone.",
      query: agreementQuery,
      example: agreement,
    },
  ),
})
