/** What a key's role may post and read: the table of the contract (§2), line by line. A refused downgrade is the engine's answer, not a role's. */
import type { CaseEventData, EventName } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'

interface Rights {
  readonly posts: readonly EventName[]
  /** Incidents with their timelines: the open ones, or all of the force. */
  readonly incidents: 'none' | 'open' | 'all'
  /** The list of alerts and the live stream. */
  readonly alerts: boolean
  /** Saying "I have it" on an alert of the force. */
  readonly acknowledges: boolean
  readonly refusals: boolean
  /** Drawing THRIVEs to be scored, and how far people and rubric agree. */
  readonly samples: boolean
  /** What is owed, late or outstanding, over all incidents of the force; and the daily meeting. */
  readonly registers: boolean
}

/** Whoever speaks with her says so. */
const TOLD_HER = ['victim.preferred', 'victim.updated', 'victim.not-updated', 'victim.support-declined'] as const

const NOTES = ['log.noted', 'delay.noted'] as const

const BEFORE_OFFICERS_LEAVE = [
  'incident.reported',
  'person.identified',
  'thrive.assessed',
  'incident.graded',
  ...NOTES,
  'call.received',
  'call.cut-off',
  'incident.linked',
  'shift.changed',
  'unit.assigned',
  'unit.diverted',
  'unit.arrived',
  'attendance.failed',
  'victim.contacted',
  'video.responded',
  'incident.resolved-by-telephone',
  'crime.recorded',
  'incident.transferred',
  'transfer.acknowledged',
  'order.breached',
  'disclosure.applied',
  'task.set',
  'task.done',
  ...TOLD_HER,
] as const

/** What the officer who is there sees: the notice given, him where he must not be, her at her door. */
const ORDERS_AT_THE_DOOR = [
  'order.served',
  'order.checked',
  'order.breached',
  'order.breach-arrested',
  'order.notified',
  'order.details-changed',
] as const
const ORDERS = [
  'order.proposed',
  'order.authorised',
  ...ORDERS_AT_THE_DOOR,
  'order.applied',
  'order.adjourned',
  'order.granted',
  'order.refused',
  'order.withdrawn',
  'order.varied',
  'order.recorded',
  'order.told',
  'order.tasked',
  'order.breach-produced',
  'order.sought',
  'order.prosecutor-answered',
  'order.breach-heard',
] as const

/** Set by who decides that somebody goes; done by who went, or by who rang. */
const TASKS = ['task.set', 'task.moved', 'task.done', 'task.cancelled'] as const

/** Officers at the door keep a plan up to date (seed 49); that it was reviewed, given up or ended is said by who answers for it. */
const PLANS_AT_THE_DOOR = ['plan.made', 'plan.revised', 'plan.action-done'] as const
const PLANS = [...PLANS_AT_THE_DOOR, 'plan.reviewed', 'plan.action-dropped', 'plan.ended'] as const

const INVESTIGATION = [
  'suspect.circulated',
  'bail.granted',
  'bail.extended',
  'bail.varied',
  'bail.checked',
  'bail.breached',
  'bail.ended',
  'investigation.handed-over',
  'evidence.submitted',
  'evidence.expected',
  'evidence.returned',
  'charging.requested',
  'charging.decided',
  'crime.outcome',
] as const

const AT_THE_DOOR = [
  'person.identified',
  'unit.arrived',
  'attendance.failed',
  'victim.contacted',
  'video.responded',
  ...NOTES,
  'dash.submitted',
  'crime.recorded',
  'crime.not-recorded',
  'suspect.dealt-with',
  ...INVESTIGATION,
  ...ORDERS_AT_THE_DOOR,
  'disclosure.applied',
  'task.done',
  ...PLANS_AT_THE_DOOR,
  ...TOLD_HER,
] as const

const DISCLOSURES = [
  'disclosure.applied',
  'disclosure.checked',
  'disclosure.met',
  'disclosure.decided',
  'disclosure.made',
  'disclosure.withdrawn',
] as const

const MARKERS = ['marker.placed', 'marker.reviewed', 'marker.withdrawn'] as const

const REFERRALS_AND_SCHOOLS = [
  'referral.sent',
  'referral.bounced',
  'referral.answered',
  'referral.joint-visit',
  'referral.redirected',
  'referral.withdrawn',
  'school.resolved',
  'school.conflict-reviewed',
  'school.acknowledged',
  'school.bounced',
] as const

const MARAC = [
  'marac.referred',
  'marac.listed',
  'marac.heard',
  'marac.action-agreed',
  'marac.action-done',
  'marac.closed',
  'marac.withdrawn',
  'marac.excepted',
] as const

const SUPERVISION = [
  'thrive.scored',
  'risk.reassessed',
  'dash.reviewed',
  'dash.excepted',
  'investigation.allocated',
  'investigation.supervised',
  'suspect.reviewed',
  'rui.justified',
  'incident.closed',
  'incident.reopened',
  ...MARKERS,
  ...ORDERS,
  ...DISCLOSURES,
  ...TASKS,
  ...PLANS,
  ...MARAC,
  ...TOLD_HER,
] as const

const HARM_ASSESSMENT = [
  'hau.received',
  'hau.checked',
  'hau.not-checked',
  'hau.feedback',
  'hau.risk-confirmed',
  'hau.completed',
  'referral.made',
  'referral.acknowledged',
  ...REFERRALS_AND_SCHOOLS,
  'school.notified',
  'incident.linked',
  ...MARKERS,
  ...ORDERS,
  ...DISCLOSURES,
  ...TASKS,
  ...PLANS,
  ...MARAC,
  ...TOLD_HER,
  ...NOTES,
] as const

const supervises: Rights = {
  posts: [...new Set([...BEFORE_OFFICERS_LEAVE, ...AT_THE_DOOR, ...SUPERVISION])],
  incidents: 'all',
  alerts: true,
  acknowledges: true,
  refusals: true,
  samples: true,
  registers: true,
}

export const RIGHTS: Record<Role, Rights> = {
  'control-room': {
    posts: BEFORE_OFFICERS_LEAVE,
    incidents: 'open',
    alerts: true,
    acknowledges: true,
    refusals: false,
    samples: false,
    registers: false,
  },
  officer: {
    posts: AT_THE_DOOR,
    incidents: 'open',
    alerts: false,
    acknowledges: false,
    refusals: false,
    samples: false,
    registers: false,
  },
  supervisor: supervises,
  'force-incident-manager': supervises,
  'duty-superintendent': supervises,
  hau: {
    posts: HARM_ASSESSMENT,
    incidents: 'all',
    alerts: true,
    acknowledges: true,
    refusals: false,
    samples: false,
    registers: true,
  },
  auditor: { posts: [], incidents: 'all', alerts: true, acknowledges: false, refusals: true, samples: true, registers: true },
  /** Keys, policies and health: none of it is about an incident. */
  admin: { posts: [], incidents: 'none', alerts: false, acknowledges: false, refusals: false, samples: false, registers: false },
}

/** Why a role may not post events of a type, whatever stands in them; null where it may, or where that depends on the data. */
export function whyNot(role: Role, name: EventName): string | null {
  return RIGHTS[role].posts.includes(name) || dependsOnData(role, name) ? null : `The role ${role} may not post ${name}.`
}

/**
 * Why a role may not post this one; null where it may. Asked where `whyNot` had nothing against the type.
 *
 * @param data as its schema read it: the harm assessment unit posts a specialist's second look at an assessment that was made
 *   at the door, and no first one.
 */
export function whyNotThis(role: Role, name: EventName, data: CaseEventData[EventName]): string | null {
  if (name === 'incident.graded' && !RIGHTS[role].posts.includes('risk.reassessed')) {
    const { attend } = data as CaseEventData['incident.graded']
    return attend?.needed === false ? `The role ${role} may not say that nobody has to go again.` : null
  }
  if (!dependsOnData(role, name)) return null
  const { secondaryTo } = data as CaseEventData['dash.submitted']
  return secondaryTo === undefined
    ? 'The role hau posts a dash.submitted only with the assessment it looks at again in secondaryTo.'
    : null
}

const dependsOnData = (role: Role, name: EventName): boolean => role === 'hau' && name === 'dash.submitted'
