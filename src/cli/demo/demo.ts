/**
 * `reassess start --demo`: the same server, and a played evening that comes in through its own API with its own keys.
 * Everything played belongs to the force `demo`, in a data folder of its own, so that a record is real or played, never both.
 */
import { setMaxListeners } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import type { Store } from '../../store/store.ts'
import { createRoleKeys, type RoleKeys } from '../record/keyFile.ts'
import { playEvening } from './evening.ts'
import { createPoster } from './poster.ts'

const FORCE = 'demo'
/** The same evening each time. */
const SEED = 412

const WAITS = 'a victim has waited for three hours and twice somebody wrote down why'
const WELCOME = `The night is on record. Sign in as sup-1: ${WAITS}. fim-1 decides on a lower grade, pc-1 owes a DASH, ch-1 has a caller to grade.\n\n`
const welcomeWithKey = (key: string): string =>
  `The night is on record: ${WAITS}. Sign in to the board with this key of a supervisor:\n\n  ${key}\n\n`

/** The record holds incidents that were not played. */
class RealRecord extends Error {
  readonly code = 'real-record'
}

/** The environment of a demo: its own force, data folder and policy; what else is set stays. */
export const demoEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  FORCE,
  ROLE: 'all',
  DATA_DIR: env.DATA_DIR || '.data-demo',
  POLICY_FILE: env.POLICY_FILE || fileURLToPath(new URL('../../policies/demo.yaml', import.meta.url)),
})

/** @throws RealRecord when somebody else's incidents are on this record. */
export async function refuseRealRecord(store: Store): Promise<void> {
  for await (const { force } of store.readCases()) {
    if (force === FORCE) continue
    throw new RealRecord('start --demo found incidents that were not played; give it a DATA_DIR or DATABASE_URL of its own')
  }
}

/**
 * Plays until it is stopped.
 *
 * @param keyFile the keys of `DATA_DIR/keys.json`; null on a given database, where the demo makes keys of its own.
 * @returns what stops it.
 */
export async function startDemo(options: {
  readonly base: string
  readonly keyFile: string | null
  readonly store: Store
  readonly log: Logger
}): Promise<() => Promise<void>> {
  const { base, keyFile, store, log } = options
  const keys = keyFile === null ? await createRoleKeys(store, FORCE) : (JSON.parse(await readFile(keyFile, 'utf8')) as RoleKeys)
  const stopping = new AbortController()
  // Every wait and every request of the play listens to it.
  setMaxListeners(0, stopping.signal)
  const poster = createPoster({ base, keys, signal: stopping.signal, log })
  const welcome = (): unknown => process.stdout.write(keyFile === null ? welcomeWithKey(keys.supervisor) : WELCOME)
  const evening = playEvening({ poster, seed: SEED, signal: stopping.signal, log, entered: welcome })
  return async () => {
    stopping.abort()
    await evening
  }
}
