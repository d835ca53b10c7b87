/** The registers in the OpenAPI document. */
import { REGISTER_NAMES, REGISTERS } from '../../../machines/rules/catalogue/registers.ts'
import { COUNTED_TO, meetingQuery } from '../reads/dailyMeeting.ts'
import { registerQuery } from '../reads/registers.ts'
import { inPath, read } from './operation.ts'

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
  countedTo: COUNTED_TO,
  bankHolidays: { coveredTo: '2027-12-31', daysLeft: 403, warning: null },
  demandsEnded: { from: '2026-11-22T08:30:00.000Z', to: '2026-11-23T08:30:00.000Z', answered: 21, superseded: 8, setAside: 1 },
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

export const registerPaths = () => ({
  '/v1/registers/{name}': read(
    'A register: what is outstanding over all incidents, the most pressing first',
    'Register',
    'A page, or a table.',
    {
      about: `For supervisors and those above them, the harm assessment unit and auditors, of their own force. As JSON a page at a time; as CSV (asked for by Accept or by format) all of it, each line once, or the first lines up to limit; a cell that a spreadsheet would take for a formula begins with an apostrophe. After the last page of the order come lines that moved up or came in meanwhile. ${about}`,
      path: [inPath('name', { type: 'string', enum: REGISTER_NAMES })],
      query: registerQuery,
      refused: ['not-found'],
      csv: true,
      example,
    },
  ),
  '/v1/daily-meeting': read(
    'What the daily management meeting looks at, in one read',
    'DailyMeeting',
    'Counts, and what comes first.',
    {
      about:
        'Of each register how many are in it, how many of them are late and which come first; how demands ended in the day before; which breaches of orders it brought; and a warning where the list of bank holidays runs out. The registers are as they are now; `at` says by when a clock must have run out to be late. For who reads registers.',
      query: meetingQuery,
      example: meeting,
    },
  ),
})
