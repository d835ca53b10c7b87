import { FORCE_NAME, ROLES, type Role } from '../../../machines/rules/vocabulary.ts'
import { daysLeft, endingSoon, type IssuedKey } from '../../store/keys.ts'
import { KNOWN_MS } from '../../store/remembered.ts'
import type { Store } from '../../store/store.ts'
import { complain, counted, print, refuse, wordsOf } from '../words.ts'
import { readExpiry } from './expiry.ts'
import { onRecord } from './openRecord.ts'

/** Does something to the record, and returns the exit code. */
type Errand = (store: Store) => Promise<number>

/** `reassess keys create|list|withdraw`: a new key is printed once, and only its hash is kept. */
export async function keys(words: string[]): Promise<number> {
  const errand = errandOf(words)
  return errand === null ? refuse('keys') : onRecord(errand)
}

function errandOf([verb, ...args]: string[]): Errand | null {
  if (verb === 'create') return create(readOptions(args))
  if (verb === 'list' && args.length === 0) return list
  const [id = '', ...rest] = args
  // A key given in place of its name is neither used nor repeated.
  return verb === 'withdraw' && rest.length === 0 && /^key-[\w-]{1,64}$/.test(id) ? withdraw(id) : null
}

function create({ role, force, vouches = false, expires }: Options): Errand | null {
  if (role === undefined || force === undefined || !FORCE_NAME.test(force)) return null
  const expiresAt = expires === undefined ? undefined : readExpiry(expires, new Date().toISOString())
  if (expiresAt === null) {
    complain(`--expires ${expires} is neither a day to come nor a duration of at most 400 days; nothing was made`)
    return null
  }
  return async (store) => {
    print(await store.create(role, force, { vouches, ...(expiresAt && { expiresAt }) }))
    if (expiresAt) complain(`this key expires on ${expiresAt}`)
    return 0
  }
}

const list: Errand = async (store) => {
  const issued = await store.issuedKeys()
  for (const key of issued) print(lineOf(key))
  for (const { key, role, force, expiresAt, leftMs } of endingSoon(issued))
    complain(`${key} (${role}, ${force}) expires on ${expiresAt}, ${inWords(daysLeft(leftMs))}: make another key for its system`)
  return 0
}
const LONGEST_ROLE = Math.max(...ROLES.map(({ length }) => length))

const lineOf = ({ key, role, force, created, vouches, expiresAt, leftMs }: IssuedKey): string =>
  [
    ...[key, role.padEnd(LONGEST_ROLE), force, created],
    ...(vouches ? ['vouches'] : []),
    ...(expiresAt === null ? [] : [`${(leftMs ?? 0) > 0 ? 'expires' : 'expired'} ${expiresAt}`]),
  ].join('  ')

const inWords = (days: number): string => (days === 0 ? 'in less than a day' : `in ${counted(days, 'day')}`)

/** The record keeps the name of a withdrawn key as the actor of its events. */
const withdraw =
  (id: string): Errand =>
  async (store) => {
    const withdrawn = await store.withdrawKey(id)
    if (withdrawn === null) {
      complain(`no key is called ${id}; see reassess keys list`)
      return 1
    }
    const { role, force } = withdrawn
    print(`${id} (${role}, ${force}) is withdrawn. A running server takes it for up to ${KNOWN_MS / 1_000} s more.`)
    return 0
  }

interface Options {
  readonly role?: Role | undefined
  readonly force?: string | undefined
  readonly vouches?: boolean
  readonly expires?: string | undefined
}

function readOptions(args: string[]): Options {
  const options = {
    role: { type: 'string' },
    force: { type: 'string' },
    vouches: { type: 'boolean', default: false },
    expires: { type: 'string' },
  } as const
  const { values, positionals } = wordsOf(args, options) ?? {}
  if (values === undefined || positionals?.length !== 0) return {}
  return { ...values, role: ROLES.find((role) => role === values.role) }
}
