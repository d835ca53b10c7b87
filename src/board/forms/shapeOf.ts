/** What an event's schema asks for, as a tree that a form can be laid out from and read back by: no labels and no values. */
import { z } from 'zod'
import { ASKED_AS } from '../../../machines/rules/fields.ts'

interface Common {
  /** Within the event's data, as `decision/rationale`; `*` stands for each row of a list and for each name. */
  readonly path: string
  readonly required: boolean
  /** Null is an answer of its own. */
  readonly nullable: boolean
}

export type Word = string | number

export type Leaf = Common &
  (
    | { readonly kind: 'text' | 'long-text'; readonly most: number }
    | { readonly kind: 'code' | 'date' | 'part-of-a-date' | 'hour' | 'instant' | 'yes-no' }
    | { readonly kind: 'number'; readonly whole: boolean }
    /** `others`: words that are not listed are taken as well. */
    | { readonly kind: 'one'; readonly words: readonly Word[]; readonly others: boolean }
    | { readonly kind: 'several'; readonly words: readonly string[] }
    /** Texts, each on a line of its own. */
    | { readonly kind: 'lines'; readonly item: 'text' | 'code' }
  )

export type Branch = Common &
  (
    | { readonly kind: 'person' | 'group'; readonly fields: readonly Shape[] }
    | { readonly kind: 'rows'; readonly row: readonly Shape[] }
    /** Answers by names that the form knows from elsewhere, or that somebody adds. */
    | { readonly kind: 'named'; readonly each: Shape }
  )

export type Shape = Leaf | Branch

/** A list of an event has at most so many entries (`listOf`, `recordOf`). */
export const MOST_ROWS = 100
const LONG = 1_000
const MOST_OF_A_NAME = 256

type Def = z.core.$ZodTypes['_zod']['def']
const defOf = (schema: z.core.$ZodType): Def => (schema as z.core.$ZodTypes)._zod.def

/** @throws RangeError for a schema that no form can ask for. */
export function shapesOf(schema: z.ZodType): readonly Shape[] {
  const def = defOf(schema)
  if (def.type !== 'object') throw new RangeError(`a form needs an object, not ${def.type}`)
  return fieldsOf(def.shape, '')
}

const fieldsOf = (shape: Readonly<Record<string, z.core.$ZodType>>, under: string): readonly Shape[] =>
  Object.entries(shape).map(([name, schema]) => shapeOf(schema, under === '' ? name : `${under}/${name}`))

function shapeOf(schema: z.core.$ZodType, path: string, required = true, nullable = false): Shape {
  const common = { path, required, nullable }
  const def = defOf(schema)
  const as = ASKED_AS.get(schema as z.ZodType)?.as
  if (as !== undefined) return { ...common, kind: as }
  switch (def.type) {
    case 'optional':
      return shapeOf(def.innerType, path, false, nullable)
    case 'nullable':
      return shapeOf(def.innerType, path, required, true)
    case 'pipe':
      return shapeOf(defOf(def.in).type === 'optional' ? def.in : def.out, path, required, nullable)
    case 'boolean':
      return { ...common, kind: 'yes-no' }
    case 'number':
      return { ...common, kind: 'number', whole: 'format' in def }
    case 'string':
      return { ...common, ...textOf(schema) }
    case 'enum':
      return { ...common, kind: 'one', words: wordsOf(def), others: false }
    case 'union':
      return { ...common, ...unionOf(def.options) }
    case 'object':
      return objectOf(common, def.shape)
    case 'array':
      return listOf(common, def.element)
    case 'record':
      return { ...common, kind: 'named', each: shapeOf(def.valueType, `${path}/*`) }
    default:
      throw new RangeError(`no form asks for ${def.type} (${path})`)
  }
}

function textOf(schema: z.core.$ZodType): { kind: 'text' | 'long-text'; most: number } {
  const most = z.globalRegistry.get(schema as z.ZodType)?.maxLength
  const characters = typeof most === 'number' ? most : MOST_OF_A_NAME
  return { kind: characters > LONG ? 'long-text' : 'text', most: characters }
}

/** Without the empty word, which is how a list says that nobody has chosen. */
const wordsOf = (def: { readonly entries: Readonly<Record<string, Word>> }): readonly Word[] =>
  Object.values(def.entries).filter((word) => word !== '')

function unionOf(options: readonly z.core.$ZodType[]): { kind: 'one'; words: readonly Word[]; others: boolean } {
  const words = options.flatMap((option) => {
    const def = defOf(option)
    if (def.type === 'enum') return wordsOf(def)
    return def.type === 'number' ? numbersOf(option) : []
  })
  return { kind: 'one', words, others: options.some((option) => defOf(option).type === 'string') }
}

function numbersOf(schema: z.core.$ZodType): readonly number[] {
  const { minValue, maxValue } = schema as z.ZodNumber
  if (minValue === null || maxValue === null) throw new RangeError('a choice of numbers needs a first and a last')
  return Array.from({ length: maxValue - minValue + 1 }, (_, at) => minValue + at)
}

const objectOf = (common: Common, shape: Readonly<Record<string, z.core.$ZodType>>): Branch => ({
  ...common,
  kind: Object.keys(shape).join() === 'id,role' ? 'person' : 'group',
  fields: fieldsOf(shape, common.path),
})

function listOf(common: Common, element: z.core.$ZodType): Shape {
  const item = shapeOf(element, `${common.path}/*`)
  switch (item.kind) {
    case 'one':
      return { ...common, kind: 'several', words: item.words.map(String) }
    case 'group':
      return { ...common, kind: 'rows', row: item.fields }
    case 'text':
    case 'long-text':
      return { ...common, kind: 'lines', item: 'text' }
    case 'code':
      return { ...common, kind: 'lines', item: 'code' }
    default:
      throw new RangeError(`no form asks for a list of ${item.kind} (${common.path})`)
  }
}
