/** Why a database cannot be used, in a line that says what to do. Nothing was changed. */
import pg from 'pg'
import { faultOf } from './faults.ts'

/** `pg` cannot read it. The address holds the password and is not repeated. */
export class DatabaseUrlUnusable extends Error {
  readonly code = 'database-url-unusable'

  constructor(cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException
    // An error about a file or a parameter may be shown; an error about the address may quote it.
    const why = code === 'ENOENT' || code === 'EACCES' || message.includes('sslnegotiation') ? message : 'it cannot be read'
    super(
      `DATABASE_URL cannot be used (${why}): it must be a URL such as postgres://user:password@host:5432/reassess, with special characters of the password percent-encoded.`,
    )
  }
}

/** Several clients share a session of the server. */
export class SessionShared extends Error {
  readonly code = 'session-shared'

  constructor() {
    super(
      'DATABASE_URL leads to a connection pooler that shares sessions (pool_mode transaction or statement), and notices and settings are lost there: give the address of PostgreSQL itself, or a pool in session mode.',
    )
  }
}

/** The server at that address accepts fewer startup parameters than PostgreSQL does. */
class StartupParameterRefused extends Error {
  readonly code = 'startup-parameter-refused'

  constructor() {
    super(
      'What answers at DATABASE_URL refused a startup parameter (SQLSTATE 08P01), as a connection pooler does: take options and time limits out of DATABASE_URL and PGOPTIONS, or give the address of PostgreSQL itself.',
    )
  }
}

/** Text would be changed on its way, or refused. */
export class DatabaseNotUtf8 extends Error {
  readonly code = 'database-not-utf8'

  constructor(encoding: string) {
    super(`The encoding of the database is ${encoding}: make a database with encoding UTF8 and name it in DATABASE_URL.`)
  }
}

const PROTOCOL_VIOLATION = '08P01'
const OURS = [DatabaseUrlUnusable, SessionShared, StartupParameterRefused, DatabaseNotUtf8]

/** @returns the error to throw for what stopped a session at its start. */
export function startFault(error: unknown): Error {
  if (error instanceof pg.DatabaseError && error.code === PROTOCOL_VIOLATION) return new StartupParameterRefused()
  return OURS.some((kind) => error instanceof kind) ? (error as Error) : faultOf(error)
}
