/** Starting says in one line why it cannot; stopping lets what runs end, the database last. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { run } from '../support/built.ts'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { rawRequest } from '../support/raw.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { SECONDS } from './policy.ts'

/** Contract §1 of a stop. */
const DRAINED_WITHIN_MS = 10_000

let place: Place
beforeAll(async () => {
  place = await createPlace(SECONDS)
})
afterAll(() => place.remove())

/** A line for each thing that is wrong on standard error, exit 1, and nothing on standard output. */
const refuses = async (env: Readonly<Record<string, string>>, ...lines: (string | RegExp)[]) => {
  const { code, stdout, stderr } = await run(['start'], { ...place.env, LOG_LEVEL: 'silent', ...env })
  expect({ code, stdout, lines: stderr.split('\n') }).toEqual({
    code: 1,
    stdout: '',
    lines: [...lines.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))), ''],
  })
}

describe('a start that cannot be', () => {
  it('names the variable that is wrong, and what it may hold', async () => {
    await refuses({ PORT: 'http' }, 'reassess: PORT="http" must be a port from 0 to 65535.')
    await refuses({ ALLOWED_HOSTS: 'http://a/' }, /^reassess: ALLOWED_HOSTS="http:\/\/a\/" must be names, or name:port, /)
    await refuses({ ROLE: 'worker' }, /^reassess: ROLE=worker needs DATABASE_URL: /)
    expect(existsSync(place.dataDir)).toBe(false)
  })

  it('names each mistake of a policy with its line', async () => {
    const file = join(place.dataDir, '..', 'typo.yaml')
    writeFileSync(file, SECONDS.replace('warnAt: 0.5', 'warnAt: 1.5'))
    await refuses({ POLICY_FILE: file }, /^reassess: \S+typo\.yaml:7:62 priorities\.P2\.warnAt: must be above 0 and below 1$/)
    writeFileSync(file, 'a: &a [*a, *a]\n')
    // An endless loop, for whoever follows it.
    const alias = (column: number) => new RegExp(`\\S+typo\\.yaml:1:${column} anchors and aliases are not allowed`)
    await refuses({ POLICY_FILE: file }, alias(7), alias(8), alias(12))
    await refuses({ POLICY_FILE: '/no/such/policy.yaml' }, 'reassess: /no/such/policy.yaml: cannot be read (ENOENT)')
  })

  it('says that a database cannot be reached, without its password', async () => {
    const { code, stderr } = await run(['start'], {
      ...place.env,
      DATABASE_URL: 'postgres://somebody:secret-word@127.0.0.1:1/reassess',
      LOG_LEVEL: 'silent',
    })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^reassess: [^\n]+\n$/)
    expect(stderr).not.toContain('secret-word')
  })
})

describe('a server that runs', () => {
  let server: Server
  beforeAll(async () => {
    server = await place.start({ ALLOWED_HOSTS: 'wall.example.org', TRUSTED_PROXIES: '127.0.0.1' })
  })

  it('leads whoever calls the board by one of its names to the sign-in, and nobody else', async () => {
    const shown = async (host: string) => (await rawRequest(server.url, `GET / HTTP/1.1\r\nHost: ${host}`)).status
    expect(await Promise.all(['localhost', 'wall.example.org', 'evil.example'].map(shown))).toEqual([303, 303, 421])
  })

  it('logs a wrong key with the address that a listed proxy names', async () => {
    const head = 'GET /v1/incidents HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer rk_guess'
    expect((await rawRequest(server.url, `${head}\r\nX-Forwarded-For: 192.0.2.7:50123`)).status).toBe(401)
    await eventually('it is in the log', async () => server.said().includes('"from":"192.0.2.7"'))
  })

  it('keeps its data folder to itself: a second start says who has it, and stops', async () => {
    await refuses(
      {},
      `reassess: DATA_DIR ${place.dataDir} is in use by another reassess (process ${server.pid}): stop it, or set another DATA_DIR.`,
    )
    expect((await server.ask('/healthz', null)).status).toBe(200)
  })

  it('lets running requests end on SIGTERM, closes its streams, and stops the database last', async () => {
    await server.post('control-room', event('incident.reported', 'WK-1'))
    const listener = await server.listen()
    const notes = Array.from({ length: 40 }, () => event('log.noted', 'WK-1'))
    const running = notes.map((note) => server.post('control-room', note))
    await Promise.race(running)
    const asked = performance.now()
    const stopped = server.stop('SIGTERM')
    const answers = await Promise.allSettled(running)
    await listener.ended
    expect(await stopped).toBe(0)
    expect(performance.now() - asked).toBeLessThan(DRAINED_WITHIN_MS)
    expect(existsSync(join(place.dataDir, 'postgres', 'postmaster.pid'))).toBe(false)

    const said = server.said().trimEnd().split('\n')
    expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ msg: 'stopped' })
    expect(said.filter((line) => line.includes('"level":"error"'))).toEqual([])
    // A request that came too late finds no door; what was answered was taken, and is there.
    expect(answers.filter((answer) => answer.status === 'fulfilled' && answer.value.code !== 201)).toEqual([])
    const taken = notes.filter((_, index) => answers[index]?.status === 'fulfilled').map(({ id }) => id)
    expect(taken.length).toBeGreaterThan(0)
    server = await place.start()
    const kept = new Set((await server.timeline('WK-1')).map(({ id }) => id))
    expect(taken.filter((id) => !kept.has(String(id)))).toEqual([])
  })

  it('stops on Ctrl-C too, also with a request that never ends', async () => {
    const slow = fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keyOf('control-room')}`, 'content-type': 'application/cloudevents+json' },
      body: new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('{')) }),
      duplex: 'half',
    } as RequestInit).catch(() => null)
    await server.ask('/healthz', null)
    const asked = performance.now()
    expect(await server.stop('SIGINT')).toBe(0)
    expect(performance.now() - asked).toBeLessThan(DRAINED_WITHIN_MS)
    await slow
  })

  it('says in one line that its port is taken, and leaves no database behind', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    try {
      await refuses({ PORT: String(port) }, `reassess: port ${port} on 127.0.0.1 is taken; set PORT to another`)
      expect(existsSync(join(place.dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
    } finally {
      other.close()
    }
  })

  it('does not start on a policy of the same id and version with other content', async () => {
    const file = join(place.dataDir, '..', 'other.yaml')
    writeFileSync(file, SECONDS.replace('PT24H', 'PT12H'))
    await refuses({ POLICY_FILE: file }, /^reassess: .*seconds.*version 1/)
    writeFileSync(file, SECONDS.replace('PT24H', 'PT12H').replace('version: 1', 'version: 2'))
    server = await place.start({ POLICY_FILE: file })
    await server.post('control-room', event('incident.reported', 'WK-2'))
    expect((await server.incident('WK-2')).policy).toMatchObject({ id: 'seconds', version: 2 })
    // Each case goes on under the policy that it pinned.
    expect((await server.incident('WK-1')).policy).toMatchObject({ id: 'seconds', version: 1 })
    expect(await oneCauseOneAlert(server)).toBe(2)
    expect(await server.stop()).toBe(0)
    await verifies(place)
  })

  const keyOf = (role: string): string => JSON.parse(readFileSync(join(place.dataDir, 'keys.json'), 'utf8'))[role]
})
