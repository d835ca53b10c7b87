import { FIND_FIELDS } from '../../../machines/rules/report/findKeys.ts'
import type { Limits } from '../limits.ts'
import { findQuery } from '../reads/find.ts'
import { jsonSchemaOf, ref } from './events.ts'
import { ASKED, type Operation, refusals } from './operation.ts'

const QUESTIONS = {
  'a reference, as somebody reads it out': { reference: 'wk 20261120 412' },
  'a surname and half a postcode': { name: 'Person', postcode: 'CV99' },
  'a telephone number': { phone: '+44 7700 900001' },
  'an address': { address: '1 Fictional Row', limit: 10 },
}

export const findPath = ({ findBytes }: Limits): { readonly post: Operation } => ({
  post: {
    summary: 'Find incidents of the force by what somebody tells of them, the newest report first',
    description: `A read that is posted, so that no personal detail stands in a URL. At least one field; all that are said must match; what is blank is not said. Control room and officers find open incidents. What was corrected is found under the old word too. Names are found by whole words in any spelling, not by sound. A question is at most ${findBytes} bytes; a refused question is not kept.`,
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { ...jsonSchemaOf(findQuery), anyOf: FIND_FIELDS.map((field) => ({ required: [field] })) },
          examples: Object.fromEntries(Object.entries(QUESTIONS).map(([name, value]) => [name, { value }])),
        },
      },
    },
    responses: {
      200: { description: 'A page.', content: { 'application/json': { schema: ref('FoundPage') } } },
      ...refusals(...ASKED, 'payload-too-large', 'unsupported-media-type', 'invalid-query'),
    },
  },
})
