/** The record that a command works on: the given database, or the embedded one in `DATA_DIR`. */
import type { Logger } from 'pino'
import { startEmbedded, visitEmbedded } from '../store/embedded.ts'
import { createStore, type Store } from '../store/store.ts'
import type { Config } from './config.ts'
import { sayClock } from './watchClock.ts'

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

/** The record of a server, which owns its data folder alone. @throws DataDirInUse */
export const ownRecord = (config: Config, log: Logger): Promise<OpenRecord> => open(config, log, startEmbedded)

/** The record as a command reads it, beside a running server or without one. */
export const visitRecord = (config: Config, log: Logger): Promise<OpenRecord> => open(config, log, visitEmbedded)

/** The database alone, its schema as it is. @throws DataDirInUse where it is embedded and a server runs on it */
export const ownDatabase = (config: Config, log: Logger): Promise<OpenDatabase> => reach(config, log, startEmbedded)

/** The database alone, beside a running server or without one. */
export const visitDatabase = (config: Config, log: Logger): Promise<OpenDatabase> => reach(config, log, visitEmbedded)

async function reach({ databaseUrl, dataDir }: Config, log: Logger, openEmbedded: typeof startEmbedded): Promise<OpenDatabase> {
  if (databaseUrl !== null) return { url: databaseUrl, close: async () => {} }
  const { url, stop } = await openEmbedded({ dataDir, log })
  return { url, close: stop }
}

async function open(config: Config, log: Logger, openEmbedded: typeof startEmbedded): Promise<OpenRecord> {
  const { url, close } = await reach(config, log, openEmbedded)
  try {
    const store = await createStore({ connectionString: url, clockTold: sayClock(log) })
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
