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

/** The address as 32-bit words: one of IPv4, four of IPv6. */
export function wordsOf(address: string): number[] {
  const dotted = /^(.*?)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const v4 = dotted?.slice(2).reduce((word, part) => word * 256 + Number(part), 0)
  if (dotted?.[1] === '' && v4 !== undefined) return [v4]
  const [head = '', tail] = (dotted?.[1] ?? address).split('%')[0]?.split('::') ?? []
  const groups = (part: string | undefined) => (part ?? '').split(':').filter((group) => group !== '')
  const first = groups(head)
  const last = [...groups(tail), ...(v4 === undefined ? [] : [(v4 >>> 16).toString(16), (v4 & 0xffff).toString(16)])]
  const all = [...first, ...Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last]
  return [0, 2, 4, 6].map((at) => Number.parseInt(all[at] ?? '0', 16) * 65_536 + Number.parseInt(all[at + 1] ?? '0', 16))
}
