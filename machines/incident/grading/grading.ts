import { changeOfGrade, gradeIn, paceOf } from '../../rules/grading/grading.ts'
import { findsVulnerability, thriveIssues } from '../../rules/grading/thrive.ts'
import { isHighRisk } from '../../rules/hau/severity.ts'
import type { Policy } from '../../rules/policy/policy.ts'
import { plus } from '../../rules/time/instants.ts'
import { VULNERABLE } from '../../rules/vocabulary.ts'
import { tellOfRisk } from '../hau/handedOn.ts'
import { owedAfter } from '../hau/owedAfter.ts'
import { assessedBy } from '../risk/assessments.ts'
import { afterAnswers, overIn } from '../risk/demands.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'
import { complete, type On, raise, remember, resolve, schedule } from '../words.ts'
import type { Graded } from './clocks.ts'

const changes = ({ context, event }: Graded) => changeOfGrade(context.policy, context.priority, gradeIn(event).priority)
const isNewGrade = ({ context, event }: Graded): boolean => gradeIn(event).priority !== context.priority

const keepGrade = { type: 'grade' as const, params: ({ event }: Graded) => gradeIn(event) }
const gradeGiven = complete('grading')

/** A grade given alone or in a reassessment; before attendance a lower one is told to the supervisor, a higher one shortens open answers. */
const grade = [
  {
    guard: (graded: Graded) => changes(graded) === 'down' && graded.context.attendedAt === null,
    target: 'graded' as const,
    actions: [
      keepGrade,
      gradeGiven,
      raise(({ context }: Graded) => ({ kind: 'downgraded', cause: `grade-${context.gradesGiven}` })),
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
        params: ({ context, event }: Graded) => ({
          answerWithin: paceOf(context.policy, gradeIn(event).priority).answerWithin,
          except: event.type === 'risk.reassessed' ? overIn(afterAnswers(context, event)) : [],
        }),
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

type Assessed = { readonly context: IncidentContext; readonly event: EventOf<'thrive.assessed'> }

const inadequate = ({ context, event }: Assessed): boolean =>
  thriveIssues(event.data, context.policy.thrive, context.flags).length > 0

/** Flags are only ever added: a vulnerability that was found once is known to whoever goes there. */
const flagsAfter = ({ context: { flags, policy }, event: { data } }: Assessed): readonly string[] => [
  ...new Set([...flags, ...(data.flags ?? []), ...(findsVulnerability(data, policy.thrive) ? [VULNERABLE] : [])]),
]

/** A flag may make the risk high: those who are looked at by it hear of it, as after a DASH. Told before what it makes of the flags. */
const tellHigher = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const flags = flagsAfter({ context, event: event as Assessed['event'] })
  if (!isHighRisk(context) && isHighRisk({ ...context, flags })) for (const tell of tellOfRisk) enqueue(tell)
})

const assess = [
  tellHigher,
  remember((assessed: Assessed) => ({
    thrive: { author: assessed.event.data.assessor.id, adequate: !inadequate(assessed) },
    flags: flagsAfter(assessed),
    assessments: assessedBy(assessed.context, assessed.event),
  })),
  complete('thrive'),
]

/** The supervisor is told at once, or when its author has not mended it in the time of the policy. */
const tellInadequate = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const late = 'thrive-inadequate'
  const within = context.policy.thrive.inadequateAfter
  if (within === 'PT0S') enqueue(raise({ kind: late, cause: 'thrive' }))
  else enqueue(schedule(owedAfter({ context, event }, { deadline: 'thrive', of: 'mended', within, late })))
})
const mended = [complete('thrive', 'mended'), resolve({ kind: 'thrive-inadequate' })]
const on = {
  'thrive.assessed': [{ guard: inadequate, actions: [...assess, tellInadequate] }, { actions: [...assess, ...mended] }],
  'incident.graded': grade,
  'risk.reassessed': regrade,
  'grade.put-back': grade,
}

/** Owed from the report on. */
const scheduleFromReport = (deadline: 'thrive' | 'grading', within: (policy: Policy) => string) =>
  schedule(({ context: { knownAt, policy } }: On) => ({
    ...{ deadline, of: null },
    dueAt: plus(knownAt, within(policy), policy.timezone),
    climbEvery: paceOf(policy, null).answerWithin,
  }))

/**
 * From report to grade. An absent or inadequate THRIVE has its clock and its alert and blocks closing; it never holds
 * up the grade, and the grade never waits for it. A report that nobody grades has a clock of its own (Cleveland 2020).
 */
export const grading = incidentSetup.createStateConfig({
  initial: 'reported',
  states: {
    reported: {
      entry: [
        scheduleFromReport('thrive', ({ thrive }) => thrive.assessWithin),
        scheduleFromReport('grading', ({ thrive }) => thrive.gradeWithin),
      ],
      on: {
        'thrive.assessed': [
          { guard: inadequate, target: 'assessed', actions: [...assess, tellInadequate] },
          { target: 'assessed', actions: [...assess, ...mended] },
        ],
        'incident.graded': grade,
        'risk.reassessed': regrade,
      },
    },
    assessed: { on },
    graded: { on },
  },
})
