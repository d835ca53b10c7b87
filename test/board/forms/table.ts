/** The lives of a few incidents in which every event happens once, in an order in which each is taken. */
import { readFileSync } from 'node:fs'
import { EVENTS, type EventName } from '../../../machines/rules/events.ts'
import type { Server } from '../../support/server.ts'

export interface Row {
  readonly event: EventName
  readonly on: string
  readonly who: string
  /** When it happened, as the examples' evening has it; now where it is not said. */
  readonly at?: string
  readonly data: (server: Server) => object | Promise<object>
}

/** The shipped policy, with what it leaves to a force. */
export const POLICY = readFileSync(new URL('../../../src/policies/default-england-wales.yaml', import.meta.url), 'utf8')
  .replace('id: default-england-wales', 'id: every-event')
  .replace('videoResponse: { allowed: false }', 'videoResponse: { allowed: true }')
  .replace('secondPerson: named', 'secondPerson: signed-in')
  .replace('regime: DVPN }]', 'regime: DAPN }]')
  .replace('completion: { of: [high, not-graded]', 'completion: { of: [high, medium, not-graded]')

const ROLES: Readonly<Record<string, string>> = {
  'control-room': 'room',
  officer: 'officer',
  supervisor: 'supervisor',
  hau: 'hau',
}

type More = object | ((server: Server) => object | Promise<object>)
const row = (on: string, event: EventName, more: More = {}, who = ROLES[EVENTS[event].postedBy[0] ?? ''] ?? ''): Row => ({
  ...{ event, on, who },
  data: typeof more === 'function' ? (more as Row['data']) : () => more,
})

const openDemands = (on: string) => async (server: Server) => {
  const { demands } = await server.incident(on)
  const open = demands.filter(({ status }) => status === 'open')
  return {
    demand: open[0]?.id ?? null,
    alsoAnswers: open.slice(1).map(({ id }) => id),
    causesSeen: Object.fromEntries(open.map(({ id, causeCount }) => [id, causeCount])),
  }
}

const CONSIDERED = {
  ...EVENTS['order.authorised'].example.considerations,
  childrenWelfare: { text: 'A daughter of eight saw it.', at: '2026-11-20T21:00:00Z' },
}

const NOBODY_ELSE = { persons: [{ role: 'victim', personRef: 'P-40' }], location: undefined, flags: undefined }

const waiting = (on: string) => async (server: Server) => {
  const { approvals } = await server.incident(on)
  return { approval: approvals[0]?.approval }
}

const UNKNOWN = {
  suspect: { where: 'unknown', source: 'none' },
  victim: { where: 'unknown', source: 'none' },
  canReach: 'unknown',
  changed: ['unknown'],
  protects: ['unknown'],
}

export const postedTable = (): readonly Row[] => [
  row('WK-1', 'incident.reported'),
  row('WK-1', 'person.identified'),
  row('WK-1', 'incident.corrected'),
  row('WK-1', 'thrive.assessed'),
  row('WK-1', 'incident.graded'),
  row('WK-1', 'log.noted'),
  row('WK-1', 'delay.noted'),
  row('WK-1', 'call.received'),
  row('WK-1', 'call.cut-off'),
  row('WK-1', 'unit.assigned'),
  row('WK-1', 'unit.en-route'),
  row('WK-1', 'unit.diverted'),
  row('WK-1', 'unit.stood-down'),
  row('WK-1', 'shift.changed'),
  row('WK-1', 'incident.cancelled'),
  row('WK-1', 'attendance.failed'),
  row('WK-1', 'victim.contacted'),
  row('WK-1', 'video.responded'),
  row('WK-1', 'risk.reassessed', async (server) => ({ ...(await openDemands('WK-1')(server)), situation: UNKNOWN })),
  row(
    'WK-1',
    'reassessment.checked',
    async (server) => {
      const { checks } = await server.incident('WK-1')
      return { reassessment: checks[0]?.reassessment, verdict: 'assesses' }
    },
    'second',
  ),
  row('WK-1', 'thrive.scored', async (server) => {
    const lines = await server.timeline('WK-1')
    return { thrive: lines.find(({ type }) => type === 'thrive.assessed')?.sequence }
  }),
  row('WK-1', 'unit.arrived'),
  row('WK-1', 'unit.cleared'),
  row('WK-1', 'dash.submitted'),
  row('WK-1', 'dash.reviewed', {}, 'second'),
  row('WK-1', 'hau.received'),
  row('WK-1', 'hau.checked'),
  row('WK-1', 'hau.not-checked'),
  row('WK-1', 'hau.feedback', { sentBack: undefined }),
  row('WK-1', 'hau.risk-confirmed'),
  row('WK-1', 'referral.made', {}, 'hau'),
  row('WK-1', 'referral.sent'),
  row('WK-1', 'referral.bounced'),
  row('WK-1', 'referral.sent'),
  row('WK-1', 'referral.acknowledged'),
  row('WK-1', 'referral.joint-visit'),
  row('WK-1', 'referral.answered'),
  row('WK-1', 'referral.made', { partner: 'mental-health' }, 'hau'),
  row('WK-1', 'referral.redirected'),
  row('WK-1', 'referral.made', { partner: 'idva' }, 'hau'),
  row('WK-1', 'referral.withdrawn', { partner: 'idva' }),
  row('WK-1', 'school.resolved', { adultWorksThere: 'yes' }),
  row('WK-1', 'school.conflict-reviewed', { decision: 'tell' }),
  row('WK-1', 'school.notified'),
  row('WK-1', 'school.bounced'),
  row('WK-1', 'school.notified'),
  row('WK-1', 'school.acknowledged'),
  row('WK-1', 'referral.made', { partner: 'neighbourhood-team' }, 'hau'),
  row('WK-1', 'referral.made', { partner: 'community-mental-health-team' }, 'hau'),
  row('WK-1', 'referral.acknowledged', { partner: 'neighbourhood-team' }),
  row('WK-1', 'referral.acknowledged', { partner: 'community-mental-health-team' }),
  row('WK-1', 'hau.completed'),
  row('WK-1', 'crime.recorded'),
  row('WK-1', 'statement.taken'),
  row('WK-1', 'investigation.allocated'),
  row('WK-1', 'investigation.supervised'),
  row('WK-1', 'investigation.handed-over'),
  row('WK-1', 'evidence.submitted'),
  row('WK-1', 'evidence.expected'),
  row('WK-1', 'evidence.returned'),
  row('WK-1', 'suspect.dealt-with', { how: 'outstanding', codeG: undefined }),
  row('WK-1', 'suspect.circulated'),
  row('WK-1', 'suspect.reviewed'),
  row('WK-1', 'suspect.dealt-with'),
  row('WK-1', 'suspect.dealt-with', { how: 'released-under-investigation', codeG: undefined }),
  { ...row('WK-1', 'bail.granted'), at: '2026-11-20T21:00:00Z' },
  row('WK-1', 'bail.checked'),
  row('WK-1', 'bail.varied'),
  row('WK-1', 'bail.extended'),
  row('WK-1', 'bail.breached'),
  row('WK-1', 'bail.extension-applied', { appliedAt: '2026-11-20T21:29:00Z' }),
  row('WK-1', 'bail.extension-refused'),
  row('WK-1', 'charging.requested'),
  row('WK-1', 'charging.decided'),
  row('WK-1', 'bail.ended'),
  row('WK-1', 'victim.preferred'),
  row('WK-1', 'victim.updated'),
  row('WK-1', 'victim.not-updated'),
  row('WK-1', 'victim.support-declined'),
  row('WK-1', 'crime.outcome', { agreedBy: undefined }, 'supervisor'),
  row('WK-1', 'marker.placed'),
  row('WK-1', 'marker.reviewed'),
  row('WK-1', 'marker.withdrawn'),
  row('WK-1', 'task.set'),
  row('WK-1', 'task.moved'),
  row('WK-1', 'task.done'),
  row('WK-1', 'task.set', { task: 'T-2' }),
  row('WK-1', 'task.cancelled', { task: 'T-2' }),
  row('WK-1', 'plan.made'),
  row('WK-1', 'plan.revised'),
  row('WK-1', 'plan.reviewed'),
  row('WK-1', 'plan.action-done'),
  row('WK-1', 'plan.action-dropped'),
  row('WK-1', 'plan.ended'),
  row('WK-1', 'marac.referred'),
  row('WK-1', 'marac.listed'),
  row('WK-1', 'marac.heard'),
  row('WK-1', 'marac.action-agreed'),
  row('WK-1', 'marac.action-done'),
  row('WK-1', 'marac.closed'),
  row('WK-1', 'marac.referred', { marac: 'MARAC-2026-32' }),
  row('WK-1', 'marac.withdrawn', { marac: 'MARAC-2026-32' }),
  row('WK-1', 'order.proposed'),
  row('WK-1', 'order.authorised', { considerations: CONSIDERED }),
  row('WK-1', 'order.served'),
  row('WK-1', 'order.told'),
  row('WK-1', 'order.applied'),
  row('WK-1', 'order.adjourned'),
  row('WK-1', 'order.granted'),
  row('WK-1', 'order.tasked'),
  row('WK-1', 'order.checked'),
  row('WK-1', 'order.varied'),
  row('WK-1', 'order.notified', { order: 'DVPN-2026-31' }),
  row('WK-1', 'order.details-changed', { order: 'DVPN-2026-31' }),
  row('WK-1', 'order.breached', { action: 'outstanding' }),
  row('WK-1', 'order.breach-arrested'),
  row('WK-1', 'order.breach-produced'),
  row('WK-1', 'order.breach-heard'),
  row('WK-1', 'order.withdrawn'),
  row('WK-1', 'order.recorded'),
  row('WK-1', 'order.sought'),
  row('WK-1', 'order.prosecutor-answered'),
  row('WK-1', 'order.proposed', { order: 'DVPN-2026-32' }),
  row('WK-1', 'order.refused', { order: 'DVPN-2026-32' }),
  row('WK-1', 'disclosure.applied'),
  row('WK-1', 'disclosure.checked'),
  row('WK-1', 'disclosure.met'),
  row('WK-1', 'disclosure.decided'),
  row('WK-1', 'disclosure.made'),
  row('WK-1', 'disclosure.applied', { disclosure: 'CL-2' }),
  row('WK-1', 'disclosure.withdrawn', { disclosure: 'CL-2' }),
  row('WK-1', 'incident.restricted', { people: ['sup-1', 'sup-2', 'hau-1', 'ch-1'] }, 'commander'),
  row('WK-1', 'incident.unrestricted', {}, 'commander'),
  row('WK-2', 'incident.reported'),
  row('WK-2', 'incident.linked', { incident: 'WK-1', as: 'related' }),
  row('WK-2', 'incident.transferred'),
  row('WK-2', 'transfer.acknowledged'),
  row('WK-3', 'incident.reported'),
  row('WK-3', 'incident.graded'),
  row('WK-3', 'unit.arrived'),
  row('WK-3', 'dash.submitted', { grade: 'high' }),
  row('WK-3', 'dash.reviewed', {}, 'second'),
  row('WK-3', 'marac.excepted'),
  row('WK-3', 'suspect.dealt-with', { how: 'released-under-investigation', codeG: undefined }),
  row('WK-3', 'rui.justified'),
  row('WK-4', 'incident.reported', NOBODY_ELSE),
  row('WK-4', 'thrive.assessed', { vulnerability: { level: 'none', rationale: 'Nothing is known of any.' } }),
  row('WK-4', 'incident.graded'),
  row('WK-4', 'incident.resolved-by-telephone', { approvedBy: undefined }, 'commander'),
  row('WK-4', 'crime.not-recorded'),
  row('WK-4', 'dash.excepted', { approvedBy: undefined }, 'commander'),
  row('WK-4', 'approval.given', waiting('WK-4'), 'second'),
  row('WK-4', 'incident.closed'),
  row('WK-4', 'incident.reopened'),
]
