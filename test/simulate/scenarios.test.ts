import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ALERT_KINDS } from '../../machines/rules/catalogue/alerts.ts'
import { DEADLINE_NAMES } from '../../machines/rules/catalogue/deadlines.ts'
import { DEMAND_REASONS } from '../../machines/rules/catalogue/reasons.ts'
import { EVENT_NAMES } from '../../machines/rules/events.ts'
import { run, useScenarios } from '../support/simulate.ts'

const FOLDER = 'test/scenarios'
const FILES = readdirSync(FOLDER).map((file) => join(FOLDER, file))

const { home, written } = useScenarios()

const START = `name: A night
night: 2026-11-20
steps:
  - { at: 20:00, event: incident.reported }
`

/** Words that no scenario brings about: the tests of machines and of the store do. A new word needs a scenario. */
const ELSEWHERE = [
  ...['shift.changed', 'incident.reopened', 'order.refused', 'order.recorded', 'plan.action-dropped'],
  ...['marac.withdrawn', 'marac.excepted', 'answer', 'dash-review-overdue', 'rui-review-overdue'],
  ...['order-not-told', 'marac-unlisted'],
  ...['timers-stalled', 'clock-ahead', 'access-log-unwritable', 'nobody-on-duty', 'timer-unfireable', 'report-refused'],
  ...['shift-change', 'reopened', 'delivery-failed', 'handover-unaccepted', 'subscription-failing', 'subscription-ended'],
]

/** Alerts that no scenario ends, and deadlines that no scenario meets. A new word needs a scenario that does. */
const NOT_ENDED = [
  ...['bail-check', 'charging-decision', 'investigation-review', 'next-review', 'plan-review'],
  ...['marac-action', 'marac-hearing', 'marac-listing', 'rui-justification', 'transfer'],
  ...['order-breach-warning', 'order-check', 'order-monitoring', 'order-notification', 'order-prosecutor'],
  ...['dash-missing', 'downgraded', 'repeat-victim', 'school-notification-overdue'],
]

describe('the scenarios', () => {
  const told: string[] = []
  it.each(FILES)('%s holds', async (file) => {
    const { code, out } = await run(file)
    expect({ code, failed: out.split('\n').filter((line) => line.includes('✗')) }).toEqual({ code: 0, failed: [] })
    expect(out).toContain('✓')
    told.push(out)
  })

  it('bring about every deadline, alert and demand reason, and post every event', () => {
    if (told.length < FILES.length) return
    const words: readonly string[] =
      told.join('\n').match(/(?<=^ {16}(?:clock|alert|demand \S+) \(?)[a-z-]+|(?<=^\d\d:\d\d\S* \S+ +)[a-z.-]+/gm) ?? []
    const missing = [...EVENT_NAMES, ...DEADLINE_NAMES, ...ALERT_KINDS, ...DEMAND_REASONS].filter((word) => !words.includes(word))
    expect(missing.sort()).toEqual([...ELSEWHERE].sort())
  })

  it('end every alert and meet every deadline', () => {
    if (told.length < FILES.length) return
    const ended: readonly string[] =
      told.join('\n').match(/(?<=^ {16}alert )[a-z-]+(?=: resolved$)|(?<=^ {16}clock )[a-z-]+(?=.*: met$)/gm) ?? []
    const open = [...DEADLINE_NAMES, ...ALERT_KINDS].filter((word) => !ended.includes(word))
    expect(open.filter((word) => !ELSEWHERE.includes(word)).sort()).toEqual([...NOT_ENDED].sort())
  })
})

describe('the timeline', () => {
  it('tells a diversion as a supervisor would', async () => {
    const file = written(
      'diverted.yaml',
      `name: A unit is diverted
night: 2026-10-24
steps:
  - { at: 00:50, event: incident.reported }
  - { at: 00:54, event: thrive.assessed }
  - { at: 00:55, event: incident.graded }
  - { at: 01:10 BST, event: unit.assigned }
  - { at: 01:20 BST, event: unit.diverted, expect: { deadlines: { attendance: 01:50 BST pending }, demands: [diverted] } }
  - { at: 01:30 BST, event: risk.reassessed, data: { nextReviewAt: 01:05 GMT } }
  - at: 01:52 BST
    event: delay.noted
    note: The clocks go back at two. Nobody gains an hour.
    expect: { warnings: [demand-still-open], nothing: true }
  - { at: 01:01 GMT, recorded: 01:02 GMT, event: unit.arrived, expect: { alerts: [] } }
`,
    )
    const { code, out } = await run(file)
    expect(out.replace(file, 'FILE')).toBe(`A unit is diverted
FILE, policy default-england-wales version 2, Europe/London

Sunday 25 October 2026
00:50 BST     incident.reported [control-room]
                clock thrive runs to 01:00 BST
                clock grading runs to 01:05 BST
                clock crime-recording runs to 23:50 GMT
                warning: no telephone number is given
00:54 BST     thrive.assessed [control-room]
                clock thrive 01:00 BST: met
00:55 BST     incident.graded: P2 [control-room]
                clock attendance-warning runs to 01:35 BST
                clock attendance runs to 01:50 BST
                clock grading 01:05 BST: met
01:10 BST     unit.assigned: B12 [control-room]
01:20 BST     unit.diverted: B12 [control-room]
                demand d1 (diverted): opened, level 1 supervisor, answer by 01:35 BST
                alert reassessment-demanded to supervisor, level 1, high
              ✓ demands: diverted (open)
              ✓ deadline attendance: 01:50 BST pending
01:30 BST     risk.reassessed: P2 [supervisor]
                clock next-review runs to 01:00 GMT
                demand d1 (diverted): answered
                alert reassessment-demanded: resolved
01:35 BST     attendance: the warning point
                alert attendance-warning to supervisor, level 1, medium
01:50 BST     NOBODY HAS ARRIVED: attendance overdue
                clock victim-told (1) runs to 01:05 GMT
                demand d2 (attendance-overdue): opened, level 1 supervisor, answer by 01:05 GMT
                alert attendance-warning: resolved
                alert attendance-overdue to supervisor, level 1, high
                alert reassessment-demanded to supervisor, level 1, high
              # The clocks go back at two. Nobody gains an hour.
01:52 BST     delay.noted: All units committed to a public order incident. [supervisor]
                warning: A note on the delay does not answer demand SIM-1-d2: it waits for a risk reassessment.
              ✓ warnings: demand-still-open
              ✓ what followed: nothing
01:00 GMT     the next review is due
                demand d3 (review-due): opened, level 1 supervisor, answer by 01:15 GMT
                alert reassessment-demanded to supervisor, level 1, high
01:01 GMT     unit.arrived: B12, victim seen [officer] (recorded 01:02 GMT)
                clock dash-submission runs to 09:02 GMT
                clock victim-told (1) 01:05 GMT: cancelled
                demand d2 (attendance-overdue): superseded
                demand d3 (review-due): superseded
                alert attendance-overdue: resolved
                alert reassessment-demanded: resolved
                alert reassessment-demanded: resolved
              ✓ alerts: none

✓ all 5 expectations held

`)
    expect(code).toBe(0)
  })

  it('is also there for programs', async () => {
    const { code, out } = await run('--json', join(FOLDER, 'in-time.yaml'))
    const { scenarios } = JSON.parse(out)
    expect({ code, held: scenarios[0].held, first: scenarios[0].timeline[0] }).toEqual({
      code: 0,
      held: true,
      first: expect.objectContaining({ kind: 'moment', at: '2026-11-20T20:00:00.000Z', what: 'incident.reported' }),
    })
  })
})

describe('an expectation that does not hold', () => {
  const cases = [
    ['state', '- { at: 20:05, expect: { state: { grading: graded } } }', '✗ state of grading: graded; instead reported (line 5)'],
    [
      'an alert too many',
      '- { at: 20:10, expect: { alerts: [] } }',
      '✗ alerts: none; instead thrive-overdue (open, level 1, count 1, supervisor',
    ],
    ['an alert too few', '- { at: 20:05, expect: { alerts: [thrive-overdue] } }', '✗ alerts: thrive-overdue; instead none'],
    [
      'a demand',
      '- { at: 20:05, event: call.received, expect: { demands: [cut-off] } }',
      '✗ demands: cut-off (open); instead further-call',
    ],
    [
      'its level',
      '- { at: 20:05, event: call.received, expect: { demands: [{ reason: further-call, level: 2 }] } }',
      '✗ demands',
    ],
    [
      'a deadline',
      '- { at: 20:01, expect: { deadlines: { thrive: 20:11 } } }',
      '✗ deadline thrive: 20:11 GMT; instead 20:10 GMT pending',
    ],
    [
      'its status',
      '- { at: 20:01, expect: { deadlines: { thrive: met } } }',
      '✗ deadline thrive: met; instead 20:10 GMT pending',
    ],
    ['no deadline', '- { at: 20:01, expect: { deadlines: { thrive: none } } }', '✗ deadline thrive: none'],
    [
      'a refusal',
      '- { at: 20:05, event: incident.graded, expect: { refused: not-accepted-now } }',
      '✗ answer: refused: not-accepted-now; instead accepted',
    ],
    ['an unexpected refusal', '- { at: 20:05, event: hau.checked }', '✗ answer: accepted; instead refused: not-accepted-now'],
    [
      'the pointers',
      '- { at: 20:05, event: risk.reassessed, data: { demand: null }, without: [interimRisk], expect: { refused: { code: reassessment-incomplete, pointers: [/data/harm] } } }',
      '✗ what was wrong: /data/harm; instead /data/interimRisk',
    ],
    [
      'the blockers',
      '- { at: 20:05, event: incident.closed, expect: { refused: { code: closure-blocked, blockers: [] } } }',
      '✗ what blocks closing: none; instead thrive-missing, not-graded',
    ],
    [
      'warnings',
      '- { at: 20:05, event: thrive.assessed, expect: { warnings: [harm-thin] } }',
      '✗ warnings: harm-thin; instead none',
    ],
    [
      'nothing',
      '- { at: 20:05, event: call.cut-off, expect: { nothing: true } }',
      '✗ what followed: nothing; instead demand d1 (cut-off): opened',
    ],
    [
      'nothing, but a state',
      '- { at: 20:05, event: investigation.allocated, expect: { nothing: true } }',
      '✗ what followed: nothing; instead investigation is now allocated',
    ],
    ['priority', '- { at: 20:05, event: incident.graded, expect: { priority: P1 } }', '✗ priority: P1; instead P2'],
    ['who called before', '- { at: 20:05, expect: { repeat: { count: 1 } } }', '✗ repeat count: 1; instead 0'],
    ['attention', '- { at: 20:05, expect: { attention: [none] } }', '✗ attention: none; instead unassessed'],
    [
      'an alert to acknowledge',
      '- { at: 20:05, acknowledge: attendance-overdue }',
      '✗ acknowledging: an open attendance-overdue; instead no such alert',
    ],
    [
      'somebody who has the alert',
      '- { at: 20:05, release: attendance-overdue }',
      '✗ releasing: somebody has attendance-overdue; instead no such alert',
    ],
  ] as const

  it.each(cases)('fails the scenario: %s', async (_, step, said) => {
    const { code, out } = await run(written('fails.yaml', `${START}  ${step}\n`))
    expect(out).toContain(said)
    expect(code).toBe(1)
  })
})

it('may say a warning beside what it warned of, and may leave it out', async () => {
  const late = (alerts: string) =>
    written(
      'late.yaml',
      `name: Late
night: 2026-11-20
steps:
  - { at: 20:00, event: incident.reported }
  - { at: 20:02, event: thrive.assessed }
  - { at: 20:02, event: incident.graded, data: { priority: P2 }, expect: { alerts: [] } }
  - { at: 21:01, expect: { alerts: [${alerts}] } }
`,
    )
  const beside = 'attendance-overdue, reassessment-demanded'
  expect((await run(late(beside))).code).toBe(0)
  expect((await run(late(`attendance-warning, ${beside}`))).code).toBe(0)
  expect((await run(late(`{ kind: attendance-warning, status: open }, ${beside}`))).code).toBe(1)
  expect((await run(late(`bail-ending, ${beside}`))).code).toBe(1)
})

it('says what becomes of a second report, and which arrival came in time where she was seen later at the same visit', async () => {
  const { out } = await run(
    written(
      'seen-later.yaml',
      `name: Seen later
night: 2026-11-20
steps:
  - { at: 20:00, event: incident.reported }
  - { at: 20:02, event: thrive.assessed }
  - { at: 20:02, event: incident.graded, data: { priority: P2 } }
  - { at: 20:10, event: incident.reported, expect: { refused: { code: not-accepted-now } } }
  - { at: 20:50, event: unit.arrived, data: { victimSeen: null } }
  - advance to: 21:10
  - { at: 21:03, recorded: 21:14, event: unit.arrived, expect: { warnings: [breach-settled-in-time] } }
`,
    ),
  )
  expect(out).toContain('This incident is reported already: post incident.corrected for what was wrong')
  expect(out).toContain('The visit of 2026-11-20T20:50:00.000Z, at which she was seen, came before the P2 deadline')
})

describe('a file that cannot be used', () => {
  const mistakes = [
    ['no YAML', 'name: [', /^FILE:\d+:\d+ /],
    ['aliases', `x: &x 1\ny: *x\n${START}`, /^FILE:1:7 anchors and aliases are not allowed/],
    ['brackets without end', '['.repeat(20_000), /^FILE:1:1 is nested too deeply/],
    ['no steps', 'name: A\nnight: 2026-11-20\n', /^FILE:1:1 steps: is required/],
    ['an unknown field', `${START}extra: 1\n`, /^FILE:5:1 extra: there is no such field/],
    ['an unknown event', `${START}  - { at: 20:05, event: unit.lost }\n`, /^FILE:5:\d+ steps.1.event: must be one of/],
    [
      'an alert that does not exist',
      `${START}  - { at: 20:05, expect: { alerts: [overdue] } }\n`,
      /^FILE:5:\d+ .*alerts.*must be one of/,
    ],
    [
      'a state that does not exist',
      `${START}  - at: 20:05\n    expect:\n      state: { risk: demandd }\n`,
      /^FILE:7:16 .*risk: must be one of settled, demanded/,
    ],
    [
      'data with a slip',
      `${START}  - at: 20:05\n    event: incident.graded\n    data:\n      priorty: P2\n`,
      /^FILE:8:\d+ \/data\/priorty there is no such field/,
    ],
    [
      'a time that does not exist',
      `${START}  - { at: 25:00, event: call.cut-off }\n`,
      /^FILE:5:\d+ 25:00 must be a time of the night/,
    ],
    [
      'an earlier call that came later',
      `earlier: [{ incident: MAY, steps: [{ at: 21:00, event: incident.reported }] }]\n${START}`,
      /^FILE:1:\d+ must be before the night/,
    ],
    ['no time', `${START}  - { event: call.cut-off }\n`, /^FILE:5:5 needs a time/],
    ['steps out of order', `${START}  - { at: 19:00, event: call.cut-off }\n`, /^FILE:5:5 comes before the step above it/],
    [
      'recorded before it happened',
      `${START}  - { at: 20:05, recorded: 20:04, event: call.cut-off }\n`,
      /^FILE:5:\d+ recorded comes before/,
    ],
    [
      'two things at once',
      `${START}  - { at: 20:05, event: call.cut-off, acknowledge: downgraded }\n`,
      /^FILE:5:5 says event and acknowledge/,
    ],
    [
      'refused without an event',
      `${START}  - { at: 20:05, expect: { refused: closure-blocked } }\n`,
      /^FILE:5:\d+ refused belongs to an event step/,
    ],
    [
      'another fixture',
      `${START}  - { at: 20:05, event: log.noted, use: call.received }\n`,
      /^FILE:5:\d+ call.received is not a fixture of log.noted, which has: log.noted, news-on-the-log/,
    ],
    [
      'a part that is not there',
      `${START}  - { at: 20:05, event: log.noted, without: [texts] }\n`,
      /^FILE:5:\d+ there is no texts to leave out/,
    ],
    [
      'a priority the policy does not have',
      `${START}  - { at: 20:05, expect: { priority: P9 } }\n`,
      /^FILE:5:\d+ the policy has no priority P9/,
    ],
    [
      'a policy with a mistake',
      `policy: { priorities: { P2: { warnAt: 2 } } }\n${START}`,
      /^FILE:1:\d+ policy.priorities.P2.warnAt: must be above 0 and below 1/,
    ],
    ['a policy that is not there', `policy: elsewhere.yaml\n${START}`, /elsewhere.yaml:1:1 cannot be read \(ENOENT\)/],
    [
      'an hour that does not exist',
      'name: A\nnight: 2026-03-28\nsteps: [{ at: 01:30, event: incident.reported }]\n',
      /^FILE:3:\d+ 01:30 does not exist/,
    ],
    [
      'an hour that comes twice',
      'name: A\nnight: 2026-10-24\nsteps: [{ at: 01:30, event: incident.reported }]\n',
      /^FILE:3:\d+ 01:30 comes twice/,
    ],
  ] as const

  it.each(mistakes)('is named by line: %s', async (_, text, said) => {
    const file = written('bad.yaml', text)
    const { code, out, err } = await run(file)
    expect(err.replaceAll(file, 'FILE')).toMatch(said)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('does not hide the others', async () => {
    const { code, out, err } = await run(join(home(), 'nowhere.yaml'), join(FOLDER, 'in-time.yaml'))
    expect(err).toContain('nowhere.yaml:1:1 cannot be read (ENOENT)')
    expect(out).toContain('✓ all')
    expect(code).toBe(2)
  })

  it.each([[[]], [['--verbose', 'x.yaml']]])('says how it is used: %j', async (args) => {
    expect(await run(...args)).toEqual({ code: 2, out: '', err: 'usage: reassess simulate FILE… [--json]\n' })
  })
})

it('runs under a policy of its own, and through an outage', async () => {
  const file = written(
    'outage.yaml',
    `name: An outage
policy: { priorities: { P2: { answerWithin: PT5M } }, escalation: [duty-superintendent] }
${START.split('\n').slice(1).join('\n')}  - { at: 20:02, event: thrive.assessed }
  - { at: 20:05, event: incident.graded }
  - { at: 20:50, workers: asleep }
  - at: 21:20
    expect: { demands: [], alerts: [attendance-warning] }
  - at: 21:30
    workers: awake
    expect:
      demands: [{ reason: attendance-overdue, level: 1, count: 1, due: 21:35 }]
      alerts: [attendance-overdue, { kind: reassessment-demanded, audience: duty-superintendent }]
`,
  )
  const { code, out } = await run(file)
  expect(out).toContain('✓ all 4 expectations held')
  expect(code).toBe(0)
})

it('does what its documentation shows', async () => {
  const page = readFileSync('docs/scenarios.md', 'utf8')
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, example = '']) => example)
  const played = await Promise.all(examples.map((example, place) => run(written(`documented-${place}.yaml`, example))))
  expect(played.map(({ code, out }) => [code, out.split('\n').at(-3)])).toEqual([
    [0, '✓ all 10 expectations held'],
    [0, '✓ all 4 expectations held'],
  ])
})
