/**
 * The three logins of an embedded database, with random passwords in `DATA_DIR/postgres-logins.json`. The server works with
 * these; the superuser makes them at each start, so that a file that was removed is made again with other passwords.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Cluster, SUPERUSER } from './cluster.ts'
import { DataDirUnusable } from './problems.ts'
import { connection, type Server } from './server.ts'

const LOGINS = ['owner', 'engine', 'reader'] as const
export type Login = (typeof LOGINS)[number]
type Passwords = Readonly<Record<Login, string>>

/** Addresses with passwords: never logged. */
export type LoginUrls = Readonly<Record<Login, string>>

const nameOf = (login: Login): string => `${SUPERUSER}_${login}`
const fileIn = (dataDir: string): string => join(dataDir, 'postgres-logins.json')

/**
 * Makes the logins, or gives them the passwords of the file again, and gives the database to its owner: also the tables of a
 * data folder from before there were logins.
 *
 * @param superuser on the database `postgres`.
 */
export async function makeLogins(superuser: pg.Client, dataDir: string, cluster: Cluster, { port }: Server): Promise<void> {
  writePasswords(dataDir)
  const passwords = passwordsIn(dataDir)
  for (const login of LOGINS) await makeLogin(superuser, nameOf(login), passwords[login])
  // They name the session that holds something up; the details of other logins' sessions are hidden otherwise.
  for (const login of ['owner', 'engine'] as const) await superuser.query(`grant pg_read_all_stats to ${nameOf(login)}`)
  const owner = nameOf('owner')
  const { rows } = await superuser.query<{ owner: string }>(
    "select pg_get_userbyid(datdba) as owner from pg_database where datname = 'reassess'",
  )
  if (rows[0] === undefined) await superuser.query(`create database reassess owner ${owner}`)
  else if (rows[0].owner !== owner) {
    await giveTables(cluster, port)
    await superuser.query(`alter database reassess owner to ${owner}`)
  }
  await superuser.query('revoke temporary on database reassess from public')
}

/** @throws DataDirUnusable where they were not made, or the file was changed. */
export function loginUrls(dataDir: string, { port }: Server): LoginUrls {
  const passwords = passwordsIn(dataDir)
  const urlOf = (login: Login) => `postgres://${nameOf(login)}:${passwords[login]}@127.0.0.1:${port}/reassess`
  return { owner: urlOf('owner'), engine: urlOf('engine'), reader: urlOf('reader') }
}

async function makeLogin(superuser: pg.Client, name: string, password: string): Promise<void> {
  const { rowCount } = await superuser.query('select from pg_roles where rolname = $1', [name])
  const able = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls'
  await superuser.query(`${rowCount === 0 ? 'create' : 'alter'} role ${name} ${able} password ${pg.escapeLiteral(password)}`)
}

/** Appears in one step: when two commands race, the loser finds the winner's file. */
function writePasswords(dataDir: string): void {
  const file = fileIn(dataDir)
  if (existsSync(file)) return
  const passwords = Object.fromEntries(LOGINS.map((login) => [login, randomBytes(24).toString('base64url')]))
  const partial = `${file}.partial-${process.pid}`
  try {
    writeFileSync(partial, JSON.stringify(passwords), { mode: 0o600 })
    linkSync(partial, file)
  } catch (error) {
    if (!existsSync(file)) throw new DataDirUnusable(`${file} cannot be written: ${(error as Error).message}`)
  } finally {
    rmSync(partial, { force: true })
  }
}

function passwordsIn(dataDir: string): Passwords {
  const file = fileIn(dataDir)
  if (!existsSync(file)) throw new DataDirUnusable(`${file} is missing: restart the server of this DATA_DIR, which makes it.`)
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Passwords> | null
    // They stand in an address and in a statement.
    if (LOGINS.every((login) => /^[\w-]{16,}$/.test(kept?.[login] ?? ''))) return kept as Passwords
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES')
      throw new DataDirUnusable(`${file} cannot be read by this user: start as its owner, or set another DATA_DIR.`)
  }
  throw new DataDirUnusable(`${file} has been changed: remove it and restart, and the start makes other passwords.`)
}

/** `reassign owned` refuses what belongs to the superuser of the cluster. */
const GIVE = `
  do $$
  declare
    to_owner constant text := ' owner to ${nameOf('owner')}';
    one record;
  begin
    for one in select format('%s %s', case c.relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end, c.oid::regclass) as what
                 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('reassess', 'bullmq') and c.relkind in ('r', 'p', 'v', 'S')
                  -- The sequence of a column goes with its table.
                  and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and c.relkind = 'S')
    loop execute 'alter ' || one.what || to_owner; end loop;
    for one in select f.oid::regprocedure as what from pg_proc f join pg_namespace n on n.oid = f.pronamespace
                where n.nspname in ('reassess', 'bullmq')
    loop execute format('alter routine %s', one.what) || to_owner; end loop;
    for one in select format('%I.%I', n.nspname, t.typname) as what from pg_type t join pg_namespace n on n.oid = t.typnamespace
                where n.nspname in ('reassess', 'bullmq') and t.typtype in ('e', 'd')
    loop execute 'alter type ' || one.what || to_owner; end loop;
    for one in select nspname as what from pg_namespace where nspname in ('reassess', 'bullmq')
    loop execute format('alter schema %I', one.what) || to_owner; end loop;
  end $$`

async function giveTables(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client(connection(cluster, port, 'reassess'))
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(GIVE)
  } finally {
    await client.end().catch(() => {})
  }
}
