/** A moment as people write it in a rota: in its zone as `2026-12-25T07:00`, or as an instant with an offset. */
import { instant } from '../fields.ts'
import { shownAt } from '../time/wallTime.ts'
import type { Instant } from '../vocabulary.ts'

const LOCAL = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)$/

export const NOT_A_MOMENT = 'must be a date and time of the zone, as 2026-12-25T07:00, or with an offset, as 2026-12-25T07:00:00Z'

interface Meant {
  /** What a time that begins there begins with. */
  readonly first: Instant
  /** What a time that ends there ends with: an hour later, where the clocks show it twice. */
  readonly last: Instant
}

/** @returns null for text that is no moment. */
export function momentIn(written: string, zone: string): Meant | null {
  const [, date, time] = LOCAL.exec(written) ?? []
  if (date === undefined) {
    const read = instant.safeParse(written)
    return read.success ? { first: read.data, last: read.data } : null
  }
  const read = instant.safeParse(`${date}T${time}:00Z`)
  if (!read.success) return null
  const { first, last } = shownAt(Date.parse(read.data), zone)
  return { first: new Date(first).toISOString(), last: new Date(last).toISOString() }
}
