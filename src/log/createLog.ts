import { type Logger, pino } from 'pino'

/** One JSON line an occurrence, on standard error, instants in UTC. References only: a person's details stay in the database. */
export const createLog = ({ logLevel, role }: { readonly logLevel: string; readonly role: string }): Logger =>
  pino(
    { level: logLevel, base: { role }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    pino.destination(2),
  )
