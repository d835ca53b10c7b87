/** Who reads, and which restricted incidents are hidden from them. */
import type { Restriction } from '../../../machines/incident/restricted/memory.ts'
import { readersOf } from '../../../machines/incident/restricted/restricted.ts'
import { personKey } from '../../../machines/rules/person.ts'

/** The restricted incidents of a force, each with its readers, spelt as `personKey` does. */
export type Restricted = ReadonlyMap<string, readonly string[]>
/** References of incidents that somebody may not read. */
export type Hidden = ReadonlySet<string>
/** Who reads: the name of a person who signed in; null for a system's key, behind which nobody is known. */
export type Reader = string | null

export const NOTHING_HIDDEN: Hidden = new Set()

/** As the store keeps them; null for an incident that is not restricted. */
export const readerKeys = (restricted: Restriction | null): readonly string[] | null =>
  restricted === null ? null : [...new Set(readersOf(restricted).map(personKey))]

export const isReader = (readers: readonly string[], reader: Reader): boolean =>
  reader !== null && readers.includes(personKey(reader))

export const hiddenFrom = (restricted: Restricted, reader: Reader): Hidden =>
  restricted.size === 0
    ? NOTHING_HIDDEN
    : new Set([...restricted].flatMap(([incident, readers]) => (isReader(readers, reader) ? [] : [incident])))
