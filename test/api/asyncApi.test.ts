/** `GET /asyncapi.json`: a document that is valid, and that what is really sent agrees with. */
import specs from '@asyncapi/specs'
import { Ajv } from 'ajv'
import { ALERTS } from '../../machines/rules/catalogue/alerts.ts'
import type { asyncApiDocument } from '../../src/api/asyncapi/index.ts'
import type { MessageItem } from '../../src/deliver/way.ts'
import { webhook } from '../../src/deliver/ways/webhook.ts'
import { wrongWithWebhook } from '../support/asyncApi.ts'
import { startWebhookReceiver } from '../support/webhookReceiver.ts'
import { type Api, startApi } from './harness.ts'

const VALID = specs.schemasWithoutId['3.0.0'] as object

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const fetched = async () => (await (await api.get('/asyncapi.json', null)).json()) as ReturnType<typeof asyncApiDocument>

it('is valid AsyncAPI 3.0, and every reference in it leads somewhere', async () => {
  const document = await fetched()
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  expect(ajv.validate(VALID, document) ? null : ajv.errors).toBeNull()
  const spoilt = { ...document, operations: { sendChanges: { ...document.operations.sendChanges, action: 'shout' } } }
  expect(ajv.validate(VALID, spoilt)).toBe(false)
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)].map(([, path = '']) => path)
  expect(references.length).toBeGreaterThan(10)
  const found = (path: string) =>
    path
      .split('/')
      .slice(1)
      .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document)
  expect(references.filter((path) => found(path) === undefined)).toEqual([])
})

it('is made for schemas of draft 7, which AsyncAPI takes', async () => {
  const { components } = await fetched()
  expect(JSON.stringify(components.schemas)).not.toMatch(/prefixItems|unevaluatedProperties|\$defs/)
  expect(JSON.stringify(components.schemas.Alert)).toContain(Object.keys(ALERTS)[0])
})

it('is linked from /docs', async () => {
  expect(await (await api.get('/docs', null)).text()).toContain('href="/asyncapi.json"')
})

it('describes what a person is really sent', async () => {
  const desk = await startWebhookReceiver()
  const file = {
    allow: [desk.host],
    webhooks: { desk: { url: desk.url, secret: desk.secret } },
    teams: {},
    mail: null,
    notify: null,
  }
  const env = { smtpUrl: null, notifyApiKey: null, notifyUrl: '' }
  const way = webhook.create(file, env)
  const item: MessageItem = {
    ...{ alert: 'WK-1-a1', incident: 'WK-1', kind: 'attendance-overdue' as const, severity: 'high' as const, level: 2, count: 1 },
    dueAt: '2026-11-20T22:15:00.000Z',
    concerns: null,
  }
  const message = {
    ...{ id: 'msg_1', force: 'warwickshire', person: 'sup-1', base: 'https://reassess.example.org' },
    writtenAt: '2026-11-20T22:00:00.000Z',
  }
  for (const about of ['raised', 'ended', 'taken-over', 'released', 'test'] as const)
    await way.send(
      { ...message, about, items: [item, { ...item, incident: '', dueAt: null }] },
      'desk',
      AbortSignal.timeout(5_000),
    )
  await way.close()
  await desk.close()
  expect(desk.received.map(({ body }) => body.type)).toEqual([
    ...['alert.raised', 'alert.ended', 'alert.taken-over', 'alert.released', 'test'],
  ])
  for (const received of desk.received) expect(wrongWithWebhook('alertMessage', received)).toBeNull()
  const [first] = desk.received
  expect(wrongWithWebhook('alertMessage', { headers: {}, body: first?.body })).not.toBeNull()
  expect(wrongWithWebhook('alertMessage', { headers: first?.headers ?? {}, body: { ...first?.body, more: 1 } })).not.toBeNull()
})
