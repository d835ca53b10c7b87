import { prepareQueue, QUEUE_SCHEMA } from '../../queue/alarmClock.ts'
import { migrate as migrateAlone, newestMigration } from '../../store/connection/migrate.ts'
import { grantSchema } from '../../store/logins/grantSchema.ts'
import { migrateAsOwner } from '../../store/logins/prepareSchema.ts'
import { readConfig } from '../config.ts'
import { complain, print, refuse } from '../words.ts'
import { errorsOnly, type OpenDatabase, visitToMigrate } from './openRecord.ts'

/**
 * `reassess migrate`: brings the schema and the queue's tables up to date by the login that owns them, and grants the engine and
 * the reader what they need. Running it again changes nothing.
 */
export async function migrate(words: string[]): Promise<number> {
  if (words.length > 0) return refuse('migrate')
  const config = readConfig(process.env)
  const database = await visitToMigrate(config, errorsOnly(config))
  const { url, owner, reader } = database
  try {
    if (reader === null) {
      print(stands(await migrateAlone(url, sayWaiting), newestMigration()))
      print('One login does everything, so the database does not keep forces apart: docs/operations/logins.md')
    } else {
      const { from, to, granted } = await migrateAsOwner({ owner, engine: url, reader }, sayWaiting)
      print(stands(from, to))
      print(`${granted.engine} works on all forces, ${granted.reader} reads one force at a time.`)
    }
    if (config.redisUrl === null) await makeQueue(database)
    return 0
  } finally {
    await database.close()
  }
}

/** Makes the tables of the queue in PostgreSQL, by their owner, and lets the engine use them. */
export async function makeQueue({ url, owner }: Pick<OpenDatabase, 'url' | 'owner'>): Promise<void> {
  await prepareQueue(owner ?? url)
  if (owner !== null) await grantSchema(QUEUE_SCHEMA, owner, url)
}

const stands = (from: number, to: number): string =>
  from === to ? `The schema is at version ${to} already.` : `The schema was at version ${from} and is at version ${to} now.`

const sayWaiting = (who: string): void => complain(`waiting to bring the schema of the database up to date, held up by ${who}`)
