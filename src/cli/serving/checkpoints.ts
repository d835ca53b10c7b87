import { open } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { Store } from '../../store/store.ts'
import type { Config } from '../config.ts'
import { checkpointFile, checkpointKey, ensureCheckpointKey } from '../record/keyFile.ts'

const EVERY_MS = 5 * 60_000
/** A week's lines; only the database has the lines before. */
const MOST_WAITING = 2_016

/**
 * Signs how far the record has come, every five minutes and when it stops, in the database and in a file beside it. A process
 * that serves every role makes the key; an api or worker signs only where the operator has put a key.
 */
export async function startCheckpoints({ role, dataDir }: Config, store: Store, log: Logger): Promise<{ stop(): Promise<void> }> {
  const key = role === 'all' ? await ensureCheckpointKey(dataDir) : await checkpointKey(dataDir)
  if (key === null) return { stop: async () => {} }
  /** Signed, and not yet in the file: its disk was full. */
  const waiting: string[] = []
  const write = async (): Promise<void> => {
    try {
      const line = await store.writeCheckpoint(key)
      if (line !== null) waiting.push(line)
      if (waiting.length > MOST_WAITING) waiting.shift()
      await appendLines(checkpointFile(dataDir), waiting)
      waiting.length = 0
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

/** Each on a line of its own, also after a torn line. */
async function appendLines(file: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return
  const handle = await open(file, 'a+', 0o600)
  try {
    const { size } = await handle.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await handle.read(last, 0, 1, size - 1)
    const isOpen = size > 0 && last.toString() !== '\n'
    await handle.appendFile(`${isOpen ? '\n' : ''}${lines.map((line) => `${line}\n`).join('')}`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
