/** The event schemas of the OpenAPI document, made from those that judge: what is written there cannot differ from what is taken. */
import { z } from 'zod'
import { EVENT_NAMES, type EventName, envelopeSchema, eventSchemas, typeOf } from '../../../machines/rules/events.ts'
import {
  ANY_INSTANT_PATTERN,
  anyInstant,
  DATE_PATTERN,
  date,
  INSTANT_PATTERN,
  instant,
  name,
  text,
} from '../../../machines/rules/fields.ts'
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import { actingFieldOf } from '../../../machines/rules/whoActs.ts'
import { LIMITS } from '../limits.ts'
import { once } from '../once.ts'
import { whyNot } from '../roles.ts'
import { reportAsTaken } from './report.ts'

export type JsonSchema = Record<string, unknown>

/** What a check in code says and JSON Schema would not show. */
const SAID_BY: ReadonlyMap<unknown, JsonSchema> = new Map<unknown, JsonSchema>([
  [instant, { format: 'date-time', pattern: INSTANT_PATTERN }],
  [anyInstant, { pattern: ANY_INSTANT_PATTERN, description: 'An RFC 3339 instant, or empty for none yet.' }],
  [date, { format: 'date', pattern: DATE_PATTERN }],
  [name, { minLength: 1 }],
  [text, { minLength: 1 }],
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
      // zod leaves it out of what is transformed, as the digits of a query are.
      if (def.type === 'default') jsonSchema.default = def.defaultValue
      // A record is checked before it is read (its keys, its size): the shape is on the far side of the pipe.
      if (def.type === 'pipe' && def.out instanceof z.ZodRecord)
        Object.assign(jsonSchema, jsonSchemaOf(def.out), { maxProperties: 100 })
    },
  })
  return json
}

/**
 * The envelope of every event. Extension attributes are told by `unevaluatedProperties`, because an index signature made from
 * `additionalProperties` would hold for `data` too, and no program could build a typed event.
 */
const envelopeOf = once(() => {
  const { properties, additionalProperties: extension, ...envelope } = jsonSchemaOf(envelopeSchema)
  return { attributes: properties as Readonly<Record<string, JsonSchema>>, extension: extension as JsonSchema, envelope }
})

const nullable = (schema: JsonSchema) => ({ ...schema, type: [schema.type, 'null'].flat() })

/** What a header may carry in binary mode. */
export const envelopeAttributes = (): [string, JsonSchema][] =>
  Object.entries(envelopeOf().attributes).filter(([name]) => name !== 'data' && name !== 'datacontenttype')

const whoPosts = (name: EventName): string => `Posted by: ${ROLES.filter((role) => whyNot(role, name) === null).join(', ')}.`

function eventSchemaOf(name: EventName): JsonSchema {
  const { attributes: known, extension, envelope } = envelopeOf()
  const required = new Set(envelope.required as readonly string[])
  const attributes = Object.entries(known).map(([attribute, schema]): [string, JsonSchema] => [
    attribute,
    required.has(attribute) ? schema : nullable(schema),
  ])
  return {
    ...envelope,
    description: whoPosts(name),
    properties: { ...Object.fromEntries(attributes), type: { const: typeOf(name) }, data: ref(`${name}.data`) },
    propertyNames: { pattern: '^[a-z0-9]{1,256}$' },
    unevaluatedProperties: nullable(extension),
    maxProperties: attributes.length + LIMITS.extensions,
  }
}

const WHO_ACTS = 'Who acts. A person who signed in may leave it out: it is filled in from the session.'

/** The schema is that of a key's data, where nobody signed in: whoever acts is required there. */
export function withWhoActs(schema: JsonSchema, field: string | null): JsonSchema {
  if (field === null) return schema
  const properties = schema.properties as Readonly<Record<string, JsonSchema>>
  const description = [WHO_ACTS, properties[field]?.description ?? []].flat().join(' ')
  return { ...schema, properties: { ...properties, [field]: { ...properties[field], description } } }
}

const converted = new Map<EventName, JsonSchema>()

/** The data of an event, converted once. */
export function dataSchemaOf(name: EventName): JsonSchema {
  const schema = converted.get(name) ?? withWhoActs(jsonSchemaOf(eventSchemas[name]), actingFieldOf(name))
  converted.set(name, schema)
  return schema
}

/** `incident.graded` for the whole event, `incident.graded.data` for its data. */
export function eventComponents(): Record<string, JsonSchema> {
  const components = EVENT_NAMES.map((name): [string, JsonSchema][] => [
    [`${name}.data`, name === 'incident.reported' ? reportAsTaken(dataSchemaOf(name)) : dataSchemaOf(name)],
    [name, eventSchemaOf(name)],
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
