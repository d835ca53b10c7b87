/** Where a request comes from, as it is counted and logged. */
import { isIP, type Socket } from 'node:net'
import type { Request } from 'express'

/** The other end of the connection; IPv4 as such also where it came in on an IPv6 socket. Behind a proxy that is the proxy. */
export const sourceOf = ({ remoteAddress }: Pick<Socket, 'remoteAddress'>): string => plainly(remoteAddress ?? 'unknown')

/** The caller, as far as proxies that are trusted say it (`TRUSTED_PROXIES`): the last address that is not one of theirs. */
export const callerAddress = ({ ip = '', socket }: Pick<Request, 'ip' | 'socket'>): string =>
  isIP(ip) === 0 ? sourceOf(socket) : plainly(ip)

const plainly = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '')
