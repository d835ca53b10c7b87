import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { CHANGES_CHANNEL, type Numbering } from '../numbering.ts'
import { connectionConfig } from './database.ts'
import { UNLIMITED_SETTINGS } from './sessionSettings.ts'

export interface Listening {
  stop(): Promise<void>
}

/** How often to look unasked: for what a dead committer left unnumbered, and for notices lost with a connection. */
const POLL_MS = 1_000
const RECONNECT_MS = 500

/**
 * Calls `onChange` when `streamAfter` may have news: on each notice, each time the connection returns, and each second. It only
 * says "look"; an extra call is ordinary.
 *
 * Uses a connection of its own, which reconnects by itself.
 */
export function listenForChanges(connectionString: string, numbering: Numbering, onChange: () => void): Listening {
  const stopping = new AbortController()
  let client: pg.Client | undefined

  const listen = async (): Promise<void> => {
    const fresh = new pg.Client(connectionConfig(connectionString))
    client = fresh
    const ended = new Promise<void>((resolve) => fresh.once('end', resolve))
    // `end` tells of the loss; without a listener the error would end the process.
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
