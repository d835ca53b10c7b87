/** A page on the web has its own name lead here: its `Host` is not ours. */
import { createHosts } from '../../src/api/door/hosts.ts'
import { rawRequest } from '../support/raw.ts'
import { type Api, keyOf, startApi } from './harness.ts'

let api: Api
beforeAll(async () => {
  api = await startApi({ allowedHosts: ['reassess.example.org', 'board.example.org:8443'] })
})
afterAll(() => api.stop())

const asked = async (host: string, path = '/v1/incidents') =>
  rawRequest(api.url, `GET ${path} HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${keyOf('supervisor')}`)

it.each([
  'localhost',
  'LOCALHOST:9',
  'localhost.',
  '127.0.0.1:3000',
  '[::1]',
  '[::1]:3000',
  'reassess.example.org',
  'Reassess.Example.ORG:443',
  'board.example.org:8443',
])('answers to %s', async (host) => {
  expect((await asked(`Host: ${host}`)).status).toBe(200)
})

it.each([
  ['another name', 'Host: evil.example'],
  ['a name that ours is the beginning of', 'Host: localhost.evil.example'],
  ['a name that ours is the end of', 'Host: evil-reassess.example.org'],
  ['an address that is not ours', 'Host: 10.0.0.5:3000'],
  ['the name with another port than is listed', 'Host: board.example.org'],
  ['no name', 'Host: '],
  ['what is no name', 'Host: localhost@evil.example'],
  ['two names', 'Host: localhost\r\nHost: evil.example'],
  ['a name that is too long', `Host: localhost:${'1'.repeat(300)}`],
])('refuses %s before it looks at the key', async (_, host) => {
  for (const path of ['/v1/incidents', '/openapi.json', '/nowhere']) {
    const answer = await asked(host, path)
    expect([answer.status, answer.text]).toEqual([421, expect.stringContaining('problems/host-not-allowed"')])
  }
})

it('uses the name in the address where there is one, as HTTP says', async () => {
  expect((await asked('Host: localhost', 'http://evil.example/v1/incidents')).status).toBe(421)
  expect((await asked('Host: localhost', 'http://localhost/v1/incidents')).status).toBe(200)
})

it('says once in the log which name was asked for, however often that is', async () => {
  for (let more = 0; more < 5; more++) await asked('Host: evil.example')
  expect(api.logged.filter((line) => line.includes('ALLOWED_HOSTS'))).toHaveLength(1)
  expect(api.logged.filter((line) => line.includes('host-not-allowed'))).toEqual([])
})

it('tells health to any name, and metrics to any address', async () => {
  const status = async (host: string, path: string) => (await asked(`Host: ${host}`, path)).status
  const probes = ['/healthz', '/readyz?a', '/v1/heartbeat']
  expect(await Promise.all(probes.map((path) => status('evil.example', path)))).toEqual([200, 200, 200])
  expect(await Promise.all(['10.0.0.5:3000', '[fd00::5]', 'evil.example'].map((host) => status(host, '/metrics')))).toEqual([
    200, 200, 421,
  ])
})

it('answers to the name or address that it listens on, unless that is every address', () => {
  const has = (listening: string, host: string) =>
    createHosts({ listening }).has({ rawHeaders: ['Host', host], url: '/' } as never)
  expect([has('10.0.0.5', '10.0.0.5:3000'), has('fd00::5', '[fd00::5]:3000'), has('Wall-7', 'wall-7')]).toEqual([
    true,
    true,
    true,
  ])
  expect([has('0.0.0.0', '0.0.0.0:3000'), has('::', '[::]:3000'), has('10.0.0.5', '10.0.0.6')]).toEqual([false, false, false])
})
