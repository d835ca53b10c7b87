/**
 * What somebody may be recognised by when they call again: a person's reference, a telephone number, the property. Each is
 * brought to one spelling, so that the same number written two ways is the same number. What cannot tell anybody apart
 * (a withheld number, "unknown") is no match key: it would make strangers of one another's history.
 * Source: docs/sources.md#repeat (seed 14; grading and THRIVE 9).
 */
import type { CaseEventData, EventName } from '../events.ts'
import type { MatchKeyKind } from '../vocabulary.ts'
import { plain, seenOf, withoutInvisible, withPlainDigits } from '../words.ts'
import { personsIn, reference, type Somebody, saysNothing } from './persons.ts'

export interface MatchKey {
  readonly kind: MatchKeyKind
  /** In its one spelling. Personal: it leaves the engine as a keyed hash only. */
  readonly value: string
}

type Location = NonNullable<CaseEventData['incident.reported']['location']>

/** What is looked for on record, and what an incident that has it is recognised by. */
export interface Sought {
  readonly key: MatchKey
  readonly by: MatchKeyKind
}

/** What is looked for after an event: its own match keys, and its people in the other role of an earlier incident. */
export const soughtIn = (name: EventName, data: CaseEventData[EventName]): readonly Sought[] =>
  matchKeysIn(name, data).flatMap((key): Sought[] => {
    const other = REVERSED[key.kind]
    return [
      { key, by: key.kind },
      ...(other === undefined ? [] : [{ key: { ...key, kind: other }, by: 'role-reversed' as const }]),
    ]
  })

/** A victim who was the suspect, or a suspect who was the victim: counter-allegations are one history. Source: docs/sources.md#repeat */
const REVERSED: Partial<Record<MatchKeyKind, MatchKeyKind>> = { person: 'suspect', suspect: 'person' }

/** The match keys in an event, each once; empty for an event that names nobody and no place. */
export function matchKeysIn(name: EventName, data: CaseEventData[EventName]): readonly MatchKey[] {
  const ofPersons = personsIn(name, data).flatMap(matchKeysOfPerson)
  if (name !== 'incident.reported' && name !== 'incident.corrected') return each(ofPersons)
  const { location = {} } = data as CaseEventData['incident.reported'] | CaseEventData['incident.corrected']
  return each([...matchKeysOfPlace(location), ...ofPersons])
}

/** By role: a suspect is recognised as a suspect, a witness is nobody's history. */
function matchKeysOfPerson({ role, personRef, phone }: Somebody): MatchKey[] {
  if (role === 'witness') return []
  return [
    ...matchKey(role === 'suspect' ? 'suspect' : 'person', reference(personRef)),
    ...(role === 'victim' || role === 'caller' ? matchKey('phone', phoneNumber(phone)) : []),
  ]
}

/** A flat is also known by its building, and a building by its flats. */
function matchKeysOfPlace({ address, postcode, uprn, parentUprn }: Location): MatchKey[] {
  const property = propertyNumber(uprn)
  return [
    ...matchKey('uprn', property),
    ...matchKey('building', propertyNumber(parentUprn) ?? property),
    ...matchKey('address', addressLine(address, postcode)),
    ...matchKey('perhaps-the-same', numberAt(address, postcode)),
  ]
}

const matchKey = (kind: MatchKeyKind, value: string | null): MatchKey[] => (value === null ? [] : [{ kind, value }])

const each = (matchKeys: readonly MatchKey[]): MatchKey[] => [
  ...new Map(matchKeys.map((one) => [`${one.kind} ${one.value}`, one])).values(),
]

/** Behind the number of a switchboard: it is the same building's. */
const EXTENSION = /(?:\b(?:ext(?:ension)?|ext?n)\b\.?|[x#;]|;\s*ext=)\s*:?\s*\d{1,6}\s*$/i

/** Shorter numbers are extensions and short codes, which anybody has. */
const FEWEST_DIGITS = 7

/** Without its zero: as a spreadsheet or a field for numbers leaves `07700 900001`. */
const WITHOUT_ZERO = /^[1-37]\d{9}$/

/** Digits as they are dialled at home: `+44 (0)7700 900001` and `07700900001` are one number. */
export function phoneNumber(written: string | undefined): string | null {
  const said = withPlainDigits(withoutInvisible((written ?? '').normalize('NFKC')))
    .replace(EXTENSION, '')
    .trim()
  const digits = said.replace(/\D/g, '').replace(/^00/, '')
  // 0000000, 1111111: what is typed where a number must be.
  if (digits.length < FEWEST_DIGITS || /^(\d)\1*$/.test(digits)) return null
  const abroad = said.startsWith('+') || /^\D*00/.test(said)
  if (digits.startsWith('44') && (abroad || digits.length === 12)) return `0${digits.slice(2).replace(/^0/, '')}`
  if (abroad) return `+${digits}`
  return WITHOUT_ZERO.test(digits) ? `0${digits}` : digits
}

/** A UPRN is a number of at most 12 digits; some systems fill it up with zeros. */
function propertyNumber(written: string | undefined): string | null {
  const digits = seenOf(written ?? '').replace(/^0+/, '')
  return /^\d{1,12}$/.test(digits) ? digits : null
}

const POSTCODE = /\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b/i

/** An address without a postcode is no place: a county has many a 1 High Street. */
function addressLine(address = '', postcode?: string): string | null {
  const [whole, outward, inward] = POSTCODE.exec(postcode ?? '') ?? POSTCODE.exec(address) ?? []
  if (whole === undefined) return null
  const line = plain(address.replace(POSTCODE, ' '))
  return saysNothing(line) ? null : `${line} ${outward}${inward}`.toUpperCase()
}

/** What parts a building: its number comes after the flat's, or before it. */
const FLAT = /\b(?:FLAT|APARTMENT|APT|UNIT|ROOM|STUDIO)\s+(\d+[A-Z]?|[A-Z])\b/
const NUMBER = /\b(\d+)\s?([A-Z])?\b/

/**
 * The number of a property in its postcode, and of its flat, where the address names a flat: an address in another spelling (`11 Fictional Road`,
 * `11, Fictional Rd`) is perhaps the same. Null where no postcode or no number stands.
 */
function numberAt(address = '', postcode?: string): string | null {
  const [whole, outward, inward] = POSTCODE.exec(postcode ?? '') ?? POSTCODE.exec(address) ?? []
  if (whole === undefined) return null
  const line = withPlainDigits(plain(address.replace(POSTCODE, ' '))).toUpperCase()
  const [, flat = ''] = FLAT.exec(line) ?? []
  const [, number, letter = ''] = NUMBER.exec(line.replace(FLAT, ' ')) ?? []
  return number === undefined ? null : `${outward}${inward} ${number}${letter} ${flat}`.toUpperCase()
}
