/** Data that a schema of the OpenAPI document takes, made at random: few words and names, so that events meet each other's. */
import fc from 'fast-check'
import type { JsonSchema } from '../../src/api/openapi/events.ts'

/** What stands for the incident that an event is about. */
export const INCIDENT = '@incident@'

interface Schema {
  readonly $ref?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

/** What a field of that name says, as people and other events know it. */
const BY_NAME: Readonly<Record<string, readonly string[]>> = {
  force: ['warwickshire'],
  demand: [`${INCIDENT}-d1`, `${INCIDENT}-d1`, `${INCIDENT}-d2`],
  incident: ['FZ-other'],
  id: ['ch-1', 'sup-1', 'sup-2', 'pc-1'],
  role: ['supervisor', 'officer', 'force-incident-manager'],
  tool: ['DASH', 'DARA'],
  answer: ['yes', 'no', 'not-known', 'refused'],
  priority: ['P1', 'P2', 'P3'],
  partner: ['marac', 'childrens-services', 'idva'],
}
const WORDS = [
  'P-1',
  'P-2',
  'A1',
  'done',
  'telephone',
  'yes',
  'DASH',
  '09:00',
  '17:30',
  '23/1234/26',
  'common-assault',
  'He is ten minutes away and she is behind a locked door.',
  'No unit was free; all were committed elsewhere.',
  'Zoë 😀 said: "{\\": [1]"',
]
const HOUR_MS = 3_600_000

/** @param at the present, in milliseconds. */
export function arbitraryOf(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  at: number,
): fc.Arbitrary<unknown> {
  const dates = [-30 * 24, -2, -1, 0, 0, 1, 24, 90 * 24].map((hours) => new Date(at + hours * HOUR_MS).toISOString())
  const made = (of: Schema, name: string): fc.Arbitrary<unknown> => {
    if (of.$ref !== undefined) return made(schemas[of.$ref.split('/').at(-1) ?? ''] as Schema, name)
    if (of.const !== undefined) return fc.constant(of.const)
    if (of.enum !== undefined) return fc.constantFrom(...of.enum)
    const either = of.anyOf ?? of.oneOf
    if (either !== undefined) return fc.oneof(...either.map((part) => made(part, name)))
    if (Array.isArray(of.type)) return fc.oneof(...of.type.map((type: string) => made({ ...of, type }, name)))
    switch (of.type) {
      case 'string':
        return text(of, name)
      case 'integer':
        return fc.integer({ min: of.minimum ?? 0, max: Math.min(of.maximum ?? 12, (of.minimum ?? 0) + 12) })
      case 'number':
        return fc.double({ min: of.minimum ?? -90, max: of.maximum ?? 90, noNaN: true })
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      case 'array': {
        const minLength = of.minItems ?? 0
        return fc.array(made(of.items ?? {}, name), { minLength, maxLength: Math.min(of.maxItems ?? 3, minLength + 2) })
      }
      case 'object':
        return object(of)
      default:
        return fc.constant({})
    }
  }
  const object = ({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> =>
    typeof additionalProperties === 'object'
      ? fc.dictionary(fc.constantFrom('injury', 'separation', 'fear', 'topic'), made(additionalProperties, ''), { maxKeys: 3 })
      : fc.record(Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, made(of, name)])), {
          requiredKeys: [...required],
        })
  const text = ({ format, pattern, maxLength = 20_000 }: Schema, name: string): fc.Arbitrary<unknown> => {
    if (format === 'date') return fc.constantFrom('1990-04-01', '2018-09-03')
    if (format === 'date-time' || pattern?.includes('2200')) return fc.constantFrom(...dates)
    const fits = (word: string) => word.length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(word))
    const words = [...(BY_NAME[name] ?? WORDS)].filter(fits)
    const known = words.length > 0 ? words : WORDS.filter(fits)
    return known.length > 0 ? fc.constantFrom(...known) : fc.stringMatching(new RegExp(pattern ?? 'x'))
  }
  return made(schema as Schema, '')
}
