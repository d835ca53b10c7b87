/**
 * In a network of its own: listeners of the live stream, some of which vanish as with a dropped Wi-Fi, without FIN or RST.
 * Writes how many were held at first, and how many are after a while in which nothing is acknowledged, as JSON.
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import express from 'express'
import { LIMITS } from '../../src/api/limits.ts'
import { stream } from '../../src/api/stream/stream.ts'

const HEARTBEAT_MS = 300
const limits = { ...LIMITS, heartbeatMs: HEARTBEAT_MS, linesAgainMs: 200, unacknowledgedMs: 1_000 }
let held = 0

execFileSync('ip', ['link', 'set', 'lo', 'up'])
// An address of its own, so that the server can still send from it when nothing can be sent to it any more.
execFileSync('ip', ['address', 'add', '127.0.0.3/32', 'dev', 'lo'])
const app = express()
app.use((_req, res, next) => {
  res.locals.caller = { key: 'desk', role: 'supervisor', force: 'warwickshire' }
  next()
})
app.get(
  '/',
  stream({
    keys: { find: async () => null, expiredOn: async () => null },
    sessions: { find: async () => null },
    reads: { streamHead: async () => '1.0', streamAfter: async () => [], restricted: async () => new Map() },
    listenForChanges: (onChange) => setInterval(onChange, 100),
    limits: { ...limits, keyAgainMs: 60_000 },
    metrics: {
      listening: (count) => {
        held = count
      },
    },
    draining: new AbortController().signal,
  }),
)
// As an IPv4 address is kept in either table of the system.
const ports = await Promise.all(
  ['127.0.0.1', '::', '127.0.0.3'].map(async (host) => {
    const server = createServer(app).listen(0, host)
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }),
)
const heard = new Map<string, number>()
const listenFrom = async (localAddress: string, host: string, port: number) => {
  const request = get({ host, port, localAddress, path: '/' }).on('error', () => {})
  const [answer] = await once(request, 'response')
  answer.on('error', () => {})
  answer.on('data', () => heard.set(localAddress, performance.now()))
}
for (const port of ports.slice(0, 2))
  for (const from of ['127.0.0.1', '127.0.0.2', '127.0.0.2']) await listenFrom(from, '127.0.0.1', port)
await listenFrom('::1', '::1', ports[1] ?? 0)
await listenFrom('127.0.0.4', '127.0.0.3', ports[2] ?? 0)
await pause(HEARTBEAT_MS * 3)
const before = held
const cut = (address: string) => execFileSync('ip', ['route', 'replace', 'blackhole', `${address}/32`, 'table', 'local'])
// To the first nothing can be sent any more (timer 04); from the other no acknowledgement comes back (timer 01).
cut('127.0.0.2')
cut('127.0.0.3')
const giveUpAt = performance.now() + Number(process.argv[2])
while (held > 3 && performance.now() < giveUpAt) await pause(100)
await pause(HEARTBEAT_MS * 3)
const stillHear = ['127.0.0.1', '::1'].filter((from) => performance.now() - (heard.get(from) ?? 0) < HEARTBEAT_MS * 5)
process.stdout.write(JSON.stringify({ before, after: held, stillHear }))
process.exit()
