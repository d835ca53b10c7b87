/** A form with what was typed, and what is wrong with it at its field: as the template lays it out. It decides nothing. */
import type { Issue } from '../../../machines/rules/issue.ts'
import { plain } from '../words/words.ts'
import { atFields, type Said } from './atFields.ts'
import { type Field, type Form, type Key, type Option, PLAIN } from './formOf.ts'
import { clocksOf, DATA, idOf, keyOf, lastOf, partOf, SUBJECT, TIME, within } from './names.ts'
import type { LaidOut, Node } from './node.ts'
import { type Typed, WHY_NOT } from './read.ts'
import { MOST_ROWS } from './shapeOf.ts'

export interface Filled {
  readonly typed: Typed
  readonly rows?: ReadonlyMap<string, number>
  readonly issues?: readonly Issue[]
}

const TIME_FIELD: Field = {
  ...PLAIN,
  ...{ kind: 'instant', path: 'time', label: 'When did it happen?', required: false, canBeNow: true },
  hint: 'You may leave this empty: then it happened now. Give the date and time in London if you enter it afterwards.',
}

const WHEN_REPORTED: Field = {
  ...TIME_FIELD,
  label: 'When was this reported, if not when the call was received?',
  hint: 'You may leave this empty. It is only for a report that reached you later than the call, or from paper.',
}

/** @param stopgap a number for as long as the control room's system has given none. */
const subjectField = (stopgap: string): Field => ({
  ...PLAIN,
  ...{ kind: 'text', path: 'subject', label: 'Incident number', required: true, most: 64, offered: [stopgap] },
  hint: `The number in your control room’s own system, without spaces, like WK-20261120-0412. It cannot be changed later. If there is no number yet, type ${stopgap}, and record the right number as a note once you have it.`,
})

/** @param stopgap of a report, which asks for the number of the incident first. */
export function laidOut(form: Form, filled: Filled, { stopgap = null }: { readonly stopgap?: string | null } = {}): LaidOut {
  const subject = stopgap === null ? [] : [nodeOf(subjectField(stopgap), SUBJECT, filled)]
  // What the form says by itself of who acts comes last.
  const fields = [...form.fields].sort((one, other) => Number(one.kind === 'actor') - Number(other.kind === 'actor'))
  const nodes = [...subject, ...fields.map((field) => nodeOf(field, within(DATA, lastOf(field.path)), filled))]
  const time = nodeOf(stopgap === null ? TIME_FIELD : WHEN_REPORTED, TIME, filled)
  const { said, errors } = atFields([...nodes, time], filled.issues ?? [])
  return { nodes: nodes.map((node) => withErrors(node, said)), time: withErrors(time, said), errors }
}

function nodeOf(field: Field, pointer: string, filled: Filled): Node {
  const typed = filled.typed.get(pointer) ?? []
  const { values, ticked } = field.kind === 'ticks' ? tickedIn(field, typed) : { values: typed, ticked: typed }
  const { kind, label, hint, required, most, offered, canBeNow } = field
  const nodes = below(field, pointer, filled)
  const isFilled = typed.some((value) => value !== '') || nodes.some(({ open }) => open)
  const which = filled.typed.get(clocksOf(pointer))?.[0]
  const comesTwice = which !== undefined || (filled.issues ?? []).some((issue) => isTwice(issue, pointer))
  return {
    ...{ kind, name: pointer, id: idOf(pointer), label, hint, required, most, values, offered, nodes, canBeNow },
    options: optionsOf(field).map((option) => ({ ...option, checked: isChosen(option, ticked) })),
    clocks: kind === 'instant' && comesTwice ? { name: clocksOf(pointer), which: which ?? '' } : null,
    add: addOf(field, pointer, nodes.length),
    open: field.isShown || isFilled,
    error: null,
  }
}

/** Which of the known words somebody ticked or wrote, and the lines of their own. */
function tickedIn({ options }: Field, typed: readonly string[]) {
  const lines = typed.flatMap((value) => value.split(/\r\n|\n|\r/))
  const isKnown = (line: string) => options.some(({ value }) => value === line.trim())
  return { values: [lines.filter((line) => !isKnown(line)).join('\n')], ticked: lines.map((line) => line.trim()).filter(isKnown) }
}

const isTwice = ({ pointer, detail }: Issue, at: string): boolean => pointer === at && detail === WHY_NOT['comes-twice']

/** A choice that may be left out has an answer for that: what was chosen by mistake can be taken back. */
function optionsOf({ kind, required, options }: Field): readonly Option[] {
  if (kind === 'select') return [{ value: '', label: required ? 'Choose one' : 'Not recorded' }, ...options]
  const canBeNull = options.some(({ value }) => value === 'null')
  return kind === 'radios' && !required && !canBeNull ? [...options, { value: '', label: 'Not recorded' }] : options
}

const isChosen = ({ value }: Option, values: readonly string[]): boolean =>
  values.length === 0 ? value === '' : values.includes(value)

function below(field: Field, pointer: string, filled: Filled): readonly Node[] {
  switch (field.kind) {
    case 'group':
    case 'person':
    case 'actor':
      return field.fields.map((each) => nodeOf(each, within(pointer, lastOf(each.path)), filled))
    case 'rows':
      return Array.from({ length: rowsOf(field, pointer, filled) }, (_, at) => rowOf(field, at, within(pointer, at), filled))
    case 'named':
      return keysOf(field, pointer, filled).map((key) => namedOf(field, key, within(pointer, key.key), filled))
    default:
      return []
  }
}

/** As many as were filled in or asked for; one to begin with. */
const rowsOf = (field: Field, pointer: string, { typed, rows }: Filled): number =>
  Math.min(Math.max(rows?.get(pointer) ?? 0, typedBelow(typed, pointer).size, field.required || field.isShown ? 1 : 0), MOST_ROWS)

function rowOf(field: Field, at: number, pointer: string, filled: Filled): Node {
  const row: Field = {
    ...field,
    kind: 'group',
    label: `${field.label}, number ${at + 1}`,
    hint: null,
    required: true,
    options: [],
  }
  return nodeOf(row, pointer, filled)
}

/** Those that the form knows, and those that somebody added. */
function keysOf({ keys }: Field, pointer: string, { typed }: Filled): readonly Key[] {
  const added = [...typedBelow(typed, pointer)].filter((key) => key !== '' && !keys.some((known) => known.key === key))
  return [...keys, ...added.map((key) => ({ key, label: plain(key) }))]
}

function namedOf(field: Field, { label, keys }: Key, pointer: string, filled: Filled): Node {
  const [each] = field.fields
  if (each === undefined) throw new RangeError(`nothing is asked by name at ${field.path}`)
  const known = keys === undefined ? each : { ...each, keys }
  return nodeOf({ ...known, label, required: field.required && each.required }, pointer, filled)
}

function typedBelow(typed: Typed, pointer: string): ReadonlySet<string> {
  const names = [...typed.keys()].filter((name) => name.startsWith(`${pointer}/`))
  return new Set(names.map((name) => partOf(name.slice(pointer.length + 1).split('/', 1)[0] ?? '')))
}

function addOf({ kind, fields, takesMore }: Field, pointer: string, count: number): Node['add'] {
  if (count >= MOST_ROWS || fields[0]?.kind === 'hidden') return null
  if (kind === 'rows') return { value: pointer, key: null }
  return kind === 'named' && takesMore ? { value: pointer, key: keyOf(pointer) } : null
}

function withErrors(node: Node, said: Said): Node {
  const nodes = node.nodes.map((each) => withErrors(each, said))
  const error = said.get(node.id) ?? null
  return { ...node, nodes, error, open: node.open || error !== null || nodes.some((each) => each.open) }
}
