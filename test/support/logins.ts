/** A database with three logins, as docs/operations/logins.md has them made. */
import pg from 'pg'
import { createDatabase } from './database.ts'
import type { TestPostgres } from './postgres.ts'

export interface ThreeLogins {
  readonly owner: string
  readonly engine: string
  readonly reader: string
  /** Of the same database, as the superuser. */
  readonly superuser: string
}

let made = 0

/** Makes a database and its logins. */
export const createLogins = async (server: TestPostgres): Promise<ThreeLogins> => loginsOn(await createDatabase(server))

/** Makes the logins of a database that is there. @param superuser its address. */
export async function loginsOn(superuser: string): Promise<ThreeLogins> {
  const name = new URL(superuser).pathname.slice(1)
  const suffix = `${process.pid}_${++made}`
  const urlOf = (login: string): string => {
    const url = new URL(superuser)
    Object.assign(url, { username: `${login}_${suffix}`, password: `secret-${login}` })
    return url.href
  }
  for (const login of ['owner', 'engine', 'reader'])
    await asked(superuser, `create role ${login}_${suffix} login password 'secret-${login}'`)
  await asked(superuser, `alter database ${name} owner to owner_${suffix}`)
  return { owner: urlOf('owner'), engine: urlOf('engine'), reader: urlOf('reader'), superuser }
}

/** The name of the login in an address. */
export const nameIn = (url: string): string => new URL(url).username

/** Asks as a login, after statements that prepare its session. */
export async function asked<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  before: readonly string[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    for (const statement of before) await client.query(statement)
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}
