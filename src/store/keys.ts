import { randomBytes } from 'node:crypto'
import type { Instant, Role } from '../../machines/rules/vocabulary.ts'
import type { Caller, Keys } from '../engine/reads.ts'
import type { Database } from './connection/database.ts'
import { hashOf, remembering } from './remembered.ts'

const COLUMNS = `id as key, role, force, vouches, expires_at as "expiresAt",
  (extract(epoch from expires_at - now()) * 1000)::double precision as "leftMs"`
const FIND = {
  name: 'reassess-keys-find',
  text: `select hash, ${COLUMNS} from reassess.api_keys where hash = any($1::text[])`,
}
const LIST = { text: `select ${COLUMNS}, created from reassess.api_keys order by created, id` }
const WITHDRAW = { text: `delete from reassess.api_keys where id = $1 returning hash, ${COLUMNS}` }
const CREATE = {
  text: 'insert into reassess.api_keys (id, hash, role, force, vouches, expires_at) values ($1, $2, $3, $4, $5, $6)',
}

/** The shape that `create` makes. Nothing else is looked up. */
const KEY = /^rk_[\w-]{43}$/

/** How long before its end a key is warned of. Project default. */
const ENDS_SOON_DAYS = 14
const DAY_MS = 24 * 60 * 60_000

/** A key without its secret. */
export interface IssuedKey extends Caller {
  readonly created: Instant
  readonly expiresAt: Instant | null
  /** By the database's clock; negative for a key that has expired, null for a key without an end. */
  readonly leftMs: number | null
}

/** Those that expire soon, and have not yet. */
export const endingSoon = (issued: readonly IssuedKey[]): readonly (IssuedKey & { readonly leftMs: number })[] =>
  issued.flatMap((key) =>
    key.leftMs !== null && key.leftMs > 0 && key.leftMs <= ENDS_SOON_DAYS * DAY_MS ? [{ ...key, leftMs: key.leftMs }] : [],
  )
export const daysLeft = (leftMs: number): number => Math.floor(leftMs / DAY_MS)

export interface KeyRing extends Keys {
  /** Oldest first. */
  issuedKeys(): Promise<readonly IssuedKey[]>
  /** @returns the withdrawn key, or null when no key has that id. */
  withdrawKey(id: string): Promise<Caller | null>
}

interface Row {
  readonly key: string
  readonly role: Role
  readonly force: string
  readonly vouches: boolean
  readonly expiresAt: Instant | null
  readonly leftMs: number | null
}

/** A key as it is remembered. */
interface Known {
  readonly caller: Caller
  readonly expiresAt: Instant | null
  /** When it expires, by the clock of this process, which is never set. */
  readonly endsAtMs: number
}

const callerOf = ({ key, role, force, vouches }: Row): Caller => ({ key, role, force, ...(vouches && { vouches }) })

/** Keys by their SHA-256. */
export function createKeys(database: Database, nowMs: () => number = () => performance.now()): KeyRing {
  const knownFrom = (row: Row): Known => ({
    caller: callerOf(row),
    expiresAt: row.expiresAt,
    endsAtMs: nowMs() + (row.leftMs ?? Number.POSITIVE_INFINITY),
  })
  const remembered = remembering<Known>(async (hashes) => {
    const rows = await database.query<Row & { readonly hash: string }>(FIND, [hashes])
    return new Map(rows.map(({ hash, ...row }) => [hash, knownFrom(row)]))
  }, nowMs)

  const known = async (bearer: string): Promise<Known | null> => (KEY.test(bearer) ? remembered.find(hashOf(bearer)) : null)
  const hasExpired = ({ endsAtMs }: Known): boolean => nowMs() >= endsAtMs

  return {
    find: async (bearer) => {
      const key = await known(bearer)
      return key === null || hasExpired(key) ? null : key.caller
    },
    expiredOn: async (bearer) => {
      const key = await known(bearer)
      return key !== null && hasExpired(key) ? key.expiresAt : null
    },
    create: async (role, force, { vouches = false, expiresAt } = {}) => {
      const bearer = `rk_${randomBytes(32).toString('base64url')}`
      const id = `key-${randomBytes(6).toString('hex')}`
      await database.query(CREATE, [id, hashOf(bearer), role, force, vouches, expiresAt ?? null])
      return bearer
    },
    issuedKeys: async () =>
      (await database.query<Row & { readonly created: Instant }>(LIST)).map(({ created, expiresAt, leftMs, ...row }) => ({
        ...callerOf({ ...row, expiresAt, leftMs }),
        ...{ created, expiresAt, leftMs },
      })),
    withdrawKey: async (id) => {
      const [row] = await database.query<Row & { readonly hash: string }>(WITHDRAW, [id])
      if (row === undefined) return null
      remembered.forget(row.hash)
      return callerOf(row)
    },
  }
}
