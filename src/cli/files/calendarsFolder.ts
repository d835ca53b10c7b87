import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/** The folder of the force's calendars: the named folder, or `calendars` in `DATA_DIR` when it exists; otherwise null. */
export function calendarsFolder(config: Pick<Config, 'calendarsDir' | 'dataDir'>): string | null {
  const folder = ownCalendars(config)
  return config.calendarsDir !== null || existsSync(folder) ? folder : null
}

/** The same folder, whether it exists or not. */
export const ownCalendars = ({ calendarsDir, dataDir }: Pick<Config, 'calendarsDir' | 'dataDir'>): string =>
  calendarsDir ?? join(dataDir, 'calendars')
