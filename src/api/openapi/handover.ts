/** The hand-over of the shift in the OpenAPI document. */
import type { handover } from '../../engine/answers/handover.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import { acceptance, handingOver } from '../events/handover.ts'
import { handoversQuery } from '../reads/handover.ts'
import { pageQuery } from '../reads/query.ts'
import { jsonSchemaOf, ref, withWhoActs } from './events.ts'
import { ASKED, inPath, json, type Operation, read, refusals } from './operation.ts'

const HANDOVER = 'b3f0a1de-3a0e-4a6b-9e37-6f1f6f0f5a01'

const example = {
  handover: HANDOVER,
  at: '2026-11-20T22:00:00.000Z',
  from: 'late',
  to: 'night',
  by: { id: 'sup-1', role: 'supervisor' },
  acceptBy: '2026-11-20T22:15:00.000Z',
  count: 2,
  left: 1,
  shiftChanged: { incidents: 1, recorded: 1, refused: 0 },
  items: [
    {
      ...{ id: '1', incident: 'WK-20261120-0412', what: 'open', kind: 'demanded', level: 1, dueAt: '2026-11-20T22:15:00.000Z' },
      ...{ status: 'accepted', acceptedBy: { id: 'sup-2', role: 'supervisor' }, acceptedAt: '2026-11-20T22:03:00.000Z' },
    },
    {
      ...{ id: '2', incident: 'WK-20261120-0398', what: 'due', kind: 'dash-submission', dueAt: '2026-11-21T01:30:00.000Z' },
      status: 'left',
    },
  ],
  next: null,
  demands: [{ incident: 'WK-20261120-0412', demand: 'WK-20261120-0412-d2' }],
  demandCount: 1,
} satisfies Answer<typeof handover>

const body = (schema: Parameters<typeof jsonSchemaOf>[0]) => ({
  requestBody: { required: true, content: { 'application/json': { schema: withWhoActs(jsonSchemaOf(schema), 'by') } } },
})
const REFUSED = ['payload-too-large', 'unsupported-media-type', 'invalid-event', 'not-yourself'] as const

export const handoverPaths = (): Record<string, Record<string, Operation>> => ({
  '/v1/handover': {
    ...read('Hand-overs of the shift, newest first', 'HandoverPage', 'A page.', {
      about: 'For supervisors and those above them, and auditors, of their own force.',
      query: handoversQuery,
    }),
    post: {
      summary: 'Hand the shift over',
      description:
        'For supervisors and those above them. Answers a list of what is open, taken, doubtful and due within `handover.ahead` of the policy, worst first, at most 500 items; `next` is the cursor of `GET /v1/handover/{id}` for the rest. The incidents that `handover.demands` of the policy names are told with `shift.changed` (source `urn:reassess:handover`, id `<handover>/<incident>`), which demands a reassessment of each that nobody has attended. The list is on record before the first of them is told, so a crash loses none. To be able to send it again, give it an `id`.',
      ...body(handingOver),
      responses: {
        201: json(ref('Handover'), 'It is on record.'),
        200: json(ref('Handover'), 'The hand-over that was made with this `id`, as it now is.'),
        ...refusals(...ASKED, ...REFUSED, 'event-id-reused'),
      },
    },
  },
  '/v1/handover/ahead': read('What a hand-over would be now', 'HandoverAhead', 'Nothing is recorded.', {
    about: 'For supervisors and those above them, and auditors: look before you hand over. Restricted incidents are counted too.',
  }),
  '/v1/handover/{id}': read('A hand-over with its list', 'Handover', 'As it now is.', {
    about:
      'Of a restricted incident only its readers see what is asked; others see that something of it was handed over. An item whose matter has ended is `settled`. A deadline that passed is not: somebody has to accept it.',
    path: [inPath('id')],
    query: pageQuery,
    refused: ['not-found'],
    example,
  }),
  '/v1/handover/{id}/accept': {
    post: {
      summary: 'Accept items of a hand-over by name',
      description:
        'For supervisors and those above them, and another person than who handed over; where people sign in, in person. An item is accepted once: again changes nothing, whoever asks. Whoever accepts a `taken` item has its alert from then on, unless a third person has taken it since the hand-over.',
      parameters: [inPath('id')],
      ...body(acceptance),
      responses: {
        200: json(ref('AcceptedHandover'), 'The items that were named, as they now are.'),
        ...refusals(...ASKED, 'not-found', ...REFUSED),
      },
    },
  },
})
