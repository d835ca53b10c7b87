import { outstanding } from '../rules/referrals.ts'
import type { Instant, Person } from '../rules/vocabulary.ts'
import { type IncidentContext, incidentSetup } from './setup.ts'
import { unacknowledged } from './transfer.ts'

export interface Blocker {
  readonly code: string
  /** In words a controller can act on. */
  readonly detail: string
}

const say = (code: string, detail: string): Blocker => ({ code, detail })

const REFERRAL_BLOCKERS = {
  'not-referred': (partner: string) => say('referral-not-made', `No referral to ${partner} has been made.`),
  'not-acknowledged': (partner: string) => say('referral-not-acknowledged', `${partner} has not acknowledged the referral.`),
  'school-not-told': (child: string) => say('school-not-notified', `The school of child ${child} has not been notified.`),
} as const

/**
 * Everything that keeps an incident from being closed, by name. The states of grading, attendance and dash are asked
 * for beside the memory, because a DASH under review and a returned one both exist.
 * Source: docs/sources.md#closure (seed 30; domain rule 5).
 */
export function closureBlockers(
  context: IncidentContext,
  state: { readonly attendance: string; readonly dash: string },
): readonly Blocker[] {
  const { thrive, priority, openDemands, assessed, crimes, team } = context
  return [
    ...(thrive === null ? [say('thrive-missing', 'No THRIVE assessment has been recorded.')] : []),
    ...(thrive !== null && !thrive.adequate
      ? [say('thrive-inadequate', 'The THRIVE assessment has gaps: record one that answers them.')]
      : []),
    ...(priority === null ? [say('not-graded', 'The incident has not been graded.')] : []),
    ...(state.attendance === 'attended' || context.telephone !== null ? [] : [say('not-attended', 'Nobody has attended.')]),
    ...openDemands.map(({ id, reason }) => say('demand-open', `Demand ${id} (${reason}) waits for a risk reassessment.`)),
    ...((state.dash === 'notDue' && !leavesOutDash(context)) || state.dash === 'due'
      ? [say('dash-missing', 'No DASH has been submitted.')]
      : []),
    ...unacknowledged(context).map((to) =>
      say('transfer-not-acknowledged', `${to} has not said that it has the incident that was handed over to it.`),
    ),
    ...(state.dash === 'submitted' ? [say('dash-not-reviewed', 'The DASH waits for a supervisor to review it.')] : []),
    ...(state.dash === 'returned' ? [say('dash-returned', 'The DASH was returned and has not been mended.')] : []),
    ...(state.dash === 'accepted' && assessed.toSee.includes('mode-exception-missing')
      ? [say('dash-mode-exception-missing', 'The DASH was not done as the policy asks, and nobody has recorded why.')]
      : []),
    ...outstanding(context).map((left) => REFERRAL_BLOCKERS[left.what]('partner' in left ? left.partner : left.child)),
    ...(crimes > 0 && team === null
      ? [say('investigation-not-allocated', 'A crime is recorded and no team has been allocated.')]
      : []),
  ]
}

const leavesOutDash = ({ telephone, policy }: IncidentContext): boolean =>
  telephone !== null && policy.telephoneResolution.dash === 'excepted'

/** A blocker that somebody's recorded decision stands in for: shown, so that it is never silently gone. */
export interface Exception {
  /** The code of the blocker. */
  readonly blocker: string
  readonly because: 'resolved-by-telephone' | 'dash-excepted'
  readonly at: Instant
  readonly by: Person
  readonly approvedBy: Person | null
}

export function closureExceptions(context: IncidentContext, state: { readonly dash: string }): readonly Exception[] {
  const { telephone, dashException } = context
  const noDash = state.dash === 'notDue' && leavesOutDash(context)
  return [
    ...(telephone === null
      ? []
      : ['not-attended', ...(noDash ? ['dash-missing'] : [])].map((blocker) => ({
          blocker,
          because: 'resolved-by-telephone' as const,
          ...telephone,
        }))),
    ...(state.dash === 'excepted' && dashException !== null
      ? [{ blocker: 'dash-missing', because: 'dash-excepted' as const, ...dashException }]
      : []),
  ]
}

// A breach that nobody answered by going there ends with the closing that names the exception; otherwise it ended with the arrival.
const settled = (['downgraded', 'attendance-warning', 'attendance-overdue', 'repeat-victim'] as const).map((kind) => ({
  type: 'resolveAlerts' as const,
  params: { kind },
}))

/**
 * Open until somebody closes it with nothing left in the way. News on a closed incident opens it again, and the risk
 * region demands a reassessment of the same news (West Midlands 2022).
 */
export const closure = incidentSetup.createStateConfig({
  initial: 'open',
  states: {
    open: {
      on: {
        'incident.closed': {
          target: 'closed',
          actions: [{ type: 'remember', params: { review: [] } }, { type: 'waiveAll', params: undefined }, ...settled],
        },
      },
    },
    closed: {
      on: {
        'incident.reopened': 'open',
        'unit.diverted': 'open',
        'unit.arrived': 'open',
        'attendance.failed': 'open',
        'call.cut-off': 'open',
        'call.received': 'open',
        'log.noted': 'open',
        'victim.contacted': 'open',
      },
    },
  },
})
