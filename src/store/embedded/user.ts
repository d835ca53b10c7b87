/** PostgreSQL refuses to run as root; its processes and files then belong to another user of the machine. */
import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { DataDirUnusable, NoEmbeddedPostgres } from './problems.ts'

export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** The first of these accounts that the machine has runs a new cluster. */
const ACCOUNTS = ['postgres', 'nobody']

/**
 * The user of the server; null for the current user.
 *
 * @param cluster the data folder when it exists: its owner stays its owner, so an account added later changes nothing.
 * @throws DataDirUnusable when it belongs to another user, NoEmbeddedPostgres when root has no account to step down to.
 */
export function serverUser(cluster: string | null): ServerUser | null {
  const us = process.getuid?.()
  const owner = cluster === null ? null : statSync(cluster)
  if (us === undefined) return null
  if (us !== 0) {
    if (owner !== null && owner.uid !== us) {
      throw new DataDirUnusable(
        `${cluster} belongs to user ${owner.uid}, this process runs as ${us}: start as that user, or set another DATA_DIR.`,
      )
    }
    return null
  }
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  for (const account of ACCOUNTS) {
    const user = lookUp(account)
    if (user !== null) return user
  }
  throw new NoEmbeddedPostgres(
    `PostgreSQL does not run as root and there is no user ${ACCOUNTS.join(' or ')}: start as an ordinary user, or set DATABASE_URL.`,
  )
}

/**
 * Whether that user can enter a folder: found out by trying, since access lists and groups decide too. Without a user always
 * true.
 */
export function canEnter(folder: string, user: ServerUser | null): boolean {
  if (user === null) return true
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
}

function lookUp(account: string): ServerUser | null {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, account], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return null
  }
}
