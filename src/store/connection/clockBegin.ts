/** Where a process's clock begins: no earlier reading is there to hold the database's clock against, so others are asked. */
import type { Instant } from '../../../machines/rules/vocabulary.ts'

export interface Begin {
  readonly databaseNow: Instant
  /** The newest instant on record; null for an empty record. */
  readonly latest: Instant | null
  /** What processes that run say that the database's clock is ahead by; null where nobody says so. */
  readonly othersDoubtMs: number | null
}

/** Clocks of machines that no time server keeps are nearer to each other than this. */
const APART_MS = 2 * 60_000
/** A record and a clock differ by this only where a clock was set. */
const TOLERANCE_MS = 1_000

/**
 * @param wall this machine's clock.
 * @returns the engine's time, and the jump that the database's clock is believed to have made, 0 for none.
 */
export function beginning({ databaseNow, latest, othersDoubtMs }: Begin, wall: number): { at: number; jump: number } {
  const database = Date.parse(databaseNow)
  const record = latest === null ? null : Date.parse(latest)
  if (othersDoubtMs !== null) return { at: database - othersDoubtMs, jump: 0 }
  if (record !== null && record > database + TOLERANCE_MS) {
    // The clock was set back while nobody ran, or the record was written by a clock that was ahead: this machine's says which.
    return { at: wall < (record + database) / 2 ? database : record, jump: 0 }
  }
  if (database <= wall + APART_MS) return { at: database, jump: 0 }
  // A record that goes further than this machine's clock shows that the machine's is behind; an empty record shows nothing wrong.
  if (record === null || record > wall + TOLERANCE_MS) return { at: database, jump: database - wall }
  return { at: Math.max(wall, record), jump: 0 }
}
