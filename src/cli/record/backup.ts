import { writeBackup } from '../../store/backup/write.ts'
import { readConfig } from '../config.ts'
import { print, refuse } from '../words.ts'
import { checkpointFile, checkpointKeyFile } from './keyFile.ts'
import { errorsOnly, visitDatabase } from './openRecord.ts'
import { heldBy } from './restore.ts'

/**
 * `reassess backup DIR`: the whole record, with the checkpoint key and lines, into a new folder. The server may run.
 * `keys.json` is left out: the record holds the hashes, so keys that were handed out continue to work.
 */
export async function backup([folder, ...rest]: string[]): Promise<number> {
  if (folder === undefined || folder.startsWith('-') || rest.length > 0) return refuse('backup')
  const config = readConfig(process.env)
  const database = await visitDatabase(config, errorsOnly(config))
  try {
    const beside = [checkpointKeyFile(config.dataDir), checkpointFile(config.dataDir)]
    const manifest = await writeBackup({ connectionString: database.url, folder, beside })
    print(`${folder}: ${heldBy(manifest)}`)
    return 0
  } finally {
    await database.close()
  }
}
