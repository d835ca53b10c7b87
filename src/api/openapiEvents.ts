/** The event schemas of the OpenAPI document, made from those that judge: what is written there cannot differ from what is taken. */
import { z } from 'zod'
import { EVENT_NAMES, type EventName, envelopeSchema, eventSchemas, typeOf } from '../../machines/rules/events.ts'
import { anyInstant, date, IN_THE_YEARS, instant, name, text } from '../../machines/rules/fields.ts'

export type JsonSchema = Record<string, unknown>

/** What a check in code says and JSON Schema would not show. */
const SAID_BY: ReadonlyMap<unknown, JsonSchema> = new Map<unknown, JsonSchema>([
  [instant, { format: 'date-time', pattern: IN_THE_YEARS }],
  [anyInstant, { pattern: `^\\s*$|${IN_THE_YEARS}`, description: 'An RFC 3339 instant, or empty for none yet.' }],
  [date, { format: 'date', pattern: IN_THE_YEARS }],
  [name, { minLength: 1, pattern: '\\S' }],
  [text, { minLength: 1, pattern: '\\S' }],
])

/** A field that was narrowed or described is a copy, which names what it was made from. */
function saidBy(schema: z.core.$ZodType | undefined): JsonSchema | undefined {
  return schema && (SAID_BY.get(schema) ?? saidBy(schema._zod.parent))
}

export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      Object.assign(jsonSchema, saidBy(zodSchema), jsonSchema.description ? { description: jsonSchema.description } : {})
      const def = zodSchema._zod.def
      // A record is checked before it is read (its keys, its size): the shape is on the far side of the pipe.
      if (def.type === 'pipe' && def.out instanceof z.ZodRecord)
        Object.assign(jsonSchema, jsonSchemaOf(def.out), { maxProperties: 100 })
    },
  })
  return json
}

/** `incident.graded` for the whole event, `incident.graded.data` for its data. */
export function eventComponents(): Record<string, JsonSchema> {
  const { properties, ...envelope } = jsonSchemaOf(envelopeSchema)
  const components = EVENT_NAMES.map((name): [string, JsonSchema][] => [
    [`${name}.data`, jsonSchemaOf(eventSchemas[name])],
    [
      name,
      { ...envelope, properties: { ...(properties as JsonSchema), type: { const: typeOf(name) }, data: ref(`${name}.data`) } },
    ],
  ])
  return {
    ...Object.fromEntries(components.flat()),
    Event: {
      oneOf: EVENT_NAMES.map(ref),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(EVENT_NAMES.map((name) => [typeOf(name), ref(name).$ref])),
      },
    },
  }
}

export const ref = (component: string | EventName): { $ref: string } => ({ $ref: `#/components/schemas/${component}` })
