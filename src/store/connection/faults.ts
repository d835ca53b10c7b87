/**
 * The database's errors, in our words. PostgreSQL's own messages may quote a row, so none passes: only the SQLSTATE, which
 * tells the operator enough and names nobody.
 */
import { types } from 'node:util'
import pg from 'pg'
import { RecordUnavailable } from '../../engine/ports.ts'

/** PostgreSQL refused a statement for a reason that waiting does not mend: a defect, or data that cannot be stored. */
export class RecordFault extends Error {
  readonly code = 'record-fault'
  readonly sqlState: string
  readonly constraint: string | null

  constructor(sqlState: string, constraint: string | null) {
    super(`PostgreSQL refused a statement (SQLSTATE ${sqlState}${constraint === null ? '' : `, ${constraint}`})`)
    this.sqlState = sqlState
    this.constraint = constraint
  }
}

/** The database was reached and refused to write: its disk is full, or it may only be read. */
export class RecordRefused extends RecordUnavailable {}

/** A login lacks a right that the service needs. Nothing was read or written under it. */
export class LoginMayNot extends RecordUnavailable {
  readonly login: string

  constructor(login: string) {
    super(`The database refused login ${login} a right that it needs (SQLSTATE 42501): run reassess migrate`)
    this.login = login
  }
}

/** A statement waited or ran too long, perhaps for a locked row. It says nothing of other statements. */
export class StatementTimedOut extends RecordUnavailable {}

export const UNIQUE_VIOLATION = '23505'
const INSUFFICIENT_PRIVILEGE = '42501'

/** Deadlock found and serialization failure: the same statement may pass when sent again. */
const RETRYABLE = new Set(['40P01', '40001'])

/** A lock was not free in time; a statement took too long, or an operator cancelled it. */
const TIMED_OUT = new Set(['55P03', '57014'])

/**
 * SQLSTATEs of a database that is away, full, stopping or not writable: connection (08), resources (53), operator intervention
 * (57), input/output (58), authorisation (28), no such database, read only.
 */
const AWAY = /^(08...|28...|53...|57...|58...|3D000|25006)$/
/** Those of them after which the connection is gone. */
const UNREACHED = /^(08...|28...|53300|57P..|3D000)$/

export function isRetryable(error: unknown): boolean {
  return error instanceof RecordFault && RETRYABLE.has(error.sqlState)
}

/** @param login whose statement it was. @returns the error to throw in place of what `pg` threw. */
export function faultOf(error: unknown, login = 'of this database'): Error {
  if (error instanceof pg.DatabaseError && error.code !== undefined) {
    if (error.code === INSUFFICIENT_PRIVILEGE) return new LoginMayNot(login)
    if (TIMED_OUT.has(error.code)) return new StatementTimedOut(`A statement took too long (SQLSTATE ${error.code})`)
    if (UNREACHED.test(error.code)) return new RecordUnavailable(`The record cannot be reached (SQLSTATE ${error.code})`)
    if (AWAY.test(error.code)) return new RecordRefused(`The record cannot be written (SQLSTATE ${error.code})`)
    return new RecordFault(error.code, error.constraint ?? null)
  }
  // A defect of ours. (`isNativeError` also knows errors of other realms.)
  if (!types.isNativeError(error) || error.name === 'TypeError' || error.name === 'RangeError') return error as Error
  // Everything else that `pg` throws concerns the connection: refused, reset, timed out, closed.
  const { code } = error as NodeJS.ErrnoException
  return new RecordUnavailable(`The record cannot be reached (${code ?? 'no connection'})`)
}
