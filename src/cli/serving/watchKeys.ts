/** Says once a day which keys expire soon, so that a system has another before it is locked out. */
import type { Logger } from 'pino'
import { daysLeft, endingSoon, type KeyRing } from '../../store/keys.ts'
import { inRounds } from './rounds.ts'

/** More often than it is said: a round that found no record is soon followed by another. Project default. */
const LOOKED_EVERY_MS = 60 * 60_000
/** Project default. */
const SAID_EVERY_MS = 24 * 60 * 60_000

interface WatchKeysPorts {
  readonly keys: Pick<KeyRing, 'issuedKeys'>
  readonly log: Pick<Logger, 'warn'>
  /** Milliseconds of a clock that is never set. */
  readonly nowMs?: () => number
}

/** @returns what is to be done each hour. */
export function createKeyRound({ keys, log, nowMs = () => performance.now() }: WatchKeysPorts): () => Promise<void> {
  let sayAgainAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (nowMs() < sayAgainAt) return
    const ending = endingSoon(await keys.issuedKeys())
    sayAgainAt = nowMs() + SAID_EVERY_MS
    for (const { key, role, force, expiresAt, leftMs } of ending)
      log.warn({ key, role, force, expiresAt, daysLeft: daysLeft(leftMs) }, 'a key expires soon: make another')
  }
}

export const watchKeys = (ports: WatchKeysPorts): (() => Promise<void>) =>
  inRounds(LOOKED_EVERY_MS, createKeyRound(ports), { atOnce: true })
