/** TLS of this process, with a certificate that the test makes. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, connect, type PeerCertificate } from 'node:tls'
import { readTls, renewOnSignal } from '../../src/cli/serving/tls.ts'
import { type Api, startApi } from '../api/harness.ts'
import { eventually } from '../support/eventually.ts'
import { rawConnection } from '../support/raw.ts'

const folder = mkdtempSync(join(tmpdir(), 'reassess-tls-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A certificate of its own for a name. */
const certificate = (name: string) => {
  const files = { tlsCert: join(folder, `${name}.pem`), tlsKey: join(folder, `${name}-key.pem`) }
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name},IP:127.0.0.1`]
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      files.tlsKey,
      '-out',
      files.tlsCert,
      ...subject,
    ],
    { stdio: 'pipe' },
  )
  return files
}
const first = certificate('first.example')
const second = certificate('second.example')

interface Answer {
  readonly status: number
  readonly body: string
  readonly peer: PeerCertificate
  readonly headers: IncomingHttpHeaders
}

const ask = (url: string, ca: string, headers: Record<string, string> = {}, servername = 'first.example') =>
  new Promise<Answer>((resolve, reject) => {
    request(url, { ca: readFileSync(ca), agent: false, servername, headers }, (answer) => {
      const { socket } = answer as unknown as { socket: { getPeerCertificate(): PeerCertificate } }
      const peer = socket.getPeerCertificate()
      let body = ''
      answer.setEncoding('utf8').on('data', (text) => {
        body += text
      })
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body, peer, headers: answer.headers }))
    })
      .once('error', reject)
      .end()
  })

describe('a process with TLS', () => {
  let api: Api
  beforeEach(async () => {
    api = await startApi({
      tls: readTls(first) ?? undefined,
      people: { trialForce: 'warwickshire' },
      allowedHosts: ['reassess.example.org'],
      connections: { keepAliveMs: 200, headersMs: 300, lookMs: 50 },
    })
  })
  afterEach(() => api.stop())

  it('answers, and signs people in by any of its names', async () => {
    const page = await ask(`${api.url}/sign-in`, first.tlsCert, { host: 'reassess.example.org' })
    expect([page.status, page.peer.subject.CN, page.body.includes('API key')]).toEqual([200, 'first.example', true])
  })

  it('offers the people of the trial on this machine alone', async () => {
    const offers = async (headers: Record<string, string>) =>
      (await ask(`${api.url}/sign-in`, first.tlsCert, headers)).body.includes('name="person"')
    expect([await offers({}), await offers({ host: 'reassess.example.org' })]).toEqual([true, false])
  })

  it('tells a browser to use https alone, also on the pages of signing in', async () => {
    for (const path of ['/healthz', '/sign-in', '/nothing'])
      expect((await ask(api.url + path, first.tlsCert)).headers['strict-transport-security']).toBe(
        'max-age=31536000; includeSubDomains',
      )
  })

  it('speaks TLS 1.3 and 1.2 with forward secrecy and authenticated encryption, also under a renewed certificate', async () => {
    /** @returns the suite that both agreed on, or null where they agreed on none. */
    const agreed = (options: ConnectionOptions) =>
      new Promise<string | null>((resolve) => {
        const socket = connect({ port: Number(new URL(api.url).port), rejectUnauthorized: false, ...options }, () => {
          resolve(socket.getCipher().name)
          socket.destroy()
        }).once('error', () => resolve(null))
      })
    const all = async () => [
      await agreed({}),
      await agreed({ maxVersion: 'TLSv1.2' }),
      await agreed({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }),
      await agreed({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' }),
      await agreed({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    ]
    const wanted = ['TLS_AES_256_GCM_SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-GCM-SHA256', null, null]
    expect(await all()).toEqual(wanted)
    const renewed = readTls(second)
    if (renewed !== null) api.renew(renewed)
    expect(await all()).toEqual(wanted)
  })

  it('gives the same limits to connections as without: an idle one ends, a busy one does not', async () => {
    const secure = connect({ port: Number(new URL(api.url).port), ca: readFileSync(first.tlsCert), servername: 'first.example' })
    let ended = false
    secure.once('close', () => {
      ended = true
    })
    let answers = 0
    secure
      .on('error', () => {})
      .on('data', (piece) => {
        answers += String(piece).split('HTTP/1.1 200').length - 1
      })
    const beats = setInterval(() => secure.write(`GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n`), 100)
    // For several times as long as an idle connection lasts.
    await eventually('twelve requests are answered, or it has ended', async () => answers >= 12 || ended)
    expect(ended).toBe(false)
    clearInterval(beats)
    await eventually('the idle connection has ended', async () => ended)
  })

  it('ends a connection that never shakes hands', async () => {
    const silent = await rawConnection(api.url.replace('https', 'http'))
    await silent.ended
    expect((await ask(`${api.url}/healthz`, first.tlsCert)).status).toBe(200)
  })

  it('takes a renewed certificate on SIGHUP, and keeps the old one when the files cannot be used', async () => {
    const files = { tlsCert: join(folder, 'live.pem'), tlsKey: join(folder, 'live-key.pem') }
    const lay = ({ tlsCert, tlsKey }: typeof first) => {
      writeFileSync(files.tlsCert, readFileSync(tlsCert))
      writeFileSync(files.tlsKey, readFileSync(tlsKey))
    }
    lay(first)
    const said: string[] = []
    const log = { info: (line: string) => said.push(line), error: (_: unknown, line?: string) => said.push(line ?? '') }
    const stop = renewOnSignal(files, { isTls: true, renew: api.renew }, log)
    lay(second)
    process.emit('SIGHUP')
    expect((await ask(`${api.url}/healthz`, second.tlsCert, {}, 'second.example')).peer.subject.CN).toBe('second.example')
    writeFileSync(files.tlsKey, readFileSync(first.tlsKey))
    process.emit('SIGHUP')
    expect((await ask(`${api.url}/healthz`, second.tlsCert, {}, 'second.example')).peer.subject.CN).toBe('second.example')
    expect(said).toEqual([
      'TLS_CERT and TLS_KEY were read again',
      'TLS_CERT and TLS_KEY were not renewed; the old certificate stays in use',
    ])
    await stop()
  })
})

it('is refused at the start in one line: files that are missing, no PEM, or do not belong together', () => {
  const nothing = join(folder, 'nothing.pem')
  writeFileSync(nothing, 'nothing')
  expect(() => readTls({ ...first, tlsKey: join(folder, 'no.pem') })).toThrow(/^TLS_KEY=.*no\.pem cannot be read \(ENOENT\)\.$/)
  for (const wrong of [
    { ...first, tlsKey: second.tlsKey },
    { ...first, tlsCert: nothing },
  ])
    expect(() => readTls(wrong)).toThrow(
      /^TLS_CERT=.* and TLS_KEY=.* do not hold a certificate chain and its private key, in PEM\.$/,
    )
  expect(readTls({ tlsCert: null, tlsKey: null })).toBeNull()
})
