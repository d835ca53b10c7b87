/**
 * What a backup says of itself, in `manifest.json`, which is written last: a folder without it is not finished. The manifest
 * names each file with its rows and SHA-256, so a restore finds a truncated or altered copy before it begins.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { UNNUMBERED } from '../connection/rules.ts'
import { BackupDamaged } from './problems.ts'

export const MANIFEST = 'manifest.json'

/** A plain name, so that no manifest reaches outside its folder. */
const fileName = z.string().regex(/^[a-z_]+\.[a-z]+$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const manifest = z.strictObject({
  format: z.literal('reassess/backup/v1'),
  /** The schema version of the rows. */
  schema: z.int().positive(),
  /** The rules version of the rows; builds from before rules versions leave it out. */
  rules: z.int().positive().default(UNNUMBERED),
  /** The moment that all rows show, by the database's clock. */
  at: z.iso.datetime(),
  /** One JSON object for each row, on a line of its own. */
  tables: z.array(z.strictObject({ table: z.string().regex(/^[a-z_]+$/), file: fileName, rows: z.int().min(0), sha256 })),
  /** Files kept beside the database, unchanged. */
  files: z.array(z.strictObject({ file: fileName, sha256 })),
})

export type Manifest = z.infer<typeof manifest>

/**
 * Reads a backup's manifest and compares every file with it.
 *
 * @throws BackupDamaged
 */
export async function checkBackup(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BackupDamaged(`${folder} is not a finished backup: its ${MANIFEST} cannot be read (${error.code}).`)
  })
  const read = manifest.safeParse(jsonOf(text))
  if (!read.success) throw new BackupDamaged(`${join(folder, MANIFEST)} was not written by this release of reassess.`)
  for (const { file, sha256: told } of [...read.data.tables, ...read.data.files]) {
    if ((await sha256Of(join(folder, file))) !== told)
      throw new BackupDamaged(`${join(folder, file)} is missing or differs from what was backed up: use another copy.`)
  }
  return read.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function sha256Of(file: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  } catch {
    return null
  }
  return hash.digest('hex')
}
