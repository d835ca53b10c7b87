import { randomBytes } from 'node:crypto'
import type { Instant, Role } from '../../machines/rules/vocabulary.ts'
import type { Caller, Keys } from '../engine/reads.ts'
import type { Database } from './connection/database.ts'
import { hashOf, remembering } from './remembered.ts'

const FIND = {
  name: 'reassess-keys-find',
  text: 'select hash, id as key, role, force from reassess.api_keys where hash = any($1::text[])',
}
const LIST = { text: 'select id as key, role, force, created from reassess.api_keys order by created, id' }
const WITHDRAW = { text: 'delete from reassess.api_keys where id = $1 returning id as key, role, force, hash' }
const CREATE = { text: 'insert into reassess.api_keys (id, hash, role, force) values ($1, $2, $3, $4)' }

/** The shape that `create` makes. Nothing else is looked up. */
const KEY = /^rk_[\w-]{43}$/

/** A key without its secret. */
interface IssuedKey extends Caller {
  readonly created: Instant
}

export interface KeyRing extends Keys {
  /** Oldest first. */
  issuedKeys(): Promise<readonly IssuedKey[]>
  /** @returns the withdrawn key, or null when no key has that id. */
  withdrawKey(id: string): Promise<Caller | null>
}

/** Keys by their SHA-256. */
export function createKeys(database: Database, nowMs: () => number = () => performance.now()): KeyRing {
  const known = remembering<Caller>(async (hashes) => {
    const rows = await database.query<Caller & { readonly hash: string }>(FIND, [hashes])
    return new Map(rows.map(({ hash, ...key }) => [hash, key]))
  }, nowMs)

  return {
    find: async (bearer) => (KEY.test(bearer) ? known.find(hashOf(bearer)) : null),
    create: async (role: Role, force: string) => {
      const bearer = `rk_${randomBytes(32).toString('base64url')}`
      await database.query(CREATE, [`key-${randomBytes(6).toString('hex')}`, hashOf(bearer), role, force])
      return bearer
    },
    issuedKeys: () => database.query<IssuedKey>(LIST),
    withdrawKey: async (id) => {
      const [row] = await database.query<Caller & { readonly hash: string }>(WITHDRAW, [id])
      if (row === undefined) return null
      const { hash, ...key } = row
      known.forget(hash)
      return key
    },
  }
}
