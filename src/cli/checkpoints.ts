import { appendFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { Store } from '../store/store.ts'
import type { Config } from './config.ts'
import { checkpointFile, checkpointKey, ensureCheckpointKey } from './keyFile.ts'

const EVERY_MS = 5 * 60_000

/**
 * Signs how far the record has come, every five minutes and when it stops, in the database and in a file beside it. A
 * process that serves every role makes the key; an api or worker signs only where the operator has put one.
 */
export async function startCheckpoints({ role, dataDir }: Config, store: Store, log: Logger): Promise<{ stop(): Promise<void> }> {
  const key = role === 'all' ? await ensureCheckpointKey(dataDir) : await checkpointKey(dataDir)
  if (key === null) return { stop: async () => {} }
  const write = async (): Promise<void> => {
    try {
      const line = await store.writeCheckpoint(key)
      if (line !== null) await appendFile(checkpointFile(dataDir), `${line}\n`, { mode: 0o600 })
    } catch (error) {
      log.error({ err: error }, 'checkpoint: not written')
    }
  }
  const timer = setInterval(() => void write(), EVERY_MS)
  return {
    async stop() {
      clearInterval(timer)
      await write()
    },
  }
}
