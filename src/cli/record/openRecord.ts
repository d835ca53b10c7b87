/** The record that a command works on: the given database, or the embedded one in `DATA_DIR`. */
import type { Logger } from 'pino'
import { createLog } from '../../log/createLog.ts'
import { hasRecord } from '../../store/connection/migrate.ts'
import { startEmbedded, visitEmbedded } from '../../store/embedded/index.ts'
import { NoRecord } from '../../store/embedded/problems.ts'
import { createStore, type Store } from '../../store/store.ts'
import { type Config, readConfig } from '../config.ts'
import { sayDenied } from '../serving/sayDenied.ts'
import { sayClock } from '../serving/watchClock.ts'

/** The addresses hold passwords. */
export interface OpenDatabase {
  /** Of the engine, or of the one login that does everything. */
  readonly url: string
  readonly owner: string | null
  /** Null where one login does everything. */
  readonly reader: string | null
  close(): Promise<void>
}

/** What a command logs while it works on a record: its answer is what it prints. */
export const errorsOnly = (config: Config): Logger => createLog({ ...config, logLevel: 'error' })

/**
 * Works on the record, beside a running server or without one.
 *
 * @returns the exit code of `work`.
 * @throws NoRecord
 */
export async function onRecord(work: (store: Store, config: Config) => Promise<number>): Promise<number> {
  const config = readConfig(process.env)
  const log = errorsOnly(config)
  const database = await visitDatabase(config, log)
  try {
    const store = await openStore({ ...database, owner: null }, log, { readers: false })
    try {
      return await work(store, config)
    } finally {
      await store.close()
    }
  } finally {
    await database.close()
  }
}

/** The database of a server, which owns its data folder alone; its schema as it is. @throws DataDirInUse */
export const ownDatabase = (config: Config, log: Logger): Promise<OpenDatabase> => reach(config, log, startEmbedded)

/** The database alone, beside a running server or without one. Makes no database and no schema. @throws NoRecord */
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

/** For a migration: the database, also one without a schema; an embedded one must be there. @throws NoRecord */
export const visitToMigrate = (config: Config, log: Logger): Promise<OpenDatabase> => reach(config, log, visitEmbedded)

async function reach(config: Config, log: Logger, openEmbedded: typeof startEmbedded): Promise<OpenDatabase> {
  const { databaseUrl: url, databaseOwnerUrl: owner, databaseReaderUrl: reader, dataDir } = config
  if (url !== null) return { url, owner, reader, close: async () => {} }
  const { urls, stop } = await openEmbedded({ dataDir, log })
  return { url: urls.engine, owner: urls.owner, reader: urls.reader, close: stop }
}

/**
 * Another session may hold up the schema, and the log names that session.
 *
 * @param readers whether readers are answered from it: a command asks as the engine.
 * @throws as createStore does
 */
export const openStore = ({ url, owner, reader }: OpenDatabase, log: Logger, { readers } = { readers: true }): Promise<Store> =>
  createStore({
    connectionString: url,
    logins: reader === null ? undefined : { owner, reader: readers ? reader : null },
    clockTold: sayClock(log),
    denied: sayDenied(log),
    heldUpBy: (who) => log.warn(`start: waiting to bring the schema of the database up to date, held up by ${who}`),
  })
