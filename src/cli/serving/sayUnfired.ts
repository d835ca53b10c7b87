/** Nobody waits for the answer of a timer that cannot fire, so the log names the incident, and the holder of a locked row. */
import type { Logger } from 'pino'
import { CaseHeld, type CaseStore } from '../../engine/ports.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import { traceOf } from '../../log/traceOf.ts'

/** Every process tries a locked row every two seconds; a line a minute is still seen. */
const AGAIN_AFTER_MS = 60_000
/** Incidents that were logged; the oldest is forgotten first. */
const MOST_REMEMBERED = 1_000

export function sayUnfired(log: Pick<Logger, 'warn' | 'error'>, store: Pick<CaseStore, 'awaitCase'>) {
  const saidAt = new Map<string, number>()

  const isNews = ({ force, reference }: CaseKey): boolean => {
    const name = JSON.stringify([force, reference])
    const now = performance.now()
    if (now - (saidAt.get(name) ?? Number.NEGATIVE_INFINITY) < AGAIN_AFTER_MS) return false
    saidAt.delete(name)
    saidAt.set(name, now)
    const [oldest] = saidAt.keys()
    if (saidAt.size > MOST_REMEMBERED && oldest !== undefined) saidAt.delete(oldest)
    return true
  }

  const sayHeld = async (key: CaseKey): Promise<void> => {
    const found = await store.awaitCase(key).catch(() => null)
    const holder = found?.holder ?? 'unknown'
    log.warn({ incident: key.reference, holder }, 'a timer could not be fired: another session has locked a row of its incident')
  }

  return (error: unknown, key: CaseKey): void => {
    if (!(error instanceof CaseHeld)) log.error({ incident: key.reference, ...traceOf(error) }, 'a timer could not be fired')
    else if (isNews(key)) void sayHeld(key)
  }
}
