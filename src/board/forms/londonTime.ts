/**
 * A date and time as somebody reads it off a clock in London, and the instant that it is. In March an hour is left out: no clock
 * showed it. In October an hour comes twice: then the form asks which.
 */
import { shownAt, wallTimeAt } from '../../../machines/rules/time/wallTime.ts'

const LONDON = 'Europe/London'

/** Before and after the clocks went back. */
export type Which = 'first' | 'second'

export type Read =
  | { readonly ok: true; readonly instant: string }
  | { readonly ok: false; readonly why: 'not-a-time' | 'left-out' | 'comes-twice' }

/** As a browser sends its field for a date and time, and as people write it by hand: with a blank, or with seconds. */
const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/
/** With an offset it is an instant already. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i

export function readLondonTime(written: string, which: Which | null): Read {
  const typed = written.trim()
  if (INSTANT.test(typed)) return { ok: true, instant: typed }
  const [, day, minute, second = '00', fraction = ''] = LOCAL.exec(typed) ?? []
  const wall = `${day}T${minute}:${second}.${fraction.padEnd(3, '0')}Z`
  const at = Date.parse(wall)
  // The calendar has no 30 February, though `Date` reads it as 2 March.
  if (Number.isNaN(at) || new Date(at).toISOString() !== wall) return { ok: false, why: 'not-a-time' }
  const { first, last } = shownAt(at, LONDON)
  if (wallTimeAt(first, LONDON) !== at) return { ok: false, why: 'left-out' }
  if (first !== last && which === null) return { ok: false, why: 'comes-twice' }
  return { ok: true, instant: new Date(which === 'second' ? last : first).toISOString() }
}

/** The same the other way round, as a field for a date and time holds it; `which` is null for an hour that comes once. */
export function writtenInLondon(instant: string): { readonly written: string; readonly which: Which | null } {
  const at = Date.parse(instant)
  const wall = wallTimeAt(at, LONDON)
  const { first, last } = shownAt(wall, LONDON)
  const written = new Date(wall)
    .toISOString()
    .slice(0, -1)
    .replace(/(?::00)?\.000$/, '')
  return { written, which: first === last ? null : at === first ? 'first' : 'second' }
}
