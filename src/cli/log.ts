import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** One JSON line an occurrence, on standard error, instants in UTC. References only: a person's details stay in the database. */
export const createLog = ({ logLevel, role }: Config): Logger =>
  pino(
    { level: logLevel, base: { role }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    pino.destination(2),
  )
