/** The measures in the OpenAPI document. */
import { MEASURE_NAMES, MEASURES } from '../../engine/measures/measures.ts'
import { measureQuery } from '../reads/measures.ts'
import { noQuery } from '../reads/query.ts'
import { inPath, read } from './operation.ts'

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

export const measurePaths = () => ({
  '/v1/measures': read('What the record counts', 'Measures', 'All of them.', {
    about: 'The measures, and by what each can be broken down. For who reads registers.',
    query: noQuery,
    example: descriptions,
  }),
  '/v1/measures/{name}': read(
    'One measure, by month and by what else is asked',
    'Measure',
    'Numbers with what they are a share of; as a table, a line for each part.',
    {
      about: `For supervisors and those above them, the harm assessment unit and auditors, of their own force. Months are those of England and Wales. A thing counts once, as it is known now: late news changes a month that is over, and what retention destroys changes none. No measure is by person; small numbers can still tell of somebody, and whoever publishes them leaves them out. ${said}`,
      path: [inPath('name', { type: 'string', enum: MEASURE_NAMES })],
      query: measureQuery,
      refused: ['not-found'],
      csv: true,
      example,
    },
  ),
})
