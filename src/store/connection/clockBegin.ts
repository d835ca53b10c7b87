/** Where a process's clock begins: it has no earlier reading to compare the database's clock with, so it asks others. */
import type { Instant } from '../../../machines/rules/vocabulary.ts'

export interface Begin {
  readonly databaseNow: Instant
  /** The newest instant on record; null for an empty record. */
  readonly latest: Instant | null
  /** How far running processes say that the database's clock is ahead; null when no process says so. */
  readonly othersDoubtMs: number | null
}

/** Two machines without a time server differ by less than this. */
const APART_MS = 2 * 60_000
/** A record and a clock differ by this only where somebody set a clock. */
const TOLERANCE_MS = 1_000

/**
 * @param wall this machine's clock.
 * @returns the engine's time, and the jump that the database's clock is believed to have made, 0 for no jump.
 */
export function beginning({ databaseNow, latest, othersDoubtMs }: Begin, wall: number): { at: number; jump: number } {
  const database = Date.parse(databaseNow)
  const record = latest === null ? null : Date.parse(latest)
  if (othersDoubtMs !== null) return { at: database - othersDoubtMs, jump: 0 }
  if (record !== null && record > database + TOLERANCE_MS) {
    // The clock was set back while no process ran, or a clock that was ahead wrote the record: this machine's clock decides.
    return { at: wall < (record + database) / 2 ? database : record, jump: 0 }
  }
  if (database <= wall + APART_MS) return { at: database, jump: 0 }
  // A record that is later than this machine's clock shows that the machine is behind; an empty record shows nothing wrong.
  if (record === null || record > wall + TOLERANCE_MS) return { at: database, jump: database - wall }
  return { at: Math.max(wall, record), jump: 0 }
}
