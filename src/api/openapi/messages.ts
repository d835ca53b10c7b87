/** Whether messages arrive: a test that somebody asks for, and what a carrier reports. */

import { notifyReport } from '../delivery/notified.ts'
import { deliveryTest } from '../delivery/test.ts'
import { jsonSchemaOf, ref, withWhoActs } from './events.ts'
import { ASKED, json, type Operation, refusals } from './operation.ts'

export const messagePaths = (): Record<string, { readonly post: Operation }> => ({
  '/v1/delivery/test': {
    post: {
      summary: 'Send a test to somebody by all of their ways',
      description:
        'For supervisors, the ranks above and admins. A test says that it is a test. It is carried like any message: `GET /v1/deliveries?person=` shows what became of it. A second test of the same person within a minute sends nothing and answers the deliveries of the first.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: withWhoActs(jsonSchemaOf(deliveryTest), 'by') } },
      },
      responses: {
        200: json(ref('DeliveryTest'), 'Those of a test within the last minute.'),
        201: json(ref('DeliveryTest'), 'Written; they are on their way.'),
        ...refusals(...ASKED, 'no-delivery-file', 'payload-too-large', 'unsupported-media-type', 'invalid-event', 'not-yourself'),
      },
    },
  },
  '/v1/delivery/notify': {
    post: {
      summary: 'For GOV.UK Notify: what became of a message',
      description:
        'The address of the callback for delivery receipts, with the bearer token `NOTIFY_CALLBACK_TOKEN`; no key is taken. `delivered` is the last word on a message. `permanent-failure` ends it until somebody replays it; `temporary-failure` and `technical-failure` are tried again after a minute, for 24 hours. The telephone number or address in it is not kept. A message that is not known here is 204 too, so that Notify does not send it again; 503 while the message is being sent, so that it does.',
      security: [{ notify: [] }],
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchemaOf(notifyReport) } } },
      responses: {
        204: { description: 'Noted, or nothing to note.' },
        ...refusals(
          ...ASKED.filter((code) => code !== 'forbidden'),
          'payload-too-large',
          'unsupported-media-type',
          'invalid-event',
        ),
      },
    },
  },
})
