/** A watcher outside is called as long as all is well, and hears nothing otherwise. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callHeartbeat } from '../../src/cli/serving/callHeartbeat.ts'
import { eventually } from '../support/eventually.ts'

const EVERY_MS = 20
const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** A watcher that answers as it is told, and what is called. */
async function watcher(answer: { now: RequestListener }, answerWithinMs?: number) {
  const heard: string[] = []
  const server = createServer((req, res) => {
    heard.push(`${req.method} ${req.url}`)
    answer.now(req, res)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = (server.address() as AddressInfo).port
  const said: { why?: string; what: string }[] = []
  const beat = { isWell: true, looked: 0 }
  const stop = callHeartbeat({
    url: `http://127.0.0.1:${port}/ping/SECRET`,
    isWell: async () => {
      beat.looked++
      return beat.isWell
    },
    log: {
      warn: ({ why }: { why: string }, what: string) => void said.push({ why, what }),
      info: (what: string) => void said.push({ what }),
    } as never,
    everyMs: EVERY_MS,
    ...(answerWithinMs !== undefined && { answerWithinMs }),
  })
  stops.push(async () => {
    server.closeAllConnections()
    server.close()
  }, stop)
  return { heard, said, beat, stop }
}
const ok: RequestListener = (_req, res) => res.end('thanks')

it('calls with GET, again and again', async () => {
  const { heard, said } = await watcher({ now: ok })
  await eventually('it was called twice', async () => heard.length >= 2)
  expect(new Set(heard)).toEqual(new Set(['GET /ping/SECRET']))
  expect(said).toEqual([])
})

it('calls nobody while something is not well, nor after it was stopped', async () => {
  const { heard, beat, stop } = await watcher({ now: ok })
  await eventually('it was called', async () => heard.length > 0)
  beat.isWell = false
  const { looked } = beat
  await eventually('it has looked again', async () => beat.looked >= looked + 3)
  const { length } = heard
  await eventually('it has looked again', async () => beat.looked >= looked + 6)
  expect(heard).toHaveLength(length)
  await stop()
})

it.each<[string, RequestListener, string]>([
  ['an error', (_req, res) => res.writeHead(500).end(), 'it answered 500'],
  ['a redirect, which is not followed', (_req, res) => res.writeHead(302, { location: '/elsewhere' }).end(), 'it answered 302'],
  ['silence', () => {}, 'it did not answer in time'],
  ['a closed connection', (req) => req.socket.destroy(), 'it cannot be reached'],
])('logs %s once, and once that it is over, without the address', async (_what, fails, why) => {
  const answer = { now: fails }
  const { heard, said } = await watcher(answer, 200)
  await eventually('it was called three times', async () => heard.length >= 3)
  answer.now = ok
  await eventually('it was heard', async () => said.length === 2)
  expect(said).toEqual([
    { why, what: 'heartbeat: HEARTBEAT_URL does not take calls' },
    { what: 'heartbeat: HEARTBEAT_URL takes calls again' },
  ])
  expect(heard).not.toContain('GET /elsewhere')
  expect(JSON.stringify(said)).not.toContain('SECRET')
})

it('looks at nothing where nobody is to be called', async () => {
  const stop = callHeartbeat({ url: null, isWell: () => Promise.reject(new Error('nobody asks')), log: {} as never })
  await stop()
})
