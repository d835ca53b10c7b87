/** What happened: people's lines open, the engine's folded, in the words of the forms, and never a grade that is not given. */
import { entriesOf, passes } from '../../../../src/board/pages/incident/happened/index.ts'
import { titleOf } from '../../../../src/board/pages/incident/happened/title.ts'
import { spoken } from '../../../../src/board/words/text.ts'
import type { IncidentView } from '../../../../src/engine/views/views.ts'
import { at, engineLine, known, line } from './knowns.ts'

const approval: IncidentView['approvals'][number] = {
  ...{ approval: 'WK-1-a6', type: 'uk.police.da.risk.reassessed.v1', asks: 'P2 to P3', askedAt: at('21:50'), level: 1 },
  askedBy: { id: 'sup-8', role: 'supervisor' },
  ...{ decides: ['supervisor'], dueAt: at('22:05'), until: at('22:35') },
}
const consequences = { ...line('x').consequences, matters: [{ kind: 'approval', name: 'WK-1-a6', state: 'waiting' }] }
const lowered = line('risk.reassessed', { data: { decision: { priority: 'P3' } }, consequences })

it.each([
  ['waits', [approval], 'Risk reassessed: P3 waits for a second person until 22:35, P2 stands'],
  ['was decided', [], 'Risk reassessed: a lower grade, P3, was put before a second person'],
] as const)('never shows a lower grade as given that %s', (_, approvals, says) => {
  expect(spoken(titleOf(lowered, known({ view: { approvals } })))).toBe(says)
})

it.each([
  ['incident.graded', { priority: 'P2' }, 'Graded P2'],
  ['risk.reassessed', { decision: { priority: 'P2' } }, 'Risk reassessed: P2'],
  ['unit.arrived', { unit: 'B12' }, 'Unit arrived: B12'],
  ['deadline.passed', { machine: 'incident', deadline: 'attendance' }, 'Time ran out: attendance'],
  ['approval.given', { decision: 'refused' }, 'A second person refused'],
] as const)('names a line %s', (type, data, says) => {
  expect(spoken(titleOf(line(type, { data }), known()))).toBe(says)
})

it('folds what the engine did between two lines of people', () => {
  const lines = [
    line('log.noted', { data: { text: 'Rang back.' } }),
    engineLine('attendance', 3),
    engineLine('attendance-warning', 2),
    line('incident.graded'),
  ]
  const entries = entriesOf(lines, known())
  expect(entries.map((entry) => (entry.kind === 'line' ? spoken(entry.line.title) : entry.summary))).toEqual([
    'Note added to the log',
    'By itself, 2 times: attendance, attendance warning',
    'Graded',
  ])
  expect(entries[0]).toMatchObject({ line: { said: ['Rang back.'] } })
})

it('shows every field in the words of its form, and who acted', () => {
  const data = {
    by: { id: 'pc-1', role: 'officer' },
    victimSeen: true,
    checksRepeated: ['markers', 'orders'],
    victimContact: { attempted: true, at: at('21:00') },
    persons: [{ role: 'victim', name: 'Ann Example' }],
  }
  const [entry] = entriesOf([line('risk.reassessed', { data, recordedAt: at('21:30') })], known())
  if (entry?.kind !== 'line') throw new Error('no line')
  const rows = entry.line.rows.map(({ term, text }) => `${term}: ${spoken(text)}`)
  expect(rows).toEqual(expect.arrayContaining(['Who did this: pc-1 (officer)']))
  expect(rows.join('\n')).not.toMatch(/true|Z\b|[a-z][A-Z]/)
  expect(entry.line.by).toBe('pc-1, control room')
  expect(spoken(entry.line.late ?? [])).toBe('recorded at 21:30, 30 min later')
})

it('says that what was destroyed is gone', () => {
  const [entry] = entriesOf([line('log.noted', { data: null })], known())
  expect(entry).toMatchObject({ line: { isDestroyed: true, rows: [], said: [] } })
})

it.each([
  ['people', ['log.noted', 'unit.assigned', 'call.received', 'risk.reassessed']],
  ['contacts', ['log.noted', 'call.received']],
  ['units', ['unit.assigned']],
  ['risk', ['risk.reassessed']],
  ['all', ['log.noted', 'unit.assigned', 'call.received', 'risk.reassessed', 'deadline.passed']],
] as const)('filters: %s', (filter, types) => {
  const lines = [
    ...['log.noted', 'unit.assigned', 'call.received', 'risk.reassessed'].map((type) => line(type)),
    engineLine('attendance', 9),
  ]
  expect(lines.filter((one) => passes(filter, one)).map(({ type }) => type)).toEqual(types)
})
