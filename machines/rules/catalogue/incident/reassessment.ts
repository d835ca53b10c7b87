/** Reassessments of the risk. What is absent or empty is no mistake of form: `reassessmentIssues` names all of it at once. */
import { z } from 'zod'
import { anyInstant, anyName, anyOf, anyText, listOf, name, person, recordOf } from '../../fields.ts'
import { isSaid } from '../../words.ts'
import { aboutIncident, event } from '../event.ts'
import { commander, supervisor } from '../people.ts'
import { lookedAt, situation } from './situation.ts'
import { added, six } from './sixElements.ts'

const CHANGES = ['unchanged', 'increased', 'decreased', 'unknown'] as const

const reassessed = z.strictObject({ change: anyOf(CHANGES).optional(), rationale: anyText.optional() })

/** A person who may be left out, or left empty on a form. Half a name is kept as it is, for `reassessmentIssues` to name. */
const anyPerson = z
  .strictObject({ id: anyName.optional(), role: anyName.optional() })
  .optional()
  .transform((someone) =>
    isSaid(someone?.id) || isSaid(someone?.role) ? { id: someone?.id ?? '', role: someone?.role ?? '' } : undefined,
  )

export const reassessmentEvents = {
  'risk.reassessed': event({
    schema: z.strictObject({
      /** Null for one made unasked. */
      demand: name.nullable(),
      alsoAnswers: listOf(name).optional(),
      causesSeen: recordOf(name, z.int().min(0))
        .optional()
        .describe('By the id of a demand: the `causeCount` that the author had read. Causes recorded after it stay unanswered.'),
      assessor: person,
      victimContact: z
        .strictObject({
          attempted: z.boolean().optional(),
          at: anyInstant.optional(),
          outcome: anyText.optional(),
          notAttemptedReason: anyText.optional(),
        })
        .optional(),
      situation: situation.optional(),
      newInformation: anyText.optional(),
      checksRepeated: listOf(anyName).optional(),
      thrive: z.strictObject(six(reassessed)).optional(),
      elements: added(reassessed).optional(),
      interimRisk: anyText.optional(),
      decision: z.strictObject({
        priority: name,
        rationale: anyText.optional(),
        approvedBy: anyPerson,
        attend: z
          .strictObject({ needed: z.boolean().optional(), reason: anyText.optional() })
          .optional()
          .describe('Whether somebody has to go again, where the victim was seen and there is news since.'),
      }),
      interimSafeguarding: listOf(anyText).optional(),
      interimSafeguardingNoneReason: anyText.optional(),
      resourceAction: anyText.optional(),
      nextReviewAt: anyInstant.optional(),
    }),
    example: {
      demand: 'WK-20261120-0412-d1',
      assessor: supervisor,
      ...lookedAt('2026-11-20T21:28:00Z'),
      newInformation: 'Messages since 20:50 threatening to return.',
      checksRepeated: ['orders', 'markers'],
      thrive: {
        threat: { change: 'increased', rationale: 'He says that he is coming to sort it out.' },
        harm: { change: 'unchanged', rationale: 'Earlier injury still the worst known.' },
        risk: { change: 'increased', rationale: 'He is ten minutes away by car.' },
        investigation: { change: 'unchanged', rationale: 'Messages to be kept.' },
        vulnerability: { change: 'unchanged', rationale: 'Children still upstairs.' },
        engagement: { change: 'unchanged', rationale: 'Still wants attendance.' },
      },
      interimRisk: 'He could arrive before officers do.',
      decision: { priority: 'P2', rationale: 'Threat and likelihood are up; she is behind a locked door with a neighbour.' },
      interimSafeguarding: ['Neighbour with her', 'Handler stays on the line'],
      resourceAction: 'Unit from the neighbouring area asked for and accepted.',
      nextReviewAt: '2026-11-20T22:02:00Z',
    },
    label: 'Risk reassessed',
    postedBy: ['supervisor'],
    tells: ({ decision }) => decision.priority,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'refused',
    onlyByOneself: false,
  }),
  /** A second person has read a reassessment. */
  'reassessment.checked': event({
    schema: z.strictObject({
      reassessment: z.int().min(1).describe('The `sequence` of the `risk.reassessed` that was read.'),
      by: person.describe('Neither who made it nor who approved it.'),
      verdict: z.enum(['assesses', 'explains']),
      note: anyText.optional(),
    }),
    example: {
      reassessment: 6,
      by: commander,
      verdict: 'explains',
      note: 'Every box says that no unit is free. Nobody rang her, and no check was repeated.',
    },
    label: 'Reassessment checked by a second person',
    postedBy: ['supervisor'],
    tells: ({ reassessment, verdict }) => `${reassessment} ${verdict}`,
    matter: aboutIncident,
    opens: {
      reasons: ['reassessment-set-aside'],
      reasonOf: ({ verdict }) => (verdict === 'explains' ? 'reassessment-set-aside' : null),
    },
    whenClosed: 'looks-back-or-reopens',
    onlyByOneself: true,
  }),
}
