/** A network line on which the answers to what is posted get lost: the request arrives, and its answer does not. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface LossyLine {
  /** The server's url with this line's port in it. */
  readonly url: string
  /** From now on the connection ends as soon as the server has begun to answer a POST. @param then called each time */
  lose(then?: () => void): void
  /** Answers pass again. */
  heal(): void
  /** How many answers were lost. */
  lost(): number
  close(): Promise<void>
}

export async function layLossyLine(url: string): Promise<LossyLine> {
  const target = Number(new URL(url).port)
  let losing: (() => void) | null = null
  let count = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true })
    let isPost = false
    for (const [from, to] of [[near, far] as const, [far, near] as const]) {
      sockets.add(from)
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    near.on('data', (bytes) => {
      // A body may come in a piece of its own.
      if (/^[A-Z]+ \//.test(bytes.subarray(0, 12).toString('latin1'))) isPost = bytes.subarray(0, 5).toString() === 'POST '
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (losing === null || !isPost) return void near.write(bytes)
      count += 1
      losing()
      near.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const through = new URL(url)
  through.port = String((server.address() as AddressInfo).port)
  return {
    url: through.origin,
    lose: (then = () => {}) => {
      losing = then
    },
    heal: () => {
      losing = null
    },
    lost: () => count,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
