/** The record that a command works on: the given database, or the embedded one in `DATA_DIR`. */
import type { Logger } from 'pino'
import { startEmbedded, visitEmbedded } from '../store/embedded.ts'
import { createStore, type Store } from '../store/store.ts'
import type { Config } from './config.ts'

export interface OpenRecord {
  readonly store: Store
  /** Of the database; holds its password. */
  readonly url: string
  /** The store first, the embedded database last. */
  close(): Promise<void>
}

/** The record of a server, which owns its data folder alone. @throws DataDirInUse */
export const ownRecord = (config: Config, log: Logger): Promise<OpenRecord> => open(config, log, startEmbedded)

/** The record as a command reads it, beside a running server or without one. */
export const visitRecord = (config: Config, log: Logger): Promise<OpenRecord> => open(config, log, visitEmbedded)

async function open({ databaseUrl, dataDir }: Config, log: Logger, openEmbedded: typeof startEmbedded): Promise<OpenRecord> {
  const embedded = databaseUrl === null ? await openEmbedded({ dataDir, log }) : null
  const url = embedded?.url ?? databaseUrl ?? ''
  try {
    const store = await createStore({ connectionString: url })
    return {
      store,
      url,
      async close() {
        await store.close()
        await embedded?.stop()
      },
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}
