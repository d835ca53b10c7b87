/**
 * Time zones whose offsets are remembered. Luxon asks the runtime's calendar for the offset at every step, some twenty
 * microseconds each time, and reckoning a deadline takes several: an eighth of a busy server's work, seen in a profile.
 * Offsets change on quarters of an hour only, all over the world since 1972.
 */
import { IANAZone } from 'luxon'

const QUARTER_MS = 900_000
/** Some months of quarters that are asked for; then it is forgotten and begun again. */
const MOST = 10_000

class RememberingZone extends IANAZone {
  readonly #offsets = new Map<number, number>()

  override offset(at: number): number {
    const quarter = Math.floor(at / QUARTER_MS)
    const known = this.#offsets.get(quarter)
    if (known !== undefined) return known
    const offset = super.offset(at)
    if (this.#offsets.size === MOST) this.#offsets.clear()
    this.#offsets.set(quarter, offset)
    return offset
  }
}

const zones = new Map<string, RememberingZone>()

/** @returns the zone of a name of the IANA database; for any other name a zone that `isValid` denies. */
export function zoneOf(name: string): IANAZone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const zone = new RememberingZone(name)
  if (zone.isValid) zones.set(name, zone)
  return zone
}
