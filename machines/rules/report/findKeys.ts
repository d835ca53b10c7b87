/**
 * What an incident is found by when somebody looks for it: its reference, its people and its place. These keys serve finding only and are never
 * asked when a repeat caller is recognised: a shared surname makes no history (decision 0057). All people are found, the witness too, and
 * what was corrected stays findable under the old word.
 */
import type { CaseEventData, EventName } from '../events.ts'
import type { Issue } from '../issue.ts'
import { isSaid, plain, seenOf } from '../words.ts'
import { phoneNumber } from './matchKeys.ts'
import { personsIn, reference, type Somebody, saysNothing } from './persons.ts'
import { addressWords, nameWords, nameWordsSought, referenceSpellings } from './spelling.ts'

export const FIND_FIELDS = ['reference', 'personRef', 'phone', 'name', 'address', 'postcode'] as const
export type FindField = (typeof FIND_FIELDS)[number]

export interface FindKey {
  readonly kind: FindField
  /** In its one spelling. Personal: it leaves the engine as a keyed hash only. */
  readonly value: string
}

/** A name is found by its first words, and looked for by as many. Project default. */
export const MOST_NAME_WORDS = 6
/** Project default. */
const MOST_ADDRESS_WORDS = 16
/** Of one event; those of the first people in its list are kept. Twenty people with three names each have 160. Project default. */
export const MOST_KEYS = 400
/** Of an address that is a story, only the beginning is an address. Project default. */
const ADDRESS_CHARACTERS = 500

/** The keys in an event, each once; empty for an event that names nobody and no place. @param incident its reference. */
export function findKeysIn(name: EventName, data: CaseEventData[EventName], incident: string): readonly FindKey[] {
  const ofPersons = () => personsIn(name, data).flatMap(keysOfPerson)
  switch (name) {
    case 'incident.reported':
      return each([
        ...keysOfReference(incident),
        ...keysOfPlace((data as CaseEventData['incident.reported']).location),
        ...ofPersons(),
      ])
    case 'incident.corrected':
      return each([...keysOfPlace((data as CaseEventData['incident.corrected']).location), ...ofPersons()])
    default:
      return each(ofPersons())
  }
}

const keysOfReference = (incident: string): FindKey[] => keys('reference', referenceSpellings(incident))

const keysOfPerson = ({ personRef, name, phone }: Somebody): FindKey[] => [
  ...keys('personRef', [reference(personRef)]),
  ...keys('phone', [phoneNumber(phone)]),
  ...(saysNothing(plain(name)) ? [] : keys('name', withPairs(nameWords(name ?? '').slice(0, MOST_NAME_WORDS)))),
]

function keysOfPlace({
  address = '',
  postcode = '',
}: NonNullable<CaseEventData['incident.reported']['location']> = {}): FindKey[] {
  const { line, code } = addressParts(address.slice(0, ADDRESS_CHARACTERS))
  const said = postcodeIn(postcode) ?? code
  return [
    ...(saysNothing(plain(line)) ? [] : keys('address', addressWords(line).slice(0, MOST_ADDRESS_WORDS))),
    ...(said === null ? [] : keys('postcode', [said.outward, said.inward && said.outward + said.inward])),
  ]
}

const keys = (kind: FindField, values: readonly (string | null)[]): FindKey[] =>
  values.flatMap((value) => (value ? [{ kind, value }] : []))

function each(all: readonly FindKey[]): readonly FindKey[] {
  if (all.length < 2) return all
  return [...new Map(all.map((key) => [`${key.kind} ${key.value}`, key])).values()].slice(0, MOST_KEYS)
}

/** Each word, and each two words of a name: so a first name and a surname are found of one person, and at once. */
const withPairs = (words: readonly string[]): string[] => [...words, ...pairsOf(words)]
const pairsOf = (words: readonly string[]): string[] =>
  words.flatMap((one, at) => words.slice(at + 1).map((other) => (one < other ? `${one} ${other}` : `${other} ${one}`)))

interface Postcode {
  readonly outward: string
  /** Empty where only the outward part is said. */
  readonly inward: string
}
const POSTCODE = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})?$/
const POSTCODE_IN_A_LINE = /\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b/i

function postcodeIn(written: string): Postcode | null {
  const [, outward, inward = ''] = POSTCODE.exec(seenOf(written.normalize('NFKC')).toUpperCase()) ?? []
  return outward === undefined ? null : { outward, inward }
}

function addressParts(address: string): { readonly line: string; readonly code: Postcode | null } {
  const [whole = ''] = POSTCODE_IN_A_LINE.exec(address) ?? []
  return { line: whole === '' ? address : address.replace(whole, ' '), code: postcodeIn(whole) }
}

/** What somebody typed; blank is not said. */
export type FindQuery = { readonly [Field in FindField]?: string | undefined }

export interface SoughtIncidents {
  /** An incident must have all of them. */
  readonly keys: readonly FindKey[]
  /** The fields that were said. */
  readonly fields: readonly FindField[]
  /** What cannot be looked for. */
  readonly issues: readonly Issue[]
}

/** Its keys, or what is wrong with it. */
type Read = (written: string, beside: readonly FindField[]) => readonly FindKey[] | string

const READ: { readonly [Field in FindField]: Read } = {
  // An incident has the keys of both its spellings, so what is typed is looked for as it is parted.
  reference: (written) => some(keys('reference', referenceSpellings(written).slice(0, 1)), 'must have a letter or a digit'),
  personRef: (written) => some(keys('personRef', [reference(written)]), 'must be the reference of a person'),
  phone: (written) => some(keys('phone', [phoneNumber(written)]), 'must be a telephone number of at least 7 digits'),
  name: (written) => {
    const words = saysNothing(plain(written)) ? [] : nameWordsSought(written)
    if (words.length > MOST_NAME_WORDS) return `must be at most ${MOST_NAME_WORDS} words`
    const sought = words.length > 1 ? pairsOf(words) : words
    return some(keys('name', sought), 'must have a word of at least two letters that tells people apart')
  },
  address: (written) => {
    const { line, code } = addressParts(written)
    const words = saysNothing(plain(line)) ? [] : addressWords(line)
    if (words.length > MOST_ADDRESS_WORDS) return `must be at most ${MOST_ADDRESS_WORDS} words`
    return some([...keys('address', words), ...keysOfPostcode(code)], 'must have a word of an address')
  },
  postcode: (written, beside) => {
    const code = postcodeIn(written)
    if (code?.inward === '' && beside.length === 0)
      return 'is the first half of a postcode, which finds too much: add another field'
    return some(keysOfPostcode(code), 'must be a postcode, as CV99 1ZZ, or its first half')
  },
}

const keysOfPostcode = (code: Postcode | null): FindKey[] => keys('postcode', code === null ? [] : [code.outward + code.inward])
const some = (found: readonly FindKey[], wrong: string): readonly FindKey[] | string => (found.length === 0 ? wrong : found)

/** What is looked for, or what is wrong with the question. A sentence never repeats what was typed. */
export function soughtIncidents(query: FindQuery): SoughtIncidents {
  const fields = FIND_FIELDS.filter((field) => isSaid(query[field]))
  const found: FindKey[] = []
  const issues: Issue[] = []
  for (const field of fields) {
    const beside = fields.filter((other) => other !== field)
    const read = READ[field](query[field] ?? '', beside)
    if (typeof read === 'string') issues.push({ pointer: `/${field}`, detail: read })
    else found.push(...read)
  }
  if (fields.length === 0) issues.push({ pointer: '', detail: `must say at least one of ${FIND_FIELDS.join(', ')}` })
  return { keys: each(found), fields, issues }
}
