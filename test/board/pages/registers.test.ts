/** What the pages of the daily meeting and of a register lay out. */
import { meetingOf } from '../../../src/board/pages/meeting/model.ts'
import { many, rowsOf } from '../../../src/board/pages/registers/lines.ts'

const AT = '2026-11-20T21:00:00.000Z'
const LINE = {
  ...{
    incident: 'WK-1',
    kind: 'task',
    name: 'T1',
    state: 'set',
    dueAt: '2026-11-20T19:55:00.000Z',
    deadline: 'task',
    late: true,
  },
  ...{ priority: 'P2', riskGrade: null, facts: { suspect: null, how: 'released-under-investigation', since: AT, open: true } },
} as const

it('says how long a line is overdue or has left, by the clock of the record', () => {
  const [late, soon] = rowsOf([LINE, { ...LINE, dueAt: '2026-11-20T21:12:30.000Z', late: false }], AT)
  expect([late?.due?.left, late?.due?.isLate]).toEqual(['1 h 5 min overdue', true])
  expect([soon?.due?.left, soon?.due?.isLate]).toEqual(['in 12 min', false])
})

it('says what is known in words, and leaves out what is not', () => {
  const [row] = rowsOf([LINE], AT)
  expect([row?.what, row?.grade]).toEqual(['Task T1', 'P2'])
  expect(row?.facts).toEqual([
    { label: 'How', values: [{ text: 'released under investigation', instant: null }] },
    { label: 'Since', values: [{ text: '', instant: AT }] },
    { label: 'Open', values: [{ text: 'yes', instant: null }] },
  ])
})

it('shows of a restricted incident that something is owed, and when', () => {
  const [row] = rowsOf([{ incident: 'WK-R', restricted: true, dueAt: null, late: false }], AT)
  expect(row).toEqual({ incident: 'WK-R', isRestricted: true, what: 'Restricted', state: '', due: null, grade: '', facts: [] })
})

it('counts no further than the record does', () => {
  expect([many(3, 1000), many(1000, 1000)]).toEqual(['3', '1000 or more'])
})

it('begins the meeting with what is in a register, and names the empty ones at the end', () => {
  const meeting = meetingOf({
    ...{ at: AT, countedTo: 1000, bankHolidays: { coveredTo: '2028-12-26', daysLeft: 700, warning: null } },
    demandsEnded: { from: AT, to: AT, answered: 1, superseded: 2, setAside: 1 },
    registers: [
      { register: 'dash', about: 'Risk assessments: not made (`owed/dash-submission`).', count: 0, late: 0, first: [] },
      { register: 'plans-and-visits', about: 'Plans.', count: 2, late: 1, first: [LINE] },
    ],
  })
  expect(meeting.ended).toEqual([
    'In the day before, 1 demand was answered by a reassessment, and 2 demands were ended by an arrival.',
    'A second person found that the answers to 1 of them explained a delay.',
  ])
  expect(meeting.panels.map(({ label, count, late, hasMore }) => [label, count, late, hasMore])).toEqual([
    ['Plans and visits', '2', '1', true],
  ])
  expect(meeting.empty).toEqual([{ name: 'dash', label: 'DASH' }])
})
