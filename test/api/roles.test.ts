import { EVENT_NAMES, type EventName } from '../../machines/rules/events.ts'
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import { type Api, event, said, startApi } from './harness.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
  await api.report('WK-1')
})
afterAll(() => api.stop())

const CONTROL_ROOM: EventName[] = [
  'incident.reported',
  'person.identified',
  'incident.corrected',
  'incident.cancelled',
  'thrive.assessed',
  'incident.graded',
  'log.noted',
  'delay.noted',
  'call.received',
  'call.cut-off',
  'incident.linked',
  'shift.changed',
  'unit.assigned',
  'unit.en-route',
  'unit.diverted',
  'unit.stood-down',
  'unit.arrived',
  'unit.cleared',
  'attendance.failed',
  'victim.contacted',
  'video.responded',
  'suspect.dealt-with',
  'incident.resolved-by-telephone',
  'crime.recorded',
  'suspect.dealt-with',
  'incident.transferred',
  'transfer.acknowledged',
  'order.breached',
  'disclosure.applied',
  'task.set',
  'task.done',
  'victim.preferred',
  'victim.updated',
  'victim.not-updated',
  'victim.support-declined',
]
const HAU: EventName[] = [
  'hau.received',
  'hau.checked',
  'hau.not-checked',
  'hau.feedback',
  'hau.risk-confirmed',
  'hau.completed',
  'referral.made',
  'referral.acknowledged',
  'school.notified',
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
]
const ALL_BUT_HAU = EVENT_NAMES.filter((name) => name === 'referral.made' || !HAU.includes(name))

/** Of supervisors and of the harm assessment unit. */
const SHARED: EventName[] = EVENT_NAMES.filter((name) =>
  /^(?!victim.contacted)(marker|order|disclosure|task|plan|marac|victim)\./.test(name),
)

/** The table of the contract, once more and by other means. */
const MAY_POST: Record<Role, readonly EventName[]> = {
  'control-room': CONTROL_ROOM,
  officer: [
    'person.identified',
    'unit.arrived',
    'attendance.failed',
    'victim.contacted',
    'video.responded',
    'log.noted',
    'delay.noted',
    'dash.submitted',
    'referral.made',
    'crime.recorded',
    'crime.not-recorded',
    'statement.taken',
    'suspect.dealt-with',
    'suspect.circulated',
    'bail.granted',
    'bail.extended',
    'bail.extension-applied',
    'bail.extension-refused',
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
    'order.served',
    'order.checked',
    'order.breached',
    'order.breach-arrested',
    'order.notified',
    'order.details-changed',
    'disclosure.applied',
    'task.done',
    'plan.made',
    'plan.revised',
    'plan.action-done',
    'victim.preferred',
    'victim.updated',
    'victim.not-updated',
    'victim.support-declined',
  ],
  supervisor: ALL_BUT_HAU,
  'force-incident-manager': ALL_BUT_HAU,
  'duty-superintendent': ALL_BUT_HAU,
  hau: [...HAU, ...SHARED, 'incident.linked', 'log.noted', 'delay.noted'],
  auditor: [],
  admin: [],
}

describe.each(ROLES)('the key of %s', (role) => {
  it('posts what its role may and nothing else', async () => {
    const answers = await Promise.all(
      EVENT_NAMES.map(
        async (name) => [name, (await api.post(role, event(name, 'WK-1', { id: `${role}-${name}` }))).status] as const,
      ),
    )
    const expected = EVENT_NAMES.map((name) => [name, MAY_POST[role].includes(name) ? 201 : 403])
    expect(answers).toEqual(expected)
  })
})

it.each(ROLES)('tells %s by itself what it may post', async (role) => {
  const me = (await (await api.get('/v1/me', role)).json()) as { posts: EventName[] }
  // A specialist's second look: whether the unit may post it depends on what it says.
  const expected = new Set([...MAY_POST[role], ...(role === 'hau' ? ['dash.submitted'] : [])])
  expect([...me.posts].sort()).toEqual([...expected].sort())
})

it.each(ROLES)('tells %s what it may read, as the routes answer', async (role) => {
  const { reads } = (await (await api.get('/v1/me', role)).json()) as { reads: Record<string, boolean | string> }
  const answered = async (path: string) => (await api.get(path, role)).status !== 403
  expect(reads).toEqual({
    incidents: !(await answered('/v1/incidents')) ? 'none' : OPEN.includes(role) ? 'open' : 'all',
    alerts: await answered('/v1/alerts'),
    acknowledges: OPERATIONAL.includes(role),
    refusals: await answered('/v1/refusals'),
    samples: await answered('/v1/approvals'),
    registers: await answered('/v1/daily-meeting'),
    exports: await answered('/v1/registers/suspects-outstanding?format=csv'),
    accessLog: await answered('/v1/access-log'),
    subscriptions: !(await answered('/v1/subscriptions')) ? 'none' : role === 'auditor' ? 'read' : 'replay',
    supervises: SUPERVISING.includes(role),
    changesRota: SUPERVISING.includes(role),
    testsDelivery: [...SUPERVISING, 'admin'].includes(role),
  })
})

it('lets the harm assessment unit look again at an assessment, and make none of its own', async () => {
  const dash = event('dash.submitted', 'WK-1').data as object
  const again = (secondaryTo: string | undefined, id: string) =>
    api.post('hau', event('dash.submitted', 'WK-1', { id, data: { ...dash, secondaryTo } }))
  expect((await again('WK-1-as1', 'second-look')).status).toBe(201)
  const refused = await again(undefined, 'first-look')
  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('secondaryTo') })
  const reviewed = await api.post('hau', event('dash.reviewed', 'WK-1', { id: 'own-review' }))
  expect(reviewed.status).toBe(403)
})

const OPEN = ['control-room', 'officer']
const SUPERVISING = ['supervisor', 'force-incident-manager', 'duty-superintendent']
const JULY = 'from=2026-07-01T00:00:00Z&to=2026-08-01T00:00:00Z'
const OPERATIONAL = ['control-room', 'supervisor', 'force-incident-manager', 'duty-superintendent', 'hau']

it.each([
  ['/v1/incidents', ROLES.filter((role) => role !== 'admin')],
  ['/v1/incidents/WK-1', ROLES.filter((role) => role !== 'admin')],
  ['/v1/incidents/WK-1/timeline', ROLES.filter((role) => role !== 'admin')],
  ['/v1/incidents/WK-1/assessments', ROLES.filter((role) => role !== 'admin')],
  ['/v1/counts', ROLES.filter((role) => role !== 'admin')],
  ['/v1/prompts', ROLES.filter((role) => role !== 'admin')],
  ['/v1/incidents/WK-1/briefing', ROLES.filter((role) => role !== 'admin')],
  ['/v1/tools', ROLES.filter((role) => role !== 'admin')],
  ['/v1/alerts', [...OPERATIONAL, 'auditor']],
  ['/v1/on-duty', [...OPERATIONAL, 'auditor']],
  ['/v1/rota', [...OPERATIONAL, 'auditor']],
  ['/v1/refusals', [...SUPERVISING, 'auditor']],
  ['/v1/daily-meeting', [...SUPERVISING, 'hau', 'auditor']],
  ['/v1/registers/suspects-outstanding', [...SUPERVISING, 'hau', 'auditor']],
  ['/v1/approvals', [...SUPERVISING, 'auditor']],
  ['/v1/handover', [...SUPERVISING, 'auditor']],
  ['/v1/reassessments', [...SUPERVISING, 'auditor']],
  [`/v1/thrive-sample?seed=1&${JULY}`, [...SUPERVISING, 'auditor']],
  [`/v1/thrive-agreement?${JULY}`, [...SUPERVISING, 'auditor']],
])('lets only its readers read %s', async (path, readers) => {
  const answers = await Promise.all(ROLES.map(async (role) => [role, (await api.get(path, role)).status] as const))
  expect(answers).toEqual(ROLES.map((role) => [role, readers.includes(role) ? 200 : 403]))
})

it('lets those who carry an alert acknowledge it', async () => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ by: { id: 'sup-1', role: 'supervisor' } }),
  }
  const answers = await Promise.all(
    ROLES.map(async (role) => [role, (await api.send('/v1/alerts/WK-1-a1/acknowledge', role, init)).status]),
  )
  expect(answers).toEqual(ROLES.map((role) => [role, OPERATIONAL.includes(role) ? 200 : 403]))
})

it('hides a closed incident from roles that read open ones', async () => {
  await api.report('WK-2')
  await api.post('supervisor', event('incident.closed', 'WK-2'))
  for (const role of ROLES.filter((role) => role !== 'admin')) {
    const status = OPEN.includes(role) ? 404 : 200
    expect([role, (await api.get('/v1/incidents/WK-2', role)).status]).toEqual([role, status])
    expect([role, (await api.get('/v1/incidents/WK-2/timeline', role)).status]).toEqual([role, status])
    expect([role, (await api.get('/v1/incidents/WK-2/assessments', role)).status]).toEqual([role, status])
    expect([role, (await api.get('/v1/incidents/WK-2/briefing', role)).status]).toEqual([role, status])
    const { items } = await said(await api.get('/v1/incidents', role))
    expect([role, items.length]).toEqual([role, OPEN.includes(role) ? 1 : 2])
  }
})
