/** What each panel says, state by state. */
import { BLOCKERS } from '../../../../machines/incident/closure/blocker.ts'
import { alertLines } from '../../../../src/board/pages/incident/alerts.ts'
import { askedPanel } from '../../../../src/board/pages/incident/asked.ts'
import { bannerFor } from '../../../../src/board/pages/incident/banner.ts'
import { blockerWords, closingPanel } from '../../../../src/board/pages/incident/closing.ts'
import { duePanel } from '../../../../src/board/pages/incident/due.ts'
import { factRows, restrictionText } from '../../../../src/board/pages/incident/facts.ts'
import { mattersPanel } from '../../../../src/board/pages/incident/matters.ts'
import { nowFor } from '../../../../src/board/pages/incident/now.ts'
import { riskPanel } from '../../../../src/board/pages/incident/riskNow.ts'
import { secondPanel } from '../../../../src/board/pages/incident/second.ts'
import { waitedPanel } from '../../../../src/board/pages/incident/waited.ts'
import { whereaboutsPanel } from '../../../../src/board/pages/incident/whereabouts.ts'
import { spoken } from '../../../../src/board/words/text.ts'
import type { IncidentView } from '../../../../src/engine/views/views.ts'
import { at, demand, known, line, linksIn, saidBy } from './knowns.ts'

const alert = (more: Partial<IncidentView['alerts'][number]> = {}): IncidentView['alerts'][number] => ({
  ...{ id: 'WK-1-a1', incident: 'WK-1', kind: 'reassessment-demanded', severity: 'high', audience: 'supervisor' },
  ...{ level: 1, count: 1, status: 'open', raisedAt: at('21:04'), demand: 'WK-1-d1' },
  ...more,
})

describe('what is asked now', () => {
  it('says why, since when, by when, who was told and what came last', () => {
    const view = {
      demands: [demand({ causes: [{ at: at('21:40'), sequence: 7 }], causeCount: 3 })],
      alerts: [alert({ level: 2, audience: 'force-incident-manager' })],
    }
    const call = line('call.received', { sequence: 7, at: at('21:40'), data: { caller: 'neighbour', text: 'Shouting again.' } })
    expect(saidBy(askedPanel(known({ view, lines: [call] })))).toEqual([
      'Reassess: attendance is overdue. Asked for since 21:04 (56 min). Answer by 21:19, 41 min overdue.',
      'Level 2: nobody answered in time, so it went up to the force incident manager.',
      '21:40 Another call: neighbour, 20 min ago: “Shouting again.”',
      '3 causes joined it in all; 1 still waits for an answer.',
    ])
  })

  it('explains a demand that was asked 64 times, and puts the highest level first', () => {
    const view = { demands: [demand({ id: 'a', level: 1, reason: 'diverted' }), demand({ level: 3, count: 64 })] }
    const said = saidBy(askedPanel(known({ view })))
    expect(said[0]).toMatch(/^Reassess: attendance is overdue/)
    expect(said[1]).toContain('Asked 64 times: at the top it is asked again each time that nobody answers in time.')
    expect(said.find((one) => one.startsWith('Level 1'))).toBe('Level 1: told to the supervisor, and to nobody above.')
  })

  it.each([
    [
      'nothing is calm before a THRIVE and a grade',
      { priority: null, grading: 'reported' },
      'No reassessment is asked for yet, but the THRIVE and the grade are missing.',
    ],
    [
      'nor before a grade',
      { priority: null, grading: 'assessed' },
      'No reassessment is asked for yet, but the grade is missing.',
    ],
    [
      'nor without a THRIVE',
      { priority: 'P2', grading: 'graded' },
      'No reassessment is asked for yet, but the THRIVE is missing.',
    ],
  ])('%s', (_, { priority, grading }, says) => {
    const { state } = known().view
    const panel = askedPanel(known({ view: { priority, state: { ...state, grading }, attention: ['unassessed'] } }))
    expect(panel.parts).toEqual([{ kind: 'text', text: [says], tone: 'warning' }])
  })

  it('is calm where nothing is asked', () => {
    expect(askedPanel(known()).parts).toEqual([{ kind: 'text', text: ['No reassessment is asked for.'], tone: 'calm' }])
  })
})

describe('how long the victim has waited', () => {
  it('counts from first contact, over all grades, and names what was missed', () => {
    const by = { id: 'ch-1', role: 'call-handler' }
    const view = {
      grades: [
        { priority: 'P3', at: at('20:05'), by, until: at('21:00') },
        { priority: 'P2', at: at('21:00'), by, until: null },
      ],
      deadlines: [{ name: 'attendance', dueAt: at('22:12'), status: 'pending' } as const],
    }
    const briefing = { breaches: [{ priority: 'P3', dueAt: at('20:58') }] }
    expect(saidBy(waitedPanel(known({ view, briefing })))).toEqual([
      'Waiting for 2 h 2 min, since first contact at 19:58.',
      'Waiting, no unit.',
      'Somebody is due by 22:12, in 12 min.',
      'Missed: somebody was due at 20:58 under P3, 1 h 2 min ago.',
      'P3 | 20:05 | 55 min | ch-1',
      'P2 | 21:00 | 1 h, still | ch-1',
    ])
  })

  it('says of a target that it had passed before its grade was given', () => {
    const briefing = { breaches: [{ priority: 'P2', dueAt: at('20:04') }] }
    expect(saidBy(waitedPanel(known({ briefing })))).toContain(
      'Missed: somebody was due at 20:04 under P2, 1 h 56 min ago, before that grade was given.',
    )
  })

  it('says of a unit at the scene that nobody has seen the victim yet', () => {
    const { state } = known().view
    const deadlines = [{ name: 'victim-seen', dueAt: at('22:05'), status: 'pending' } as const]
    const said = saidBy(waitedPanel(known({ view: { state: { ...state, attendance: 'attended' }, deadlines } })))
    expect(said).toContain('A unit is at the scene, and nobody has seen the victim yet.')
  })

  it('says why the clocks of a late entry differ', () => {
    const report = line('incident.reported', { at: at('20:00'), recordedAt: at('21:15') })
    expect(saidBy(waitedPanel({ ...known(), report }))).toContain(
      'Entered at 21:15: the wait counts from 19:58, the THRIVE and the grade are due from the entry.',
    )
  })
})

describe('where they are', () => {
  const situation: NonNullable<IncidentView['risk']['situation']> = {
    ...{ at: at('21:00'), from: 'thrive.assessed', sequence: 2, canReach: 'yes', changed: ['threats'], protects: ['nothing'] },
    suspect: { where: 'nearby', source: 'victim', knownAt: at('20:50') },
    victim: { where: 'unknown', source: 'none', knownAt: null },
  }
  it('says where, who says so and how old it is; and since when it is unknown', () => {
    const view = { risk: { ...known().view.risk, situation, unknownSince: { victim: at('20:10') } } }
    expect(saidBy(whereaboutsPanel(known({ view })))).toEqual([
      'The suspect: Nearby, said by the victim, known at 20:50 (1 h 10 min ago)',
      'The victim: Not known since 20:10 (1 h 50 min)',
      'Can the suspect reach the victim: Yes',
      'What protects the victim: Nothing',
      'What had changed then: Threats',
      'Found at 21:00, 1 h ago: THRIVE assessed.',
    ])
  })
  it('says so where nobody has said anything', () => {
    expect(saidBy(whereaboutsPanel(known()))[0]).toMatch(/^Nobody has said yet/)
  })
})

describe('alerts', () => {
  it.each([
    ['nobody has it', {}, 'supervisor', { act: 'take', mayRelease: false, has: null }],
    [
      'I have it',
      { acknowledgedBy: { id: 'SUP-1', role: 'x' } },
      'supervisor',
      { act: null, mayRelease: true, has: ['You have it.'] },
    ],
    ['another has it', { acknowledgedBy: { id: 'sup-2', role: 'x' } }, 'control-room', { act: 'take-over', mayRelease: false }],
    [
      'a rank gives it back for another',
      { acknowledgedBy: { id: 'sup-2', role: 'x' } },
      'supervisor',
      { act: 'take-over', mayRelease: true },
    ],
    ['the unit, for a supervisor', {}, 'hau', { act: null, mayRelease: false }],
    ['the unit, for itself', { kind: 'hau-overdue', audience: 'hau' }, 'hau', { act: 'take', mayRelease: false }],
    ['who takes none', {}, 'officer', { act: null, mayRelease: false }],
  ] as const)('%s', (_, more, role, shows) => {
    const status = 'acknowledgedBy' in more ? 'acknowledged' : 'open'
    expect(alertLines(known({ view: { alerts: [alert({ status, ...more })] }, role }))[0]).toMatchObject(shows)
  })

  it.each([
    ['hau', 'supervisor', 'hau-1 (harm assessment unit) has it, and cannot do what it asks.'],
    ['hau', 'hau', 'hau-1 (harm assessment unit) has it.'],
    ['force-incident-manager', 'supervisor', 'hau-1 (force incident manager) has it.'],
  ] as const)('says of a %s who has what is asked of the %s whether they can act', (role, audience, says) => {
    const has = alert({ status: 'acknowledged', audience, acknowledgedBy: { id: 'hau-1', role } })
    expect(spoken(alertLines(known({ view: { alerts: [has] } }))[0]?.has ?? [])).toBe(says)
  })

  it('names the demand, and says who was told and that nobody was reached', () => {
    const deliveries = { pending: 0, sent: 0, delivered: 0, failed: 0, dead: 1, withdrawn: 0 }
    const toldTo = [{ person: 'sup-1', way: 'sms', status: 'dead', at: at('21:10') } as const]
    const [shown] = alertLines(known({ view: { demands: [demand()], alerts: [alert({ deliveries, toldTo })] } }))
    expect(shown?.isUnreached).toBe(true)
    expect(shown?.told.map(spoken)).toEqual(['sup-1, sms: did not arrive: ring them (21:10)'])
    expect(spoken(shown?.text ?? [])).toContain(
      'Reassessment demanded, attendance is overdue for supervisor, level 1, since 21:04',
    )
  })
})

describe('what keeps it from closing', () => {
  it('has words and a way for everything that can', () => {
    for (const code of BLOCKERS) {
      const { sentence, mends } = blockerWords({ code, detail: '' })
      expect([code, sentence]).toEqual([code, expect.stringMatching(/^[^`]*\.$/)])
      expect(mends.length).toBeGreaterThan(0)
      expect(sentence).not.toMatch(/post |[a-z]\.[a-z]/)
    }
  })

  it.each([
    [
      'demand-open',
      'Demand WK-1-d1 (attendance-overdue) waits for a risk reassessment: post risk.reassessed that names it.',
      'A reassessment is asked for: attendance is overdue.',
    ],
    [
      'referral-not-made',
      'No referral to childrens-services has been made: post referral.made.',
      'No referral to childrens-services has been made.',
    ],
    [
      'school-not-notified',
      'The school of child P-3 has not been notified: post school.notified.',
      'The school of child P-3 has not been told.',
    ],
    [
      'hau-checks-open',
      'The harm assessment unit still has to check on PND, PNC: post hau.checked, or hau.not-checked with the reason.',
      'The harm assessment unit still has to check PND, PNC.',
    ],
  ])('names what %s is about', (code, detail, says) => {
    expect(blockerWords({ code, detail }).sentence).toBe(says)
  })

  it('leads to the form that mends it where the role may, and says who can where not', () => {
    const view = { closureBlockers: [{ code: 'dash-missing', detail: '' }], accepts: known().view.accepts }
    const text = (role: 'officer' | 'hau' | 'supervisor', accepts = view.accepts) => {
      const [part] = closingPanel(known({ view: { ...view, accepts }, role })).parts
      return part?.kind === 'list' ? (part.items[0] ?? []) : []
    }
    expect(linksIn(text('officer'))).toEqual(['/incidents/WK-1/record/dash.submitted'])
    expect(spoken(text('hau'))).toBe('No DASH is recorded. Who can: officer, supervisor.')
    expect(linksIn(text('hau'))).toEqual([])
    expect(spoken(text('supervisor', []))).toBe('No DASH is recorded. It cannot be recorded yet.')
  })
})

describe('what waits for a second person', () => {
  const approval: IncidentView['approvals'][number] = {
    ...{ approval: 'WK-1-a6', type: 'uk.police.da.risk.reassessed.v1', asks: 'P2 to P3', askedAt: at('21:50'), level: 1 },
    askedBy: { id: 'sup-8', role: 'supervisor' },
    ...{ decides: ['supervisor', 'force-incident-manager'], dueAt: at('22:05'), until: at('22:35') },
  }
  it('says that the old grade stands, until when, and who may decide', () => {
    const said = (role: 'supervisor' | 'control-room') => saidBy(secondPanel(known({ view: { approvals: [approval] }, role })))
    expect(said('supervisor')).toEqual([
      'Lower the grade from P2 to P3: waiting for a second person until 22:35, asked for at 21:50. P2 stands until then. All else that the reassessment says counts already. Read it and decide',
    ])
    expect(said('control-room')[0]).toMatch(/Who can decide: supervisor, force incident manager\.$/)
  })
  it('says to whoever asked that somebody else decides, and leads them to no decision', () => {
    const asked = { view: { approvals: [{ ...approval, askedBy: { id: 'SUP-1', role: 'supervisor' } }] }, person: 'sup-1' }
    expect(saidBy(secondPanel(known(asked)))[0]).toMatch(
      /You asked for it: somebody else decides: supervisor, force incident manager\.$/,
    )
    expect(nowFor(known(asked)).action?.href).not.toBe('/approvals')
  })
  it('says of what was just posted that it waits, never that it is done', () => {
    const asked = { done: 'e-1', waits: 'WK-1-a6', did: null }
    expect(bannerFor(asked, null, known({ view: { approvals: [approval] } }))).toMatchObject({
      kind: 'waits',
      title: 'Waiting, not done',
    })
  })
  it('says what was recorded, with what the record noted', () => {
    const asked = { done: 'id-call.received', waits: null, did: null }
    const told = { warnings: ['Nobody knows yet where help is needed.'], more: 2 }
    const banner = bannerFor(asked, told, known({ lines: [line('call.received', { data: { caller: 'victim' } })] }))
    expect(banner?.texts.map(spoken)).toEqual([
      'Another call: victim, 21:00.',
      'Nobody knows yet where help is needed.',
      '2 more things to look at.',
    ])
  })
  it('names a doubtful reassessment, and who reads it', () => {
    const checks = [{ reassessment: 9, verdict: null, dueAt: at('22:10'), level: 1 }]
    expect(saidBy(secondPanel(known({ view: { checks } })))[0]).toBe(
      'A second person has to read a reassessment, by 22:10 (in 10 min). Read it',
    )
  })
})

it('says which demand an answer was late for', () => {
  const view = {
    demands: [
      demand({ id: 'a', status: 'answered', dueAt: at('20:40'), reason: 'diverted' }),
      demand({ id: 'b', status: 'answered', dueAt: at('21:10') }),
    ],
    deadlines: [
      { name: 'answer' as const, dueAt: at('20:40'), status: 'missed' as const },
      { name: 'answer' as const, dueAt: at('21:10'), status: 'missed' as const },
    ],
  }
  expect(saidBy(duePanel(known({ view })))).toEqual([
    'Answer: the unit was diverted | 20:40 | missed',
    'Answer: attendance is overdue | 21:10 | missed',
  ])
})

it('lists late before missed before due, and says what each is about', () => {
  const view = {
    demands: [demand()],
    deadlines: [
      { name: 'answer', dueAt: at('21:19'), status: 'pending' },
      { name: 'attendance-warning', dueAt: at('20:50'), status: 'missed' },
      { name: 'attendance', dueAt: at('20:58'), status: 'missed' },
      { name: 'referral', dueAt: at('23:00'), status: 'pending' },
      { name: 'thrive', dueAt: at('20:08'), status: 'met' },
    ] as const,
    matters: [
      {
        ...{ kind: 'referral', name: 'daro', incident: 'WK-1', state: 'waiting', ended: false, facts: {} },
        deadlines: [{ name: 'referral', dueAt: at('23:00') }],
      },
    ],
  }
  expect(saidBy(duePanel(known({ view })))).toEqual([
    'Answer: attendance is overdue | 21:19 | 41 min overdue',
    'Attendance | 20:58 | missed',
    'Referral daro | 23:00 | in 1 h',
    '(2 that are over)',
    'Attendance warning | 20:50 | was given',
    'THRIVE | 20:08 | done in time',
  ])
  expect(saidBy(mattersPanel(known({ view })))).toEqual(['Referral daro | waiting | Referral, in 1 h'])
})

it('says how often they called before, and what of it is not shown', () => {
  const earlier = {
    incident: 'WK-0',
    reportedAt: at('08:00'),
    by: ['person'],
    priority: 'P2',
    risk: 'high',
    flags: [],
    closed: false,
  } as const
  const repeat: IncidentView['risk']['repeat'] = {
    count: 2,
    incidents: [earlier],
    highestRisk: 'high',
    escalation: true,
    by: ['person'],
    restricted: 1,
  } as const
  const said = saidBy(riskPanel(known({ view: { risk: { ...known().view.risk, repeat } } })))
  expect(said).toContain(
    'Called before: 2 earlier incidents, 1 restricted, not shown to you, highest risk high, so many that it escalates.',
  )
  expect(said).toContain('WK-0, reported 08:00, the same person: P2, risk high, still open')
})

it('shows where a caller is whose position is all that is known, and what was corrected', () => {
  const by = { id: 'ch-7', role: 'x' }
  const briefing = {
    location: { lat: 52.41, lon: -1.51 },
    corrected: [{ at: at('21:00'), by, field: 'location.address', was: '4 Wrong Street', is: '4 Right Street' }],
  }
  const rows = (more: object) => factRows(known({ briefing: more })).map(({ term, text }) => `${term}: ${spoken(text)}`)
  expect(rows(briefing)).toEqual(['Where: 52.41, -1.51 (latitude, longitude)', 'Corrected: Location address was 4 Wrong Street'])
  expect(rows({})).toEqual(['Where: Not known: ask'])
})

it('tells a reader who restricted it, to whom it is shown and why', () => {
  const restricted = { people: ['sup-1'], since: at('21:00'), by: { id: 'fim-1', role: 'x' } }
  const lines = [line('incident.restricted', { data: { reason: 'He is an officer of this force.' } })]
  expect(spoken(restrictionText(known({ view: { restricted }, lines })) ?? [])).toBe(
    'Restricted by fim-1 at 21:00, also for: sup-1. Reason: He is an officer of this force.',
  )
})
