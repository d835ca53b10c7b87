/**
 * The dead man's switch: 200 as long as somebody would be told of the next alert. For a watcher outside, without a key: it tells of
 * no incident. The answer is shared for a second, so that asking costs nothing.
 */
import type { RequestHandler } from 'express'
import type { Answer } from '../engine/answers/shapes.ts'
import type { DeliveryHealth } from '../engine/notifications/seen.ts'
import type { heartbeat as answered } from './answers.ts'
import type { Health } from './health.ts'
import { inTime } from './inTime.ts'

type Beat = Answer<typeof answered>

export interface Heartbeat {
  look(): Promise<Beat>
}

const ANSWER_WITHIN_MS = 2_000
const SHARED_MS = 1_000

/** @param notification null where there is no delivery file. */
export function createHeartbeat(
  health: Pick<Health, 'record' | 'timersFiring'>,
  notification: () => DeliveryHealth | null = () => null,
): Heartbeat {
  let shared: { readonly beat: Promise<Beat>; readonly until: number } | null = null

  /** What cannot be asked is not well. */
  const isSo = (asked: () => boolean | Promise<boolean>, unknown: boolean): Promise<boolean> =>
    inTime((async () => asked())(), ANSWER_WITHIN_MS).catch(() => unknown)

  const beat = async (): Promise<Beat> => {
    const told = notification()
    const [writable, stuck, nobody] = await Promise.all([
      isSo(() => health.record(), false),
      told && isSo(() => told.isStuck(), true),
      told && isSo(() => told.isNobodyOnDuty(), true),
    ])
    const firing = health.timersFiring()
    const isWell = firing && writable && stuck !== true && nobody !== true
    return {
      status: isWell ? 'ok' : 'failing',
      at: new Date().toISOString(),
      parts: {
        timers: firing ? 'firing' : 'stalled',
        record: writable ? 'writable' : 'unavailable',
        ...(stuck !== null && { deliveries: stuck ? 'stuck' : 'ok' }),
        ...(nobody !== null && { onDuty: nobody ? 'nobody-on-duty' : 'ok' }),
      },
    }
  }

  return {
    look() {
      const now = performance.now()
      if (shared === null || shared.until <= now) shared = { beat: beat(), until: now + SHARED_MS }
      return shared.beat
    },
  }
}

export const answerHeartbeat =
  ({ look }: Heartbeat): RequestHandler =>
  async (_req, res) => {
    const beat = await look()
    // Whoever watches sees it again and again; the log has its own line for each cause.
    res.locals.passing = true
    res.status(beat.status === 'ok' ? 200 : 503).json(beat)
  }
