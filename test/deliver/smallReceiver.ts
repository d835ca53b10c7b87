/** Whoever receives messages, as small as can be: it notes the key of each and answers as the test says. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SmallReceiver {
  readonly url: string
  /** The keys, in the order in which the messages had arrived whole. */
  readonly keys: string[]
  /** The alerts of each. */
  readonly alerts: string[][]
  answer: (response: ServerResponse) => void
  close(): Promise<void>
}

export async function startSmallReceiver(): Promise<SmallReceiver> {
  const keys: string[] = []
  const alerts: string[][] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const message = JSON.parse(body) as { id: string; items: { alert: string }[] }
      keys.push(message.id)
      alerts.push(message.items.map(({ alert }) => alert))
      receiver.answer(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: SmallReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys,
    alerts,
    answer: (response) => void response.writeHead(204).end(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return receiver
}
