import { createHmac, randomBytes } from 'node:crypto'
import type { FindKey } from '../../machines/rules/report/findKeys.ts'
import type { MatchKey } from '../../machines/rules/report/matchKeys.ts'
import type { Database } from './connection/database.ts'

/** The hash that stands for a match key of a force, hex. */
export type HashMatchKey = (force: string, matchKey: Hashed) => string
type Hashed = MatchKey | { readonly kind: `find ${FindKey['kind']}`; readonly value: string }

const HEX_OF_16_BYTES = 32
/** The hash that stands for a key by which an incident is found, hex: another hash than that of a match key with the same value. */
export const hashFindKey = (hash: HashMatchKey, force: string, { kind, value }: FindKey): string =>
  hash(force, { kind: `find ${kind}`, value }).slice(0, HEX_OF_16_BYTES)

const MAKE = { text: 'insert into reassess.clue_key (key) values ($1) on conflict do nothing' }
const READ = { text: 'select key from reassess.clue_key' }

/**
 * Telephone numbers are few enough to try each, so a plain hash would hide nothing; with a key, a list of hashes is useless
 * without the database. Each force's hashes differ. The first process makes the key, once.
 *
 * @returns asks for the key when it is first needed, once in a process.
 */
export function createMatchKeyHash(database: Database): () => Promise<HashMatchKey> {
  let known: Promise<Buffer> | undefined
  const ask = async (): Promise<Buffer> => {
    const [found] = await database.query<{ key: Buffer }>(READ)
    if (found !== undefined) return found.key
    await database.query(MAKE, [randomBytes(32)])
    const [made] = await database.query<{ key: Buffer }>(READ)
    if (made === undefined) throw new Error('the key of the match keys was made and is not there')
    return made.key
  }
  return async () => {
    known ??= ask().catch((error: unknown) => {
      known = undefined
      throw error
    })
    const key = await known
    return (force, { kind, value }) =>
      createHmac('sha256', key)
        .update(JSON.stringify([force, kind, value]))
        .digest('hex')
  }
}
