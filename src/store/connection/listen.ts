import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { CHANGES_CHANNEL, type Numbering } from '../numbering.ts'
import { connectionConfig } from './database.ts'
import { UNLIMITED_SETTINGS } from './sessionSettings.ts'

export interface Listening {
  stop(): Promise<void>
}

/** How often to look without being told: for what a committer that died left unnumbered, and for notices lost with a connection. */
const POLL_MS = 1_000
const RECONNECT_MS = 500

/**
 * Calls `onChange` when there may be something new to read with `streamAfter`: on each notice, each time the connection is back,
 * and each second. It says no more than "look"; a call too many is ordinary.
 *
 * Uses one connection of its own, which comes back by itself.
 */
export function listenForChanges(connectionString: string, numbering: Numbering, onChange: () => void): Listening {
  const stopping = new AbortController()
  let client: pg.Client | undefined

  const listen = async (): Promise<void> => {
    const fresh = new pg.Client(connectionConfig(connectionString))
    client = fresh
    const ended = new Promise<void>((resolve) => fresh.once('end', resolve))
    // Its loss is told by `end`; unheard, an error would end the process.
    fresh.on('error', () => {})
    fresh.on('notification', () => onChange())
    await fresh.connect()
    await fresh.query(UNLIMITED_SETTINGS)
    await fresh.query(`listen ${CHANGES_CHANNEL}`)
    if (stopping.signal.aborted) await fresh.end()
    else onChange()
    await ended
  }
  const listenOn = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await listen().catch(() => {})
      await pause(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const poll = setInterval(() => {
    numbering.kick()
    onChange()
  }, POLL_MS)
  const listening = listenOn()

  return {
    stop: async () => {
      stopping.abort()
      clearInterval(poll)
      await client?.end().catch(() => {})
      await listening
    },
  }
}
