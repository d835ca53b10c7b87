import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AccessHead } from '../../engine/access/line.ts'

/** How far the record had come, as a line of JSON that ends in its own HMAC-SHA-256. */
export interface Checkpoint {
  readonly at: string
  /** Position of the newest change it covers; 0 for an empty record. */
  readonly position: number
  readonly changes: number
  /** Lines of all cases up to that position. */
  readonly entries: number
  /** The digest of the checkpoint before; empty for the first. */
  readonly previous: string
  /** SHA-256 over the digest before and every change since. */
  readonly digest: string
  /** The newest line of each chain of the access log that was written to lately. */
  readonly access: readonly AccessHead[]
}

/** What the first checkpoint continues. */
export const START: Checkpoint = { at: '', position: 0, changes: 0, entries: 0, previous: '', digest: '', access: [] }

export function signed(checkpoint: Checkpoint, key: Buffer): string {
  const { at, position, changes, entries, previous, digest, access } = checkpoint
  const body = { at, position, changes, entries, previous, digest, access }
  return JSON.stringify({ ...body, mac: macOf(body, key) })
}

/** @returns null for a line that is not a checkpoint or was not signed with this key. */
export function opened(line: string, key: Buffer): Checkpoint | null {
  try {
    const { mac, ...body } = JSON.parse(line) as Checkpoint & { mac: unknown }
    const expected = Buffer.from(macOf(body, key))
    const given = Buffer.from(String(mac))
    return given.length === expected.length && timingSafeEqual(given, expected) ? body : null
  } catch {
    return null
  }
}

function macOf(body: Checkpoint, key: Buffer): string {
  return createHmac('sha256', key).update(JSON.stringify(body)).digest('hex')
}
