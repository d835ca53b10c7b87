import { readFile } from 'node:fs/promises'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { EVENT_NAMES, parseData, typeOf } from '../../machines/rules/events.ts'
import { listen } from '../../src/api/door/server.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { createMetrics } from '../../src/api/metrics.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { openApiDocument } from '../../src/api/openapi/index.ts'
import { PROBLEMS } from '../../src/api/problems.ts'
import { wrongWith } from '../support/answers.ts'
import { type Api, event, reported, startApi } from './harness.ts'

let api: Api
beforeEach(async () => {
  api = await startApi()
})
afterEach(() => api.stop())

describe('health', () => {
  it('is alive without a key, even when nothing else works', async () => {
    api.health.writable = api.health.firing = false
    expect((await api.get('/healthz', null)).status).toBe(200)
  })

  it.each([
    ['api', true, false, 200],
    ['api', false, true, 503],
    ['worker', false, true, 503],
    ['worker', true, true, 200],
    ['worker', true, false, 503],
    ['all', true, true, 200],
    ['all', true, false, 503],
    ['all', false, true, 503],
  ] as const)('of a process that is %s, record %s and timers %s, is %i', async (role, writable, firing, status) => {
    const one = await startApi({ role })
    Object.assign(one.health, { writable, firing })
    const answer = await one.get('/readyz', null)
    expect([answer.status, await answer.json()]).toEqual([
      status,
      {
        role,
        ready: status === 200,
        record: writable ? 'writable' : 'unavailable',
        timers: firing ? 'firing' : 'stalled',
        build: 'current',
      },
    ])
    await one.stop()
  })

  it.each(['api', 'worker', 'all'] as const)('of a process that is %s beside a newer build is 503, and says so', async (role) => {
    const one = await startApi({ role })
    one.health.older = true
    const answer = await one.get('/readyz', null)
    expect([answer.status, await answer.json()]).toMatchObject([503, { ready: false, build: 'older', record: 'writable' }])
    await one.stop()
  })

  it.each([
    ['the first canary is still on its way', { firing: false, starting: true }, 0],
    ['timers are stalled', { firing: false, starting: false }, 1],
    ['the record is away, also at the start', { writable: false, starting: true }, 1],
  ])('is no error of the log while %s', async (_, state, errors) => {
    const one = await startApi({ role: 'all' })
    Object.assign(one.health, state)
    expect((await one.get('/readyz', null)).status).toBe(503)
    expect(one.logged.filter((line) => line.includes('request failed'))).toHaveLength(errors)
    await one.stop()
  })

  it('takes a time in which the process itself could not run for no silence of the record', async () => {
    api.health.answers = async () => {
      // All at once, as when a crowded machine gives the process its turn again: the answer has been there for long.
      process.nextTick(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_200))
      await readFile(new URL(import.meta.url))
    }
    expect((await api.get('/readyz', null)).status).toBe(200)
    api.health.answers = () => new Promise(() => {})
    expect((await api.get('/readyz', null)).status).toBe(503)
  })

  it('is not ready once it drains, and lets connections go', async () => {
    api.drain()
    const answer = await api.get('/readyz', null)
    expect([answer.status, answer.headers.get('connection')]).toEqual([503, 'close'])
  })
})

describe('metrics of deliveries', () => {
  const due = {
    counts: async () => ({ pending: 0, overdue: 0, failed: 0 }),
    demandLevels: async () => new Map(),
    hauQueue: async () => new Map(),
  }
  const metricsOf = (more: Partial<Parameters<typeof createMetrics>[0]>) =>
    createMetrics({ due, timersFiring: () => true, bankHolidayDaysLeft: () => 403, ...more })
  const linesOf = async (metrics: ReturnType<typeof createMetrics>) =>
    (await metrics.scrape()).text.split('\n').filter((line) => line.startsWith('reassess_deliver'))

  it('tell by way what has not arrived and how long a critical one waits, and name no way that the file does not', async () => {
    const metrics = metricsOf({
      ways: () => ['email', 'sms'],
      undelivered: async () => [
        { way: 'sms', counts: { pending: 2, failed: 1, dead: 0 }, oldestCriticalSeconds: 130.5 },
        { way: 'gone', counts: { pending: 0, failed: 0, dead: 3 }, oldestCriticalSeconds: null },
        { way: 'gone too', counts: { pending: 1, failed: 0, dead: 4 }, oldestCriticalSeconds: 7 },
      ],
    })
    metrics.deliveryTried('sms', 'delivered')
    metrics.deliveryTried('sms', 'delivered')
    metrics.deliveryTried('gone', 'failed')
    expect(await linesOf(metrics)).toEqual([
      ...['email', 'sms', 'other'].flatMap((way, at) =>
        ['pending', 'failed', 'dead'].map(
          (status, of) =>
            `reassess_deliveries{way="${way}",status="${status}"} ${
              [
                [0, 0, 0],
                [2, 1, 0],
                [1, 0, 7],
              ][at]?.[of]
            }`,
        ),
      ),
      'reassess_delivery_oldest_undelivered_critical_seconds{way="email"} 0',
      'reassess_delivery_oldest_undelivered_critical_seconds{way="sms"} 130.5',
      'reassess_delivery_oldest_undelivered_critical_seconds{way="other"} 7',
      'reassess_delivery_tries_total{way="sms",result="delivered"} 2',
      'reassess_delivery_tries_total{way="other",result="failed"} 1',
    ])
  })

  it('are absent, not zero, while the record is away', async () => {
    const metrics = metricsOf({ ways: () => ['sms'], undelivered: () => Promise.reject(new Error('away')) })
    expect(await linesOf(metrics)).toEqual([])
  })
})

describe('metrics', () => {
  it('count events, refusals, timers and demands', async () => {
    await api.post('control-room', reported('WK-1'))
    await api.post('control-room', reported('WK-1'))
    await api.postBatch('officer', [event('incident.closed', 'WK-1'), { type: 'a made-up name' }])
    await api.post('control-room', event('thrive.assessed', 'WK-1'))
    await api.postBatch('control-room', [event('thrive.assessed', 'WK-1', { id: 'another' })])
    await api.post('hau', event('hau.feedback', 'WK-1'))
    api.metrics.timerFired({ dueAt: '2026-11-20T22:00:00.000Z', firedAt: '2026-11-20T22:00:00.200Z', by: 'sweep' })
    const text = await (await api.get('/metrics', null)).text()
    for (const line of [
      'reassess_events_total{type="incident.reported",result="accepted"} 1',
      'reassess_events_total{type="incident.reported",result="duplicate"} 1',
      'reassess_events_total{type="incident.closed",result="refused"} 1',
      'reassess_events_total{type="unknown",result="refused"} 1',
      'reassess_thrive_assessments_total{adequate="yes"} 2',
      'reassess_refusals_total{code="forbidden"} 1',
      'reassess_timer_lateness_seconds_bucket{le="0.1",by="sweep"} 0',
      'reassess_timer_lateness_seconds_bucket{le="0.25",by="sweep"} 1',
      'reassess_timers_pending 7',
      'reassess_timers_overdue 2',
      'reassess_timers_stalled 0',
      'reassess_bank_holidays_days_left 403',
      'reassess_demands_open{level="1"} 4',
      'reassess_dash_feedback_total{quality="below-standard"} 1',
      'reassess_unit_queue_incidents{state="toReceive"} 3',
      'reassess_unit_queue_oldest_seconds{state="toReceive"} 7200',
    ])
      expect(text).toContain(`${line}\n`)
    expect(text).toMatch(/^process_cpu_seconds_total /m)
  })

  it('answer while the record is away, without claiming a count', async () => {
    await api.get('/metrics', null)
    Object.assign(api.health, { writable: false, firing: false })
    const answer = await api.get('/metrics', null)
    const text = await answer.text()
    expect(answer.status).toBe(200)
    expect(text).toContain('reassess_timers_stalled 1\n')
    expect(text).not.toMatch(/^reassess_(timers_pending|timers_overdue|demands_open|unit_queue_incidents)[ {]/m)
  })
})

/** Data with each of its parts in turn left out, beside something unknown, or as each of the values: where, what, and all of it. */
function* spoilt(data: unknown, values: readonly unknown[], at = ''): Generator<[string, unknown, unknown]> {
  if (typeof data !== 'object' || data === null) return
  const put = (name: string, value: unknown) =>
    Array.isArray(data) ? data.map((entry, index) => (String(index) === name ? value : entry)) : { ...data, [name]: value }
  if (!Array.isArray(data)) yield [at, 'red', put('colour', 'red')]
  for (const [name, part] of Object.entries(data)) {
    const here = `${at}/${name}`
    if (!Array.isArray(data)) yield [here, undefined, JSON.parse(JSON.stringify(put(name, undefined)))]
    for (const value of values) yield [here, value, put(name, value)]
    for (const [below, value, spoiltPart] of spoilt(part, values, here)) yield [below, value, put(name, spoiltPart)]
  }
}

describe('the OpenAPI document', () => {
  const validator = async () => {
    const document = (await (await api.get('/openapi.json', null)).json()) as {
      paths: Record<string, Record<string, { responses: object }>>
    }
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ $id: 'api', ...document })
    const compiled = new Map<string, ValidateFunction>()
    const validatorOf = (component: string): ValidateFunction => {
      const validate = compiled.get(component) ?? ajv.compile({ $ref: `api#/components/schemas/${component}` })
      compiled.set(component, validate)
      return validate
    }
    const check = (component: string, value: unknown) => {
      const validate = validatorOf(component)
      return validate(value) ? [] : validate.errors
    }
    return { document, check, validatorOf }
  }

  it('has an example of every event type, right by its own schema and by the one that judges', async () => {
    const { check } = await validator()
    for (const name of EVENT_NAMES) {
      expect([name, parseData(name, exampleEvent(name).data).ok]).toEqual([name, true])
      expect([name, check(name, exampleEvent(name)), check('Event', exampleEvent(name))]).toEqual([name, [], []])
      expect([name, check(name, { ...exampleEvent(name), data: { colour: 'red' } })]).not.toEqual([name, []])
    }
  })

  it('refuses what the service refuses, and takes what it takes', async () => {
    const { check } = await validator()
    const note = event('log.noted', 'WK-1')
    const extensions = Object.fromEntries(Array.from({ length: 35 }, (_, n) => [`x${n}`, 'x']))
    const by = (note.data as { by: object }).by
    await api.report('WK-1')
    for (const over of [
      { subject: '..' },
      { subject: 'x'.repeat(65) },
      { time: '1899-12-31T23:59:59Z' },
      { time: '1900-01-01T00:30:00+01:00' },
      { time: '1899-12-31T23:30:00-01:00' },
      { time: '2200-12-31T23:30:00-01:00' },
      { time: '2026-02-30T12:00:00Z' },
      { id: '' },
      { id: '😀'.repeat(129) },
      { source: 'two words' },
      { datacontenttype: 'application/xml' },
      { data_base64: 'e30=' },
      { odd: {} },
      { 'not-an-attribute': 'x' },
      extensions,
      { data: { text: ' ', by } },
      { data: { text: 'x'.repeat(20_001), by } },
      { data: { text: 'a\u0000b', by } },
      { data: { text: 'x', by, more: 1 } },
    ]) {
      const sent = { ...note, ...over }
      expect([over, check('Event', sent)]).not.toEqual([over, []])
      expect([over, (await api.post('control-room', sent)).status]).toEqual([over, 422])
    }
    const taken = { ...note, datacontenttype: null, dataschema: null, traceparent: '00-1', sampled: true, count: 1, none: null }
    for (const over of [{}, { id: '😀'.repeat(128) }, { time: '2026-11-20t21:30:00.123456789+01:00' }]) {
      expect(check('Event', { ...taken, ...over })).toEqual([])
      expect((await api.post('control-room', { ...taken, ...over })).status).toBe('time' in over ? 200 : 201)
    }
  })

  it('refuses of each field of each event what the service refuses, and takes what it takes', async () => {
    const { validatorOf } = await validator()
    const faces = (count: number) => '😀'.repeat(count)
    const blank = ['', ' ', '\u200b']
    const strange = [null, true, -7, 4711, 0.5, [], {}, [null], 'x', faces(64), faces(65), faces(256), faces(257)]
    const texts = ['a\u0000b', '\u202ea', '1899-12-31T23:30:00-01:00', '2026-02-30']
    const told: string[] = []
    for (const name of EVENT_NAMES) {
      const isInSchema = validatorOf(`${name}.data`)
      const longest = name === 'log.noted' ? [faces(20_000), faces(20_001)] : []
      for (const [at, value, data] of spoilt(exampleEvent(name).data, [...blank, ...strange, ...texts, ...longest])) {
        const isTaken = parseData(name, data).ok
        // A schema cannot say that a word of a list, or a whole object, may be a blank.
        if (isTaken === isInSchema(data) || (isTaken && blank.includes(String(value)))) continue
        told.push(`${isTaken ? 'takes' : 'refuses'} ${name} ${at}`)
      }
    }
    expect([...new Set(told)]).toEqual([
      // Another force than the key's, in any case.
      'takes incident.reported /force',
      // As telephones copy them: taken out, with a warning.
      'takes incident.reported /persons/0/phone',
      // Asked for because of what another field says.
      'refuses school.resolved /school',
      'refuses investigation.handed-over /package/photographs/reason',
    ])
  })

  it('describes the answers that are given', async () => {
    const { document } = await validator()
    expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument(LIMITS))))
    const json = async (answer: Promise<Response>): Promise<unknown> => (await answer).json()
    expect(wrongWith('Recorded', await json(api.report('WK-1')))).toBeNull()
    expect(wrongWith('BatchAnswer', await json(api.postBatch('supervisor', [event('log.noted', 'WK-1'), 5])))).toBeNull()
    expect(wrongWith('Problem', await json(api.post('officer', '{')))).toBeNull()
    expect(wrongWith('Incident', await json(api.get('/v1/incidents/WK-1')))).toBeNull()
    expect(wrongWith('IncidentPage', await json(api.get('/v1/incidents')))).toBeNull()
    expect(wrongWith('TimelinePage', await json(api.get('/v1/incidents/WK-1/timeline')))).toBeNull()
    expect(wrongWith('AlertPage', await json(api.get('/v1/alerts')))).toBeNull()
    expect(wrongWith('RefusalPage', await json(api.get('/v1/refusals', 'auditor')))).toBeNull()
    expect(wrongWith('Ready', await json(api.get('/readyz', null)))).toBeNull()
  })

  it('knows the status of every problem that an event may be answered with', async () => {
    const { document } = await validator()
    const statuses = Object.keys(document.paths['/v1/events']?.post?.responses ?? {})
    expect(Object.values(PROBLEMS).every(({ status }) => status === 405 || statuses.includes(String(status)))).toBe(true)
  })
})

it('shows the document as a page that needs no script and no other host', async () => {
  const answer = await api.get('/docs', null)
  const page = await answer.text()
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
  expect(page).not.toMatch(/<script|<link|<img|src=/)
  for (const name of EVENT_NAMES) expect(page).toContain(typeOf(name))
})

it('tells a browser nothing about itself and lets it do nothing', async () => {
  const { headers } = await api.get('/healthz', null)
  expect(headers.get('x-powered-by')).toBeNull()
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
})

it('lets a running request end when it stops, and no longer than it may', async () => {
  const record = api.engine.record
  let release = () => {}
  const holds = new Promise<void>((resolve) => {
    release = resolve
  })
  api.engine.record = async (arrived) => {
    await holds
    return record(arrived)
  }
  const answer = api.post('control-room', reported('WK-1'))
  await new Promise((resolve) => setTimeout(resolve, 50))
  const stopped = api.stop()
  release()
  expect((await answer).status).toBe(201)
  await stopped

  const stuck = await startApi()
  stuck.engine.record = () => new Promise(() => {})
  const cut = expect(stuck.post('control-room', reported('WK-1'))).rejects.toThrow()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await stuck.stop()
  await cut
})

it('says clearly that a port is taken', async () => {
  const port = Number(new URL(api.url).port)
  await expect(listen(() => {}, { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringContaining(String(port)),
  })
})
