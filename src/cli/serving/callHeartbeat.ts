/**
 * Calls `HEARTBEAT_URL` as long as the heartbeat of this process is well. A watcher outside that hears nothing for a while tells
 * somebody: so a process that is dead, or cut off, is noticed too.
 */
import type { Logger } from 'pino'
import { inRounds } from './rounds.ts'

/** Contract §7. */
const EVERY_MS = 15_000
const ANSWER_WITHIN_MS = 5_000

export interface CallHeartbeatPorts {
  /** Null: nobody is called. */
  readonly url: string | null
  /** Whether `/v1/heartbeat` of this process is 200. */
  readonly isWell: () => Promise<boolean>
  readonly log: Pick<Logger, 'warn' | 'info'>
  readonly everyMs?: number
  readonly answerWithinMs?: number
}

/** @returns what stops it. */
export function callHeartbeat({
  url,
  isWell,
  log,
  everyMs = EVERY_MS,
  answerWithinMs = ANSWER_WITHIN_MS,
}: CallHeartbeatPorts): () => Promise<void> {
  if (url === null) return async () => {}
  const stopping = new AbortController()
  let wasHeard = true

  /** Null when it was taken; else why not. The address is a secret: no error of `fetch` is shown. */
  const call = async (): Promise<string | null> => {
    const late = AbortSignal.timeout(answerWithinMs)
    try {
      const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.any([stopping.signal, late]) })
      await answer.body?.cancel()
      return answer.ok ? null : `it answered ${answer.status}`
    } catch {
      return late.aborted ? 'it did not answer in time' : 'it cannot be reached'
    }
  }

  const round = async (): Promise<void> => {
    if (!(await isWell())) return
    const why = await call()
    if (stopping.signal.aborted || (why === null) === wasHeard) return
    wasHeard = why === null
    if (why === null) log.info('heartbeat: HEARTBEAT_URL takes calls again')
    else log.warn({ why }, 'heartbeat: HEARTBEAT_URL does not take calls')
  }

  const stop = inRounds(everyMs, round, { atOnce: false })
  return () => {
    stopping.abort()
    return stop()
  }
}
