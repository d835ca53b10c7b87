/** `POST /v1/delivery/notify` and `POST /v1/delivery/test`, over a real record. */
import type { DeliveryPlan } from '../../machines/rules/delivery/plan.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { policyWith } from '../support/incident.ts'
import { startNotifyDouble } from '../support/notifyDouble.ts'
import { ALL_ROLES, type ServedRecord, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

const TOKEN = 'a-token-of-this-test'
const PLAN: DeliveryPlan = {
  force: 'warwickshire',
  people: {
    'sup-1': { name: 'A. Supervisor', roles: ['supervisor'], ways: { email: 'sup-1@force.example', sms: '07700900001' } },
    'sup-2': { name: 'B. Supervisor', roles: ['supervisor'], ways: {} },
    'fim-1': { name: 'C. Manager', roles: ['force-incident-manager'], ways: { webhook: 'desk' } },
  },
  rota: {},
  routes: [],
}

const $ = useStore()
let served: ServedRecord
beforeAll(async () => {
  served = await serveRecord($.store, policyWith(), ALL_ROLES, {
    notifyCallbackToken: TOKEN,
    duty: {
      force: 'warwickshire',
      ladder: [],
      planNow: () => PLAN,
      override: async () => null,
      posted: () => null,
      refresh: async () => {},
    },
  })
})
afterAll(() => served.stop())

interface Row {
  readonly id: number
  readonly status: string
  readonly problem: string | null
  readonly isTriedAgain: boolean
  readonly isDelivered: boolean
}

/** A row as its sender left it: handed to Notify under the reference `n-1`. */
async function sent(message: string, more: Readonly<Record<string, string | null>> = {}): Promise<() => Promise<Row>> {
  const columns = {
    ...{ force: 'warwickshire', case_id: '0', alert: `a-${message}`, incident: 'WK-1', kind: 'attendance-overdue' },
    ...{ severity: 'high', level: '1', count: '1', turn: '0', about: 'raised', person: 'sup-1', way: 'sms', role: 'supervisor' },
    ...{ status: 'sent', written_at: new Date().toISOString(), message, reference: 'n-1', ...more },
  }
  const names = Object.keys(columns)
  const [row] = await $.database.query<{ id: string }>(
    `insert into reassess.deliveries (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')}) returning id`,
    Object.values(columns),
  )
  return async () => {
    const [now] = await $.database.query<Row>(
      `select status, problem, try_at is not null as "isTriedAgain", delivered_at is not null as "isDelivered"
         from reassess.deliveries where id = $1`,
      [row?.id],
    )
    return now as Row
  }
}

describe('what Notify reports', () => {
  const report = async (reference: string, status: string, id = 'n-1', token = TOKEN): Promise<number> => {
    const answer = await fetch(`${served.url}/v1/delivery/notify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ id, reference, to: '07700900001', status, completed_at: '2026-11-23T03:00:00.000Z' }),
    })
    await answer.body?.cancel()
    return answer.status
  }

  it.each([
    ['delivered', { status: 'delivered', isTriedAgain: false, isDelivered: true }, null],
    ['permanent-failure', { status: 'dead', isTriedAgain: false, isDelivered: false }, /no such number/],
    ['temporary-failure', { status: 'failed', isTriedAgain: true, isDelivered: false }, /telephone is off/],
    ['technical-failure', { status: 'failed', isTriedAgain: true, isDelivered: false }, /could not send/],
  ] as const)('as %s becomes the status of the row', async (status, becomes, problem) => {
    const row = await sent(`msg_${status}`)
    expect(await report(`msg_${status}`, status)).toBe(204)
    expect(await row()).toMatchObject({ ...becomes, problem: problem === null ? null : expect.stringMatching(problem) })
  })

  it('counts for each alert of the message', async () => {
    const rows = [await sent('msg_both'), await sent('msg_both', { alert: 'another' })]
    await report('msg_both', 'delivered')
    expect(await Promise.all(rows.map(async (row) => (await row()).status))).toEqual(['delivered', 'delivered'])
  })

  it.each(['temporary-failure', 'permanent-failure', 'delivered'])(
    'late or repeated, as %s, never moves delivered back',
    async (status) => {
      const row = await sent(`msg_late_${status}`)
      await report(`msg_late_${status}`, 'delivered')
      expect(await report(`msg_late_${status}`, status)).toBe(204)
      expect(await row()).toMatchObject({ status: 'delivered', isTriedAgain: false, problem: null })
    },
  )

  it('of an earlier try says nothing of the last, unless it arrived', async () => {
    const row = await sent('msg_again', { reference: 'n-2' })
    await report('msg_again', 'permanent-failure', 'n-1')
    expect((await row()).status).toBe('sent')
    await report('msg_again', 'delivered', 'n-1')
    expect((await row()).status).toBe('delivered')
  })

  it.each(['dead', 'withdrawn', 'failed'])('as delivered is true of a row that is %s', async (status) => {
    const row = await sent(`msg_was_${status}`, { status })
    await report(`msg_was_${status}`, 'delivered')
    expect((await row()).status).toBe('delivered')
  })

  it('as failed leaves alone what was withdrawn', async () => {
    const row = await sent('msg_withdrawn', { status: 'withdrawn' })
    await report('msg_withdrawn', 'temporary-failure')
    expect(await row()).toMatchObject({ status: 'withdrawn', isTriedAgain: false })
  })

  it('as failed after a day is the end of it', async () => {
    const row = await sent('msg_old', { written_at: new Date(Date.now() - 86_400_000).toISOString() })
    await report('msg_old', 'temporary-failure')
    expect(await row()).toMatchObject({ status: 'dead', isTriedAgain: false })
  })

  it('while the message is being sent is asked for again', async () => {
    const leased = { status: 'pending', reference: null, leased_until: new Date(Date.now() + 20_000).toISOString() }
    const row = await sent('msg_under_way', leased)
    expect(await report('msg_under_way', 'delivered')).toBe(503)
    expect((await row()).status).toBe('pending')
  })

  it('of a message of another system is not asked for again', async () => {
    expect(await report('msg_of_another_system', 'delivered')).toBe(204)
  })

  it.each(['sending', 'pending', 'created'])('as %s is not the last word', async (status) => {
    const row = await sent(`msg_${status}`)
    expect(await report(`msg_${status}`, status)).toBe(204)
    expect((await row()).status).toBe('sent')
  })

  it('changes nothing of a message by another way', async () => {
    const row = await sent('msg_webhook', { way: 'webhook' })
    expect(await report('msg_webhook', 'permanent-failure')).toBe(204)
    expect((await row()).status).toBe('sent')
  })

  it('comes as Notify sends it', async () => {
    const notify = await startNotifyDouble()
    const row = await sent('msg_real')
    const about = {
      id: 'n-1',
      reference: 'msg_real',
      type: 'sms' as const,
      to: '07700900001',
      personalisation: {},
      receivedAt: 0,
    }
    expect(await notify.callsBack(about, 'delivered', `${served.url}/v1/delivery/notify`, TOKEN)).toBe(204)
    expect((await row()).status).toBe('delivered')
    await notify.close()
  })

  it('is kept without the number', async () => {
    const [found] = await $.database.query<{ count: string }>(
      `select count(*) from reassess.deliveries d where d::text like '%07700900001%'`,
    )
    expect(found?.count).toBe('0')
  })

  const post = (headers: Readonly<Record<string, string>>, body = '{}') =>
    fetch(`${served.url}/v1/delivery/notify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })

  it('is 401 with another token, a key or nothing', async () => {
    const key = await $.store.create('admin', 'warwickshire')
    for (const authorization of [`Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, `Bearer ${key}`, TOKEN])
      expect((await post({ authorization })).status).toBe(401)
    expect((await post({})).status).toBe(401)
  })

  it('is 422, 415 or 413 where it is nothing that Notify says', async () => {
    const authorization = `Bearer ${TOKEN}`
    expect((await post({ authorization })).status).toBe(422)
    expect((await post({ authorization }, 'nothing')).status).toBe(422)
    expect((await post({ authorization, 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post({ authorization }, `"${'x'.repeat(20_000)}"`)).status).toBe(413)
    const said = { id: 'n-1', reference: 'msg_1', status: 'delivered' }
    for (const field of ['id', 'reference'])
      expect((await post({ authorization }, JSON.stringify({ ...said, [field]: 'n\u0000' }))).status).toBe(422)
  })
})

describe('a test of the ways of somebody', () => {
  const test = async (body: object, role: Role = 'supervisor') => {
    const answer = await served.api.ask('/v1/delivery/test', role, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ by: { id: 'sup-9', role: 'supervisor' }, ...body }),
    })
    return { status: answer.status, body: (await answer.json()) as { deliveries?: { id: string; way: string }[]; type?: string } }
  }
  const rows = () =>
    $.database.query(
      `select id::text, alert, incident, about, person, way, role, status, turn, try_at is not null as due from reassess.deliveries where about = 'test' order by id`,
    )
  beforeEach(() => $.database.query(`delete from reassess.deliveries where about = 'test'`))

  it('writes a row for each way, carried like any other, and names them; nobody need say who asks', async () => {
    const { status, body } = await test({ person: 'sup-1', by: undefined })
    expect([status, body.deliveries?.map(({ way }) => way)]).toEqual([201, ['email', 'sms']])
    const like = {
      alert: '',
      incident: '',
      about: 'test',
      person: 'sup-1',
      role: 'supervisor',
      status: 'pending',
      turn: 1,
      due: true,
    }
    expect(await rows()).toEqual(body.deliveries?.map((delivery) => ({ ...delivery, ...like })))
  })

  it('tells nobody twice within a minute, and everybody again later', async () => {
    const first = await test({ person: 'sup-1' })
    expect(await test({ person: 'sup-1' })).toEqual({ status: 200, body: first.body })
    expect((await test({ person: 'fim-1' })).status).toBe(201)
    await $.database.query(`update reassess.deliveries set written_at = written_at - interval '2 minutes' where about = 'test'`)
    const later = await test({ person: 'sup-1' })
    expect(later.status).toBe(201)
    expect((await rows()).map(({ person, way, turn }) => [person, way, turn])).toEqual([
      ['sup-1', 'email', 1],
      ['sup-1', 'sms', 1],
      ['fim-1', 'webhook', 1],
      ['sup-1', 'email', 2],
      ['sup-1', 'sms', 2],
    ])
  })

  it('is one where several ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => test({ person: 'sup-1' })))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect((await rows()).length).toBe(2)
  })

  it.each(['supervisor', 'force-incident-manager', 'duty-superintendent', 'admin'] as const)(
    'may be asked for by %s',
    async (role) => {
      expect((await test({ person: 'sup-1' }, role)).status).toBe(201)
    },
  )

  it.each(['control-room', 'officer', 'hau', 'auditor'] as const)('may not be asked for by %s', async (role) => {
    expect((await test({ person: 'sup-1' }, role)).status).toBe(403)
  })

  it.each([
    ['nobody', 'is not among the people'],
    ['constructor', 'is not among the people'],
    ['sup-2', 'has no way'],
  ])('is refused for %s, who %s', async (person, said) => {
    const { status, body } = await test({ person })
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining(said)])
    expect(await rows()).toEqual([])
  })

  it('is refused without a delivery file', async () => {
    const other = await served.supervisorOf('kent')
    const answer = await other.ask('/v1/delivery/test', 'supervisor', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: 'sup-1', by: { id: 'sup-9', role: 'supervisor' } }),
    })
    expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([
      404,
      expect.stringMatching(/no-delivery-file$/),
    ])
  })
})
