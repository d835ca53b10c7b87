/** What a start prints: where to look, and as whom. */
import { readConfig } from '../../src/cli/config.ts'
import { welcome } from '../../src/cli/serving/welcome.ts'

const SERVER = { host: '127.0.0.1', port: 3000, isTls: false }
const printed = (env: Readonly<Record<string, string>>): string => welcome(readConfig(env), SERVER, '.data/keys.json')

it('names a fictional person in a trial', () => {
  expect(printed({})).toContain('Sign in    as sup-1, a fictional supervisor')
})

it('shows the address that people use, at which a sign-in ends that began there', () => {
  const provider = { AUTH_MODE: 'oidc', OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }
  const text = printed({ ...provider, PUBLIC_URL: 'https://reassess.example' })
  expect(text).toMatch(/Board {6}https:\/\/reassess\.example\/\n {2}Sign in {4}with the accounts of the force/)
  expect(text).toContain('curl -sS http://127.0.0.1:3000/v1/events')
})

it('names a fictional person to nobody else', () => {
  expect(printed({ PUBLIC_URL: 'https://reassess.example' })).toContain('Sign in    with a key, your name and your role')
})
