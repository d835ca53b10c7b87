/**
 * Connections to public addresses only. Each address that a name resolves to is looked at where the connection is made, so that a name
 * cannot resolve otherwise a moment later.
 */
import { lookup as lookUp } from 'node:dns'
import type { AgentOptions } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { RequestFilteringHttpsAgent } from 'request-filtering-agent'

/** What the library takes for public addresses. */
const BEYOND = new BlockList()
// The agent of Azure's virtual machines, which answers each of them under this address.
BEYOND.addAddress('168.63.129.16')
// IPv4 addresses in IPv6, as RFC 4291 once had them: `::127.0.0.1`.
BEYOND.addSubnet('::', 96, 'ipv6')
// Translated to IPv4 by a network's own rules (RFC 8215).
BEYOND.addSubnet('64:ff9b:1::', 48, 'ipv6')

const isBeyond = (address: string): boolean => {
  const family = isIP(address)
  return family !== 0 && BEYOND.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** @param lookup for tests; default: the system's. */
export function createPublicAgent(options: AgentOptions, lookup: LookupFunction = lookUp): RequestFilteringHttpsAgent {
  const looked: LookupFunction = (host, asked, found) =>
    lookup(host, asked, (error, addresses, family) => {
      const all = typeof addresses === 'string' ? [addresses] : (addresses ?? []).map(({ address }) => address)
      found(all.some(isBeyond) ? notPublic() : error, addresses, family)
    })
  return new RequestFilteringHttpsAgent({ ...options, lookup: looked })
}

/** In the words of the library, which also refuses. */
const notPublic = (): Error => new Error('is not allowed. Because, it is not public.')

/** Whether an error says that an address was not public. */
export const saysNotPublic = (error: unknown): boolean => error instanceof Error && /is not allowed\. Because/.test(error.message)

/** Of an address in a URL, which nobody looks up. The library refuses the others. */
export const isNotPublic = ({ hostname }: URL): boolean => isBeyond(hostname.replace(/^\[|\]$/g, ''))
