/**
 * The settings that our statements rely on. PostgreSQL takes them from the server, the database, the role, `?options=` in
 * DATABASE_URL, PGOPTIONS, or a login trigger, and a pooler may drop what is sent at the start: so each connection sets its
 * own, as a statement, before anything else. Unlisted settings stay as the operator set them, also
 * `default_transaction_read_only`: hosts set that on a full disk, and then the record says that it cannot be written.
 */

type Settings = Readonly<Record<string, string>>

/** Answers read the same, and values arrive as they were sent. */
const RESULTS: Settings = {
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  // All our names include their schema, so nothing foreign is used in their place.
  search_path: 'pg_catalog',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  // A connection that waits for notices is idle for hours.
  idle_session_timeout: '0',
}

/**
 * Compiling the commit statement would take longer than running it. A plan made while a table was empty would read the whole
 * table each time, for a busy minute, until statistics arrive: every statement here has its index.
 */
const PLANS: Settings = { jit: 'off', enable_seqscan: 'off' }

/** A statement of the service takes at most this long, in milliseconds; then it fails and its caller tries again. */
const SERVING: Settings = { statement_timeout: '10000' }

/** A large table and the wait for another start take as long as they take. */
const WITHOUT_LIMITS: Settings = {
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  transaction_timeout: '0',
}

/**
 * Only the named value of these is refused: "accepted" would be said of events that are not on disk, or the record could be
 * changed.
 */
const NEVER = [
  ['synchronous_commit', 'off', 'on'],
  ['session_replication_role', 'replica', 'origin'],
  ['session_replication_role', 'local', 'origin'],
] as const

/** For the pool that serves. */
export const SERVING_SETTINGS = statementFor({ ...RESULTS, ...PLANS, ...SERVING })
/** For a single connection. */
export const UNLIMITED_SETTINGS = statementFor({ ...RESULTS, ...PLANS, ...WITHOUT_LIMITS })

/** A single round trip. Settings that an older server does not know are left out. */
function statementFor(settings: Settings): string {
  const ours = Object.entries(settings).map(([name, value]) => `('${name}', '${value}')`)
  const never = NEVER.map(([name, value, instead]) => `('${name}', '${value}', '${instead}')`)
  return `
    select pg_catalog.set_config(name, value, false) from (values ${ours.join(', ')}) as ours (name, value)
     where pg_catalog.current_setting(name, true) is not null
    union all
    select pg_catalog.set_config(name, instead, false) from (values ${never.join(', ')}) as never (name, value, instead)
     where pg_catalog.current_setting(name, true) operator(pg_catalog.=) value`
}
