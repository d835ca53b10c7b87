import { createHash, randomBytes } from 'node:crypto'
import type { Instant, Role } from '../../machines/rules/vocabulary.ts'
import type { Caller, Keys } from '../engine/reads.ts'
import type { Database } from './connection/database.ts'

const FIND = {
  name: 'reassess-keys-find',
  text: 'select hash, id as key, role, force from reassess.api_keys where hash = any($1::text[])',
}
const LIST = { text: 'select id as key, role, force, created from reassess.api_keys order by created, id' }
const WITHDRAW = { text: 'delete from reassess.api_keys where id = $1 returning id as key, role, force, hash' }
const CREATE = { text: 'insert into reassess.api_keys (id, hash, role, force) values ($1, $2, $3, $4)' }

/** How long a key is believed without asking again; a withdrawn key works that much longer in other processes. */
export const KNOWN_MS = 5_000
/** Shorter, so that a new key works soon, and long enough that a flood of the same wrong key is a single query. */
const UNKNOWN_MS = 1_000
const REMEMBERED = 10_000
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

interface Remembered {
  readonly answer: Promise<Caller | null>
  until: number
}

/** Keys by their SHA-256: 256 random bits need neither salt nor a slow hash. */
export function createKeys(database: Database, nowMs: () => number = () => performance.now()): KeyRing {
  const remembered = new Map<string, Remembered>()
  const look = askedTogether(database)

  const ask = (hash: string): Promise<Caller | null> => {
    const answer = look(hash)
    // Callers that come while it runs share the answer.
    const entry: Remembered = { answer, until: Number.POSITIVE_INFINITY }
    remembered.set(hash, entry)
    answer.then(
      (key) => {
        entry.until = nowMs() + (key === null ? UNKNOWN_MS : KNOWN_MS)
      },
      // A failed look-up is not remembered and is not "no such key": the caller gets the error.
      () => remembered.delete(hash),
    )
    if (remembered.size > REMEMBERED) {
      const oldest = remembered.keys().next().value
      if (oldest !== undefined) remembered.delete(oldest)
    }
    return answer
  }

  return {
    find: async (bearer) => {
      if (!KEY.test(bearer)) return null
      const hash = hashOf(bearer)
      const entry = remembered.get(hash)
      if (entry && nowMs() < entry.until) return entry.answer
      remembered.delete(hash)
      return ask(hash)
    },
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
      remembered.delete(hash)
      return key
    },
  }
}

/**
 * A single statement at a time, for everything asked meanwhile: a guesser, from however many addresses, uses a single
 * connection, and a valid key waits for at most a statement before its own.
 */
function askedTogether(database: Database): (hash: string) => Promise<Caller | null> {
  let waiting = new Set<string>()
  let next: Promise<ReadonlyMap<string, Caller>> | null = null
  let last: Promise<unknown> = Promise.resolve()

  const all = async (): Promise<ReadonlyMap<string, Caller>> => {
    const hashes = [...waiting]
    waiting = new Set()
    next = null
    const rows = await database.query<Caller & { readonly hash: string }>(FIND, [hashes])
    return new Map(rows.map(({ hash, ...key }) => [hash, key]))
  }
  return async (hash) => {
    waiting.add(hash)
    if (next === null) {
      next = last.then(all, all)
      last = next
    }
    return (await next).get(hash) ?? null
  }
}

function hashOf(bearer: string): string {
  return createHash('sha256').update(bearer).digest('hex')
}
