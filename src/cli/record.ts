/** The record that a command works on: the given database, or the embedded one in `DATA_DIR`. */
import type { Logger } from 'pino'
import { startEmbedded } from '../store/embedded.ts'
import { createStore, type Store } from '../store/store.ts'
import type { Config } from './config.ts'

export interface OpenRecord {
  readonly store: Store
  /** Of the database; holds its password. */
  readonly url: string
  /** The store first, the embedded database last. */
  close(): Promise<void>
}

export async function openRecord({ databaseUrl, dataDir }: Config, log: Logger): Promise<OpenRecord> {
  const embedded = databaseUrl === null ? await startEmbedded({ dataDir, log }) : null
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
