/** The measures in the OpenAPI document. */
import { MEASURE_NAMES, MEASURES } from '../../engine/measures/measures.ts'
import { type JsonSchema, ref } from './events.ts'

const month = { type: 'string', pattern: '^20\\d\\d-(0[1-9]|1[0-2])$' }

const { about, source } = MEASURES['attendance-in-time']
const described = { about, source }
const example = {
  measure: 'attendance-in-time',
  ...described,
  at: '2026-11-23T08:30:00.000Z',
  from: '2026-10',
  to: '2026-10',
  by: ['month', 'priority'],
  countedSince: null,
  lines: [
    {
      month: '2026-10',
      whole: true,
      priority: 'P1',
      of: 160,
      parts: [
        { part: 'in-time', count: 152, share: 0.95 },
        { part: 'late', count: 8, share: 0.05 },
      ],
    },
    {
      month: '2026-10',
      whole: true,
      priority: 'P2',
      of: 480,
      parts: [
        { part: 'in-time', count: 312, share: 0.65 },
        { part: 'late', count: 168, share: 0.35 },
      ],
    },
  ],
}
const descriptions = {
  items: [{ measure: 'attendance-in-time', ...described, by: ['month', 'priority', 'area'] }],
  next: null,
}

const said = MEASURE_NAMES.map((name) => `\`${name}\`: ${MEASURES[name].about}`).join(' ')
const asked = (name: string, description: string, schema: JsonSchema) => ({ name, in: 'query', description, schema })

type Refusals = Record<string, JsonSchema & { readonly description: string }>

/** @param unasked what the list may be refused with, and `refused` one of them. */
export const measurePaths = (unasked: Refusals, refused: Refusals) => ({
  '/v1/measures': {
    get: {
      summary: 'What the record counts',
      description: 'The measures, and by what each can be broken down. For who reads registers.',
      responses: {
        200: {
          description: 'All of them.',
          content: { 'application/json': { schema: ref('Measures'), example: descriptions } },
        },
        ...unasked,
      },
    },
  },
  '/v1/measures/{name}': {
    get: {
      summary: 'One measure, by month and by what else is asked',
      description: `For supervisors and those above them, the harm assessment unit and auditors, of their own force. Months are those of England and Wales. A thing counts once, as it is known now: late news changes a month that is over, and what retention destroys changes none. No measure is by person; small numbers can still tell of somebody, and whoever publishes them leaves them out. ${said}`,
      parameters: [
        { name: 'name', in: 'path', required: true, schema: { type: 'string', enum: MEASURE_NAMES } },
        asked('from', 'The first month; eleven before the last, unless it is said.', month),
        asked('to', 'The last month, all of it; the one that runs, unless it is said.', month),
        asked(
          'by',
          'With commas between: `month` and what the measure can be broken down by. `priority` alone is over all months.',
          {
            type: 'string',
            default: 'month',
          },
        ),
        asked('format', 'What is answered, whatever `Accept` says.', { type: 'string', enum: ['json', 'csv'] }),
      ],
      responses: {
        200: {
          description: 'Numbers with what they are a share of; as a table, a line for each part.',
          content: { 'application/json': { schema: ref('Measure'), example }, 'text/csv': { schema: { type: 'string' } } },
        },
        ...refused,
      },
    },
  },
})
