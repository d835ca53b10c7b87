/**
 * Holds answers against the OpenAPI document as a strict reader would: a field that the document does not tell of is as wrong as a
 * field that is missing. Clients get an open document, because later versions add fields.
 */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { LIMITS } from '../../src/api/limits.ts'
import { answerComponents } from '../../src/api/openapi/answers.ts'
import { openApiDocument } from '../../src/api/openapi/index.ts'

const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]))
  return 'properties' in schema ? { ...parts, additionalProperties: false } : parts
}

const document = openApiDocument(LIMITS)
const answers = Object.entries(answerComponents()).map(([name, schema]) => [name, closed(schema)])
const schemas = { ...document.components.schemas, ...Object.fromEntries(answers) }
const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema({ $id: 'api', components: { schemas } })

/** @param component its name, or a reference to it. @returns what is wrong with an answer; null where nothing is. */
export function wrongWith(component: string, value: unknown): unknown {
  const name = component.replace('#/components/schemas/', '')
  return ajv.validate(`api#/components/schemas/${name}`, value) ? null : ajv.errors
}
