/** The dead man's switch: it is 200 only as long as somebody would be told of the next alert. */
import { pino } from 'pino'
import { createServiceApi } from '../../src/api/createApi.ts'
import { listen } from '../../src/api/door/server.ts'
import { createHeartbeat } from '../../src/api/heartbeat.ts'
import type { DeliveryHealth } from '../../src/engine/notifications/seen.ts'
import { wrongWith } from '../support/answers.ts'
import { type Api, startApi } from './harness.ts'

const WELL = { isStuck: async () => false, isNobodyOnDuty: () => false }

describe('GET /v1/heartbeat', () => {
  let api: Api
  beforeEach(async () => {
    api = await startApi()
  })
  afterEach(() => api.stop())
  const ask = async () => {
    const answer = await api.get('/v1/heartbeat', null)
    const body = (await answer.json()) as { status: string; parts: object }
    expect(wrongWith('Heartbeat', body)).toBeNull()
    return { code: answer.status, status: body.status, parts: body.parts, kept: answer.headers.get('cache-control') }
  }

  it.each<[string, Partial<DeliveryHealth> | null, { writable?: boolean; firing?: boolean }, number, object]>([
    ['nobody is told of alerts', null, {}, 200, { timers: 'firing', record: 'writable' }],
    ['all is well', {}, {}, 200, { timers: 'firing', record: 'writable', deliveries: 'ok', onDuty: 'ok' }],
    ['timers stall', {}, { firing: false }, 503, { timers: 'stalled', record: 'writable', deliveries: 'ok', onDuty: 'ok' }],
    ['the record is away', null, { writable: false }, 503, { timers: 'firing', record: 'unavailable' }],
    [
      'a critical delivery is stuck',
      { isStuck: async () => true },
      {},
      503,
      { timers: 'firing', record: 'writable', deliveries: 'stuck', onDuty: 'ok' },
    ],
    [
      'nobody knows whether one is stuck',
      { isStuck: () => Promise.reject(new Error('away')) },
      {},
      503,
      { timers: 'firing', record: 'writable', deliveries: 'stuck', onDuty: 'ok' },
    ],
    [
      'nobody is on duty',
      { isNobodyOnDuty: async () => true },
      {},
      503,
      { timers: 'firing', record: 'writable', deliveries: 'ok', onDuty: 'nobody-on-duty' },
    ],
  ])('where %s', async (_what, notification, health, code, parts) => {
    api.notification.asked = notification && { ...WELL, ...notification }
    Object.assign(api.health, health)
    expect(await ask()).toEqual({ code, status: code === 200 ? 'ok' : 'failing', parts, kept: 'no-store' })
    expect(api.logged.filter((line) => line.includes('request failed'))).toEqual([])
  })

  it('asks the record once however many ask within a second', async () => {
    let asked = 0
    api.health.answers = async () => void asked++
    await Promise.all(Array.from({ length: 20 }, ask))
    expect(asked).toBe(1)
  })

  it('answers 503 when the record does not answer', async () => {
    api.health.answers = () => new Promise(() => {})
    expect(await ask()).toMatchObject({ code: 503, parts: { record: 'unavailable' } })
  })
})

it('is answered by a worker too, which serves nothing of the record', async () => {
  const api = await startApi()
  const health = {
    ...{ role: 'worker' as const, record: async () => true, timersFiring: () => true },
    ...{ olderBuild: () => false, starting: () => false },
  }
  const { metrics } = api
  const heartbeat = createHeartbeat(health, () => WELL)
  const worker = createServiceApi({
    health,
    heartbeat,
    metrics,
    log: pino({ enabled: false }),
    draining: new AbortController().signal,
  })
  const server = await listen(worker, { host: '127.0.0.1', port: 0 })
  const answer = await fetch(`http://127.0.0.1:${server.port}/v1/heartbeat`)
  expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'ok' }])
  expect((await fetch(`http://127.0.0.1:${server.port}/v1/deliveries`)).status).toBe(404)
  await server.close(1_000)
  await api.stop()
})
