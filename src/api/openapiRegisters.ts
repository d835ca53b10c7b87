/** The registers in the OpenAPI document. */
import { REGISTER_NAMES, REGISTERS } from '../engine/registers.ts'
import { type JsonSchema, ref } from './openapiEvents.ts'
import { instant, list, orNull, record, word } from './openapiShapes.ts'

export const REGISTER_ANSWERS: Record<string, JsonSchema> = {
  Register: record({
    register: { type: 'string', enum: REGISTER_NAMES },
    at: { ...instant, description: 'By the clock of the record: `late` is judged by it.' },
    items: list(ref('RegisterItem')),
    next: orNull(word),
  }),
  RegisterItem: record(
    {
      incident: word,
      kind: word,
      name: word,
      state: word,
      dueAt: { ...orNull(instant), description: 'The nearest of its clocks; null where none runs.' },
      deadline: orNull(word),
      late: { type: 'boolean' },
      priority: { ...orNull(word), description: 'Of its incident.' },
      risk: { ...orNull(word), description: 'The risk grade of its incident.' },
      facts: { type: 'object' },
    },
    'References, codes and instants: no register names anybody.',
  ),
}

const example = {
  register: 'suspects-outstanding',
  at: '2026-11-23T08:30:00.000Z',
  items: [
    {
      incident: 'WK-20261120-0412',
      kind: 'suspect',
      name: 'P-2',
      state: 'outstanding.notCirculated',
      dueAt: '2026-11-22T21:00:00.000Z',
      deadline: 'suspect-review',
      late: true,
      priority: 'P2',
      risk: 'high',
      facts: { how: 'outstanding', risk: 'high', since: '2026-11-20T21:00:00.000Z', circulatedAt: null },
    },
  ],
  next: null,
}

const about = REGISTER_NAMES.map((name) => `\`${name}\`: ${REGISTERS[name].about}`).join(' ')
const asked = (name: string, description: string, schema: JsonSchema = { type: 'string' }) => ({
  name,
  in: 'query',
  description,
  schema,
})
const dated = { type: 'string', format: 'date-time' }

/** @param refused what it may be refused with. */
export const registerPaths = (refused: Record<string, JsonSchema & { readonly description: string }>) => ({
  '/v1/registers/{name}': {
    get: {
      summary: 'A register: what is outstanding over all incidents, the most pressing first',
      description: `For supervisors and those above them, the harm assessment unit and auditors, of their own force. ${about}`,
      parameters: [
        { name: 'name', in: 'path', required: true, schema: { type: 'string', enum: REGISTER_NAMES } },
        asked('kind', 'Only those of this kind.'),
        asked('state', 'Only those in this state, or in a state within it.'),
        asked('from', 'Due at or after this instant.', dated),
        asked('to', 'Due before this instant; those without a clock are left out.', dated),
        asked('cursor', 'As `next` of the page before gave it.'),
        asked('limit', 'Lines of a page.', { type: 'integer', minimum: 1, maximum: 500, default: 50 }),
      ],
      responses: {
        200: { description: 'A page.', content: { 'application/json': { schema: ref('Register'), example } } },
        ...refused,
      },
    },
  },
})
