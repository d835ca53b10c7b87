/** Connections byte by byte: for callers that no HTTP client imitates. */
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Raw {
  send(text: string): void
  /** All that came so far. */
  said(): string
  isOpen(): boolean
  /** Resolves when it is over, whoever ended it. */
  readonly ended: Promise<void>
  /** Sends the text again and again until it is over, as a sender does that never comes to an end. */
  drip(text: string): void
  end(): void
}

const DRIP_EVERY_MS = 20

/** @param from an address of this machine: all of 127.0.0.0/8 is. */
export async function rawConnection(url: string, { from = '127.0.0.1', reads = true } = {}): Promise<Raw> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), localAddress: from })
  let said = ''
  if (!reads) socket.pause()
  else
    socket.setEncoding('utf8').on('data', (text) => {
      said += text
    })
  socket.on('error', () => {})
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), ended])
  return {
    send: (text) => void socket.write(text),
    said: () => said,
    isOpen: () => !socket.destroyed,
    ended,
    drip: async (text) => {
      while (!socket.destroyed) {
        socket.write(text)
        await pause(DRIP_EVERY_MS)
      }
    },
    end: () => void socket.destroy(),
  }
}

/** One request on a connection of its own. @returns the answer as it came. */
export async function rawRequest(url: string, head: string, from?: string): Promise<{ status: number; text: string }> {
  const connection = await rawConnection(url, from === undefined ? {} : { from })
  connection.send(`${head}\r\nConnection: close\r\n\r\n`)
  await connection.ended
  const text = connection.said()
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text }
}
