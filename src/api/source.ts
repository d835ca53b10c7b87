/** Where a connection comes from, as it is counted and logged: behind a proxy that is the proxy. */
import type { Socket } from 'node:net'

/** The address; IPv4 as such also where it came in on an IPv6 socket. */
export const sourceOf = ({ remoteAddress }: Pick<Socket, 'remoteAddress'>): string =>
  (remoteAddress ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '')
