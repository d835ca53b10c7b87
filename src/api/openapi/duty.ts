/** Who is on duty, in the OpenAPI document. */
import { overrideBody } from '../duty/override.ts'
import { onDutyQuery, rotaQuery } from '../duty/reads.ts'
import { jsonSchemaOf, ref, withWhoActs } from './events.ts'
import { ASKED, json, type Operation, read, refusals } from './operation.ts'

const EXAMPLE = {
  role: 'supervisor',
  from: '2026-12-25T07:00',
  to: '2026-12-25T19:00',
  people: ['sup-3'],
  instead: ['sup-1'],
  by: { id: 'sup-2', role: 'supervisor' },
  reason: 'sup-1 is ill',
}

export const dutyPaths = () => ({
  '/v1/on-duty': read('Who is on duty, and why', 'DutyPage', 'Each role that was asked for, the ladder of the policy first.', {
    about:
      'Why somebody is on duty is a weekly shift of the delivery file, or an override. Where nobody is, `falls` says who is told at once. What was before is answered from the delivery file as it is now. For everybody who reads alerts. 404 `no-delivery-file` where the service runs without a delivery file of this force. `next` is always null.',
    query: onDutyQuery,
    refused: ['no-delivery-file'],
  }),
  '/v1/rota': read('Who is on duty in the next days, and the holes', 'RotaPage', 'Each role that was asked for.', {
    about:
      'Spans from the first instant to the last, without gaps. Where the clocks are put back, a shift that begins or ends in the double hour begins at its first minute and ends at its second, so that two shifts overlap and leave no hole. `next` is always null.',
    query: rotaQuery,
    refused: ['no-delivery-file'],
  }),
})

export const overridePath = (): { readonly post: Operation } => ({
  post: {
    summary: 'Say who is on duty instead',
    description:
      'For supervisors and ranks above. It counts at once, and nobody takes it back: a later override overrides an earlier one, also those of the delivery file. A time in the hour that comes twice in October is the first as `from` and the second as `to`. What would leave nobody on duty is taken, since the rota must say what is so: `holes` of the answer says when, and `nobody-on-duty` is raised when it comes.',
    requestBody: {
      required: true,
      content: { 'application/json': { schema: withWhoActs(jsonSchemaOf(overrideBody), 'by'), example: EXAMPLE } },
    },
    responses: {
      201: json(ref('OverrideRecorded'), 'Committed to disk, with who is on duty because of it.'),
      ...refusals(...ASKED, 'no-delivery-file', 'payload-too-large', 'unsupported-media-type', 'invalid-event', 'not-yourself'),
    },
  },
})
