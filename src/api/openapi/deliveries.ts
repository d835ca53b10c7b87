/** What became of deliveries, in the OpenAPI document. */
import type { z } from 'zod'
import { replayOfAll, replayOfOne } from '../events/replay.ts'
import { deliveriesQuery } from '../reads/deliveries.ts'
import { jsonSchemaOf, ref, withWhoActs } from './events.ts'
import { AS_TABLE, ASKED, inPath, json, type Operation, read, refusals } from './operation.ts'

const replay = (summary: string, body: z.ZodType, ofOne: boolean): { post: Operation } => ({
  post: {
    summary,
    description:
      'For supervisors and the ranks above. What is sent again is the message that failed, with its own id, so that a receiver that had taken it all the same knows it; everything that failed of the message goes along. What is about an alert that has ended, or that somebody has taken, stays as it is, and is counted in `leftOut`. At most 1,000 deliveries a call, and what else is of their messages; `left` says how many remain.',
    ...(ofOne && { parameters: [inPath('id')] }),
    requestBody: { required: true, content: { 'application/json': { schema: withWhoActs(jsonSchemaOf(body), 'by') } } },
    responses: {
      200: json(ref('Replayed'), 'They are pending again, and are tried at once.'),
      ...refusals(
        ...ASKED,
        ...(ofOne ? (['not-found', 'not-accepted-now'] as const) : []),
        ...(['payload-too-large', 'unsupported-media-type', 'invalid-event', 'not-yourself'] as const),
      ),
    },
  },
})

export const deliveryPaths = () => ({
  '/v1/deliveries': read('Who was told of which alert by which way, newest first', 'DeliveryPage', 'A page.', {
    about: `For whoever reads alerts. \`status=dead\` is the register of what nobody tries any more. Of a restricted incident it is told whether somebody was reached, and not who. ${AS_TABLE}`,
    query: deliveriesQuery,
    csv: true,
  }),
  '/v1/deliveries/replay': replay('Send what failed again', replayOfAll, false),
  '/v1/deliveries/{id}/replay': replay('Send one delivery that failed again', replayOfOne, true),
})

export const heartbeatPath = (): { get: Operation } => ({
  get: {
    summary: 'Whether somebody would be told of the next alert',
    description:
      'For a watcher outside, in each role. 200 while timers fire, the record can be written and, where there is a delivery file, no critical delivery has waited for two minutes and somebody is on duty in a role; else 503 with the part that is not so. The answer is shared for a second.',
    security: [],
    responses: { 200: json(ref('Heartbeat'), 'All is well.'), 503: json(ref('Heartbeat'), 'Something is not.') },
  },
})
