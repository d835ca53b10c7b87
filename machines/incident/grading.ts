import { changeOfGrade, gradeIn, paceOf } from '../rules/grading.ts'
import { thriveGaps } from '../rules/thrive.ts'
import { plus } from '../rules/time.ts'
import { type EventOf, type IncidentContext, incidentSetup } from './setup.ts'

type Graded = { readonly context: IncidentContext; readonly event: EventOf<'incident.graded'> | EventOf<'risk.reassessed'> }

const changes = ({ context, event }: Graded) => changeOfGrade(context.policy, context.priority, gradeIn(event).priority)
const isNewGrade = ({ context, event }: Graded): boolean => gradeIn(event).priority !== context.priority

const keepGrade = { type: 'grade' as const, params: ({ event }: Graded) => gradeIn(event) }
const gradeGiven = { type: 'done' as const, params: { deadline: 'grading' as const, of: null } }

/** A grade given alone or in a reassessment; before attendance a lower one is told to the supervisor, a higher one shortens open answers. */
const grade = [
  {
    guard: (graded: Graded) => changes(graded) === 'down' && graded.context.attendedAt === null,
    target: 'graded' as const,
    actions: [
      keepGrade,
      gradeGiven,
      {
        type: 'raiseAlert' as const,
        params: ({ context }: Graded) => ({ kind: 'downgraded' as const, cause: `grade-${context.grades.length}` }),
      },
    ],
  },
  {
    guard: (graded: Graded) => changes(graded) === 'up',
    target: 'graded' as const,
    actions: [
      keepGrade,
      gradeGiven,
      {
        type: 'hastenDemands' as const,
        params: ({ context, event }: Graded) => ({ answerWithin: paceOf(context.policy, gradeIn(event).priority).answerWithin }),
      },
    ],
  },
  { target: 'graded' as const, actions: [keepGrade, gradeGiven] },
]

/** A reassessment that keeps the grade leaves the grading as it is. */
const regrade = grade.map((branch) => ({
  ...branch,
  guard: (graded: Graded) => isNewGrade(graded) && (branch.guard?.(graded) ?? true),
}))

const assess = [
  {
    type: 'remember' as const,
    params: ({ context, event }: { context: IncidentContext; event: EventOf<'thrive.assessed'> }) => ({
      thrive: { author: event.data.assessor.id, adequate: thriveGaps(event.data).length === 0 },
      flags: [...new Set([...context.flags, ...(event.data.flags ?? [])])],
    }),
  },
  { type: 'done' as const, params: { deadline: 'thrive' as const, of: null } },
]

const inadequate = ({ event }: { event: EventOf<'thrive.assessed'> }): boolean => thriveGaps(event.data).length > 0
const tellInadequate = { type: 'raiseAlert' as const, params: { kind: 'thrive-inadequate' as const, cause: 'thrive' } }
const mended = { type: 'resolveAlerts' as const, params: { kind: 'thrive-inadequate' as const } }

/**
 * From report to grade. An absent or inadequate THRIVE has its clock and its alert and blocks closing; it never holds
 * up the grade, and the grade never waits for it. A report that nobody grades has a clock of its own (Cleveland 2020).
 */
export const grading = incidentSetup.createStateConfig({
  initial: 'reported',
  states: {
    reported: {
      entry: [
        {
          type: 'owe',
          params: ({ context }) => ({
            deadline: 'thrive',
            of: null,
            dueAt: plus(context.knownAt, context.policy.thrive.assessWithin, context.policy.timezone),
            late: 'thrive-overdue',
            climbEvery: paceOf(context.policy, null).answerWithin,
            base: 'known',
          }),
        },
        {
          type: 'owe',
          params: ({ context }) => ({
            deadline: 'grading',
            of: null,
            dueAt: plus(context.knownAt, context.policy.thrive.gradeWithin, context.policy.timezone),
            late: 'grading-overdue',
            climbEvery: paceOf(context.policy, null).answerWithin,
            base: 'known',
          }),
        },
      ],
      on: {
        'thrive.assessed': [
          { guard: inadequate, target: 'assessed', actions: [...assess, tellInadequate] },
          { target: 'assessed', actions: [...assess, mended] },
        ],
        'incident.graded': grade,
        'risk.reassessed': regrade,
      },
    },
    assessed: {
      on: {
        'thrive.assessed': [{ guard: inadequate, actions: [...assess, tellInadequate] }, { actions: [...assess, mended] }],
        'incident.graded': grade,
        'risk.reassessed': regrade,
      },
    },
    graded: {
      on: {
        'thrive.assessed': [{ guard: inadequate, actions: [...assess, tellInadequate] }, { actions: [...assess, mended] }],
        'incident.graded': grade,
        'risk.reassessed': regrade,
      },
    },
  },
})
