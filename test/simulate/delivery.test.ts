/** Who is told of alerts in a scenario. The nights themselves are in `test/scenarios`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, useScenarios } from '../support/simulate.ts'

const { written } = useScenarios()

const PEOPLE = `people:
    sup-1: { name: Sam Supervisor, roles: [supervisor], ways: [sms, email] }
    sup-2: { name: Sal Supervisor, roles: [supervisor], ways: [sms] }
    fim-1: { name: Fay Manager, roles: [force-incident-manager], ways: [email] }
  rota: { supervisor: { shifts: [{ days: [fri], from: "19:00", to: "07:00", people: [sup-1, sup-2] }] } }
  routes: [{ severity: [critical, high], ways: [sms, email], ackWithin: PT3M }]`

const night = (steps: string, { delivery = PEOPLE, more = '' } = {}): string => `name: A night
night: 2026-11-20
${more}delivery:
  ${delivery}
steps:
  - { at: 20:00, event: incident.reported }
  - { at: 20:04, event: thrive.assessed }
  - { at: 20:05, event: incident.graded }
  - { at: 20:30, event: call.received }
${steps}`

const people = (out: string): string[] =>
  out
    .split('\n')
    .flatMap(
      (line) => /^(?:\d\d:\d\d\S* \S+ +| {14})((?:→|!|not delivered|given up|withdrawn|nobody has).*)$/.exec(line)?.[1] ?? [],
    )

describe('the timeline', () => {
  it('tells who was told of what, by which ways and as which role', async () => {
    const { out } = await run(
      written(
        'told.yaml',
        night(`  - { at: 20:32, take: reassessment-demanded, by: sup-2 }
  - { at: 20:33, release: reassessment-demanded, by: sup-2 }
  - { at: 20:40, event: unit.arrived }
`),
      ),
    )
    expect(out.slice(out.indexOf('20:30'))).toBe(`20:30 GMT     call.received [control-room]
                demand d1 (further-call): opened, level 1 supervisor, answer by 20:45 GMT
                alert reassessment-demanded to supervisor, level 1, high
              → sup-1 [supervisor] by sms, email: reassessment-demanded
20:32 GMT     alert.acknowledged: sup-2 has it [supervisor]
                alert reassessment-demanded: acknowledged
20:33 GMT     alert.released: nobody has it [supervisor]
                alert reassessment-demanded to supervisor, level 1, high
              → sup-2 [supervisor] by sms: released: reassessment-demanded
              → sup-1 [supervisor] by sms, email: reassessment-demanded
20:36 GMT     nobody has taken reassessment-demanded
              → sup-2 [supervisor] by sms: reassessment-demanded
20:39 GMT     nobody has taken reassessment-demanded
                everybody on duty was told
20:40 GMT     unit.arrived: B12, victim seen [officer]
                clock dash-submission runs to Sat 21 Nov 04:40 GMT
                clock attendance-warning 20:45 GMT: met
                clock attendance 21:00 GMT: met
                demand d1 (further-call): superseded
                alert reassessment-demanded: resolved

✓ all 0 expectations held

`)
  })

  it('tells each message to programs', async () => {
    const { out } = await run('--json', written('json.yaml', night('  - { at: 20:31 }\n')))
    const { timeline } = JSON.parse(out).scenarios[0]
    const [alert] = timeline.flatMap((item: { alerts?: { id: string }[] }) => item.alerts ?? [])
    expect(timeline.filter(({ kind }: { kind: string }) => kind === 'message')).toEqual([
      {
        ...{ kind: 'message', at: '2026-11-20T20:30:00.000Z', status: 'delivered', to: 'sup-1', as: 'supervisor' },
        ...{ by: ['sms', 'email'], about: 'raised', alerts: [alert] },
      },
    ])
    expect(alert).toEqual({
      ...{ id: 'SIM-1-a1', incident: 'SIM-1', kind: 'reassessment-demanded', severity: 'high', level: 1, count: 1 },
    })
  })

  it('says that nobody is on duty, and that nobody can be told', async () => {
    const nobody = `people: { off-1: { name: Olly Off, roles: [officer], ways: [sms] } }
  routes: [{ severity: [high], ways: [sms], ackWithin: PT3M }]`
    const { out } = await run(written('nobody.yaml', night('  - { at: 20:40 }\n', { delivery: nobody })))
    expect(people(out)).toEqual([
      '! nobody is on duty as supervisor, force-incident-manager, duty-superintendent',
      '! nobody can be told of reassessment-demanded',
    ])
  })

  it('tells nobody while the workers are asleep, and everybody when they wake', async () => {
    const steps = `  - { at: 20:50, expect: { delivered: [], undelivered: [{ to: sup-1, by: [sms, email] }] } }
  - at: 20:51
    workers: awake
    expect:
      delivered:
        - { at: 20:51, to: sup-1, by: [sms, email], kind: reassessment-demanded }
        - { at: 20:51, to: sup-2, by: sms, kind: reassessment-demanded }
`
    const more = 'workers: asleep\npolicy: { priorities: { P2: { answerWithin: PT2H } } }\n'
    const { code, out } = await run(written('asleep.yaml', night(steps, { more })))
    expect(out).toContain('✓ delivered: nothing')
    expect(out.indexOf('→')).toBeGreaterThan(out.indexOf('20:51'))
    expect(code).toBe(0)
  })

  it('tells nobody of what was before the night', async () => {
    const more = `earlier: [{ incident: JULY, steps: [{ at: 2026-07-02 01:10, event: incident.reported }, { at: 2026-07-02 03:10, event: call.received }] }]\n`
    const { out } = await run(written('before.yaml', night('  - { at: 20:31 }\n', { more })))
    expect(out).not.toContain('JULY reassessment-demanded')
    expect(out).toContain('→ sup-1 [supervisor] by sms, email: reassessment-demanded')
  })

  it('of a scenario without a delivery file tells of nobody', async () => {
    const { out } = await run('test/scenarios/in-time.yaml')
    expect(people(out)).toEqual([])
  })
})

describe('a way that is down', () => {
  it('is tried again after the pauses of the carrier, and what waits goes when it answers again', async () => {
    const more = 'fails: [{ person: sup-1, way: sms, from: 20:30, to: 20:34 }]\n'
    const steps = `  - { at: 20:31, event: call.cut-off }
  - { at: 20:32, take: all, role: force-incident-manager, by: fim-9 }
  - { at: 20:33, event: log.noted, use: news-on-the-log }
  - { at: 20:44 }
`
    const { out } = await run(written('down.yaml', night(steps, { more })))
    expect(people(out).filter((line) => line.includes('sup-1'))).toEqual([
      'not delivered, tried again: sup-1 [supervisor] by sms: reassessment-demanded',
      '→ sup-1 [supervisor] by email: reassessment-demanded',
      'not delivered, tried again: sup-1 [supervisor] by sms: reassessment-demanded',
      '→ sup-1 [supervisor] by email: reassessment-demanded',
      'withdrawn: sup-1 [supervisor] by sms: reassessment-demanded',
      'withdrawn: sup-1 [supervisor] by sms: reassessment-demanded',
      'not delivered, tried again: sup-1 [supervisor] by sms: reassessment-demanded',
      '→ sup-1 [supervisor] by email: reassessment-demanded',
      '→ sup-1 [supervisor] by sms: reassessment-demanded',
    ])
    // 20:33:00, 5 s, 15 s, and 45 s later.
    expect(out).toMatch(/^20:34:05 GMT {2}→ sup-1 \[supervisor\] by sms/m)
  })

  it('is given up after a day', async () => {
    const more = `policy: { priorities: { P2: { answerWithin: P5D } } }
fails: [{ way: sms, from: 20:30, to: 2026-11-25 20:30 }]\n`
    const { out } = await run(
      written('dead.yaml', night('  - { at: 2026-11-22 20:30, expect: { undelivered: [] } }\n', { more })),
    )
    expect(people(out)).toContain('given up: sup-1 [supervisor] by sms: reassessment-demanded')
  })
})

it('takes a delivery file, and shows no address and no secret', async () => {
  written(
    'delivery.yaml',
    `schema: reassess/delivery/v1
force: kent
people:
  sup-1: { name: Sam Supervisor, roles: [supervisor], ways: { email: secret-1@example.org, webhook: desk } }
webhooks: { desk: { url: "https://desk.example.org/alerts", secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw } }
rota: { supervisor: { shifts: [{ days: [fri], from: "19:00", to: "07:00", people: [sup-1] }] } }
routes: [{ severity: [high], ways: [webhook, email] }]
`,
  )
  const text = night('  - { at: 20:31, expect: { delivered: [{ at: 20:30, to: sup-1, by: [webhook, email] }] } }\n')
  const file = written('with-a-file.yaml', text.replace(`\n  ${PEOPLE}`, ' delivery.yaml'))
  const { code, out } = await run(file)
  expect(code).toBe(0)
  const json = await run('--json', file)
  for (const said of [out, json.out]) expect(said).not.toMatch(/secret-1|whsec|desk\.example/)
})

/** What is changed in a scenario, and what its expectation says of it then. */
const CHANGES = [
  [
    'the-clocks-go-back-as-the-shift-changes',
    'the night shift comes when the late shift goes',
    ['from: "01:30", to: "09:00"', 'from: "02:00", to: "09:00"'],
    '✗ delivered: 01:34 BST night-1 by sms: reassessment-demanded; instead 01:34 BST fim-1 [force-incident-manager] by email: reassessment-demanded',
  ],
  [
    'the-clocks-go-back-as-the-shift-changes',
    'the late shift stays an hour',
    ['to: "01:30", people: [late-1]', 'to: "02:30", people: [late-1]'],
    '✗ delivered: 01:30 GMT night-1 by sms: reassessment-demanded; instead 01:30 GMT late-1 [supervisor] by sms: reassessment-demanded',
  ],
  [
    'the-clocks-go-back-as-the-shift-changes',
    'the other half past one',
    ['at: 01:30 GMT, to: night-1', 'at: 01:30 BST, to: night-1'],
    '✗ delivered: 01:30 BST night-1 by sms',
  ],
  [
    'nobody-is-on-duty-and-it-goes-up-at-once',
    'a supervisor is on duty after all',
    ['from: "07:00", to: "19:00"', 'from: "07:00", to: "21:00"'],
    '✗ delivered: 20:30 GMT fim-1 [force-incident-manager] by sms, email: reassessment-demanded level 1; instead 20:30 GMT sup-1 [supervisor] by sms: reassessment-demanded',
  ],
  [
    'nobody-is-on-duty-and-it-goes-up-at-once',
    'only one of two is expected',
    ['        - { at: 22:00, to: sup-2, as: supervisor, by: email, kind: reassessment-demanded }\n', ''],
    '✗ delivered: nothing else; instead 22:00 GMT sup-2 [supervisor] by email: reassessment-demanded',
  ],
  [
    'nobody-is-on-duty-and-it-goes-up-at-once',
    'another way',
    ['by: [sms, email], kind', 'by: sms, kind'],
    '✗ delivered: 20:30 GMT fim-1 [force-incident-manager] by sms: reassessment-demanded level 1; instead 20:30 GMT fim-1 [force-incident-manager] by sms, email: reassessment-demanded',
  ],
  ['nobody-is-on-duty-and-it-goes-up-at-once', 'another level', ['level: 1', 'level: 2'], '✗ delivered: 20:30 GMT fim-1'],
  [
    'taken-and-back-by-the-clock-and-given-back',
    'nobody gives it back',
    [/ {2}- at: 20:25\n {4}release.*\n {4}by.*\n {4}note.*\n/, '  - at: 20:25\n'],
    '✗ delivered: 20:25 GMT sup-1 by sms (released): reassessment-demanded; 20:25 GMT sup-2 by sms: reassessment-demanded; instead nothing',
  ],
  [
    'taken-and-back-by-the-clock-and-given-back',
    'the wrong purpose',
    ['about: released', 'about: taken-over'],
    '✗ delivered: 20:25 GMT sup-1 by sms (taken-over): reassessment-demanded; instead 20:25 GMT sup-1 [supervisor] by sms (released)',
  ],
  [
    'taken-and-back-by-the-clock-and-given-back',
    'another order',
    [/( {8}- .*about: taken-over.*\n)( {8}- .*about: taken-over.*\n)/, '$2$1'],
    '✗ delivered: in this order: 20:31 GMT supt-1 by sms (taken-over)',
  ],
  [
    'taken-and-back-by-the-clock-and-given-back',
    'nobody took it before it came back',
    [/ {2}- at: 20:31\n(?: {4}.*\n| {6}.*\n| {8}.*\n)+?(?= {2}- )/, ''],
    '✗ delivered: 20:40 GMT supt-2 by email: reassessment-overdue level 2 count 2; instead 20:33 GMT supt-2 [duty-superintendent] by email: reassessment-overdue level 2; 20:43 GMT supt-2',
  ],
  [
    'what-can-wait-is-bundled-and-an-ended-alert-is-not-told',
    'nothing is gathered',
    [', bundleFor: PT10M', ''],
    '✗ undelivered: sup-1 by email: crime-recording-overdue, attendance-warning; instead nothing',
  ],
  [
    'what-can-wait-is-bundled-and-an-ended-alert-is-not-told',
    'she is not told in time',
    [/at: 21:18([\s\S]*)at: 21:19/, 'at: 21:26$1at: 21:27'],
    '; 21:25 GMT sup-1 [supervisor] by email: victim-not-told (line 40)',
  ],
  [
    'what-can-wait-is-bundled-and-an-ended-alert-is-not-told',
    'a kind too few',
    [
      'undelivered: [{ to: sup-1, by: email, kind: [crime-recording-overdue, attendance-warning] }]',
      'undelivered: [{ to: sup-1, by: email, kind: crime-recording-overdue }]',
    ],
    '✗ undelivered: sup-1 by email: crime-recording-overdue; instead sup-1 [supervisor] by email: crime-recording-overdue, attendance-warning',
  ],
  [
    'a-way-is-down-and-another-person-is-told',
    'the way is not down',
    ['fails: [{ way: sms, from: 20:15, to: 20:27 }]\n', ''],
    '✗ delivered: nothing else; instead 20:20 GMT sup-1 [supervisor] by sms: reassessment-demanded',
  ],
  [
    'a-way-is-down-and-another-person-is-told',
    'it is down for longer',
    ['to: 20:27', 'to: 20:29'],
    '✗ delivered: 20:28:05 GMT sup-1 by sms: reassessment-demanded; instead nothing',
  ],
] as const

describe('an expectation that does not hold', () => {
  it.each(CHANGES)('%s: %s', async (name, _, [what, instead], said) => {
    const text = readFileSync(join('test/scenarios', `${name}.yaml`), 'utf8')
    const changed = text.replace(what, instead)
    expect(changed).not.toBe(text)
    const { code, out } = await run(written('changed.yaml', changed))
    expect(out).toContain(said)
    expect(code).toBe(1)
  })
})

describe('a file that cannot be used is named by line', () => {
  const STEPS = '  - { at: 20:31 }\n'
  const mistakes = [
    [
      'an address',
      night(STEPS, { delivery: PEOPLE.replace('[sms, email]', '{ sms: "07700900001" }') }),
      /^FILE:5:\d+ delivery.people.sup-1.ways: .*must be a list of ways/,
    ],
    [
      'a stranger on the rota',
      night(STEPS, { delivery: PEOPLE.replace('people: [sup-1', 'people: [sup-9') }),
      /^FILE:8:\d+ delivery.rota.supervisor.shifts.0.people.0: must be the name of an entry of people/,
    ],
    [
      'a way that does not exist',
      night(STEPS, { delivery: PEOPLE.replace('[sms, email]', '[pigeon]') }),
      /^FILE:5:\d+ delivery.people.sup-1.ways.0: must be one of webhook, sms/,
    ],
    [
      'a secret',
      night(STEPS, { delivery: `${PEOPLE}\n  webhooks: {}` }),
      /^FILE:10:\d+ delivery.webhooks: there is no such field/,
    ],
    [
      'a person that nobody knows',
      night('  - { at: 20:31, expect: { delivered: [{ at: 20:30, to: sup-7, by: sms }] } }\n'),
      /^FILE:15:\d+ the delivery file has no person sup-7/,
    ],
    [
      'a way that the person has not',
      night('  - { at: 20:31, expect: { undelivered: [{ to: sup-2, by: email }] } }\n'),
      /^FILE:15:\d+ the delivery file has no way email to sup-2/,
    ],
    [
      'a failing way that nobody has',
      night(STEPS, { more: 'fails: [{ way: teams, from: 20:00, to: 21:00 }]\n' }),
      /^FILE:3:\d+ the delivery file has no way teams to anybody/,
    ],
    [
      'a failing that is about nothing',
      night(STEPS, { more: 'fails: [{ from: 20:00, to: 21:00 }]\n' }),
      /^FILE:3:\d+ fails.0: must name a way, a person or both/,
    ],
    [
      'a failing that ends before it begins',
      night(STEPS, { more: 'fails: [{ way: sms, from: 21:00, to: 20:00 }]\n' }),
      /^FILE:3:\d+ must be later than from/,
    ],
    [
      'a time that cannot be read',
      night('  - { at: 20:31, expect: { delivered: [{ at: 25:00, to: sup-2, by: sms }] } }\n'),
      /^FILE:15:\d+ 25:00 must be a time of the night/,
    ],
    [
      'no delivery file',
      'name: A\nnight: 2026-11-20\nsteps: [{ at: 20:00, event: incident.reported, expect: { delivered: [] } }]\n',
      /^FILE:3:\d+ needs `delivery`/,
    ],
    [
      'a delivery file that is not there',
      'name: A\nnight: 2026-11-20\ndelivery: nowhere.yaml\nsteps: [{ at: 20:00, event: incident.reported }]\n',
      /nowhere.yaml:1:1 cannot be read/,
    ],
  ] as const
  it.each(mistakes)('%s', async (_, text, said) => {
    const file = written('bad.yaml', text)
    const { code, out, err } = await run(file)
    expect(err.replaceAll(file, 'FILE')).toMatch(said)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })
})
