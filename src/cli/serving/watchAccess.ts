/** Writes the access log of this process, and alerts while it can be written nowhere. */
import type { Logger } from 'pino'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { AccessLog } from '../../engine/access/ports.ts'
import { createAccessWriter } from '../../store/access/writer.ts'
import type { Store } from '../../store/store.ts'
import { spoolFolder } from '../record/keyFile.ts'
import { inRounds } from './rounds.ts'

/** As `watchTimers.ts`: an alert that is not said again within 15 s ends. Project default. */
const EVERY_MS = 3_000

export interface WatchAccess extends Required<AccessLog> {
  stop(): Promise<void>
}

export function watchAccess(store: Store, dataDir: string, audience: Role, log: Logger): WatchAccess {
  const writer = createAccessWriter({ rows: store, folder: spoolFolder(dataDir), log })
  /** Somebody is told, also where the trouble was over before the database could be told of it. */
  let untold = false
  const say = async (): Promise<void> => {
    untold ||= writer.hadTrouble()
    if (untold) await store.sayAccessUnwritable(audience)
    else await store.sayAccessWritable()
    untold = false
  }
  writer.begin()
  const stopSaying = inRounds(EVERY_MS, say, { atOnce: false })
  return {
    write: writer.write,
    expectLine: writer.expectLine,
    async stop() {
      await stopSaying()
      await writer.close()
    },
  }
}
