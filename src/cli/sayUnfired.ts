import type { Logger } from 'pino'
import type { CaseKey } from '../engine/case.ts'
import { traceOf } from '../engine/traceOf.ts'

/** Nobody waits for the answer of a timer that could not be fired, so the log says it; without what the error quotes. */
export const sayUnfired =
  (log: Logger) =>
  (error: unknown, { reference }: CaseKey): void =>
    log.error({ incident: reference, ...traceOf(error) }, 'a timer could not be fired')
