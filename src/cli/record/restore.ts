import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkBackup, type Manifest } from '../../store/backup/manifest.ts'
import { restoreBackup } from '../../store/backup/restore.ts'
import { readConfig } from '../config.ts'
import { counted, print, refuse } from '../words.ts'
import { checkpointFile, checkpointKeyFile, readOrNull, writeSecret } from './keyFile.ts'
import { errorsOnly, ownDatabase } from './openRecord.ts'

/** This folder signs with another key: that key would make every checkpoint of the backup look forged. */
class OtherCheckpointKey extends Error {
  readonly code = 'other-checkpoint-key'
}

/** `reassess restore DIR`: restores a backup into an empty record, once every file matches its manifest. */
export async function restore([folder, ...rest]: string[]): Promise<number> {
  if (folder === undefined || folder.startsWith('-') || rest.length > 0) return refuse('restore')
  const config = readConfig(process.env)
  const manifest = await checkBackup(folder)
  const beside = await filesBeside(folder, config.dataDir, manifest)
  const database = await ownDatabase(config, errorsOnly(config))
  try {
    const alongside = () => write(config.dataDir, beside)
    await restoreBackup({ logins: { ...database, engine: database.url }, folder, manifest, alongside })
  } finally {
    await database.close()
  }
  print(said(manifest))
  return 0
}

/** The data folder's new files, by path. An existing file of checkpoints keeps its lines: they are evidence. */
async function filesBeside(folder: string, dataDir: string, { files }: Manifest): Promise<Map<string, string>> {
  const kept = async (file: string): Promise<string | null> =>
    files.some((known) => known.file === file) ? readOrNull(join(folder, file)) : null
  const beside = new Map<string, string>()
  const key = await kept('checkpoint.key')
  const there = await readOrNull(checkpointKeyFile(dataDir))
  if (key !== null && there !== null && key.trim() !== there.trim())
    throw new OtherCheckpointKey(`${checkpointKeyFile(dataDir)} is another key than the backup's: move it away first.`)
  if (key !== null) beside.set(checkpointKeyFile(dataDir), key)
  const lines = [await kept('checkpoints.jsonl'), await readOrNull(checkpointFile(dataDir))].flatMap(
    (text) => text?.split('\n') ?? [],
  )
  const distinct = [...new Set(lines)].filter((line) => line !== '')
  if (distinct.length > 0) beside.set(checkpointFile(dataDir), `${distinct.join('\n')}\n`)
  return beside
}

async function write(dataDir: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  for (const [file, content] of files) await writeSecret(file, content)
}

/** What a backup holds, in words. */
export function heldBy({ at, tables }: Manifest): string {
  const rows = (name: string): number => tables.find(({ table }) => table === name)?.rows ?? 0
  return `${counted(rows('cases'), 'incident')}, ${counted(rows('entries'), 'line')}, as they were at ${at}`
}

function said(manifest: Manifest): string {
  return `Restored ${heldBy(manifest)}.

  1. reassess verify    shows that the record is whole
  2. reassess start     fires what fell due since, once
  3. Have senders post again what they posted since ${manifest.at}: what is on record is answered as a duplicate.

Keys that were handed out continue to work.`
}
