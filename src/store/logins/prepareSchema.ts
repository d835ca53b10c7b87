/**
 * Three logins: the owner migrates, the engine works on all forces, the reader reads one force at a time. The owner brings the
 * schema up to date and grants; without the owner's login the schema is only checked.
 */
import type pg from 'pg'
import { checkSchema, migrate, newestMigration } from '../connection/migrate.ts'
import { provenSession } from '../connection/session.ts'
import { type Granted, grantRights, mustHaveRights } from './rights.ts'

/** The addresses of the logins. */
export interface Logins {
  /** Null where it is not given: then somebody else migrates. */
  readonly owner: string | null
  readonly engine: string
  /** Null for a command that answers no reader. */
  readonly reader: string | null
}

const VARIABLES = { owner: 'DATABASE_OWNER_URL', engine: 'DATABASE_URL', reader: 'DATABASE_READER_URL' } as const
type Which = keyof typeof VARIABLES

/** The logins cannot be used as they are. The message names the variable and what to change; nothing was changed. */
export class LoginsUnusable extends Error {
  readonly code = 'logins-unusable'
}

interface Login {
  readonly which: Which
  readonly name: string
  readonly mighty: boolean
  /** Which database of which running server. */
  readonly place: string
}

const LOGIN = `
  select current_user as name, r.rolsuper or r.rolbypassrls or r.rolcreaterole as mighty,
         current_database() || ' ' || pg_catalog.pg_postmaster_start_time()::text as place
    from pg_catalog.pg_roles r where r.rolname = current_user`

/**
 * @throws LoginsUnusable, SchemaBehind, RightsDiffer, and as `migrate` does.
 */
export async function prepareSchema(logins: Logins, heldUpBy: (who: string) => void = () => {}): Promise<void> {
  if (logins.owner !== null) await migrateAsOwner(logins, heldUpBy)
  else {
    const granted = logins.reader === null ? null : await grantedIn(logins)
    await of('engine', () =>
      checkSchema(logins.engine, granted === null ? undefined : (client) => mustHaveRights(client, granted)),
    )
  }
}

/** @returns the schema version before and now, and who was granted what they need. @throws as `prepareSchema` does. */
export async function migrateAsOwner(logins: Logins, heldUpBy: (who: string) => void = () => {}) {
  const { owner } = logins
  if (owner === null) throw new LoginsUnusable(`${VARIABLES.owner} is not set: only the login that owns the schema migrates it.`)
  const granted = await grantedIn(logins)
  const from = await of('owner', () => migrate(owner, heldUpBy, (client) => grantRights(client, granted)))
  return { from, to: newestMigration(), granted }
}

/** Asks each login who it is. @returns the names of those that are granted something. @throws LoginsUnusable */
export async function grantedIn({ owner, engine, reader }: Logins): Promise<Granted> {
  if (reader === null) throw new LoginsUnusable(`${VARIABLES.reader} is not set: the three logins are given together.`)
  const engineIs = await loginOf('engine', engine)
  const readerIs = await loginOf('reader', reader)
  const found = [...(owner === null ? [] : [await loginOf('owner', owner)]), engineIs, readerIs]
  for (const [at, login] of found.entries()) {
    const { which, name, mighty, place } = login
    if (mighty)
      throw new LoginsUnusable(
        `${VARIABLES[which]}: login ${name} is a superuser, or has BYPASSRLS or CREATEROLE, so nothing holds it back: give a login without them.`,
      )
    const before = found.slice(0, at)
    const same = before.find((other) => other.name === name)
    if (same !== undefined)
      throw new LoginsUnusable(`${VARIABLES[same.which]} and ${VARIABLES[which]} name the same login ${name}: give three logins.`)
    const elsewhere = before.find((other) => other.place !== place)
    if (elsewhere !== undefined)
      throw new LoginsUnusable(`${VARIABLES[elsewhere.which]} and ${VARIABLES[which]} lead to different databases: give one.`)
  }
  return { engine: engineIs.name, reader: readerIs.name }
}

const loginOf = (which: Which, address: string): Promise<Login> =>
  of(which, async () => {
    const client = await provenSession(address)
    try {
      const { rows } = await client.query<Omit<Login, 'which'>>(LOGIN)
      return { which, ...(rows[0] as Omit<Login, 'which'>) }
    } finally {
      await client.end().catch(() => {})
    }
  })

/** What cannot be reached or used is named by its variable. */
async function of<Result>(which: Which, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && which !== 'engine') {
      const { message } = error
      error.message = message.includes('DATABASE_URL')
        ? message.replaceAll('DATABASE_URL', VARIABLES[which])
        : `${VARIABLES[which]}: ${message}`
    }
    throw error
  }
}

/** How far one login that does everything keeps forces apart: not at all, and why. */
export interface OneLogin {
  readonly name: string
  /** Row-level security does not hold it, whatever it is granted. */
  readonly unheld: 'superuser' | 'owner' | null
}

const ONE_LOGIN = `
  select current_user as name,
         case when r.rolsuper or r.rolbypassrls then 'superuser'
              when pg_has_role(current_user, n.nspowner, 'member') then 'owner' end as unheld
    from pg_catalog.pg_roles r left join pg_catalog.pg_namespace n on n.nspname = 'reassess' where r.rolname = current_user`

export async function oneLoginOf(connectionString: string): Promise<OneLogin> {
  const client: pg.Client = await provenSession(connectionString)
  try {
    const { rows } = await client.query<OneLogin>(ONE_LOGIN)
    return rows[0] as OneLogin
  } finally {
    await client.end().catch(() => {})
  }
}
