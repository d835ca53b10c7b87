/** The events as people look for them when they have something to record. Each is in one group, in the order in which it usually happens. */
import type { EVENTS } from '../index.ts'

interface Group {
  readonly label: string
  readonly events: readonly (keyof typeof EVENTS)[]
}

export const GROUPS: readonly Group[] = [
  {
    label: 'Units and arrival',
    events: [
      'unit.assigned',
      'unit.en-route',
      'unit.arrived',
      'unit.diverted',
      'unit.stood-down',
      'unit.cleared',
      'attendance.failed',
      'video.responded',
      'delay.noted',
      'shift.changed',
    ],
  },
  {
    label: 'Calls, contact and notes',
    events: ['call.received', 'call.cut-off', 'victim.contacted', 'log.noted', 'incident.cancelled'],
  },
  {
    label: 'Risk and grade',
    events: ['thrive.assessed', 'incident.graded', 'risk.reassessed', 'reassessment.checked', 'thrive.scored', 'approval.given'],
  },
  { label: 'Assessment with the victim (DASH)', events: ['dash.submitted', 'dash.reviewed', 'dash.excepted'] },
  {
    label: 'The report and its people',
    events: ['incident.reported', 'incident.corrected', 'person.identified', 'incident.linked'],
  },
  {
    label: 'Keeping the victim informed',
    events: ['victim.preferred', 'victim.updated', 'victim.not-updated', 'victim.support-declined'],
  },
  {
    label: 'Welfare checks, tasks and plans',
    events: [
      'task.set',
      'task.done',
      'task.moved',
      'task.cancelled',
      'plan.made',
      'plan.revised',
      'plan.reviewed',
      'plan.action-done',
      'plan.action-dropped',
      'plan.ended',
    ],
  },
  { label: 'Suspect', events: ['suspect.dealt-with', 'suspect.circulated', 'suspect.reviewed', 'rui.justified'] },
  {
    label: 'Bail',
    events: [
      'bail.granted',
      'bail.checked',
      'bail.breached',
      'bail.varied',
      'bail.extended',
      'bail.extension-applied',
      'bail.extension-refused',
      'bail.ended',
    ],
  },
  {
    label: 'Crime and investigation',
    events: [
      'crime.recorded',
      'crime.not-recorded',
      'statement.taken',
      'investigation.allocated',
      'investigation.supervised',
      'investigation.handed-over',
      'evidence.submitted',
      'evidence.expected',
      'evidence.returned',
      'charging.requested',
      'charging.decided',
      'crime.outcome',
    ],
  },
  {
    label: 'Harm assessment unit',
    events: ['hau.received', 'hau.checked', 'hau.not-checked', 'hau.risk-confirmed', 'hau.feedback', 'hau.completed'],
  },
  {
    label: 'Referrals',
    events: [
      'referral.made',
      'referral.sent',
      'referral.acknowledged',
      'referral.answered',
      'referral.joint-visit',
      'referral.bounced',
      'referral.redirected',
      'referral.withdrawn',
    ],
  },
  {
    label: 'Children and schools',
    events: ['school.resolved', 'school.conflict-reviewed', 'school.notified', 'school.acknowledged', 'school.bounced'],
  },
  {
    label: 'MARAC',
    events: [
      'marac.referred',
      'marac.listed',
      'marac.heard',
      'marac.action-agreed',
      'marac.action-done',
      'marac.closed',
      'marac.withdrawn',
      'marac.excepted',
    ],
  },
  {
    label: 'Orders',
    events: [
      'order.proposed',
      'order.authorised',
      'order.served',
      'order.applied',
      'order.adjourned',
      'order.granted',
      'order.sought',
      'order.prosecutor-answered',
      'order.refused',
      'order.withdrawn',
      'order.varied',
      'order.recorded',
      'order.notified',
      'order.details-changed',
      'order.told',
      'order.tasked',
      'order.checked',
      'order.breached',
      'order.breach-arrested',
      'order.breach-produced',
      'order.breach-heard',
    ],
  },
  {
    label: 'Disclosure (Clare’s Law)',
    events: [
      'disclosure.applied',
      'disclosure.checked',
      'disclosure.met',
      'disclosure.decided',
      'disclosure.made',
      'disclosure.withdrawn',
    ],
  },
  { label: 'Markers', events: ['marker.placed', 'marker.reviewed', 'marker.withdrawn'] },
  {
    label: 'Closing, handing over and restricting',
    events: [
      'incident.resolved-by-telephone',
      'incident.closed',
      'incident.reopened',
      'incident.transferred',
      'transfer.acknowledged',
      'incident.restricted',
      'incident.unrestricted',
    ],
  },
]
