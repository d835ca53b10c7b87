/** What the provider answers when it is asked for tokens: who is signed in by it, and who is not. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { proofsOf } from '../../src/people/beginning.ts'
import { createProvider } from '../../src/people/provider.ts'
import { CLIENT } from '../support/oidcProvider.ts'

const [ours, another] = [1, 2].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' })) as [
  ReturnType<typeof generateKeyPairSync>,
  ReturnType<typeof generateKeyPairSync>,
]
const part = (of: object) => Buffer.from(JSON.stringify(of)).toString('base64url')
const jwt = (claims: object, key = ours.privateKey) => {
  const signed = `${part({ alg: 'ES256', kid: 'k' })}.${part(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' } as never).toString('base64url')}`
}

const SIGN_IN = 'a sign-in'
const { state, nonce } = proofsOf(SIGN_IN)
const BACK = new URL(`https://reassess.example/sign-in/callback?code=c&state=${state}`)
const NAMES = { name: 'name', roles: 'groups', force: 'org' }

let issuer: string
let answers: Record<string, { status?: number; type?: string; body: unknown }>
let asked: Record<string, { headers: IncomingHttpHeaders; body: string }>
const server = createServer(async (req, res) => {
  const path = String(req.url)
  asked[path] = { headers: req.headers, body: await text(req) }
  const { status = 200, type = 'application/json', body } = answers[path] ?? { status: 404, body: {} }
  res.writeHead(status, { 'content-type': type })
  res.end(typeof body === 'string' ? body : JSON.stringify(body))
})
const said = (over: object = {}) => {
  const now = Math.floor(Date.now() / 1000)
  return {
    iss: issuer,
    aud: CLIENT.clientId,
    sub: 'u-1',
    iat: now,
    exp: now + 60,
    nonce,
    name: 'ann',
    groups: [],
    org: 'kent',
    ...over,
  }
}
const told = (idToken: unknown) => ({ body: { access_token: 'a', token_type: 'bearer', id_token: idToken } })
const metadata = (over: object = {}) => ({
  body: {
    issuer,
    ...{ authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` },
    ...{ userinfo_endpoint: `${issuer}/me`, id_token_signing_alg_values_supported: ['ES256'], ...over },
  },
})
const complete = () => createProvider({ issuer, ...CLIENT, claims: NAMES }).complete(SIGN_IN, BACK)

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  asked = {}
  answers = {
    '/.well-known/openid-configuration': metadata(),
    '/keys': { body: { keys: [{ ...ours.publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'k' }] } },
    '/token': told(jwt(said())),
  }
})

it('is taken with an ID token that the provider signed for this service and this sign-in', async () => {
  expect(await complete()).toMatchObject({ issuer, subject: 'u-1', claims: { name: 'ann', org: 'kent' } })
})

it.each<[string, () => unknown]>([
  ['for another service', () => jwt(said({ aud: 'another' }))],
  ['of another issuer', () => jwt(said({ iss: 'https://elsewhere.example' }))],
  ['of another sign-in', () => jwt(said({ nonce: 'another' }))],
  ['without a nonce', () => jwt(said({ nonce: undefined }))],
  ['that is over', () => jwt(said({ exp: Math.floor(Date.now() / 1000) - 60 }))],
  ['signed by another', () => jwt(said(), another.privateKey)],
  ['signed by nobody', () => `${part({ alg: 'none' })}.${part(said())}.`],
])('signs nobody in with an ID token %s', async (_, token) => {
  answers['/token'] = told(token())
  await expect(complete()).rejects.toMatchObject({ code: expect.stringMatching(/^not-signed-in$|^provider-away$/) })
})

it('signs nobody in without an ID token', async () => {
  answers['/token'] = told(undefined)
  await expect(complete()).rejects.toMatchObject({ code: expect.stringMatching(/^not-signed-in$|^provider-away$/) })
})

describe('a claim that the ID token does not have', () => {
  beforeEach(() => {
    answers['/token'] = told(jwt(said({ org: undefined })))
  })

  it('is asked for; what the ID token says counts for more', async () => {
    answers['/me'] = { body: { sub: 'u-1', org: 'devon', name: 'somebody else' } }
    expect((await complete()).claims).toMatchObject({ org: 'devon', name: 'ann' })
    answers['/token'] = told(jwt(said()))
    answers['/me'] = { status: 500, body: {} }
    expect((await complete()).claims).toMatchObject({ org: 'kent' })
  })

  it('is not taken of somebody else', async () => {
    answers['/me'] = { body: { sub: 'u-2', org: 'devon' } }
    await expect(complete()).rejects.toThrow()
  })
})

it.each([
  ['refuses the code', { status: 400, body: { error: 'invalid_grant' } }, { code: 'not-signed-in', why: 'invalid_grant' }],
  ['refuses in words', { status: 400, body: { error: 'ann <b>may not</b>' } }, { code: 'not-signed-in', why: 'unknown' }],
  ['fails', { status: 500, body: { error: 'server_error' } }, { code: 'provider-away' }],
  ['answers with a page', { type: 'text/html', body: '<html>' }, { code: 'provider-away' }],
  ['answers half of it', { body: '{"access_token":' }, { code: 'provider-away' }],
])('says which it is where the provider %s', async (_, answer, expected) => {
  answers['/token'] = answer
  await expect(complete()).rejects.toMatchObject(expected)
})

it.each([
  ['by Basic, unless the provider says otherwise', undefined, true],
  ['by Basic where the provider takes both', ['client_secret_post', 'client_secret_basic'], true],
  ['in the body where the provider takes that alone', ['client_secret_post'], false],
])('proves itself to the provider %s', async (_, methods, isBasic) => {
  answers['/.well-known/openid-configuration'] = metadata({ token_endpoint_auth_methods_supported: methods })
  await complete()
  const { headers = {}, body = '' } = asked['/token'] ?? {}
  expect([headers.authorization?.startsWith('Basic '), body.includes('client_secret=')]).toEqual(
    isBasic ? [true, false] : [undefined, true],
  )
})
