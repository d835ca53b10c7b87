import { complain } from './words.ts'

/** Errors with a `code` were made for people: their message is one clear line. Anything else is a bug and shows its stack. */
export function sayTrouble(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null
  const message = error instanceof Error ? (code === null ? (error.stack ?? error.message) : error.message) : String(error)
  complain(message)
  return code === 'no-record' ? NOTHING_TO_WORK_ON : 1
}

/** As for unknown words of a command: 1 would say that a record was checked and differs. */
const NOTHING_TO_WORK_ON = 2
