/** Holds what is sent by webhook against the AsyncAPI document, as strictly as `answers.ts` holds what is answered. */
import { Ajv } from 'ajv'
import { asyncApiDocument } from '../../src/api/asyncapi/index.ts'
import type { ReceivedWebhook } from './webhookReceiver.ts'

type MessageName = keyof ReturnType<typeof asyncApiDocument>['components']['messages']

const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]))
  return 'properties' in schema ? { ...parts, additionalProperties: false } : parts
}

const { components } = asyncApiDocument()
const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema({
  $id: 'webhooks',
  components: { schemas: closed(components.schemas) },
})

/** @returns what is wrong with it; null where nothing is. */
export function wrongWithWebhook(name: MessageName, { body, headers }: Pick<ReceivedWebhook, 'body' | 'headers'>): unknown {
  const { payload, headers: asked } = components.messages[name]
  if (!ajv.validate(asked, headers)) return ajv.errors
  return ajv.validate(`webhooks${payload.$ref}`, body) ? null : ajv.errors
}
