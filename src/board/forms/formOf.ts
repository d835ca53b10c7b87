/**
 * The form of an event: what its schema asks for, in the catalogue's words, with what is known from elsewhere. It has no values;
 * `laidOut.ts` puts them in.
 */
import {
  labelOf,
  OFFERED,
  POLICY_WORDS,
  SHOWN,
  STILL_TO_COME,
  TITLES,
  wordOf,
} from '../../../machines/rules/catalogue/labels/index.ts'
import { EVENTS, type EventName } from '../../../machines/rules/events.ts'
import { actingFieldOf } from '../../../machines/rules/whoActs.ts'
import { capital, plain } from '../words/words.ts'
import { lastOf } from './names.ts'
import { type Shape, shapesOf } from './shapeOf.ts'

export interface Option {
  readonly value: string
  readonly label: string
}

/** A name that the event's answers are given by, as a topic of a risk tool. */
export interface Key {
  readonly key: string
  readonly label: string
  readonly keys?: readonly Key[]
}

/** The answers of a field, by its path. */
export type Choices = Readonly<Record<string, readonly Option[]>>

/** What can be answered, as is known from elsewhere: by the place of the field in the event. */
export interface Known {
  /** Nothing else is taken. */
  readonly only: Choices
  /** Offered while somebody types; anything else is taken too. */
  readonly offered: Readonly<Record<string, readonly string[]>>
  readonly keys: Readonly<Record<string, readonly Key[]>>
  /** Fields whose names are not all known: more can be added to them. */
  readonly more: readonly string[]
}

const NOTHING_KNOWN: Known = { only: {}, offered: {}, keys: {}, more: [] }

export type Kind =
  | Exclude<Shape['kind'], 'one' | 'several' | 'person'>
  /** A few answers to see at once; more of them to choose from in a list; several of them. */
  | 'radios'
  | 'select'
  | 'checkboxes'
  /** Known words to tick, and lines for any others. */
  | 'ticks'
  /** Whoever acts: filled in with who is signed in. */
  | 'actor'
  /** Somebody whom the form asks for. */
  | 'person'
  /** Sent along, not shown. */
  | 'hidden'

export interface Field {
  readonly kind: Kind
  /** Within the event's data; `*` for each row and each name. */
  readonly path: string
  readonly label: string
  readonly hint: string | null
  readonly required: boolean
  /** Characters. */
  readonly most: number | null
  readonly options: readonly Option[]
  readonly offered: readonly string[]
  readonly fields: readonly Field[]
  readonly keys: readonly Key[]
  /** It is not folded away, though it may be left out. */
  readonly isShown: boolean
  /** Of a time: it can be now. */
  readonly canBeNow: boolean
  /** Of answers by names: others than the known ones can be added. */
  readonly takesMore: boolean
}

export interface Form {
  readonly event: EventName
  readonly title: string
  readonly shapes: readonly Shape[]
  readonly fields: readonly Field[]
}

/** More answers than these are a list to choose from. */
const MOST_RADIOS = 7
/** Of these every part is asked for, though what is left out is recorded all the same. */
const ALL_IS_ASKED: readonly EventName[] = ['thrive.assessed', 'risk.reassessed']
/** Whoever acts says by which rank. Source: docs/sources.md, and `orders.authorisedBy` of the policy. */
const BY_RANK: readonly EventName[] = ['order.authorised', 'disclosure.decided', 'transfer.acknowledged']

const shapes = new Map<EventName, readonly Shape[]>()
export function shapesOfEvent(event: EventName): readonly Shape[] {
  const known = shapes.get(event) ?? shapesOf(EVENTS[event].schema)
  shapes.set(event, known)
  return known
}

export function formOf(event: EventName, known: Known = NOTHING_KNOWN): Form {
  const of = shapesOfEvent(event)
  return {
    event,
    title: TITLES[event] ?? EVENTS[event].label,
    shapes: of,
    fields: of.map((shape) => fieldOf({ event, known }, shape)),
  }
}

interface Asking {
  readonly event: EventName
  readonly known: Known
}

/** Most fields leave these empty. */
export const PLAIN = {
  ...{ hint: null, most: null, options: [], offered: [], fields: [], keys: [] },
  ...{ isShown: false, canBeNow: false, takesMore: false },
} as const

function fieldOf(asking: Asking, shape: Shape): Field {
  const { event, known } = asking
  const { path } = shape
  // What a name stands for is called by it.
  const said = path.endsWith('*') ? { label: '', hint: null } : labelOf(event, path)
  const isAsked = ALL_IS_ASKED.includes(event) && (shape.kind !== 'named' || known.keys[path] !== undefined)
  const required = shape.required || isAsked
  const field = { ...PLAIN, ...said, path, required, kind: shape.kind, isShown: SHOWN.includes(path) } as Field
  const only = known.only[path]
  if (isKnown(asking, path)) return { ...field, kind: 'hidden' }
  if (only !== undefined)
    return { ...field, ...choiceOf(shape.kind === 'lines' || shape.kind === 'several', withNull(asking, shape, only)) }
  switch (shape.kind) {
    case 'text':
    case 'long-text':
      return {
        ...field,
        most: shape.most,
        offered: offeredAt(asking, path),
        ...(shape.nullable && { options: nullOf(asking, shape) }),
      }
    case 'code':
      return { ...field, offered: offeredAt(asking, path) }
    case 'lines':
      return linesOf(field, offeredAt(asking, path))
    case 'instant':
      return { ...field, options: nullOf(asking, shape), canBeNow: !STILL_TO_COME.includes(lastOf(path)) }
    case 'yes-no':
      return { ...field, ...choiceOf(false, withNull(asking, shape, optionsOf(asking, path, ['true', 'false']))) }
    case 'one':
      if (shape.others) return { ...field, kind: 'text', offered: shape.words.map(String) }
      return { ...field, ...choiceOf(false, withNull(asking, shape, optionsOf(asking, path, shape.words))) }
    case 'several':
      return { ...field, ...choiceOf(true, optionsOf(asking, path, shape.words)) }
    case 'person':
      return { ...field, kind: isActor(asking, path) ? 'actor' : 'person', fields: personOf(asking, shape.fields) }
    case 'group':
      return { ...field, fields: shape.fields.map((each) => fieldOf(asking, each)) }
    case 'rows':
      return { ...field, fields: shape.row.map((each) => fieldOf(asking, each)) }
    case 'named':
      return namedOf(asking, field, shape.each)
    default:
      return field
  }
}

/** Whoever is signed in reports to their own force; the tool is chosen above the form. */
const isKnown = ({ event, known }: Asking, path: string): boolean =>
  (event === 'incident.reported' && path === 'force') ||
  (event === 'dash.submitted' && path === 'tool' && known.only[path] !== undefined)

const offeredAt = ({ event, known }: Asking, path: string): readonly string[] =>
  known.offered[path] ?? OFFERED[`${event}/${path}`] ?? []

function linesOf(field: Field, offered: readonly string[]): Field {
  if (offered.length === 0) return field
  const options = offered.map((value) => ({ value, label: POLICY_WORDS[value] ?? capital(plain(value)) }))
  // The hint names examples of what is ticked here.
  return { ...field, kind: 'ticks', hint: null, options }
}

const isActor = ({ event }: Asking, path: string): boolean => path === actingFieldOf(event) && !BY_RANK.includes(event)

const personOf = (asking: Asking, fields: readonly Shape[]): readonly Field[] => fields.map((each) => fieldOf(asking, each))

function namedOf(asking: Asking, field: Field, each: Shape): Field {
  const keys = asking.known.keys[field.path] ?? []
  const below = fieldOf(asking, each)
  // How many causes of a demand were read is known by the form and asked of nobody.
  const answer: Field = each.kind === 'number' ? { ...below, kind: 'hidden' } : below
  return { ...field, keys, fields: [answer], takesMore: keys.length === 0 || asking.known.more.includes(field.path) }
}

const optionsOf = ({ event }: Asking, path: string, words: readonly (string | number)[]): readonly Option[] =>
  words.map((word) => ({ value: String(word), label: wordOf(event, path, word) }))

const nullOf = (asking: Asking, { path, nullable }: Shape): readonly Option[] =>
  nullable ? optionsOf(asking, path, ['null']) : []
const withNull = (asking: Asking, shape: Shape, options: readonly Option[]): readonly Option[] => [
  ...options,
  ...nullOf(asking, shape),
]

const choiceOf = (several: boolean, options: readonly Option[]): Pick<Field, 'kind' | 'options'> => ({
  kind: several ? 'checkboxes' : options.length > MOST_RADIOS ? 'select' : 'radios',
  options,
})
