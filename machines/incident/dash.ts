import { nextSchoolMorning } from '../rules/time.ts'
import { RISK_GRADES, type RiskGrade } from '../rules/vocabulary.ts'
import { owedAfter } from './owed.ts'
import { type EventOf, type IncidentContext, incidentSetup } from './setup.ts'

type Arrived = { readonly context: IncidentContext; readonly event: EventOf<'unit.arrived'> }
type Submitted = { readonly context: IncidentContext; readonly event: EventOf<'dash.submitted'> }
type Reviewed = { readonly context: IncidentContext; readonly event: EventOf<'dash.reviewed'> }

const attends = ({ context, event }: Arrived): boolean => context.policy.clock.stop === 'arrived' || event.data.victimSeen
const higher = (a: RiskGrade | null, b: RiskGrade): RiskGrade =>
  a === null || RISK_GRADES.indexOf(a) < RISK_GRADES.indexOf(b) ? b : a

/** Grounds are known once somebody has attended, and the DASH may name more children; one already counted keeps its deadline. */
const oweSchools = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const fresh = context.children.filter((child) => !context.schoolsOwed.includes(child))
  const dueAt = nextSchoolMorning(event.at, context.policy.school.notifyBefore, context.policy.timezone)
  for (const child of fresh) {
    const late = 'school-notification-overdue'
    enqueue({ type: 'owe', params: { deadline: 'school', of: child, dueAt, late, climbEvery: null, base: 'occurred' } })
  }
  enqueue({ type: 'remember', params: { schoolsOwed: [...context.schoolsOwed, ...fresh] } })
})

/** A DASH raises the risk grade at once, provisionally; only a reviewer's recorded decision lowers it. */
const keepDash = {
  type: 'remember' as const,
  params: ({ context, event }: Submitted) => ({
    dash: { author: event.data.author.id, grade: event.data.grade },
    riskGrade: higher(context.riskGrade, event.data.grade),
    children: [...new Set([...context.children, ...(event.data.children ?? []).map(({ personRef }) => personRef)])],
  }),
}
const submit = [
  keepDash,
  { type: 'done' as const, params: { deadline: 'dash-submission' as const, of: null } },
  { type: 'resolveAlerts' as const, params: { kind: 'dash-returned' as const } },
  {
    type: 'owe' as const,
    params: (it: Submitted) =>
      owedAfter(it, { deadline: 'dash-review', within: it.context.policy.dash.reviewWithin, late: 'dash-review-overdue' }),
  },
  oweSchools,
]

const review = [
  { type: 'done' as const, params: { deadline: 'dash-review' as const, of: null } },
  {
    type: 'remember' as const,
    params: ({ context, event }: Reviewed) => {
      const { decision, grade } = event.data
      const given = decision === 'accepted' ? higher(context.riskGrade, context.dash?.grade ?? 'standard') : grade
      return { riskGrade: given ?? context.riskGrade }
    },
  },
]
/** The unit that reads every DASH has to receive it, the first time. */
const oweReceipt = {
  type: 'owe' as const,
  params: (it: Reviewed) =>
    owedAfter(it, { deadline: 'hau-receipt', within: it.context.policy.hau.receiveWithin, late: 'hau-overdue' }),
}
const returned = {
  guard: ({ event }: Reviewed) => event.data.decision === 'returned',
  target: 'returned' as const,
  actions: [
    { type: 'done' as const, params: { deadline: 'dash-review' as const, of: null } },
    {
      type: 'raiseAlert' as const,
      params: ({ event }: Reviewed) => ({ kind: 'dash-returned' as const, cause: `dash-returned-${event.recordedAt}` }),
    },
  ],
}

/**
 * From the doorstep to the reviewed DASH. It is due once somebody has attended; a supervisor reviews every one, and a
 * returned one waits until it is mended. Source: docs/sources.md#dash (seed 28-33).
 */
export const dash = incidentSetup.createStateConfig({
  initial: 'notDue',
  states: {
    notDue: {
      on: {
        'unit.arrived': {
          guard: attends,
          target: 'due',
          actions: [
            {
              type: 'owe',
              params: (it) =>
                owedAfter(it, { deadline: 'dash-submission', within: it.context.policy.dash.submitWithin, late: 'dash-missing' }),
            },
            oweSchools,
          ],
        },
      },
    },
    due: { on: { 'dash.submitted': { target: 'submitted', actions: submit } } },
    submitted: {
      on: {
        // A correction before the review does not move the review's clock.
        'dash.submitted': { actions: [keepDash, oweSchools] },
        'dash.reviewed': [
          returned,
          { guard: ({ context }) => context.received, target: 'accepted', actions: review },
          { target: 'accepted', actions: [...review, oweReceipt] },
        ],
      },
    },
    returned: { on: { 'dash.submitted': { target: 'submitted', actions: submit } } },
    /** Another visit brings another DASH, and that one is reviewed too. */
    accepted: { on: { 'dash.submitted': { target: 'submitted', actions: submit } } },
  },
})
