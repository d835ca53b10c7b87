import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'

/** Where the force's calendars are: the folder that is named, or `calendars` in `DATA_DIR` once it is there; null for none. */
export function calendarsFolder(config: Pick<Config, 'calendarsDir' | 'dataDir'>): string | null {
  const folder = ownCalendars(config)
  return config.calendarsDir !== null || existsSync(folder) ? folder : null
}

/** The same, whether it is there yet or not. */
export const ownCalendars = ({ calendarsDir, dataDir }: Pick<Config, 'calendarsDir' | 'dataDir'>): string =>
  calendarsDir ?? join(dataDir, 'calendars')
