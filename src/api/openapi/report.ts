/**
 * A first report in the OpenAPI document, as the service accepts it (`firstReport.ts`) and not only as it asks for it: a sender
 * that checks against the document must not hold back a report that would have started the deadlines.
 */

type JsonSchema = Record<string, unknown>
type Properties = Readonly<Record<string, JsonSchema>>

const SET_ASIDE = 'Anything else is taken with a warning and kept beside the rest.'
const UNKNOWN_FIELDS = 'A field that is not named here is taken with the warning `unknown-field`, and read by nobody.'

const nothing = { type: 'null' }
const isText = ({ type, enum: words }: JsonSchema): boolean => type === 'string' && words === undefined

/** Numbers are read as text, null counts as absent. */
const text = (schema: JsonSchema): JsonSchema => ({ ...schema, type: ['string', 'number', 'null'] })
const orAnything = ({ description, ...schema }: JsonSchema): JsonSchema => ({
  anyOf: [schema, { type: ['string', 'number', 'null'] }],
  description: [description, SET_ASIDE].filter(Boolean).join(' '),
})
const degrees = ({ minimum, maximum }: JsonSchema): JsonSchema => ({
  type: ['number', 'string', 'null'],
  description: `Degrees from ${minimum} to ${maximum}, WGS 84, north and east positive. ${SET_ASIDE}`,
})

/** An object that is read as far as it is known. */
function open(schema: JsonSchema, fields: Properties, required: readonly string[] = []): JsonSchema {
  const { additionalProperties: _, required: __, ...rest } = schema
  const description = [schema.description, UNKNOWN_FIELDS].filter(Boolean).join(' ')
  return { ...rest, description, properties: fields, ...(required.length > 0 && { required }) }
}

function fieldsOf(schema: JsonSchema): Properties {
  const fields = Object.entries(schema.properties as Properties)
  return Object.fromEntries(fields.map(([name, of]) => [name, isText(of) ? text(of) : orAnything(of)]))
}

function placeOf(schema: JsonSchema): JsonSchema {
  const { lat = {}, lon = {} } = schema.properties as Properties
  return open(schema, { ...fieldsOf(schema), lat: degrees(lat), lon: degrees(lon) })
}

/** @param schema that judges a report after it was read. */
export function reportAsTaken(schema: JsonSchema): JsonSchema {
  const { force, channel, receivedAt, location, narrative, persons, flags } = schema.properties as Record<string, JsonSchema>
  const entries = (list: JsonSchema | undefined, entry: JsonSchema) => ({ ...list, type: ['array', 'null'], items: entry })
  const person = persons?.items as JsonSchema
  return open(
    schema,
    {
      force: force ?? {},
      channel: { ...channel, type: ['string', 'number'] },
      receivedAt: receivedAt ?? {},
      location: { anyOf: [placeOf(location ?? {}), nothing] },
      narrative: text(narrative ?? {}),
      persons: entries(persons, { anyOf: [open(person, fieldsOf(person)), nothing] }),
      flags: entries(flags, text(flags?.items as JsonSchema)),
    },
    schema.required as string[],
  )
}
