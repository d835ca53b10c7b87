/** People who sign in at a real provider, to a server that runs with `AUTH_MODE=oidc`. */
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { SignedIn } from '../../src/engine/step/case.ts'
import { createBrowser } from './browse.ts'
import type { Environment } from './built.ts'
import { type Answer, type Body, type Fields, ONE, problemOf } from './client.ts'
import { CLIENT, startProvider, type TestProvider } from './oidcProvider.ts'
import { FORCE } from './server.ts'

export interface SignedInPerson {
  /** As the lines of the record name them. */
  readonly person: SignedIn
  post(event: Fields): Promise<Answer>
  /** @param path anything that takes JSON. */
  send(path: string, body: object): Promise<Answer>
  get<T>(path: string, headers?: Readonly<Record<string, string>>): Promise<{ readonly code: number; readonly body: T }>
}

export interface SignInDesk {
  /** For a server that asks this provider. */
  environment(): Environment
  /** Signs somebody in, in `beforeAll`, with a browser of their own. Their subject tells nothing of their name. */
  person(at: { readonly server: { readonly url: string } }, name: string, role: Role): SignedInPerson
}

/** A provider from the first test of the file to its last. */
export function useProvider(): SignInDesk {
  let provider: TestProvider
  let people = 0
  beforeAll(async () => {
    provider = await startProvider()
  })
  afterAll(() => provider.stop())
  return {
    environment: () => ({
      AUTH_MODE: 'oidc',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT.clientId,
      OIDC_CLIENT_SECRET: CLIENT.clientSecret,
    }),
    person(at, name, role) {
      let signedIn: SignedInPerson | undefined
      beforeAll(async () => {
        signedIn = await signIn(provider, at.server.url, { sub: `u-${++people}`, name, role })
      })
      const there = (): SignedInPerson => {
        if (signedIn === undefined) throw new Error(`${name} signs in in beforeAll`)
        return signedIn
      }
      return {
        get person() {
          return there().person
        },
        post: (event) => there().post(event),
        send: (path, body) => there().send(path, body),
        get: (path, headers) => there().get(path, headers),
      }
    },
  }
}

interface Somebody {
  readonly sub: string
  readonly name: string
  readonly role: Role
}

async function signIn(provider: TestProvider, url: string, { sub, name, role }: Somebody): Promise<SignedInPerson> {
  provider.origin = url
  provider.account = { sub, claims: { preferred_username: name, groups: [role], org: FORCE } }
  const browser = createBrowser()
  await browser.go(`${url}/sign-in/start?to=/docs`)
  const get: SignedInPerson['get'] = async (path, headers = {}) => {
    const { status, text } = await browser.go(url + path, { headers })
    return { code: status, body: JSON.parse(text) }
  }
  const { code, body: me } = await get<{ csrf: string; role: Role }>('/v1/me')
  if (code !== 200 || me.role !== role) throw new Error(`${name} is not signed in: ${JSON.stringify(me)}`)
  const send = async (path: string, body: object, type = 'application/json'): Promise<Answer> => {
    const headers = { 'content-type': type, 'x-csrf-token': me.csrf }
    const { status, text } = await browser.go(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    const answer = JSON.parse(text) as Body
    return { code: status, body: answer, problem: status < 400 ? null : problemOf(answer) }
  }
  return {
    person: { issuer: provider.issuer, subject: sub, name },
    post: (event) => send('/v1/events', event, ONE),
    send: (path, body) => send(path, body),
    get,
  }
}
