/** What supervisors read of each other's work in the OpenAPI document, each with an example. */
import type { approvalPage } from '../../engine/answers/approvals.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import { approvalsQuery } from '../reads/approvals.ts'
import { reassessmentsQuery } from '../reads/reassessments.ts'
import { agreementQuery, sampleQuery } from '../reads/thriveSampling.ts'
import { exampleEvent } from './examples.ts'
import { inPath, read } from './operation.ts'

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

const toRead = {
  items: [
    {
      incident: 'WK-20261120-0412',
      sequence: 6,
      at: '2026-11-20T22:04:00.000Z',
      recordedAt: '2026-11-20T22:04:00.120Z',
      timeline: '/v1/incidents/WK-20261120-0412/timeline',
      reassessment: exampleEvent('risk.reassessed').data,
      check: null,
      detector: null,
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

const asked: Answer<typeof approvalPage> = {
  items: [
    {
      approval: 'WK-20261120-0417-a12',
      incident: 'WK-20261120-0417',
      type: 'uk.police.da.incident.graded.v1',
      asks: 'P2 to P3',
      askedAt: '2026-11-20T21:50:00.000Z',
      askedBy: { id: 'sup-1', role: 'supervisor' },
      decides: ['force-incident-manager', 'duty-superintendent'],
      level: 1,
      status: 'waiting',
      dueAt: '2026-11-20T22:05:00.000Z',
      until: '2026-11-20T22:35:00.000Z',
      data: {
        priority: 'P3',
        rationale: 'He was arrested at his work, ten miles away; she is with her sister.',
        by: { id: 'sup-1', role: 'supervisor' },
      },
    },
  ],
  next: null,
}

export const samplingPaths = () => ({
  '/v1/thrive-sample': read('THRIVE assessments drawn for a person to score', 'ThriveSample', 'What was drawn.', {
    about:
      'A random sample of those recorded in the period, for supervisors and those above them, and auditors. The same seed and period give the same sample, whoever asks and whenever; a period that is not over for a minute is refused. It shows content, of the own force, and nothing of what the rubric found: score each as `thrive.scored` before you open its incident. `next` is always null.',
    query: sampleQuery,
    example: sample,
  }),
  '/v1/reassessments': read('Reassessments for a second person', 'ReassessmentPage', 'A page.', {
    about:
      'Those in doubt, the longest due first, then those drawn for a blind reading; nothing says which was drawn. For supervisors and those above them, and auditors. It shows content, of the own force. Read each before its incident, and say `reassessment.checked`: neither who made it nor who approved it, and while a reassessment waits, no session of theirs is told of it here. What the detector found is told with `state=read`. Of an incident those that nobody has read, the drawn ones the newest 50, and the newest 50 verdicts.',
    query: reassessmentsQuery,
    example: toRead,
  }),
  '/v1/reassessments/{ref}/{sequence}': read(
    'One reassessment for a second person, beside the assessment before it',
    'OneReassessment',
    'As it was recorded; once somebody has read it, with the verdict and what the detector found.',
    {
      about:
        'As `GET /v1/reassessments` has it, and for the same roles; 404 for any other line of the record, and for whoever made or approved it until somebody has read it. `before` is what its author had: the last THRIVE or reassessment.',
      path: [inPath('ref'), inPath('sequence', { type: 'integer', minimum: 1 })],
      refused: ['not-found'],
    },
  ),
  '/v1/approvals': read('What waits for a second person', 'ApprovalPage', 'A page.', {
    about:
      'What only two people may decide and one of them has asked for: the first to lapse first, with what was posted. For supervisors and those above them, and auditors. It shows content, of the own force. Decide with `approval.given`: neither who asked nor whom the event names as acting. `status=decided` has what was approved, refused or lapsed, the newest first.',
    query: approvalsQuery,
    example: asked,
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
