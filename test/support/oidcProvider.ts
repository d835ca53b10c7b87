/** A real OpenID Connect provider on loopback, which signs in whoever the test names, without asking. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

export interface Account {
  readonly sub: string
  readonly claims: Readonly<Record<string, unknown>>
}

export const CLIENT = { clientId: 'reassess', clientSecret: 'a-secret-of-this-test' }

export interface TestProvider {
  readonly issuer: string
  /** Who signs in next. */
  account: Account
  /** Whether its ID tokens come with a signature that is not its own. */
  forges: boolean
  /** Of the service: the provider sends people back there and nowhere else. */
  origin: string
  /** Ends it; `start` brings it back at the same address. */
  stop(): Promise<void>
  start(): Promise<void>
}

export async function startProvider(): Promise<TestProvider> {
  quieten()
  let answer: (request: never, response: never) => unknown = () => {}
  const make = () => createServer((request, response) => void answer(request as never, response as never))
  let server = make()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const given = { account: { sub: 'nobody', claims: {} } as Account, origin: '', forges: false }

  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: ['https://elsewhere.example/callback'],
      },
    ],
    cookies: { keys: ['a key of this test'] },
    claims: { openid: ['sub'], profile: ['preferred_username'], groups: ['groups'], org: ['org'] },
    scopes: ['openid', 'profile', 'groups', 'org'],
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        // Without asking: the form is what its own page would send.
        logoutSource: async (ctx, form) => {
          ctx.body = `<!doctype html><title>Out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Out</button>`
        },
      },
    },
    interactions: { url: (_ctx, { uid }) => `/approve/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const clientId = oidc.client?.clientId
      const accountId = oidc.session?.accountId
      const grant = new oidc.provider.Grant({ ...(clientId && { clientId }), ...(accountId && { accountId }) })
      grant.addOIDCScope('openid profile groups org')
      await grant.save()
      return grant
    },
    findAccount: async (_ctx, sub) => ({ accountId: sub, claims: async () => ({ sub, ...given.account.claims }) }),
  })
  // The service takes any free port, so what is registered is judged when somebody comes.
  Object.assign(provider.Client.prototype, {
    redirectUriAllowed: (uri: string) => uri === `${given.origin}/sign-in/callback`,
    postLogoutRedirectUriAllowed: (uri: string) => uri === `${given.origin}/sign-in`,
  })
  const serve = provider.callback()
  answer = async (request: never, response: never) => {
    const { url = '' } = request as { url?: string }
    if (given.forges && url === '/token') forge(response)
    if (!url.startsWith('/approve/')) return serve(request, response)
    await provider.interactionFinished(request, response, { login: { accountId: given.account.sub } })
  }
  return Object.assign(given, {
    issuer,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    start: async () => {
      server = make()
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    },
  })
}

/** Changes a sign of the signature: what it signs stays as it is. */
function forge(response: ServerResponse): void {
  const end = response.end.bind(response)
  Object.assign(response, {
    end: (text: unknown) =>
      end(
        String(text).replace(/("id_token":"[\w-]+\.[\w-]+\.)([\w-])/, (_, before, sign) => before + (sign === 'A' ? 'B' : 'A')),
      ),
  })
}

/** It remarks on what only a provider in earnest needs. */
function quieten(): void {
  for (const kind of ['info', 'warn'] as const) {
    const say = console[kind].bind(console)
    console[kind] = (...said: unknown[]) => {
      if (!String(said[0]).startsWith('oidc-provider')) say(...said)
    }
  }
}
