/**
 * Finds listeners that vanished: a board whose network dropped sends neither FIN nor RST, and the kernel buffers what is
 * written to it for a quarter of an hour, where Node cannot see it. Linux shows for each connection whether sent bytes had to
 * be repeated and are still unacknowledged. On other systems the listener's time limit ends the stream.
 */
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import type { Limits } from '../limits.ts'
import { wordsOf } from './source.ts'

/** Adds a connection to the check. @returns removes it again. */
export type WatchLine = (socket: Socket) => () => void

const TABLES = ['/proc/self/net/tcp', '/proc/self/net/tcp6']

export function watchLines({ linesAgainMs, unacknowledgedMs }: Pick<Limits, 'linesAgainMs' | 'unacknowledgedMs'>): WatchLine {
  /** Each connection with the instant at which it was first seen unacknowledged, or null. */
  const watched = new Map<Socket, number | null>()
  let timer: NodeJS.Timeout | null = null

  const look = async (): Promise<void> => {
    const stuck = new Set((await Promise.all(TABLES.map(unacknowledgedIn))).flat())
    const now = performance.now()
    for (const [socket, since] of watched) {
      if (!stuck.has(nameOf(socket))) watched.set(socket, null)
      else if (since === null) watched.set(socket, now)
      else if (now - since >= unacknowledgedMs) socket.destroy()
    }
  }
  const lookAgain = (): void => {
    timer = setTimeout(async () => {
      await look()
      if (watched.size > 0) lookAgain()
      else timer = null
    }, linesAgainMs).unref()
  }

  return (socket) => {
    watched.set(socket, null)
    if (timer === null) lookAgain()
    return () => watched.delete(socket)
  }
}

/**
 * The connections of a table whose peer does not answer, each as local and remote end. Timer 01 repeats what was sent; timer 04
 * probes the peer where nothing could be sent. An answer resets both counts, also from a reader that has no room. Columns:
 * number, local end, remote end, state, queues, timer, times sent again, user, probes. Source: proc(5).
 */
async function unacknowledgedIn(table: string): Promise<string[]> {
  const text = await readFile(table, 'latin1').catch(() => '')
  return text.split('\n').flatMap((line) => {
    const [, local = '', remote = '', , , timer = '', again = '', , probes = ''] = line.trim().split(/\s+/)
    const times = timer.startsWith('01:') ? Number.parseInt(again, 16) : timer.startsWith('04:') ? Number(probes) : 0
    return times > 0 ? [`${local} ${remote}`] : []
  })
}

const nameOf = ({ localAddress, localPort, remoteAddress, remotePort }: Socket): string =>
  `${end(localAddress, localPort)} ${end(remoteAddress, remotePort)}`

/** An address and port as the table writes them: hexadecimal, each 32 bits of the address in the machine's byte order. */
const end = (address = '', port = 0): string =>
  `${wordsOf(address).map(hostOrder).join('')}:${port.toString(16).padStart(4, '0').toUpperCase()}`

const bytes = Buffer.alloc(4)
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1
function hostOrder(word: number): string {
  if (littleEndian) bytes.writeUInt32LE(word >>> 0)
  else bytes.writeUInt32BE(word >>> 0)
  return bytes.toString('hex').toUpperCase()
}
