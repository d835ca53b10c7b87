import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Database } from './connection/database.ts'

export interface KeptPolicy {
  readonly id: string
  readonly version: number
  /** Content hash: what a case pins. */
  readonly hash: string
  readonly canonical: string
}

/**
 * This id and version is on record with other content, calendars aside. Cases rely on what they pinned, so a change needs a new
 * version.
 */
export class PolicyChanged extends Error {
  readonly code = 'policy-changed'
  readonly id: string
  readonly version: number

  constructor({ id, version }: KeptPolicy) {
    super(`Policy ${id} version ${version} is on record with other content: give the changed policy a new version`)
    this.id = id
    this.version = version
  }
}

const CLAIM = {
  text: 'insert into reassess.policy_versions (id, version, rules) values ($1, $2, $3) on conflict do nothing',
}
const CLAIMED = { text: 'select rules from reassess.policy_versions where id = $1 and version = $2' }
const PIN = {
  text: 'insert into reassess.policies (hash, id, version, canonical) values ($1, $2, $3, $4) on conflict do nothing',
}
const BY_HASH = { name: 'reassess-policy', text: 'select canonical from reassess.policies where hash = $1' }

/**
 * Keeps the policy as long as the record. The same version may come with other calendars: each is kept.
 *
 * @throws PolicyChanged when anything but its calendars changed; nothing was kept.
 */
export async function pinPolicy(database: Database, policy: KeptPolicy): Promise<void> {
  const { hash, id, version, canonical } = policy
  const rules = rulesOf(policy)
  await database.query(CLAIM, [id, version, rules])
  const [claimed] = await database.query<{ rules: string }>(CLAIMED, [id, version])
  if (claimed?.rules !== rules) throw new PolicyChanged(policy)
  await database.query(PIN, [hash, id, version, canonical])
}

/** What a version stands for: the content hash without calendars. */
function rulesOf({ hash, canonical }: KeptPolicy): string {
  const { calendars, ...rules } = JSON.parse(canonical) as { calendars?: unknown }
  if (calendars === undefined) return hash
  return createHash('sha256')
    .update(canonicalize(rules) ?? '')
    .digest('hex')
}

export async function policyByHash(database: Database, hash: string): Promise<string | null> {
  const [row] = await database.query<{ canonical: string }>(BY_HASH, [hash])
  return row?.canonical ?? null
}

const PRIORITIES = {
  name: 'reassess-priorities',
  text: `select distinct json_object_keys(canonical::json -> 'priorities') as priority from reassess.policies order by priority`,
}

/** The priorities of every policy on record: an incident has those of the policy that it was reported under. */
export async function prioritiesOf(database: Database): Promise<readonly string[]> {
  return (await database.query<{ priority: string }>(PRIORITIES)).map(({ priority }) => priority)
}
