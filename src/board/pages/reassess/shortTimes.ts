/**
 * A time as somebody writes it at night: `21:05`, `2105`, `9.05`, or `now`. Seconds are kept, for whoever presses a button twice in a
 * minute. Anything else is left for the reader of forms.
 */
import { shownAt, wallTimeAt } from '../../../../machines/rules/time/wallTime.ts'

const LONDON = 'Europe/London'
const DAY_MS = 86_400_000
const SHORT = /^([01]?\d|2[0-3])[:.]?([0-5]\d)(?::([0-5]\d))?$/

/** @param at milliseconds since 1970. @returns the date and time, or an instant where only one of two hours can be meant. */
export function lastShown(written: string, at: number): string {
  if (/^now$/i.test(written.trim())) return new Date(at).toISOString()
  return shortOf(written, at, (wall) => shownAt(wall, LONDON).first <= at)
}

/** The same of a time to come. */
export const nextShown = (written: string, at: number): string =>
  shortOf(written, at, (wall) => shownAt(wall, LONDON).last > at, 1)

function shortOf(written: string, at: number, isMeant: (wall: number) => boolean, step: 1 | -1 = -1): string {
  const [, hours, minutes, seconds = '00'] = SHORT.exec(written.trim()) ?? []
  if (hours === undefined) return written
  const midnight = Math.floor(wallTimeAt(at, LONDON) / DAY_MS) * DAY_MS
  const inDay = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  const wall = midnight + inDay
  const meant = isMeant(wall) ? wall : wall + step * DAY_MS
  const { first, last } = shownAt(meant, LONDON)
  // An hour that comes twice, of which one has not come yet, or has gone already: only the other can be meant.
  if (first !== last && wallTimeAt(first, LONDON) === meant) {
    if (step === -1 && last > at) return new Date(first).toISOString()
    if (step === 1 && first <= at) return new Date(last).toISOString()
  }
  return new Date(meant).toISOString().slice(0, 19)
}

/** `21:05`, as a field shows an instant that was written as `now`. */
export const clockOf = (at: number): string => new Date(wallTimeAt(at, LONDON)).toISOString().slice(11, 19)
