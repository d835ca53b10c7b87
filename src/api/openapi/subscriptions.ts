/** Subscriptions in the OpenAPI document. What they send is in `/asyncapi.json`. */
import { noQuery } from '../reads/query.ts'
import { replaySchema } from '../subscriptions/replay.ts'
import { jsonSchemaOf, ref, withWhoActs } from './events.ts'
import { ASKED, inPath, json, read, refusals } from './operation.ts'

export const subscriptionPaths = () => ({
  '/v1/subscriptions': read('How far each subscribed system has been told', 'Subscriptions', 'All of them.', {
    about:
      'The entries of `subscriptions` in the delivery file, also those that were removed. For supervisors and the roles above, auditors and admins: it tells of no incident. `next` is always null.',
    query: noQuery,
  }),
  '/v1/subscriptions/{id}/replay': {
    post: {
      summary: 'Send to a subscribed system again what came after a position',
      description:
        'Each item has the same `webhook-id` as before. An ended subscription begins again. A position inside or between changes is taken; a position ahead of the record is 422. To leave out a change that the receiver cannot take, replay from its own position. For supervisors and the roles above, and admins.',
      parameters: [inPath('id')],
      requestBody: { required: true, content: { 'application/json': { schema: withWhoActs(jsonSchemaOf(replaySchema), 'by') } } },
      responses: {
        200: json(ref('ReplayedSubscription'), 'It is set to that position.'),
        ...refusals(
          ...ASKED,
          'not-found',
          'not-accepted-now',
          'payload-too-large',
          'unsupported-media-type',
          'invalid-event',
          'not-yourself',
        ),
      },
    },
  },
})
