/** What the incident asks of each role now, and that nothing is offered that would be refused. */
import type { Role } from '../../../../machines/rules/vocabulary.ts'
import { nowFor } from '../../../../src/board/pages/incident/now.ts'
import { spoken } from '../../../../src/board/words/text.ts'
import { at, demand, known } from './knowns.ts'

const { state } = known().view
const READERS = [
  'supervisor',
  'force-incident-manager',
  'duty-superintendent',
  'control-room',
  'officer',
  'hau',
  'auditor',
] as const

const withDemand = { demands: [demand()], deadlines: [{ name: 'attendance', dueAt: at('20:58'), status: 'missed' }] } as const
const onTheWay = { state: { ...state, attendance: 'waiting.assigned' } }
const new_ = {
  ...{ priority: null, attention: ['unassessed'], state: { ...state, grading: 'reported' } },
  deadlines: [{ name: 'thrive', dueAt: at('22:03'), status: 'pending' }],
} as const

const TABLE: readonly (readonly [string, Role, object, string, string | null])[] = [
  [
    'a demand',
    'supervisor',
    withDemand,
    'Reassess: attendance is overdue, asked for since 21:04, level 2. Answer by 21:19, 41 min overdue.',
    '/incidents/WK-1/reassess',
  ],
  [
    'a demand',
    'control-room',
    withDemand,
    'Nobody is on the way, and the time to attend has passed.',
    '/incidents/WK-1/record/unit.assigned',
  ],
  ['a demand', 'auditor', withDemand, 'You read this incident and change nothing in it.', null],
  [
    'no THRIVE',
    'control-room',
    new_,
    'No THRIVE assessment is recorded: due at 22:03, in 3 min.',
    '/incidents/WK-1/record/thrive.assessed',
  ],
  [
    'a unit on its way',
    'officer',
    onTheWay,
    'A unit is on its way: record when it arrives, and whether the victim was seen.',
    '/incidents/WK-1/record/unit.arrived',
  ],
  ['a unit on its way', 'hau', onTheWay, 'Nothing is asked of you now.', null],
  [
    'a DASH to review',
    'supervisor',
    { state: { ...state, attendance: 'attended', dash: 'submitted' } },
    'The DASH waits for its review by a supervisor who did not write it.',
    '/incidents/WK-1/record/dash.reviewed',
  ],
  [
    'not received',
    'hau',
    { closureBlockers: [{ code: 'hau-not-received', detail: '' }] },
    'The harm assessment unit has not received it.',
    '/incidents/WK-1/record/hau.received',
  ],
  [
    'owed to be received, while nothing keeps it from closing',
    'hau',
    { deadlines: [{ name: 'hau-receipt', dueAt: at('22:03'), status: 'pending' }] },
    'The harm assessment unit has not received it: due at 22:03, in 3 min.',
    '/incidents/WK-1/record/hau.received',
  ],
  [
    'checks that are late',
    'hau',
    { state: { ...state, safeguarding: 'received' }, deadlines: [{ name: 'hau-checks', dueAt: at('20:03'), status: 'missed' }] },
    'The harm assessment unit still has to check it on other systems, and the time for it has passed.',
    '/incidents/WK-1/record/hau.checked',
  ],
  [
    'checks that are done',
    'hau',
    { state: { ...state, safeguarding: 'complete' }, deadlines: [{ name: 'hau-checks', dueAt: at('20:03'), status: 'missed' }] },
    'Nothing is asked of you now.',
    null,
  ],
  [
    'nothing left',
    'supervisor',
    { state: { ...state, attendance: 'attended' } },
    'Nothing keeps it from closing.',
    '/incidents/WK-1/record/incident.closed',
  ],
  [
    'a doubt',
    'supervisor',
    { checks: [{ reassessment: 3, verdict: null }] },
    'A second person has to read a reassessment of this incident.',
    '/reassessments',
  ],
]

it.each(TABLE)('%s asks the %s', (_, role, view, says, href) => {
  const now = nowFor(known({ view, role }))
  expect([spoken(now.text), now.action?.href ?? null]).toEqual([says, href])
})

it('asks nobody for what would be refused', () => {
  for (const role of READERS) expect(nowFor(known({ view: { ...withDemand, accepts: [] }, role })).action).toBeNull()
})
