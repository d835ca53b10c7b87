import pg from 'pg'
import { connectionConfig } from '../connection/database.ts'
import { faultOf } from '../connection/faults.ts'
import { oneLoginOf } from './prepareSchema.ts'

/**
 * Lets the engine work in a schema that the owner made: with rows, not with tables. For the queue, whose tables are its own.
 *
 * @param owner address of the login that owns the schema. @param engine address of the login that works in it.
 * @throws RecordUnavailable
 */
export async function grantSchema(schema: string, owner: string, engine: string): Promise<void> {
  const { name } = await oneLoginOf(engine)
  const [to, on] = [pg.escapeIdentifier(name), pg.escapeIdentifier(schema)]
  const client = new pg.Client(connectionConfig(owner))
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('begin')
    // Two starts that grant the same at once would fail each other.
    await client.query("select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('reassess.grant'))")
    await client.query(`grant usage on schema ${on} to ${to}`)
    await client.query(`grant select, insert, update, delete on all tables in schema ${on} to ${to}`)
    await client.query(`grant usage on all sequences in schema ${on} to ${to}`)
    const { rows } = await client.query<{ on: string; may: boolean }>(
      "select current_database() as on, has_database_privilege($1, current_database(), 'temporary') as may",
      [name],
    )
    // The queue sorts what it adds in temporary tables.
    for (const { on: database, may } of rows)
      if (!may) await client.query(`grant temporary on database ${pg.escapeIdentifier(database)} to ${to}`)
    await client.query('commit')
  } catch (error) {
    throw faultOf(error, client.user)
  } finally {
    await client.end().catch(() => {})
  }
}
