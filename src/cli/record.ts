/** The record that a command works on: the given database, or the embedded one in `DATA_DIR`. */
import type { Logger } from 'pino'
import { hasRecord } from '../store/connection/migrate.ts'
import { startEmbedded, visitEmbedded } from '../store/embedded/index.ts'
import { NoRecord } from '../store/embedded/problems.ts'
import { createStore, type Store } from '../store/store.ts'
import type { Config } from './config.ts'
import { sayClock } from './serving/watchClock.ts'

export interface OpenDatabase {
  /** Holds its password. */
  readonly url: string
  close(): Promise<void>
}

export interface OpenRecord extends OpenDatabase {
  readonly store: Store
  /** The store first, the embedded database last. */
  close(): Promise<void>
}

/** The record as a command reads it, beside a running server or without one. @throws NoRecord */
export const visitRecord = async (config: Config, log: Logger): Promise<OpenRecord> => open(await visitDatabase(config, log), log)

/** The database of a server, which owns its data folder alone; its schema as it is. @throws DataDirInUse */
export const ownDatabase = (config: Config, log: Logger): Promise<OpenDatabase> => reach(config, log, startEmbedded)

/** The database alone, beside a running server or without one. It makes none, and no schema in an empty one. @throws NoRecord */
export async function visitDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  const database = await reach(config, log, visitEmbedded)
  try {
    if (await hasRecord(database.url)) return database
    throw new NoRecord(config.databaseUrl === null ? config.dataDir : 'the database of DATABASE_URL')
  } catch (error) {
    await database.close()
    throw error
  }
}

async function reach({ databaseUrl, dataDir }: Config, log: Logger, openEmbedded: typeof startEmbedded): Promise<OpenDatabase> {
  if (databaseUrl !== null) return { url: databaseUrl, close: async () => {} }
  const { url, stop } = await openEmbedded({ dataDir, log })
  return { url, close: stop }
}

/** For a start: another session may hold up the schema, and who that is is said. @throws as createStore does */
export const openStore = ({ url }: OpenDatabase, log: Logger): Promise<Store> =>
  createStore({
    connectionString: url,
    clockTold: sayClock(log),
    heldUpBy: (who) => log.warn(`start: waiting to bring the schema of the database up to date, held up by ${who}`),
  })

async function open(database: OpenDatabase, log: Logger): Promise<OpenRecord> {
  const { url, close } = database
  try {
    const store = await openStore(database, log)
    return {
      store,
      url,
      async close() {
        await store.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
