/**
 * The force's OpenID Connect provider: authorization code flow with PKCE, state and nonce. It is asked what it can do when
 * somebody first signs in, so a provider that is away stops no start, and again after an hour.
 */
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  ResponseBodyError,
} from 'openid-client'
import { proofsOf } from './beginning.ts'
import type { ClaimNames, Claims } from './claims.ts'

export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly claims: ClaimNames
}

/** The provider does not answer, or answers that it cannot. */
export class ProviderAway extends Error {
  readonly code = 'provider-away'
}

/** The provider, or what came back from it, does not sign this person in. `why` is a code, and holds nothing of the person. */
export class NotSignedIn extends Error {
  readonly code = 'not-signed-in'
  readonly why: string
  constructor(why: string, cause: unknown) {
    super(`not signed in: ${why}`, { cause })
    this.why = why
  }
}

export interface SignedInAt {
  readonly issuer: string
  readonly subject: string
  readonly claims: Claims
  readonly idToken: string
}

export interface Provider {
  /** By which people know it. */
  readonly host: string
  readonly claims: ClaimNames
  /** Where the person signs in. @param origin of this service, as the browser knows it. @throws ProviderAway */
  begin(signIn: string, origin: string): Promise<URL>
  /** @param back the address to which the provider sent the browser. @throws ProviderAway, NotSignedIn */
  complete(signIn: string, back: URL): Promise<SignedInAt>
  /** Where the session at the provider is ended; null where it has no such address. @throws ProviderAway */
  end(idToken: string | null, origin: string): Promise<URL | null>
}

/** For each answer of the provider. Project default. */
const ANSWER_WITHIN_SECONDS = 5
/** How long what it can do is believed. Project default. */
const ASKED_AGAIN_MS = 60 * 60_000

export function createProvider(settings: ProviderSettings, nowMs: () => number = () => performance.now()): Provider {
  const { clientId, claims: names } = settings
  const found = discovering(settings, nowMs)
  const redirectTo = (origin: string): string => `${origin}/sign-in/callback`

  return {
    host: new URL(settings.issuer).host,
    claims: names,
    async begin(signIn, origin) {
      const config = await found()
      const { state, nonce, verifier } = proofsOf(signIn)
      return buildAuthorizationUrl(config, {
        ...{ redirect_uri: redirectTo(origin), response_type: 'code', scope: scopeOf(config, names), state, nonce },
        ...{ code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
      })
    },
    async complete(signIn, back) {
      const config = await found()
      const { state, nonce, verifier } = proofsOf(signIn)
      try {
        const tokens = await authorizationCodeGrant(config, back, {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
        })
        const said = tokens.claims()
        if (said === undefined || tokens.id_token === undefined) throw new NotSignedIn('no-id-token', null)
        const missing = Object.values(names).some(
          (name) => said[name.split('.')[0] ?? name] === undefined && said[name] === undefined,
        )
        const asked = missing && config.serverMetadata().userinfo_endpoint !== undefined
        const more = asked ? await fetchUserInfo(config, tokens.access_token, said.sub) : {}
        return { issuer: said.iss, subject: said.sub, claims: { ...more, ...said }, idToken: tokens.id_token }
      } catch (error) {
        throw asOurs(error)
      }
    },
    async end(idToken, origin) {
      const config = await found()
      if (config.serverMetadata().end_session_endpoint === undefined) return null
      return buildEndSessionUrl(config, {
        ...{ client_id: clientId, post_logout_redirect_uri: `${origin}/sign-in` },
        ...(idToken !== null && { id_token_hint: idToken }),
      })
    },
  }
}

/** What the provider can do. Those who ask meanwhile share the answer; a failure is not remembered. */
function discovering({ issuer, clientId, clientSecret }: ProviderSettings, nowMs: () => number): () => Promise<Configuration> {
  let known: { readonly config: Configuration; readonly atMs: number } | null = null
  let asking: Promise<Configuration> | null = null
  const server = new URL(issuer)
  const insecure = server.protocol === 'http:'

  const ask = async (): Promise<Configuration> => {
    const execute = insecure ? [allowInsecureRequests] : []
    const seen = await discovery(server, clientId, clientSecret, undefined, { execute, timeout: ANSWER_WITHIN_SECONDS })
    const metadata = seen.serverMetadata()
    // Basic is what a server takes that does not say (OpenID Connect Discovery 1.0 §3).
    const basic = metadata.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true
    const config = new Configuration(
      metadata,
      clientId,
      clientSecret,
      (basic ? ClientSecretBasic : ClientSecretPost)(clientSecret),
    )
    config.timeout = ANSWER_WITHIN_SECONDS
    if (insecure) allowInsecureRequests(config)
    // TLS to the provider vouches for the token already; the signature does so where TLS ends at something in between.
    enableNonRepudiationChecks(config)
    known = { config, atMs: nowMs() }
    return config
  }
  return async () => {
    if (known !== null && nowMs() - known.atMs < ASKED_AGAIN_MS) return known.config
    asking ??= ask().finally(() => {
      asking = null
    })
    try {
      return await asking
    } catch (error) {
      if (known !== null) return known.config
      throw new ProviderAway('the provider does not answer', { cause: error })
    }
  }
}

/** Some providers release a claim only with the scope of its name. */
function scopeOf(config: Configuration, names: ClaimNames): string {
  const offered = config.serverMetadata().scopes_supported ?? []
  const wanted = ['profile', ...Object.values(names)]
  return ['openid', ...new Set(wanted.filter((scope) => scope === 'profile' || offered.includes(scope)))].join(' ')
}

/** A refusal of the provider, or an answer that does not belong to this sign-in, is about the person; anything else is about the provider. */
function asOurs(error: unknown): ProviderAway | NotSignedIn {
  if (error instanceof NotSignedIn) return error
  if (error instanceof AuthorizationResponseError) return new NotSignedIn(codeIn(error.error), error)
  if (error instanceof ResponseBodyError && error.status < 500) return new NotSignedIn(codeIn(error.error), error)
  if (error instanceof ClientError && AWAY.includes(error.code ?? '') === false && error.code !== undefined)
    return new NotSignedIn(codeIn(error.code.toLowerCase()), error)
  return new ProviderAway('the provider does not answer', { cause: error })
}
const AWAY: readonly string[] = [
  'OAUTH_TIMEOUT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]

/** The provider's word is shown and logged only where it is a code. */
const codeIn = (written: string): string => (/^[\w-]{1,60}$/.test(written) ? written : 'unknown')
