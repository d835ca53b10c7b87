/** A row of the wall in words, from what the API tells of an incident. */

import type { Item, Restricted } from '../../../src/board/pages/wall/item.ts'
import { rowOf } from '../../../src/board/pages/wall/row.ts'
import { spoken, type Text } from '../../../src/board/words/text.ts'

/** Thursday 19 November 2026, 21:20 in London. */
const clock = { zone: 'Europe/London', now: () => Date.parse('2026-11-19T21:20:00.000Z') }
const at = (time: string): string => `2026-11-19T${time}:00.000Z`
const sup1 = { id: 'sup-1', role: 'supervisor', acknowledges: true, reassesses: true }

const item = (told: Partial<Item> = {}): Item => ({
  ...{ incident: 'WK-1', force: 'warwickshire', reportedAt: at('18:00'), priority: 'P2' },
  state: {
    ...{ grading: 'graded', attendance: 'waiting.unassigned', risk: 'settled', dash: 'notDue', safeguarding: 'waiting' },
    ...{ investigation: 'unallocated', closure: 'open' },
  },
  risk: {
    grade: null,
    flags: [],
    repeat: { count: 0, incidents: [], highestRisk: null, escalation: false, by: [] },
    unknownSince: {},
  },
  attention: ['none'],
  waiting: { since: at('18:00'), until: null, underGradeSince: at('20:10') },
  area: 'urban',
  lastAssessedAt: at('18:05'),
  alerts: { open: 0, taken: 0, takenBy: [], oldestOpenAt: null },
  ...{ demands: [], deadlines: [{ name: 'attendance', dueAt: at('21:40'), status: 'pending' }], version: 3 },
  ...told,
})
const demand = (told: Partial<Item['demands'][number]> = {}): Item['demands'][number] => ({
  ...{
    id: 'WK-1-d1',
    reason: 'attendance-overdue',
    raisedAt: at('21:00'),
    dueAt: at('21:29'),
    level: 2,
    count: 1,
    status: 'open',
  },
  ...{ causes: [], causeCount: 1, asked: { role: 'force-incident-manager', since: at('21:14'), levels: 3 } },
  ...told,
})
const demanded = (told: Partial<Item['demands'][number]> = {}): Partial<Item> => ({
  attention: ['demanded'],
  demands: [demand(told)],
})
const texts = (sentences: readonly Text[]): string[] => sentences.map(spoken)
const row = (told: Partial<Item> = {}) => rowOf(item(told), sup1, clock)

describe('why', () => {
  const asked = (told: Partial<Item>) => {
    const { what, tone, details } = row(told).asked
    return [what, tone, ...texts(details)]
  }
  it.each<[string, Partial<Item>, string[]]>([
    [
      'a demand: its reason, level, whom it asks since when, and what follows',
      demanded(),
      [
        'Reassess now: attendance is overdue',
        'critical',
        'Level 2 of 3: force incident manager asked since 21:14. Answer by 21:29, in 9 min, or level 3 is asked too.',
      ],
    ],
    [
      'a demand at the top, asked many times',
      demanded({ level: 3, count: 64, asked: { role: 'duty-superintendent', since: at('19:02'), levels: 3 } }),
      [
        'Reassess now: attendance is overdue',
        'critical',
        'Level 3 of 3: duty superintendent asked since 19:02. Asked 64 times and not answered. Answer by 21:29, in 9 min, or the same people are asked again.',
      ],
    ],
    [
      'a demand that later calls joined',
      demanded({ causeCount: 3 }),
      [
        'Reassess now: attendance is overdue',
        'critical',
        'Level 2 of 3: force incident manager asked since 21:14. 3 events ask for it. Answer by 21:29, in 9 min, or level 3 is asked too.',
      ],
    ],
    [
      'a demand whose answer is late',
      demanded({ dueAt: at('21:18') }),
      [
        'Reassess now: attendance is overdue',
        'critical',
        'Level 2 of 3: force incident manager asked since 21:14. The answer was due 21:18, 2 min overdue.',
      ],
    ],
    ['overdue', { attention: ['overdue'] }, ['Attendance overdue', 'critical']],
    ['soon overdue', { attention: ['warning'] }, ['Attendance soon overdue', 'warning']],
    ['nothing', {}, ['No reassessment is owed', 'calm']],
    [
      'neither assessed nor graded',
      {
        attention: ['unassessed'],
        priority: null,
        deadlines: [
          { name: 'thrive', dueAt: at('21:10'), status: 'missed' },
          { name: 'grading', dueAt: at('21:25'), status: 'pending' },
        ],
      },
      [
        'Not assessed or not graded',
        'critical',
        'No THRIVE recorded: due 21:10, 10 min overdue.',
        'No grade given: due 21:25, in 5 min.',
      ],
    ],
    [
      'nothing demanded, and a second reading is owed',
      { deadlines: [{ name: 'reassessment-check', dueAt: at('21:30'), status: 'pending' }] },
      ['No reassessment is owed', 'warning', 'A second person has to read a reassessment: due 21:30, in 10 min.'],
    ],
    [
      'nothing of a reading, or of a form, that came late and is over',
      {
        deadlines: [
          { name: 'reassessment-check', dueAt: at('21:16'), status: 'missed', over: true },
          { name: 'dash-submission', dueAt: at('20:16'), status: 'missed', over: true },
        ],
      },
      ['No reassessment is owed', 'calm'],
    ],
    [
      'a reading that is late and still owed',
      { deadlines: [{ name: 'reassessment-check', dueAt: at('21:16'), status: 'missed' }] },
      ['No reassessment is owed', 'warning', 'A second person has to read a reassessment: due 21:16, 4 min overdue.'],
    ],
    [
      'nothing demanded, and a form is to be made: it is no fault yet',
      {
        deadlines: [
          { name: 'dash-review', dueAt: at('23:20'), status: 'pending' },
          { name: 'dash-submission', dueAt: at('22:20'), status: 'pending' },
        ],
      },
      ['No reassessment is owed', 'calm', 'Next: DASH submission, by 22:20, in 1 h.'],
    ],
    [
      'other things that are late, the first three named',
      {
        deadlines: (['victim-told', 'crime-recording', 'dash-submission', 'dash-review'] as const).map((name) => ({
          ...{ name, dueAt: at('21:00'), status: 'missed' },
        })),
      },
      [
        'No reassessment is owed',
        'warning',
        'Late too: tell the victim of the delay, crime recording and DASH submission, and 1 more deadline.',
      ],
    ],
  ])('%s', (_, told, words) => expect(asked(told)).toEqual(words))

  it('puts the highest level first, and the other demands after it', () => {
    const { demand: worst, asked } = row({
      attention: ['demanded'],
      demands: [demand({ id: 'WK-1-d1', level: 1, reason: 'further-call' }), demand({ id: 'WK-1-d2', level: 3 })],
    })
    expect(worst).toBe('WK-1-d2')
    expect(texts(asked.details)[1]).toBe('Also to be answered: another call came, level 1, by 21:29, in 9 min.')
  })
})

describe('how long she has waited', () => {
  const waits = (told: Partial<Item>) => {
    const { wait, target } = row(told)
    return [spoken(wait ?? []), spoken(target ?? [])]
  }
  it.each<[string, Partial<Item>, string[]]>([
    [
      'since first contact over all grades, before the target of a new grade',
      {},
      ['Waited 3 h 20 min since first contact at 18:00.', 'P2 since 20:10: target 21:40, in 20 min. Waiting, no unit.'],
    ],
    [
      'with a target that has passed',
      {
        state: { ...item().state, attendance: 'overdue.assigned' },
        deadlines: [{ name: 'attendance', dueAt: at('20:20'), status: 'missed' }],
      },
      ['Waited 3 h 20 min since first contact at 18:00.', 'P2 since 20:10: target 20:20, 1 h overdue. Overdue, unit on its way.'],
    ],
    [
      'with a target that had passed before the grade was given',
      {
        state: { ...item().state, attendance: 'overdue.unassigned' },
        deadlines: [{ name: 'attendance', dueAt: at('20:09'), status: 'missed' }],
      },
      [
        'Waited 3 h 20 min since first contact at 18:00.',
        'P2 since 20:10: the target passed at 20:09, before the grade was given. Overdue, no unit.',
      ],
    ],
    [
      'until a unit arrived, whom nobody has told that she was seen',
      {
        state: { ...item().state, attendance: 'attended' },
        waiting: { since: at('18:00'), until: at('21:10'), underGradeSince: at('20:10') },
        deadlines: [{ name: 'victim-seen', dueAt: at('21:25'), status: 'pending' }],
      },
      [
        'First contact 3 h 20 min ago, at 18:00; a unit arrived at 21:10.',
        'P2 since 20:10. At the scene, nobody has seen the victim yet.',
      ],
    ],
    [
      'without a grade',
      { priority: null, waiting: { since: at('18:00'), until: null, underGradeSince: null }, deadlines: [] },
      ['Waited 3 h 20 min since first contact at 18:00.', 'No grade, so no target to attend runs. Waiting, no unit.'],
    ],
  ])('%s', (_, told, words) => expect(waits(told)).toEqual(words))
})

describe('what nobody knows', () => {
  const unknown = (told: Partial<Item>) => texts(row(told).unknown)
  const risk = item().risk
  it('says since when, the longest unknown first', () => {
    const unknownSince = { suspect: at('18:05'), protects: at('20:30'), canReach: at('18:05') }
    expect(unknown({ risk: { ...risk, unknownSince } })).toEqual([
      'Not known since 18:05: where the suspect is and whether the suspect can reach the victim.',
      'Not known since 20:30: what protects the victim.',
    ])
  })
  it('says when the risk was assessed last', () => {
    expect(spoken(row().assessed ?? [])).toBe('Risk last assessed 3 h 15 min ago, at 18:05.')
    expect(spoken(row({ lastAssessedAt: null }).assessed ?? [])).toBe('Nobody has assessed the risk yet.')
  })
  it('is everything where nobody has said anything of it', () => {
    const { unknownSince: _, ...said } = risk
    expect(unknown({ risk: said })).toEqual([
      'Not known since 18:00: where the suspect is, where the victim is, whether the suspect can reach the victim and what protects the victim.',
    ])
  })
})

describe('who has it', () => {
  const has = (alerts: NonNullable<Item['alerts']>, reader = sup1) => {
    const { has: said, actions } = rowOf(item({ alerts }), reader, clock)
    return [...texts(said), ...actions.map(({ does, label, value }) => `${does} [${label}] ${value}`)]
  }
  const by = (id: string) => ({ id, role: 'supervisor', since: at('21:16') })
  it.each<[string, NonNullable<Item['alerts']>, string[]]>([
    [
      'nobody',
      { open: 2, taken: 0, takenBy: [], oldestOpenAt: at('20:40') },
      ['Nobody has it.', '2 alerts wait for somebody, the longest for 40 min.', 'take [Take all 2 alerts] WK-1 []'],
    ],
    [
      'another person',
      { open: 0, taken: 1, takenBy: [by('sup-2')], oldestOpenAt: null },
      ['sup-2 (supervisor) has it since 21:16.', 'take [Take over from sup-2] WK-1 ["sup-2"]'],
    ],
    [
      'the reader, however they are spelled',
      { open: 1, taken: 1, takenBy: [by('SUP-1')], oldestOpenAt: at('21:19') },
      [
        'You have it since 21:16.',
        '1 alert waits for somebody, for 1 min.',
        'take [Take the other alert] WK-1 ["SUP-1"]',
        'release [Release] WK-1',
      ],
    ],
    ['no alert at all', { open: 0, taken: 0, takenBy: [], oldestOpenAt: null }, ['No alert is open.']],
  ])('%s', (_, alerts, words) => expect(has(alerts)).toEqual(words))

  const hau = { id: 'hau-1', role: 'hau', acknowledges: true, reassesses: false }
  const hauHas = { open: 1, taken: 7, takenBy: [{ ...by('hau-1'), role: 'hau' }], oldestOpenAt: at('21:16') }
  const onRow = (told: Partial<Item>, reader = sup1) => {
    const { has: said, actions } = rowOf(item({ alerts: hauHas, ...told }), reader, clock)
    return [...texts(said), ...actions.map(({ label }) => label)]
  }
  it('does not read as handled where the harm assessment unit took what asks for a supervisor', () => {
    expect(onRow(demanded())).toEqual([
      'No supervisor has it.',
      'hau-1 (harm assessment unit) has alerts of it since 21:16.',
      '1 alert waits for somebody, for 4 min.',
      'Take over from hau-1',
    ])
    expect(onRow({ attention: ['overdue'] })[0]).toBe('Nobody has it who can send a unit.')
    expect(onRow({})[0]).toBe('hau-1 (harm assessment unit) has alerts of it since 21:16.')
  })
  it('says that no supervisor has it where the control room took what asks for a reassessment', () => {
    const alerts = { ...hauHas, takenBy: [{ ...by('ch-1'), role: 'control-room' }] }
    expect(onRow({ ...demanded(), alerts })[0]).toBe('No supervisor has it.')
    expect(onRow({ attention: ['overdue'], alerts })[0]).toBe('ch-1 (control room) has it since 21:16.')
  })
  it('offers the unit no row to take whole, and lets it give back what it has', () => {
    const none = { open: 8, taken: 0, takenBy: [], oldestOpenAt: at('21:16') }
    expect(onRow({ ...demanded(), alerts: none }, hau)).toEqual([
      'Nobody has it.',
      '8 alerts wait for somebody, the longest for 4 min.',
    ])
    expect(onRow(demanded(), hau).at(-1)).toBe('Release')
  })

  it('offers nothing to a role that takes no alerts', () => {
    const officer = { id: 'pc-1', role: 'officer', acknowledges: false, reassesses: false }
    expect(has({ open: 1, taken: 0, takenBy: [], oldestOpenAt: at('21:19') }, officer)).toEqual([
      'Nobody has it.',
      '1 alert waits for somebody, for 1 min.',
    ])
    expect(rowOf(item(demanded()), officer, clock).reassess).toBeNull()
  })
})

it('names the risk, flags and earlier incidents of the row', () => {
  const earlier = { incident: 'WK-0', reportedAt: at('01:00'), by: [], priority: null, risk: null, flags: [], closed: true }
  const repeat = { count: 1, incidents: [earlier], highestRisk: null, escalation: false, by: [] }
  const tags = row({ attention: ['overdue', 'unassessed'], risk: { grade: 'high', flags: ['weapons'], repeat } }).tags
  expect(tags).toEqual(['Not assessed or not graded', 'High risk', 'weapons', '1 earlier incident'])
  const flagged = row({ risk: { grade: 'high', flags: ['high-risk', 'weapons'], repeat } }).tags
  expect(flagged).toEqual(['High risk', 'weapons', '1 earlier incident'])
})

it('says of a restricted incident what is asked of it, and that nothing else is told', () => {
  const restricted: Restricted = {
    ...{ incident: 'WK-9', force: 'warwickshire', restricted: true, attention: ['demanded'], version: 4 },
    demands: [
      {
        id: 'WK-9-d1',
        reason: 'diverted',
        level: 2,
        dueAt: at('21:29'),
        asked: { role: 'force-incident-manager', since: at('21:14'), levels: 3 },
      },
    ],
  }
  const { grade, asked, wait, unknown, actions, demand: worst } = rowOf(restricted, sup1, clock)
  expect([grade, asked.what, ...texts(asked.details), wait, worst]).toEqual([
    'Restricted',
    'Reassess now: the unit was diverted',
    'Level 2 of 3: force incident manager asked since 21:14. Answer by 21:29, in 9 min, or level 3 is asked too.',
    null,
    'WK-9-d1',
  ])
  expect(texts(unknown)[0]).toMatch(/^Restricted\. You are not among its readers/)
  expect(actions.map(({ label }) => label)).toEqual(['Take its alerts'])
})

it('reads a line that an earlier release wrote, and says less of it', () => {
  const { waiting: _, alerts: __, lastAssessedAt: ___, area: ____, ...old } = item()
  const { wait, has, unknown } = rowOf(old, sup1, clock)
  expect(spoken(wait ?? [])).toBe('Waited 3 h 20 min since the report at 18:00.')
  expect([...texts(has), ...texts(unknown)]).toEqual(['Who has it is not told here.'])
})
