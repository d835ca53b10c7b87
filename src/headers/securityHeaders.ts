/**
 * The headers that tell a browser how little it may do with an answer, as `helmet` writes them. They are made once for each kind
 * of answer and set as a table, because the board and the answers to refused connections run no Express middleware.
 */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet from 'helmet'

/** A Content-Security-Policy: what a page may load, and from where. */
type Policy = Readonly<Record<string, readonly string[]>>
export type SecurityHeaders = (socket: Socket) => Map<string, string>

/** Loads nothing, goes nowhere and stands in no frame. Each kind of answer adds what it needs. */
export const NOTHING: Policy = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
}

/**
 * A page of this service: only our own files, forms that go to us alone, and no text that becomes markup. A caller's words are
 * data, whatever they say.
 */
export const OUR_FILES: Policy = {
  ...NOTHING,
  'form-action': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
}

/** What no page of this service asks a browser for. */
export const NO_DEVICES = ['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'] as const

/**
 * @param publicHttps whether callers reach this service by https through a proxy, as PUBLIC_URL says: only then, or on a
 *   connection that is encrypted itself, may a browser be told to use nothing else (RFC 6797 §7.2).
 */
export function securityHeaders(
  policy: Policy,
  { publicHttps = false, more = [] }: { publicHttps?: boolean; more?: Iterable<readonly [string, string]> } = {},
): SecurityHeaders {
  const open = new Map([...written(policy, false), ...more])
  const secured = new Map([...written(policy, true), ...more])
  return (socket) => (publicHttps || isEncrypted(socket) ? secured : open)
}

const isEncrypted = (socket: Socket): boolean => 'encrypted' in socket && socket.encrypted === true

function written(policy: Policy, strictTransportSecurity: boolean): Map<string, string> {
  const headers = new Map<string, string>()
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  response.setHeader = (name, value) => {
    headers.set(name, String(value))
    return response
  }
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { ...policy } },
    strictTransportSecurity,
    xFrameOptions: { action: 'deny' },
    // For Flash, for Internet Explorer and for a filter that browsers have removed.
    xPermittedCrossDomainPolicies: false,
    xDownloadOptions: false,
    xXssProtection: false,
    // A page that loads nothing from elsewhere looks up no other name.
    xDnsPrefetchControl: false,
  })(request, response, () => {})
  return headers
}
