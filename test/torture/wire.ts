/** A network line that can fail: stands between the system and a server, and can be cut, go silent, be slow, or lead elsewhere. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Wire {
  /** The server's url with this line's port in it. */
  readonly url: string
  /** Every connection ends, and new ones end at once. */
  cut(): void
  /** Everything stays connected and nothing passes: a network that swallows packets. */
  stall(): void
  /** Each piece of data takes this much longer, in each direction. */
  slow(delayMs: number): void
  /** All is well again; what was held back passes. */
  heal(): void
  /** From now on the line leads to another server; connections to the old one end. */
  leadTo(url: string): void
  close(): Promise<void>
}

export async function layWire(url: string): Promise<Wire> {
  let target = portOf(url)
  let state: 'well' | 'cut' | 'stalled' = 'well'
  let delayMs = 0
  const pairs = new Set<readonly [Socket, Socket]>()
  const hangUp = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }
  const join = (near: Socket) => {
    near.on('error', () => {})
    if (state === 'cut') return void near.destroy()
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true })
    near.setNoDelay(true)
    far.on('error', () => {})
    const pair = [near, far] as const
    pairs.add(pair)
    for (const [from, to] of [pair, [far, near] as const]) {
      // What is on its way is not overtaken, also when the line is quick again.
      const held: Buffer[] = []
      const pass = () => {
        const bytes = held.shift()
        if (bytes && !to.destroyed) to.write(bytes)
      }
      from.on('data', (bytes) => {
        held.push(bytes)
        if (delayMs === 0 && held.length === 1) pass()
        else setTimeout(pass, delayMs)
      })
      from.on('close', () => {
        pairs.delete(pair)
        to.destroy()
      })
      if (state === 'stalled') from.pause()
    }
  }
  const server = createServer(join)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const through = new URL(url)
  through.port = String((server.address() as AddressInfo).port)

  return {
    url: through.href,
    cut() {
      state = 'cut'
      hangUp()
    },
    stall() {
      state = 'stalled'
      for (const pair of pairs) for (const socket of pair) socket.pause()
    },
    slow(ms) {
      delayMs = ms
    },
    heal() {
      state = 'well'
      delayMs = 0
      for (const pair of pairs) for (const socket of pair) socket.resume()
    },
    leadTo(other) {
      target = portOf(other)
      hangUp()
    },
    async close() {
      hangUp()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const portOf = (url: string): number => Number(new URL(url).port)
