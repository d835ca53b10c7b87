/** What the schemas of the OpenAPI document are put together from. */
import { type JsonSchema, ref } from './openapiEvents.ts'

export const word = { type: 'string' }
export const count = { type: 'integer', minimum: 0 }
export const instant = { type: 'string', format: 'date-time', description: 'UTC with milliseconds; text order is time order.' }
export const orNull = (schema: JsonSchema) => ({ anyOf: [schema, { type: 'null' }] })
export const oneOf = (values: readonly string[]) => ({ type: 'string', enum: values })
export const list = (items: JsonSchema) => ({ type: 'array', items })

/** An object whose fields are all required but those whose name ends in `?`. Later versions add fields, so it is open. */
export function record(fields: Record<string, JsonSchema>, description?: string): JsonSchema {
  const named = Object.entries(fields)
  const required = named.map(([field]) => field).filter((field) => !field.endsWith('?'))
  const properties = Object.fromEntries(named.map(([field, schema]) => [field.replace('?', ''), schema]))
  return { type: 'object', ...(description && { description }), required, properties }
}

export const page = (item: string) =>
  record(
    { items: list(ref(item)), next: orNull(word) },
    '`next` is the cursor of the next page, null on the last. Walked to null, nothing that stayed on the list is missed; an item may come twice, and the later is the newer.',
  )

export const person = record({ id: word, role: word })
export const gap = record({ code: word, pointer: word, detail: word })
