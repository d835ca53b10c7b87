/**
 * What a backup says of itself, in `manifest.json`, which is written last: a folder without one was not finished. Each file is
 * named there with its rows and its SHA-256, so a copy that was cut short or altered is found before anything is restored.
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
  /** Of the schema that the rows are of. */
  schema: z.int().positive(),
  /** Under which the rows were written; builds from before there was a number say nothing of it. */
  rules: z.int().positive().default(UNNUMBERED),
  /** The one moment, by the database's clock, that all rows are of. */
  at: z.iso.datetime(),
  /** One JSON object a row, one row a line. */
  tables: z.array(z.strictObject({ table: z.string().regex(/^[a-z_]+$/), file: fileName, rows: z.int().min(0), sha256 })),
  /** What was kept beside the database, as it was. */
  files: z.array(z.strictObject({ file: fileName, sha256 })),
})

export type Manifest = z.infer<typeof manifest>

/**
 * Reads a backup's manifest and holds every file against it.
 *
 * @throws BackupDamaged
 */
export async function checkBackup(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BackupDamaged(`${folder} is no finished backup: its ${MANIFEST} cannot be read (${error.code}).`)
  })
  const read = manifest.safeParse(jsonOf(text))
  if (!read.success) throw new BackupDamaged(`${join(folder, MANIFEST)} is not what this release of reassess writes.`)
  for (const { file, sha256: told } of [...read.data.tables, ...read.data.files]) {
    if ((await sha256Of(join(folder, file))) !== told)
      throw new BackupDamaged(`${join(folder, file)} is missing or not what was backed up: use another copy.`)
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
