import type { Database } from './database.ts'

export interface PinnedPolicy {
  readonly id: string
  readonly version: number
  /** Content hash: what a case pins. */
  readonly hash: string
  readonly canonical: string
}

/** A policy of this id and version is on record with other content. Cases rely on what they pinned, so a change needs a new version. */
export class PolicyChanged extends Error {
  readonly code = 'policy-changed'
  readonly id: string
  readonly version: number

  constructor({ id, version }: PinnedPolicy) {
    super(`Policy ${id} version ${version} is on record with other content: give the changed policy a new version`)
    this.id = id
    this.version = version
  }
}

const PIN = {
  text: 'insert into reassess.policies (hash, id, version, canonical) values ($1, $2, $3, $4) on conflict do nothing',
}
const PINNED = { text: 'select hash from reassess.policies where id = $1 and version = $2' }
const BY_HASH = { name: 'reassess-policy', text: 'select canonical from reassess.policies where hash = $1' }

/** Keeps the policy for as long as the record is kept. @throws PolicyChanged */
export async function pinPolicy(database: Database, policy: PinnedPolicy): Promise<void> {
  const { hash, id, version, canonical } = policy
  await database.query(PIN, [hash, id, version, canonical])
  const [pinned] = await database.query<{ hash: string }>(PINNED, [id, version])
  if (pinned?.hash !== hash) throw new PolicyChanged(policy)
}

export async function policyByHash(database: Database, hash: string): Promise<string | null> {
  const [row] = await database.query<{ canonical: string }>(BY_HASH, [hash])
  return row?.canonical ?? null
}
