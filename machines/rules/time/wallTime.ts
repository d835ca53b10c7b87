/**
 * What the clocks on the wall of a zone show, and the instants at which they show it: none in the hour that is left out in March,
 * two in the hour that comes twice in October. A wall time is in milliseconds, as if the wall were in UTC.
 */
import { zoneOf } from './zone.ts'

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const DAY_MS = 86_400_000

const offsetMs = (at: number, zone: string): number => zoneOf(zone).offset(at) * MINUTE_MS

/** @param at milliseconds of the epoch. */
export const wallTimeAt = (at: number, zone: string): number => at + offsetMs(at, zone)

export interface Shown {
  readonly first: number
  readonly last: number
}

/** The first and the last instant at which a wall time is shown; where it is left out, that of the jump. In milliseconds of the epoch. */
export function shownAt(wall: number, zone: string): Shown {
  const [before, after] = [offsetMs(wall - DAY_MS, zone), offsetMs(wall + DAY_MS, zone)]
  if (before === after) return { first: wall - before, last: wall - before }
  const instants = [wall - before, wall - after].filter((at) => wallTimeAt(at, zone) === wall)
  if (instants.length === 0) instants.push(jumpWithin(wall - DAY_MS, wall + DAY_MS, zone))
  return { first: Math.min(...instants), last: Math.max(...instants) }
}

/** The instant at which the offset changes, which is on a quarter of an hour all over the world since 1972. */
function jumpWithin(from: number, to: number, zone: string): number {
  let [low, high] = [Math.floor(from / QUARTER_MS), Math.ceil(to / QUARTER_MS)]
  const before = offsetMs(low * QUARTER_MS, zone)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMs(middle * QUARTER_MS, zone) === before) low = middle
    else high = middle
  }
  return high * QUARTER_MS
}
