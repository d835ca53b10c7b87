/**
 * `GET /asyncapi.json`: what the service sends by webhook, as AsyncAPI 3.0, from the schemas that also give the types of the answers.
 * A channel is an entry of `webhooks` in the delivery file, whose address is a receiver's own.
 */
import type { z } from 'zod'
import { incidentItem, restrictedItem } from '../../engine/answers/incident.ts'
import { alertMessage } from '../../engine/answers/messages.ts'
import { alert, deadline, demand, matter, regionStates } from '../../engine/answers/parts.ts'
import { repeat } from '../../engine/answers/related.ts'
import { alertChanged, incidentChanged } from '../../engine/answers/subscriptions.ts'
import { componentsOf } from '../openapi/answers.ts'
import { type JsonSchema, ref } from '../openapi/events.ts'

const SCHEMAS = {
  ...{ State: regionStates, Repeat: repeat, Demand: demand, Deadline: deadline, Matter: matter },
  ...{ Alert: alert, IncidentItem: incidentItem, RestrictedItem: restrictedItem },
  ...{ AlertChanged: alertChanged, IncidentChanged: incidentChanged, AlertMessage: alertMessage },
} satisfies Record<string, z.ZodType>

const AT_LEAST_ONCE =
  'Sent by POST, signed as Standard Webhooks asks (https://www.standardwebhooks.com), at least once: `webhook-id` is the same at every try. Any 2xx within 10 s takes it; 410 ends it; redirects are not followed; anything else is tried again.'

const headers = (webhookId: string): JsonSchema => ({
  type: 'object',
  required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  properties: {
    'webhook-id': { type: 'string', description: webhookId },
    'webhook-timestamp': { type: 'string', pattern: '^[0-9]+$', description: 'When it was sent, in seconds since 1970.' },
    'webhook-signature': { type: 'string', pattern: '^v1,', description: 'HMAC-SHA256 with the secret of the webhook.' },
  },
})

const ITEM_ID = 'The subscription and the position, as `desk-1/1764500000000000.1`.'
const MESSAGE_ID = 'The message, as `msg_…`.'

const message = (title: string, schema: keyof typeof SCHEMAS, webhookId: string, summary: string) => ({
  ...{ name: schema, title, summary, contentType: 'application/json' },
  headers: headers(webhookId),
  payload: ref(schema),
})

const MESSAGES = {
  alertChanged: message('An alert changed', 'AlertChanged', ITEM_ID, 'An alert as it now is.'),
  incidentChanged: message(
    'An incident changed',
    'IncidentChanged',
    ITEM_ID,
    'An incident as it now is; a restricted incident by reference only.',
  ),
  alertMessage: message('A message to a person', 'AlertMessage', MESSAGE_ID, 'References only, for a system that shows alerts.'),
}
type MessageName = keyof typeof MESSAGES

const channelOf = (description: string, names: readonly MessageName[]) => ({
  ...{ address: null, description },
  messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
})

const sendOn = (channel: string, names: readonly MessageName[], summary: string, description: string) => ({
  action: 'send',
  channel: { $ref: `#/channels/${channel}` },
  messages: names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` })),
  summary,
  description: `${description} ${AT_LEAST_ONCE}`,
})

const CHANGED: readonly MessageName[] = ['alertChanged', 'incidentChanged']
const TOLD: readonly MessageName[] = ['alertMessage']

export const asyncApiDocument = () => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Reassess webhooks',
    version: '1',
    description: 'What the service sends to other systems. What it answers is in /openapi.json. Later versions add fields.',
  },
  defaultContentType: 'application/json',
  channels: {
    subscription: channelOf('The webhook of an entry of `subscriptions` in the delivery file.', CHANGED),
    person: channelOf("The webhook of a person's `ways` in the delivery file.", TOLD),
  },
  operations: {
    sendChanges: sendOn(
      'subscription',
      CHANGED,
      'What changes, item by item, in the order of the stream',
      'One item a request; the next is sent when the last was taken. A failure is tried again after 5 s, 15 s, 45 s, 2 min, 5 min and then every 10 min, without end; `Retry-After` up to 10 min is followed. POST /v1/subscriptions/{id}/replay sends again what came after a position.',
    ),
    tellPerson: sendOn(
      'person',
      TOLD,
      'What somebody on duty is told',
      "One commit's alerts to a person are one message. A failure is tried again for 24 h.",
    ),
  },
  components: { messages: MESSAGES, schemas: componentsOf(SCHEMAS, 'draft-7') },
})
