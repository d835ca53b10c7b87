import { setTimeout as pause } from 'node:timers/promises'
import { advanceNotifications, tellSystemAlerts, tellUntoldAlerts } from '../../src/engine/notifications/advance.ts'

import type { OnDuty } from '../../src/engine/notifications/recipients.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { createStore } from '../../src/store/store.ts'
import { AT, alertOf, changeOf, FORCE } from '../support/changes.ts'
import { leftOpen } from '../support/leftOpen.ts'
import {
  deliveryOf,
  LADDER,
  nobodyOnDuty,
  notificationOf,
  notifierWith,
  PEOPLE,
  planWith,
  raised,
  taken,
  told,
} from '../support/notification.ts'
import { notificationRows, tellingFrom } from '../support/notificationRows.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const { rowsOf, statuses, keptOf, dueNow } = notificationRows($)
const portsWith = (onDuty?: OnDuty) => tellingFrom($.store, onDuty)

describe('the commit of an alert', () => {
  it('writes who is told, with what a message says', async () => {
    await $.store.commit([raised('A1', { dueAt: '2026-03-01T20:15:00.000Z' })])
    const [row] = await $.database.query(
      `select d.force, c.reference, d.alert, incident, kind, severity, level, count, turn, about, person, way, role, due_at, status, written_at,
              bundled, try_at, tries from reassess.deliveries d join reassess.cases c on c.id = d.case_id where alert = 'A1-a1'`,
    )
    expect(row).toEqual({
      ...{ force: FORCE, reference: 'A1', alert: 'A1-a1', incident: 'A1', kind: 'attendance-overdue', severity: 'high' },
      ...{
        ...{ level: 1, count: 1, turn: 0 },
        about: 'raised',
        person: 'sup-1',
        way: 'sms',
        role: 'supervisor',
        status: 'pending',
        bundled: false,
        tries: 0,
      },
      ...{ due_at: new Date('2026-03-01T20:15:00.000Z'), written_at: new Date(AT), try_at: new Date(AT) },
    })
    expect(await keptOf('A1-a1')).toMatchObject({
      level: 1,
      told: ['sup-1'],
      next_at: new Date('2030-01-01T00:00:00.000Z'),
    })
  })

  it('that is stale writes nothing of it, and the others of its group all', async () => {
    await $.store.commit([changeOf('B2', 0)])
    expect(await $.store.commit([raised('B1'), raised('B2'), raised('B3')])).toMatchObject({ stale: [{ reference: 'B2' }] })
    expect(await statuses('B2-a1')).toEqual([])
    expect(await keptOf('B2-a1')).toBeUndefined()
    expect([await statuses('B1-a1'), await statuses('B3-a1')]).toEqual([['raised sup-1 pending'], ['raised sup-1 pending']])
  })

  it('whose transaction is killed writes neither alert nor deliveries', async () => {
    // The statement waits for a row that somebody else inserts, and is killed there.
    const inserting = await leftOpen(
      $.database,
      `insert into reassess.cases (force, reference, version, head, machine_version, policy, snapshot, item, closed, demand_level,
         demand_levels, attention, states, sort_key) values ($1, 'C2', 1, '', 1, '', '{}', '{}', false, 0, '{}', '{}', '{}', '')`,
      [FORCE],
    )
    const committing = $.store.commit([raised('C1'), raised('C2')]).catch((error: unknown) => error)
    const ended = async () =>
      $.database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and query like '%reassess.deliveries%'`,
      )
    for (let tries = 0; tries < 100 && (await ended()).length === 0; tries++) await pause(5)
    expect(await committing).toBeInstanceOf(Error)
    await inserting.end()
    expect(await statuses('C1-a1')).toEqual([])
    expect((await $.store.alerts(FORCE, { incident: 'C1', openOnly: false }, { limit: 5 })).items).toEqual([])
  })

  it('that takes or ends it withdraws what is pending, and nobody else is told', async () => {
    await $.store.commit([raised('D1'), raised('D2')])
    await $.store.commit([taken('D1'), taken('D2', 'resolved')])
    expect([await statuses('D1-a1'), await statuses('D2-a1')]).toEqual([['raised sup-1 withdrawn'], ['raised sup-1 withdrawn']])
    expect(await rowsOf('D1-a1')).toMatchObject([{ try_at: null }])
    expect([await keptOf('D1-a1'), await keptOf('D2-a1')]).toMatchObject([{ next_at: null }, { next_at: null }])
  })

  it('withdraws nothing that was sent or is under way, nor what says that somebody has it now', async () => {
    await $.store.commit([raised('E1'), raised('E2'), raised('E3')])
    await $.database.query(`update reassess.deliveries set status = 'sent', try_at = null, sent_at = $1 where alert = 'E1-a1'`, [
      AT,
    ])
    await $.database.query(`update reassess.deliveries set leased_until = '2026-01-01Z' where alert = 'E2-a1'`)
    await $.database.query(`update reassess.deliveries set about = 'released' where alert = 'E3-a1'`)
    await $.store.commit([taken('E1'), taken('E2'), taken('E3')])
    expect([...(await statuses('E1-a1')), ...(await statuses('E2-a1')), ...(await statuses('E3-a1'))]).toEqual([
      'raised sup-1 sent',
      'raised sup-1 pending',
      'released sup-1 pending',
    ])
    const ended = changeOf('E3', 2, {
      alerts: [alertOf('E3', 'E3-a1', { status: 'resolved' })],
      told: told({ stopped: ['E3-a1'] }),
    })
    await $.store.commit([ended])
    expect(await statuses('E3-a1')).toEqual(['released sup-1 withdrawn'])
  })

  it('waits for no delivery that somebody has locked', async () => {
    await $.store.commit([raised('F1')])
    const carrier = await leftOpen($.database, `select from reassess.deliveries where alert = 'F1-a1' for update`)
    const asked = performance.now()
    expect(await $.store.commit([taken('F1')])).toEqual({ stale: [] })
    expect(performance.now() - asked).toBeLessThan(5_000)
    expect(await keptOf('F1-a1')).toMatchObject({ next_at: null })
    await carrier.end()
    expect(await statuses('F1-a1')).toEqual(['raised sup-1 pending'])
  })

  it('gathers what is bundled with what is being gathered for the person and way already', async () => {
    const bundle = (incident: string, tryAt: string, person = 'sup-2') => {
      const alert = `${incident}-a1`
      const deliveries = [deliveryOf(alert, { person, tryAt, bundled: true })]
      return changeOf(incident, 0, { alerts: [alertOf(incident, alert)], told: told({ deliveries }) })
    }
    await $.store.commit([bundle('G1', '2026-03-01T20:02:00.000Z')])
    await $.store.commit([bundle('G2', '2026-03-01T20:03:00.000Z'), bundle('G3', '2026-03-01T20:03:00.000Z', 'fim-1')])
    expect([...(await rowsOf('G2-a1')), ...(await rowsOf('G3-a1'))].map(({ try_at }) => try_at)).toEqual([
      new Date('2026-03-01T20:02:00.000Z'),
      new Date('2026-03-01T20:03:00.000Z'),
    ])
  })

  it('tells the same person by the same way again of one alert at most once a minute', async () => {
    await $.store.commit([raised('H1')])
    await $.database.query(`update reassess.deliveries set status = 'sent', try_at = null, sent_at = $1 where alert = 'H1-a1'`, [
      AT,
    ])
    const again = (version: number, turn: number, at: string) =>
      changeOf('H1', version, {
        alerts: [alertOf('H1', 'H1-a1')],
        told: told({
          at,
          deliveries: [deliveryOf('H1-a1', { turn, tryAt: at }), deliveryOf('H1-a1', { turn, tryAt: at, way: 'email' })],
        }),
      })
    await $.store.commit([again(1, 2, '2026-03-01T20:00:20.000Z')])
    await $.store.commit([again(2, 3, '2026-03-01T20:05:00.000Z')])
    expect((await rowsOf('H1-a1')).map(({ way, try_at }) => `${way} ${try_at?.toISOString()}`)).toEqual([
      'sms undefined',
      'email 2026-03-01T20:00:20.000Z',
      'sms 2026-03-01T20:01:00.000Z',
      // What is pending counts as sent when it is due; it was due before.
      'email 2026-03-01T20:05:00.000Z',
      'sms 2026-03-01T20:05:00.000Z',
    ])
  })
})

describe('unless somebody takes it', () => {
  it('the next person is told, then the next role, until nobody is left', async () => {
    const ports = portsWith()
    await $.store.commit([raised('K1')])
    for (let n = 0; n < 6; n++) {
      await dueNow('K1-a1')
      await advanceNotifications(ports)
    }
    expect([...new Set(await statuses('K1-a1'))]).toEqual(
      ['sup-1', 'sup-2', 'supt-2', 'fim-1', 'supt-1'].map((person) => `raised ${person} pending`),
    )
    expect(await keptOf('K1-a1')).toMatchObject({ next_at: null })
    expect(ports.written).toBe(4)
  })

  it('and nobody is on duty for the next role, whoever is above it is told at once', async () => {
    await $.store.commit([raised('K2')])
    await dueNow('K2-a1')
    await advanceNotifications(
      portsWith((role) => (role === 'duty-superintendent' ? ['supt-1'] : role === 'supervisor' ? ['sup-1'] : [])),
    )
    expect(new Set(await statuses('K2-a1'))).toEqual(new Set(['raised sup-1 pending', 'raised supt-1 pending']))
  })

  it('once it was taken, nobody is told', async () => {
    await $.store.commit([raised('K3')])
    await $.store.commit([taken('K3')])
    await dueNow('K3-a1')
    await advanceNotifications(portsWith())
    expect(await statuses('K3-a1')).toEqual(['raised sup-1 withdrawn'])
    expect(await keptOf('K3-a1')).toMatchObject({ next_at: null })
  })

  it('two workers at once tell one person', async () => {
    await $.store.commit([raised('K4')])
    await dueNow('K4-a1')
    const other = await createStore({ connectionString: $.database.url })
    await Promise.all([advanceNotifications(portsWith()), advanceNotifications({ ...portsWith(), rows: other })])
    await other.close()
    expect(new Set(await statuses('K4-a1'))).toEqual(new Set(['raised sup-1 pending', 'raised sup-2 pending']))
  })

  it('and it escalates while a worker looks at it, the escalation stands', async () => {
    await $.store.commit([raised('K5')])
    await dueNow('K5-a1')
    const { due } = await $.store.leaseNotifications(FORCE, 10, 5_000)
    const [read] = due.filter(({ alert }) => alert.incident === 'K5')
    if (read === undefined) throw new Error('it is due')
    const up = alertOf('K5', 'K5-a1', { level: 2 })
    const notifications = [notificationOf('K5-a1', { level: 2, told: ['fim-1'] })]
    await $.store.commit([changeOf('K5', 1, { alerts: [up], told: told({ notifications }) })])
    const deliveries = [deliveryOf('K5-a1', { person: 'sup-2' })]
    await $.store.writeTold(FORCE, [
      { read, told: told({ deliveries, notifications: [notificationOf('K5-a1', { told: ['sup-1', 'sup-2'] })] }) },
    ])
    expect(await statuses('K5-a1')).toEqual(['raised sup-1 pending'])
    expect(await keptOf('K5-a1')).toMatchObject({ level: 2, told: ['fim-1'] })
  })

  it('worst first, and a lease of a process that died ends', async () => {
    await $.store.commit([
      raised('L1', { severity: 'high' }),
      raised('L2', { severity: 'critical' }),
      raised('L3', { severity: 'high' }),
    ])
    for (const incident of ['L1', 'L2', 'L3']) await dueNow(`${incident}-a1`)
    const lease = async () => (await $.store.leaseNotifications(FORCE, 1, 50)).due.map(({ alert }) => alert.incident)
    expect([await lease(), await lease()]).toEqual([['L2'], ['L1']])
    await pause(100)
    // From a clock that was ahead.
    await $.database.query(`update reassess.notifications set leased_until = now() + interval '1 hour' where alert = 'L3-a1'`)
    expect([...(await lease()), ...(await lease()), ...(await lease())].sort()).toEqual(['L1', 'L2', 'L3'])
    for (const incident of ['L1', 'L2', 'L3']) await $.store.commit([taken(incident)])
  })

  it('the next wake-up is ordered for the instant', async () => {
    const nextAt = new Date(Date.now() + 60_000).toISOString()
    const notifications = [notificationOf('M1-a1', { nextAt })]
    await $.store.commit([changeOf('M1', 0, { alerts: [alertOf('M1', 'M1-a1')], told: told({ notifications }) })])
    expect((await $.store.dueSoon(120_000, 1)).instants).toContain(nextAt)
    expect((await $.store.leaseNotifications(FORCE, 10, 50)).next).toBe(nextAt)
  })
})

describe('alerts about the system', () => {
  const silentFor = (seconds: number) =>
    $.database.query(`update reassess.system_said set at = now() - interval '${seconds} seconds'`)
  const only = async (kind: string) => {
    const { items } = await $.store.alerts(FORCE, { openOnly: false }, { limit: 200 })
    const found = items.find((item) => item.kind === kind && item.status !== 'resolved')
    if (found === undefined) throw new Error(`no ${kind}`)
    return found.id
  }
  const by = (id: string) => ({ id, role: 'supervisor' })

  it('are told within a round, escalate as others do, and stop when somebody takes them', async () => {
    await $.store.create('supervisor', FORCE)
    await $.store.sayStalled('supervisor')
    const ports = portsWith()
    await tellSystemAlerts(ports)
    await tellSystemAlerts(ports)
    const id = await only('timers-stalled')
    expect(await rowsOf(id)).toMatchObject([
      { person: 'sup-1', way: 'sms', incident: '', status: 'pending' },
      { person: 'sup-1', way: 'webhook' },
    ])
    await dueNow(id)
    await advanceNotifications(ports)
    expect(await keptOf(id)).toMatchObject({ told: ['sup-1', 'sup-2'] })

    await $.store.acknowledgeSystemAlert(FORCE, id, by('sup-2'))
    await tellSystemAlerts(ports)
    expect(new Set(await statuses(id))).toEqual(new Set(['raised sup-1 withdrawn', 'raised sup-2 withdrawn']))
    expect(await keptOf(id)).toMatchObject({ next_at: null })

    await $.store.acknowledgeSystemAlert(FORCE, id, by('sup-1'))
    await tellSystemAlerts(ports)
    await tellSystemAlerts(ports)
    expect((await statuses(id)).filter((one) => one.startsWith('taken-over'))).toHaveLength(4)

    await silentFor(16)
    await $.store.sayFiring()
    await tellSystemAlerts(ports)
    expect((await statuses(id)).filter((one) => !one.endsWith('withdrawn'))).toEqual([])
    expect(await keptOf(id)).toBeUndefined()
    expect((await $.store.systemAlertsToTell(FORCE, 10)).alerts).toEqual([])
  })

  it('that escalate after somebody took them are told to that person and to the next', async () => {
    const ports = portsWith()
    const escalation = { ladder: LADDER, everyMs: 0 }
    await $.store.raiseRefused([{ force: FORCE, reference: 'NOWHERE' }], 'key-1', escalation)
    await tellSystemAlerts(ports)
    const id = await only('report-refused')
    await $.store.acknowledgeSystemAlert(FORCE, id, by('sup-2'))
    await tellSystemAlerts(ports)
    await $.store.escalateRefused(escalation)
    await tellSystemAlerts(ports)
    expect([...new Set(await statuses(id))]).toEqual(['raised sup-1 withdrawn', 'raised fim-1 pending', 'raised sup-2 pending'])
    expect(await keptOf(id)).toMatchObject({ level: 2, told: ['sup-2', 'fim-1'] })
  })

  it('that somebody gives back are told to somebody else', async () => {
    await $.store.create('supervisor', FORCE)
    await $.store.sayAccessUnwritable('supervisor')
    const ports = portsWith()
    await tellSystemAlerts(ports)
    const id = await only('access-log-unwritable')
    await $.store.acknowledgeSystemAlert(FORCE, id, by('sup-1'))
    await tellSystemAlerts(ports)
    await $.database.query(
      `update reassess.alerts set status = 'open', item = (item::jsonb - 'acknowledgedBy' || '{"status": "open"}')::text where id = $1`,
      [id],
    )
    await tellSystemAlerts(ports)
    const told = new Set(await statuses(id))
    expect(told).toEqual(new Set(['raised sup-1 withdrawn', 'released sup-1 pending', 'raised sup-2 pending']))
  })

  it('of an alert that did not reach somebody are told to somebody else', async () => {
    await $.store.commit([raised('P1', { severity: 'critical' })])
    await $.database.query(`update reassess.deliveries set status = 'failed', written_at = now() where incident = 'P1'`)
    await $.store.tellUnreached('supervisor')
    await tellSystemAlerts(portsWith())
    const id = await only('delivery-failed')
    expect([...new Set(await statuses(id))]).toEqual(['raised sup-2 pending'])
  })

  it('of another force are told by whoever has its delivery file', async () => {
    await $.store.create('supervisor', 'northshire')
    await $.store.sayStalled('supervisor')
    expect((await $.store.systemAlertsToTell(FORCE, 10)).alerts.map(({ alert }) => alert.kind)).toEqual(['timers-stalled'])
  })
})

describe('as a worker starts', () => {
  it('alerts that were open before there was a delivery file are told, worst first, in bounded pages', async () => {
    const ports = portsWith()
    await tellUntoldAlerts(ports)
    const ofSeverity = (incident: string, severity: AlertItem['severity'], status: AlertItem['status'] = 'open') =>
      changeOf(incident, 0, { alerts: [alertOf(incident, `${incident}-a1`, { severity, status })] })
    await $.store.commit([
      ofSeverity('N1', 'high'),
      ofSeverity('N2', 'critical'),
      ofSeverity('N3', 'high'),
      ofSeverity('N4', 'low'),
      ofSeverity('N5', 'critical', 'acknowledged'),
    ])
    const first = await $.store.untoldAlerts(FORCE, Object.keys(PEOPLE), null, 2)
    const second = await $.store.untoldAlerts(FORCE, Object.keys(PEOPLE), first.next, 2)
    const pages = [first, second].map(({ alerts }) => alerts.map(({ alert }) => alert.incident))
    expect(pages).toEqual([
      ['N2', 'N1'],
      ['N3', 'N4'],
    ])
    await tellUntoldAlerts(ports)
    const counts = await Promise.all(['N1', 'N2', 'N3', 'N4', 'N5'].map(async (one) => (await rowsOf(`${one}-a1`)).length))
    // Nobody is told of what no route has.
    expect(counts).toEqual([2, 2, 2, 0, 0])
    await tellUntoldAlerts(ports)
    expect(await rowsOf('N1-a1')).toHaveLength(2)
  })

  it('alerts of which nobody could be told are told once somebody can be', async () => {
    await $.store.commit([changeOf('N6', 0, { alerts: [alertOf('N6', 'N6-a1')] })])
    const plan = planWith({ people: {} })
    await tellUntoldAlerts({ ...portsWith(), notifier: notifierWith(plan, nobodyOnDuty) })
    expect(await rowsOf('N6-a1')).toEqual([])
    await dueNow('N6-a1')
    await advanceNotifications(portsWith(nobodyOnDuty))
    expect(await keptOf('N6-a1')).toMatchObject({ told: ['sup-1', 'sup-2', 'supt-2'] })
  })

  it('alerts that only people were told of who have left the file are told to somebody else', async () => {
    const toldOnce = (incident: string, person: string) =>
      changeOf(incident, 0, {
        alerts: [alertOf(incident, `${incident}-a1`)],
        told: told({
          deliveries: [deliveryOf(`${incident}-a1`, { person })],
          notifications: [notificationOf(`${incident}-a1`, { told: [person], nextAt: null })],
        }),
      })
    await $.store.commit([toldOnce('N7', 'gone-1'), toldOnce('N8', 'sup-1')])
    await tellUntoldAlerts(portsWith())
    await tellUntoldAlerts(portsWith())
    expect([...new Set(await statuses('N7-a1'))]).toEqual(['raised gone-1 pending', 'raised sup-1 pending'])
    expect(await statuses('N8-a1')).toEqual(['raised sup-1 pending'])
  })
})
