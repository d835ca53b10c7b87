/** The origin of a request, for counting and logging. */
import { BlockList, isIP, isIPv6, type Socket } from 'node:net'
import type { Request } from 'express'

/** The peer of the connection; an IPv4 address as such, also on an IPv6 socket. Behind a proxy it is the proxy. */
export const sourceOf = ({ remoteAddress }: Pick<Socket, 'remoteAddress'>): string => plainly(remoteAddress ?? 'unknown')

/** The caller according to trusted proxies (`TRUSTED_PROXIES`): the last address that is not a trusted proxy's. */
export function callerAddress({ ip = '', socket }: Pick<Request, 'ip' | 'socket'>): string {
  const address = addressIn(ip)
  return isIP(address) === 0 ? sourceOf(socket) : address
}

/** Express asks it about each address of `X-Forwarded-For`, last first, as written there. */
export function trusts(proxies: readonly string[]): (written: string) => boolean {
  const trusted = new BlockList()
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/')
    if (bits === undefined) trusted.addAddress(address, familyOf(address))
    else trusted.addSubnet(address, Number(bits), familyOf(address))
  }
  return (written) => {
    const address = addressIn(written)
    return isIP(address) > 0 && trusted.check(address, familyOf(address))
  }
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

/** Some proxies add the caller's port: `10.0.0.1:5000`, `[2001:db8::1]:5000`. */
function addressIn(written: string): string {
  const [, bracketed, dotted] = /^(?:\[([\da-f:.]+)\]|(\d+\.\d+\.\d+\.\d+))(?::\d{1,5})?$/i.exec(written.trim()) ?? []
  return plainly(bracketed ?? dotted ?? written.trim())
}

const plainly = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')
