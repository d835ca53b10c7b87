/** What keeps an incident open, by name and in words to act on, and the recorded decisions that stand in for it. */

import { outstanding } from '../../rules/hau/referrals.ts'
import { carriedBy, saidToRepeat } from '../../rules/report/links.ts'
import type { Instant, Person } from '../../rules/vocabulary.ts'
import { unacknowledged } from '../attendance/transfer.ts'
import { visitNow } from '../attendance/visit.ts'
import { hauSays } from '../hau/hau.ts'
import { hauBlockers, receiptBlockers, referralBlocker } from '../hau/hauBlockers.ts'
import { maracIsMissing } from '../hau/marac.ts'
import type { IncidentContext } from '../setup.ts'
import { type Blocker, say } from './blocker.ts'

/**
 * Everything that keeps an incident from being closed, by name. The states of attendance, dash and safeguarding are asked for beside
 * the memory, because a DASH under review and a returned one both exist.
 * Source: docs/sources.md#closure (seed 30; domain rule 5).
 */
export function closureBlockers(
  context: IncidentContext,
  state: { readonly attendance: string; readonly dash: string; readonly safeguarding: string },
): readonly Blocker[] {
  const waitsForHau = hauSays(context) && context.received && state.safeguarding !== 'complete'
  return [
    ...assessmentBlockers(context),
    ...(state.attendance === 'attended' || context.telephone !== null || context.duplicateOf !== null
      ? []
      : [say('not-attended', notAttended(context))]),
    ...(visitNow(context) === undefined
      ? []
      : [
          say(
            'victim-not-seen-yet',
            'A unit is at the scene, and it has not seen the victim yet: post unit.arrived with victimSeen once it has, or unit.cleared when it leaves.',
          ),
        ]),
    ...newsBlockers(context),
    ...dashBlockers(context, state.dash),
    ...unacknowledged(context).map((to) =>
      say(
        'transfer-not-acknowledged',
        `${to} has not said that it has the incident that was handed over to it: post transfer.acknowledged once it has.`,
      ),
    ),
    ...receiptBlockers(context, state.dash),
    ...outstanding(context)
      .filter(({ what }) => what !== 'not-acknowledged' || context.policy.closure.referralsAcknowledged || waitsForHau)
      .map(referralBlocker),
    ...(maracIsMissing(context)
      ? [
          say(
            'marac-not-referred',
            'The risk is high and it has not been referred to a MARAC: post marac.referred, or marac.excepted with the reason.',
          ),
        ]
      : []),
    ...(waitsForHau
      ? [
          ...hauBlockers(context),
          say(
            'safeguarding-not-complete',
            'The harm assessment unit has not said that its part is complete: post hau.completed.',
          ),
        ]
      : []),
    ...crimeBlockers(context),
  ]
}

/**
 * Everything that keeps the harm assessment unit from being done, by name.
 */
export function completionBlockers(context: IncidentContext, state: { readonly dash: string }): readonly Blocker[] {
  return [
    ...dashBlockers(context, state.dash).filter(({ code }) => code !== 'dash-missing' || state.dash === 'due'),
    ...outstanding(context).map(referralBlocker),
    ...hauBlockers(context),
  ]
}

/** With the way out for a record that is said to repeat another: that one has to hear of it first. */
function notAttended({ links, waitingSince }: IncidentContext): string {
  const original = saidToRepeat(links)
  const carried = carriedBy(links)
  const nobody =
    waitingSince === null ? 'Nobody has attended' : `Nobody has attended since ${waitingSince}, when this wait began anew`
  if (original === null) return `${nobody}: post unit.arrived, or incident.resolved-by-telephone where that is allowed.`
  if (carried.length > 0)
    return `${nobody}, and it carries ${carried.join(', ')}, so it cannot be closed as a duplicate of ${original}: post unit.arrived.`
  return `${nobody}. To close it as a duplicate of ${original}, post incident.linked on ${original} first (as: duplicate), then here again (as: duplicate-of).`
}

const assessmentBlockers = ({ thrive, priority }: IncidentContext): readonly Blocker[] => [
  ...(thrive === null ? [say('thrive-missing', 'No THRIVE assessment has been recorded: post thrive.assessed.')] : []),
  ...(thrive !== null && !thrive.adequate
    ? [say('thrive-inadequate', 'The THRIVE assessment has gaps: post a thrive.assessed that answers them.')]
    : []),
  ...(priority === null ? [say('not-graded', 'The incident has not been graded: post incident.graded.')] : []),
]

/** News is looked at in a reassessment; who called before, also in the review of the DASH. */
const newsBlockers = ({ openDemands, historyUnread }: IncidentContext): readonly Blocker[] => [
  ...openDemands.map(({ id, reason }) =>
    say('demand-open', `Demand ${id} (${reason}) waits for a risk reassessment: post risk.reassessed that names it.`),
  ),
  ...(historyUnread
    ? [
        say(
          'history-not-reviewed',
          'It has come to light who called before, and nobody has looked at the risk since: post risk.reassessed, or dash.reviewed where the DASH waits for it.',
        ),
      ]
    : []),
]

const dashBlockers = (context: IncidentContext, dash: string): readonly Blocker[] => [
  ...((dash === 'notDue' && !leavesOutDash(context)) || dash === 'due'
    ? [say('dash-missing', 'No DASH has been submitted: post dash.submitted, or dash.excepted by rank with a second person.')]
    : []),
  ...(dash === 'submitted'
    ? [say('dash-not-reviewed', 'The DASH waits for a supervisor who did not write it: post dash.reviewed.')]
    : []),
  ...(dash === 'returned'
    ? [say('dash-returned', 'The DASH was returned and has not been mended: post dash.submitted with what was missing.')]
    : []),
  ...(dash === 'accepted' && context.assessed.toSee.includes('mode-exception-missing')
    ? [
        say(
          'dash-mode-exception-missing',
          'The DASH was not done as the policy asks, and nobody has recorded why: post dash.submitted with modeException.',
        ),
      ]
    : []),
]

const crimeBlockers = ({ crimes, noCrime, team, policy }: IncidentContext): readonly Blocker[] => [
  ...(policy.closure.crimeDecision && crimes === 0 && noCrime === null
    ? [
        say(
          'crime-undecided',
          'Nobody has decided whether this is a crime: post crime.recorded, or crime.not-recorded with the reason.',
        ),
      ]
    : []),
  ...(crimes > 0 && team === null
    ? [say('investigation-not-allocated', 'A crime is recorded and no team has been allocated: post investigation.allocated.')]
    : []),
]

const leavesOutDash = ({ telephone, duplicateOf, policy }: IncidentContext): boolean =>
  duplicateOf !== null || (telephone !== null && policy.telephoneResolution.dash === 'excepted')

/** A blocker that somebody's recorded decision stands in for: shown, so that it is never silently gone. */
export interface Exception {
  /** The code of the blocker. */
  readonly blocker: Blocker['code']
  readonly because:
    | 'resolved-by-telephone'
    | 'dash-excepted'
    | 'no-crime'
    | 'duplicate-of'
    | 'marac-excepted'
    | 'attend-not-needed'
  readonly at: Instant
  readonly by: Person
  readonly approvedBy: Person | null
  /** The record that carries a duplicate. */
  readonly incident?: string
}

export function closureExceptions(context: IncidentContext, state: { readonly dash: string }): readonly Exception[] {
  const { telephone, duplicateOf, dashException, noCrime, crimes, maracException, safeguarded, notNeeded } = context
  const noDash = state.dash === 'notDue' && leavesOutDash(context)
  const stoodIn = ['not-attended', ...(noDash ? (['dash-missing'] as const) : [])] as const
  return [
    ...(telephone === null
      ? []
      : stoodIn.map((blocker) => ({ blocker, because: 'resolved-by-telephone' as const, ...telephone }))),
    ...(duplicateOf === null
      ? []
      : stoodIn.map((blocker) => ({ blocker, because: 'duplicate-of' as const, approvedBy: null, ...duplicateOf }))),
    ...(state.dash === 'excepted' && dashException !== null
      ? [{ blocker: 'dash-missing' as const, because: 'dash-excepted' as const, ...dashException }]
      : []),
    ...(noCrime !== null && crimes === 0
      ? [{ blocker: 'crime-undecided' as const, because: 'no-crime' as const, ...noCrime, approvedBy: null }]
      : []),
    ...(maracException !== null && safeguarded.maracs.length === 0
      ? [{ blocker: 'marac-not-referred' as const, because: 'marac-excepted' as const, ...maracException, approvedBy: null }]
      : []),
    ...notNeeded.map((said) => ({
      blocker: 'not-attended' as const,
      because: 'attend-not-needed' as const,
      approvedBy: null,
      ...said,
    })),
  ]
}
