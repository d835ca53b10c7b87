/** Microsoft Teams: an adaptive card to a webhook of its Workflows. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { teams } from '../../../src/deliver/ways/teams.ts'
import { item, message } from '../messages.ts'
import { ENVIRONMENT, fileWith, soon } from './settings.ts'

let server: Server
let host: string
let status = 202

/** What this test reads of a card. */
interface Card {
  readonly type: string
  readonly version: string
  readonly body: readonly {
    readonly type: string
    readonly inlines?: readonly { readonly text: string }[]
    readonly actions?: unknown
  }[]
}
const received: { readonly attachments: readonly { readonly contentType: string; readonly content: Card }[] }[] = []

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const send = async (more = {}) => {
  const way = teams.create(fileWith({ allow: [host], teams: { ops: { url: `http://${host}/flow?sig=a-secret` } } }), ENVIRONMENT)
  return way.send(message(more), 'ops', soon()).finally(way.close)
}

it('shows a card with a link, in runs of text that no sign of a reference turns into markup', async () => {
  expect(await send({ items: [item('attendance-overdue', { incident: '[x](y)', severity: 'high' })] })).toEqual({
    status: 'sent',
    reference: null,
  })
  const [attachment] = received.at(-1)?.attachments ?? []
  if (attachment === undefined) throw new Error('no card was sent')
  const { contentType, content } = attachment
  expect(contentType).toBe('application/vnd.microsoft.card.adaptive')
  expect([content.type, content.version]).toEqual(['AdaptiveCard', '1.4'])
  expect(new Set(content.body.map(({ type }) => type))).toEqual(new Set(['RichTextBlock', 'ActionSet']))
  const said = content.body.flatMap(({ inlines = [] }) => inlines.map(({ text }) => text))
  expect(said[0]).toBe('High: Attendance overdue, [x](y), by 03:15')
  expect(said).toContain('Attendance is overdue: get a unit to [x](y) by 03:15.')
  const buttons = content.body.find(({ type }) => type === 'ActionSet')
  expect(buttons?.actions).toEqual([
    { type: 'Action.OpenUrl', title: 'Open [x](y)', url: 'https://reassess.example.org/incidents/%5Bx%5D(y)' },
  ])
})

it('is not sent when Teams refuses it, for ever only when the flow is gone', async () => {
  status = 404
  await expect(send()).rejects.toMatchObject({ forEver: false, message: 'Teams answered 404.' })
  status = 410
  await expect(send()).rejects.toMatchObject({ forEver: true, message: expect.not.stringContaining('secret') })
})
