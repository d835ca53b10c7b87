/**
 * The chain: each line of a case's record is hashed over its canonical bytes (RFC 8785), which hold the hash of the
 * line before it. Personal content is not in those bytes: a salted commitment to it is, so that the content can be
 * destroyed at retention while the chain still verifies.
 */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Reading } from '../../machines/rules/reassessment/reading.ts'
import type { Original } from '../../machines/rules/report/links.ts'
import type { Earlier } from '../../machines/rules/report/repeatCallers.ts'
import type { CaseKey, Entry } from './step/case.ts'
import type { Unchained } from './step/consequences.ts'

/** What the first line of a case follows. */
export const GENESIS = '0'.repeat(64)

/** Hex. */
export const sha256 = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** @throws TypeError for what JSON cannot hold. */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('only what JSON can hold has canonical bytes')
  return text
}

export const commitmentTo = (salt: string, content: string): string => sha256(Buffer.from(salt, 'hex'), content)

interface Link {
  readonly key: CaseKey
  readonly sequence: number
  readonly previous: string
  readonly policy: string
  readonly machineVersion: number
  /** 32 random bytes, hex. */
  readonly salt: string
}

/** The entry of a line: canonical bytes, hash, content apart. */
export function entryOf(line: Unchained, { key, sequence, previous, policy, machineVersion, salt }: Link): Entry {
  const { type, source, id, at, recordedAt, actor, consequences } = line
  const content = canonical(line.data)
  const commitment = commitmentTo(salt, content)
  const told = { sequence, type, source, id, at, recordedAt, actor }
  const bytes = canonical({
    ...{ force: key.force, incident: key.reference, policy, machines: machineVersion, content: commitment, previous },
    ...told,
    ...(consequences.earlier === undefined ? {} : { earlier: consequences.earlier }),
    ...(consequences.original === undefined ? {} : { original: consequences.original }),
    ...(consequences.reading === undefined ? {} : { reading: consequences.reading }),
    ...(consequences.approval === undefined ? {} : { approval: consequences.approval }),
  })
  return { ...told, canonical: bytes, hash: sha256(bytes), content, salt, commitment, consequences }
}

/** Who called before, as the line says in its hashed bytes. */
export const earlierIn = ({ canonical: bytes }: Pick<Entry, 'canonical'>): readonly Earlier[] =>
  (JSON.parse(bytes) as { earlier?: readonly Earlier[] }).earlier ?? []

/** The record that this one is said to repeat, as the line says in its hashed bytes. */
export const originalIn = ({ canonical: bytes }: Pick<Entry, 'canonical'>): Original | null =>
  (JSON.parse(bytes) as { original?: Original }).original ?? null

/** What the texts of a reassessment were found to say, as the line says in its hashed bytes. */
export const readingIn = ({ canonical: bytes }: Pick<Entry, 'canonical'>): Reading | null =>
  (JSON.parse(bytes) as { reading?: Reading }).reading ?? null

/** The approval by which a line applies, as the line says in its hashed bytes. */
export const approvalIn = ({ canonical: bytes }: Pick<Entry, 'canonical'>): string | null =>
  (JSON.parse(bytes) as { approval?: string }).approval ?? null

/** What is wrong with an entry of a case as it is stored, given the hash that the one before it has; null when nothing is. */
export function brokenLink(
  entry: Omit<Entry, 'content' | 'salt'>,
  { force, reference }: CaseKey,
  previous: string,
): string | null {
  if (sha256(entry.canonical) !== entry.hash) return 'its bytes do not give its hash'
  const said = JSON.parse(entry.canonical) as Record<string, unknown>
  if (said.previous !== previous) return 'it does not follow the line before it'
  const { sequence, type, source, id, at, recordedAt, actor, commitment } = entry
  const { earlier = null, original = null, reading = null, approval = null } = entry.consequences
  const found = { content: commitment, earlier, original, reading, approval }
  const columns = { force, incident: reference, sequence, type, source, id, at, recordedAt, actor, ...found }
  const differs = Object.entries(columns).find(([name, value]) => canonical(said[name] ?? null) !== canonical(value))
  return differs === undefined ? null : `its ${differs[0]} differs from its bytes`
}

/** Whether the content kept apart is the one that was committed to. */
export const contentMatches = ({ salt, content, commitment }: Entry): boolean => commitmentTo(salt, content) === commitment
