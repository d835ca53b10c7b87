import { FORCE_NAME, ROLES, type Role } from '../../../machines/rules/vocabulary.ts'
import { KNOWN_MS } from '../../store/remembered.ts'
import type { Store } from '../../store/store.ts'
import { complain, print, refuse, wordsOf } from '../words.ts'
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

function create({ role, force }: { role?: Role | undefined; force?: string | undefined }): Errand | null {
  if (role === undefined || force === undefined || !FORCE_NAME.test(force)) return null
  return async (store) => {
    print(await store.create(role, force))
    return 0
  }
}

const list: Errand = async (store) => {
  for (const { key, role, force, created } of await store.issuedKeys())
    print(`${key}  ${role.padEnd(LONGEST_ROLE)}  ${force}  ${created}`)
  return 0
}
const LONGEST_ROLE = Math.max(...ROLES.map(({ length }) => length))

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

function readOptions(args: string[]): { role?: Role | undefined; force?: string | undefined } {
  const { values, positionals } = wordsOf(args, { role: { type: 'string' }, force: { type: 'string' } }) ?? {}
  if (values === undefined || positionals?.length !== 0) return {}
  return { role: ROLES.find((role) => role === values.role), force: values.force }
}
