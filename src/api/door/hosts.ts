/**
 * Which names this service answers to. A web page can make its own name lead here (DNS rebinding), and a browser then lets the
 * page read the answers; but the page cannot make the browser send another `Host` than that name.
 */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { Refused } from '../problems.ts'
import { atMostEvery } from './seldom.ts'

export interface Hosts {
  /** Whether the request names this service. */
  readonly has: (request: IncomingMessage) => boolean
  /**
   * Whether it names this service or any address: a rebound name is never an address, and a metrics scraper often knows only
   * addresses.
   */
  readonly hasOrIsAddress: (request: IncomingMessage) => boolean
}

/** They always lead to the caller's own machine. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']
/** Listening on every address names no host. */
const EVERY_ADDRESS: readonly string[] = ['0.0.0.0', '::']
const HOST = /^(\[[\da-f:.]+\]|[\w.-]+?)\.?(:\d{1,5})?$/i

/**
 * @param listed names, each with a port or, without a port, for any port; `listening` is the address or name that the server
 *   listens on.
 */
export function createHosts({ listening, listed = [] }: { listening?: string; listed?: readonly string[] } = {}): Hosts {
  const own = listening === undefined || EVERY_ADDRESS.includes(listening) ? [] : [inUrl(listening)]
  const names = new Set([...LOOPBACK, ...own, ...listed].map((name) => name.toLowerCase()))
  const has = (request: IncomingMessage): boolean => {
    const asked = hostsOf(request)
    return asked.length > 0 && asked.every((host) => host !== null && (names.has(host.name) || names.has(host.name + host.port)))
  }
  const isAddressed = (request: IncomingMessage): boolean =>
    hostsOf(request).every((host) => host !== null && isAddress(host.name))
  return { has, hasOrIsAddress: (request) => has(request) || isAddressed(request) }
}

/** Runs before everything that shows or changes anything, but after health. */
export function answerOwnNames(hosts: Hosts, log: Logger): RequestHandler {
  const seldom = atMostEvery(SAY_EVERY_MS)
  return (req, res, next) => {
    if (req.path === '/metrics' ? hosts.hasOrIsAddress(req) : hosts.has(req)) return next()
    // Anybody may send any name, so one line a minute stands for all.
    res.locals.passing = true
    const host = hostsOf(req).map((asked) => (asked === null ? 'not a host' : asked.name + asked.port))
    seldom((more) => log.warn({ host, more, request: res.locals.request }, 'hosts: asked by a name that is not in ALLOWED_HOSTS'))
    throw new Refused(
      'host-not-allowed',
      'This service does not have that name: ALLOWED_HOSTS lists the names that it answers to.',
    )
  }
}

const SAY_EVERY_MS = 60_000

const PROBES: readonly string[] = ['/healthz', '/readyz', '/v1/heartbeat']

/** Health says nothing of the record and is asked by machines that know only an address: it answers to every name. */
export const isProbe = ({ url = '' }: IncomingMessage): boolean => PROBES.includes(url.split('?', 1)[0] ?? '')

interface Host {
  readonly name: string
  /** The port with its colon, or empty. */
  readonly port: string
}

/**
 * The names by which a request calls us, in lower case: each `Host` header, and the address of the request line; null for text
 * that is no host.
 */
function hostsOf({ rawHeaders, url = '' }: IncomingMessage): (Host | null)[] {
  const hosts: (Host | null)[] = []
  for (let at = 1; at < rawHeaders.length; at += 2) if (isHost(rawHeaders[at - 1])) hosts.push(hostIn(rawHeaders[at] ?? ''))
  const absolute = url.startsWith('/') ? undefined : /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1]
  if (absolute !== undefined) hosts.push(hostIn(absolute))
  return hosts
}

const isHost = (header = ''): boolean => header.length === 'host'.length && header.toLowerCase() === 'host'

function hostIn(text: string): Host | null {
  const [, name, port = ''] = text.length <= MOST_CHARACTERS ? (HOST.exec(text.toLowerCase()) ?? []) : []
  return name === undefined ? null : { name, port }
}

/** A DNS name has at most 253 characters. */
const MOST_CHARACTERS = 260

const isAddress = (name: string): boolean => isIP(name.replace(/^\[(.*)\]$/, '$1')) > 0
const inUrl = (address: string): string => (address.includes(':') ? `[${address}]` : address)
