/**
 * What outlives an incident lives through what happens to the servers meanwhile: every process killed, Redis wiped, and
 * another version of the policy when they are back. A matter of each kind is there as before, under what it began with.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { MATTERS } from '../../machines/matters/index.ts'
import type { EventName } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { AlertItem, IncidentView } from '../../src/engine/views/views.ts'
import { event, type Fields } from '../support/client.ts'
import { describeOnGiven } from '../support/given.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { verifies } from './holds.ts'

/** The processes are killed, and started again, before the first timer fires. */
const RINGS_AFTER_MS = 20_000
const YEAR_MS = 365 * 86_400_000

const POLICY = readFileSync('src/policies/default-england-wales.yaml', 'utf8')
/** The next version asks for everything at another time. */
const CHANGED = POLICY.replace('version: 2', 'version: 3').replaceAll(/PT24H|P\d+D/g, 'PT20H')

const ended = ({ matters }: IncidentView): string[] =>
  matters
    .filter(({ ended }) => ended)
    .map(({ kind, name }) => `${kind}/${name}`)
    .sort()

type Said = readonly (readonly [Role, EventName, Fields?])[]

const EVENING: Said = [
  ['control-room', 'incident.reported'],
  ['control-room', 'thrive.assessed'],
  ['control-room', 'incident.graded', { priority: 'P3' }],
  ['control-room', 'unit.arrived'],
  ['supervisor', 'dash.submitted'],
  ['supervisor', 'dash.reviewed'],
  ['supervisor', 'crime.recorded'],
]
/** A matter of each kind; those of referral and school began with the DASH. */
const begun = (ringsAt: string, nextYear: string): Said => [
  ['supervisor', 'marker.placed', { marker: 'M1', reviewBy: ringsAt, expiresAt: nextYear }],
  ['supervisor', 'task.set', { task: 'T1', dueAt: ringsAt }],
  ['supervisor', 'suspect.dealt-with'],
  ['supervisor', 'bail.granted'],
  ['supervisor', 'investigation.allocated'],
  ['supervisor', 'order.proposed'],
  ['supervisor', 'disclosure.applied'],
  ['supervisor', 'plan.made', { actions: [{ action: 'A1', what: 'Change the locks.', owner: 'harm-hub', dueAt: nextYear }] }],
  ['supervisor', 'victim.preferred'],
  ['hau', 'marac.referred'],
]
/** What else the closing waits for. */
const FINISHED: Said = [
  ['hau', 'hau.received'],
  ['hau', 'hau.checked'],
  ['hau', 'referral.made'],
  ['hau', 'referral.acknowledged'],
  ['hau', 'school.notified'],
  ['supervisor', 'incident.closed'],
]

await describeOnGiven('what outlives its incident', (given) => {
  let place: Place
  let server: Server

  beforeAll(async () => {
    place = await createPlace(POLICY, given)
    server = await place.start()
  })
  afterAll(() => place.remove())

  const say = async (said: Said) => {
    for (const [role, name, data] of said) {
      const { code, body } = await server.post(role, event(name, 'WK-1', data))
      expect([name, code, body.errors ?? body.blockers ?? body.accepts]).toEqual([name, 201, undefined])
    }
  }

  it('is as it was, and fires once at its time, after every process was killed, Redis wiped and the policy changed', async () => {
    await say(EVENING)
    const ringsAt = new Date(Date.now() + RINGS_AFTER_MS).toISOString()
    await say(begun(ringsAt, new Date(Date.now() + YEAR_MS).toISOString()))
    await say(FINISHED)
    const before = await server.incident('WK-1')
    expect(before.state.closure).toBe('closed')
    // What waits for a second person ends with the closing, and nothing waits where the second person is a name.
    const outlives = Object.keys(MATTERS).filter((kind) => kind !== 'approval')
    expect([...new Set(before.matters.map(({ kind }) => kind))].sort()).toEqual(outlives.sort())

    await server.kill9()
    await given.redis.flush()
    writeFileSync(String(place.env.POLICY_FILE), CHANGED)
    server = await place.start()
    const after = await server.incident('WK-1')
    expect(after.policy).toEqual(before.policy)
    expect(after.matters).toEqual(before.matters)
    expect(after.deadlines).toEqual(before.deadlines)
    // Otherwise the timers fired before anything was killed, and this shows nothing.
    expect(Date.now()).toBeLessThan(Date.parse(ringsAt))

    for (const kind of ['marker-review-due', 'task-overdue'] as const) {
      const { raisedAt } = await server.alertRaised('WK-1', kind)
      expect(Date.parse(raisedAt)).toBeGreaterThanOrEqual(Date.parse(ringsAt))
    }
    const alerts = await server.list<AlertItem>('/v1/alerts')
    for (const kind of ['marker-review-due', 'task-overdue'])
      expect([kind, alerts.filter((alert) => alert.kind === kind).length]).toEqual([kind, 1])

    await say([
      ['supervisor', 'task.done', { task: 'T1', seen: true }],
      ['supervisor', 'marker.withdrawn', { marker: 'M1' }],
    ])
    expect(ended(await server.incident('WK-1'))).toEqual([...ended(before), 'marker/M1', 'task/T1'].sort())
    expect(await server.stop()).toBe(0)
    await verifies(place)
  })
})
