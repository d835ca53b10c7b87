import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROLES, type Role } from '../../../machines/rules/vocabulary.ts'
import type { Keys } from '../../engine/reads.ts'

/** Writes a file whole or not at all; only its owner reads it. */
export async function writeSecret(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

export const readOrNull = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })

export type RoleKeys = Readonly<Record<Role, string>>

export async function createRoleKeys(keys: Pick<Keys, 'create'>, force: string): Promise<RoleKeys> {
  const pairs: [Role, string][] = []
  for (const role of ROLES) pairs.push([role, await keys.create(role, force)])
  return Object.fromEntries(pairs) as RoleKeys
}

/** One key for each role of a force, in `DATA_DIR/keys.json`, made on the first start. @returns the file's path. */
export async function ensureKeyFile(dataDir: string, force: string, keys: Keys): Promise<string> {
  const file = join(dataDir, 'keys.json')
  if ((await readOrNull(file)) !== null) return file
  await mkdir(dataDir, { recursive: true })
  await writeSecret(file, `${JSON.stringify(await createRoleKeys(keys, force), null, 2)}\n`)
  return file
}

/** The key that signs checkpoints, kept outside the database that it protects. When several first starts race, one makes it. */
export async function ensureCheckpointKey(dataDir: string): Promise<Buffer> {
  const file = checkpointKeyFile(dataDir)
  for (;;) {
    const kept = await checkpointKey(dataDir)
    if (kept !== null) return kept
    const own = `${file}.${process.pid}`
    await mkdir(dataDir, { recursive: true })
    await writeFile(own, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
    try {
      await link(own, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      await rm(own, { force: true })
    }
  }
}

/** The checkpoint key of this data folder; null when nothing is signed here. */
export async function checkpointKey(dataDir: string): Promise<Buffer | null> {
  const kept = await readOrNull(checkpointKeyFile(dataDir))
  return kept === null ? null : Buffer.from(kept.trim(), 'hex')
}

export const checkpointKeyFile = (dataDir: string): string => join(dataDir, 'checkpoint.key')

export const checkpointFile = (dataDir: string): string => join(dataDir, 'checkpoints.jsonl')

/** Where lines of the access log wait while the database is away. */
export const spoolFolder = (dataDir: string): string => join(dataDir, 'access')

export const readCheckpointLines = async (dataDir: string): Promise<string[]> =>
  ((await readOrNull(checkpointFile(dataDir))) ?? '').split('\n').filter((line) => line !== '')
