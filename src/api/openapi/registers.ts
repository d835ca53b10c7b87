/** The registers in the OpenAPI document. */
import { REGISTER_NAMES, REGISTERS } from '../../../machines/rules/catalogue/registers.ts'
import { type JsonSchema, ref } from './events.ts'

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
      riskGrade: 'high',
      facts: { how: 'outstanding', risk: 'high', since: '2026-11-20T21:00:00.000Z', circulatedAt: null },
    },
  ],
  next: null,
}

const meeting = {
  at: '2026-11-23T08:30:00.000Z',
  countedTo: 1000,
  bankHolidays: { coveredTo: '2027-12-31', daysLeft: 403, warning: null },
  demandsEnded: { from: '2026-11-22T08:30:00.000Z', to: '2026-11-23T08:30:00.000Z', answered: 21, superseded: 8 },
  registers: [
    {
      register: 'suspects-outstanding',
      about: REGISTERS['suspects-outstanding'].about,
      count: 41,
      late: 3,
      first: example.items,
    },
  ],
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
      description: `For supervisors and those above them, the harm assessment unit and auditors, of their own force. As JSON a page at a time; as CSV (asked for by Accept or by format) all of it, each line once, or the first lines up to limit; a cell that a spreadsheet would take for a formula begins with an apostrophe. ${about}`,
      parameters: [
        { name: 'name', in: 'path', required: true, schema: { type: 'string', enum: REGISTER_NAMES } },
        asked('kind', 'Only those of this kind.'),
        asked('state', 'Only those in this state, or in a state within it.'),
        asked('from', 'Due at or after this instant.', dated),
        asked('to', 'Due before this instant; those without a clock are left out.', dated),
        asked('format', 'What is answered, whatever `Accept` says.', { type: 'string', enum: ['json', 'csv'] }),
        asked(
          'cursor',
          'As `next` of the page before gave it. After the last page of the order come lines that moved up or came in meanwhile.',
        ),
        asked('limit', 'Lines of a page.', { type: 'integer', minimum: 1, maximum: 500, default: 50 }),
      ],
      responses: {
        200: {
          description: 'A page, or a table.',
          content: { 'application/json': { schema: ref('Register'), example }, 'text/csv': { schema: { type: 'string' } } },
        },
        ...refused,
      },
    },
  },
  '/v1/daily-meeting': {
    get: {
      summary: 'What the daily management meeting looks at, in one read',
      description:
        'Of each register how many are in it, how many of them are late and which come first; how demands ended in the day before; which breaches of orders it brought; and a warning where the list of bank holidays runs out. The registers are as they are now; `at` says by when a clock must have run out to be late. For who reads registers.',
      parameters: [
        asked('at', 'The time of the meeting; now, unless it is said.', dated),
        asked('first', 'Lines of each register.', { type: 'integer', minimum: 1, maximum: 50, default: 10 }),
      ],
      responses: {
        200: {
          description: 'Counts, and what comes first.',
          content: { 'application/json': { schema: ref('DailyMeeting'), example: meeting } },
        },
        ...refused,
      },
    },
  },
})
