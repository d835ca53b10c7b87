import { readDeliveryFile } from '../../src/deliver/file/readFile.ts'
import { DELIVERY, SECRET } from './file.ts'

const read = (text: string) => readDeliveryFile({ file: 'delivery.yaml', text })
/** The file with something else in it, in the place of what it has. */
const having = (old: string, other: string): string => {
  expect(DELIVERY.split(old)).toHaveLength(2)
  return DELIVERY.replace(old, () => other)
}
const refusal = (text: string): string => {
  try {
    read(text)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

it('is read with its instants in UTC: local times of the zone, and instants with an offset', () => {
  const file = read(DELIVERY)
  expect(file.rota.supervisor?.overrides).toEqual([
    { id: null, from: '2026-12-25T07:00:00.000Z', to: '2026-12-25T19:00:00.000Z', people: ['sup-3'], instead: null },
    { id: null, from: '2026-12-26T06:00:00.000Z', to: '2026-12-27T07:00:00.000Z', people: ['sup-2'], instead: ['sup-1'] },
  ])
  expect(file.rota.supervisor).toMatchObject({ zone: 'Europe/London' })
  expect(file.people['sup-1']?.ways).toEqual({ email: 'sup-1@example.org', sms: '07700900001', webhook: 'desk' })
  expect(file.routes).toEqual([
    { severity: ['critical', 'high'], ways: ['webhook', 'sms', 'email', 'teams'], ackWithin: 'PT3M', bundleFor: null },
    { severity: ['medium'], ways: ['email'], ackWithin: null, bundleFor: 'PT2M' },
  ])
})

it('takes an override in the double hour from its first minute to its second', () => {
  const file = read(
    having('from: "2026-12-25T07:00", to: "2026-12-25T19:00"', 'from: "2026-10-25T01:30", to: "2026-10-25T01:30"'),
  )
  expect(file.rota.supervisor?.overrides[0]).toMatchObject({ from: '2026-10-25T00:30:00.000Z', to: '2026-10-25T01:30:00.000Z' })
})

it('needs a force and people; all else may be left out', () => {
  expect(read('schema: reassess/delivery/v1\nforce: warwickshire\npeople: {}\n')).toEqual({
    force: 'warwickshire',
    ...{ allow: [], people: {}, webhooks: {}, teams: {}, rota: {}, routes: [], subscriptions: [], mail: null, notify: null },
  })
})

it.each<[string, string, string, string]>([
  ['an unknown key', 'mail: {', 'post: {', '30:1 post: there is no such field'],
  ['an unknown role', 'roles: [duty-superintendent, ', 'roles: [chief, ', '9:47 people.supt-1.roles.0: must be one of'],
  ['an unknown way of a person', 'teams: ops }', 'pigeon: ops }', '7:63 people.sup-3.ways.pigeon: there is no such field'],
  ['an unknown way of a route', 'ways: [email], bundle', 'ways: [pigeon], bundle', 'routes.1.ways.0: must be one of'],
  ['no e-mail address', 'email: sup-2@example.org', 'email: 07700900001', 'ways.email: must be an e-mail address'],
  ['no number', '"+447700900003"', '"ring me"', 'ways.sms: must be a telephone number'],
  ['a webhook that there is not', 'webhook: desk }', 'webhook: wall }', 'ways.webhook: must be the name of an entry of webhooks'],
  ['a Teams channel that there is not', 'teams: ops }', 'teams: oops }', 'ways.teams: must be the name of an entry of teams'],
  ['a stranger in a shift', '[sup-1, sup-2] }', '[sup-1, sup-9] }', 'shifts.0.people.1: must be the name of an entry of people'],
  [
    'a name that every object has',
    '[sup-1, sup-2] }',
    '[sup-1, constructor] }',
    'shifts.0.people.1: must be the name of an entry',
  ],
  ['somebody of another role', 'people: [supt-1]', 'people: [fim-1]', 'people.0: has not the role duty-superintendent'],
  [
    'a shift without length',
    'from: "19:00", to: "07:00"',
    'from: "07:00", to: "07:00"',
    'shifts.1.to: must be another time than from',
  ],
  ['a time that there is not', 'to: "19:00", people: [sup-1', 'to: "25:00", people: [sup-1', 'shifts.0.to: must be a time'],
  [
    'a day that there is not',
    'shifts:\n      - { days: [mon,',
    'shifts:\n      - { days: [monday,',
    'days.0: must be one of mon',
  ],
  ['a day twice', 'shifts:\n      - { days: [mon,', 'shifts:\n      - { days: [tue,', 'days: must name each once'],
  ['an override that ends first', 'to: "2026-12-25T19:00"', 'to: "2026-12-25T06:00"', 'overrides.0.to: must be later than from'],
  ['a day of no calendar', '"2026-12-25T07:00"', '"2026-02-30T07:00"', 'overrides.0.from: must be a date and time of the zone'],
  [
    'an override of nobody',
    'people: [sup-3] }\n      - { from',
    'people: [] }\n      - { from',
    'overrides.0.people: must name somebody',
  ],
  [
    'a swap of a stranger',
    'instead: [sup-1]',
    'instead: [sup-9]',
    'overrides.1.instead.0: must be the name of an entry of people',
  ],
  [
    'a critical alert in a bundle',
    'severity: [medium]',
    'severity: [medium, critical]',
    'routes.1.bundleFor: must not be with critical',
  ],
  ['no time to wait', 'ackWithin: PT3M', 'ackWithin: PT0S', 'routes.0.ackWithin: must be an ISO 8601 duration'],
  ['minutes in words', 'ackWithin: PT3M', 'ackWithin: 3 minutes', 'routes.0.ackWithin: must be an ISO 8601 duration'],
  ['an address in the open', 'allow: [127.0.0.1]', 'allow: []', 'webhooks.desk.url: must be https, or its host must be in allow'],
  ['another address in the open', 'https://example.org/hook', 'http://example.org/hook', 'teams.ops.url: must be https'],
  [
    'a webhook of a subscription that there is not',
    'webhook: desk, kinds',
    'webhook: wall, kinds',
    'subscriptions.0.webhook: must be',
  ],
  [
    'a subscription to no kind of alert',
    'kinds: [attendance-overdue, reassessment-demanded]',
    'kinds: []',
    'subscriptions.0.kinds: must name a kind of alert: leave kinds out for alerts of every kind',
  ],
  ['a rota of a role that has no alerts', '  duty-superintendent:\n', '  officer:\n', 'rota.officer: there is no such field'],
  [
    'two people of one name',
    'name: Sal Supervisor',
    'name: " sam SUPERVISOR"',
    'people.sup-2.name: is the id or the name of sup-1 too',
  ],
  ['a name that is an id', 'name: Sal Supervisor', 'name: FIM-1', 'people.fim-1: is the id or the name of sup-2 too'],
  ['a person twice', '  sup-2: {', '  sup-1: {', '6:3 this key stands here twice'],
  ['an id with blanks', '  sup-2: {', '  sup 2: {', 'people.sup 2: this name must be letters'],
  [
    'a zone that there is not',
    'supervisor:\n',
    'supervisor:\n    zone: Europe/Warwick\n',
    'zone: must be a time zone of the IANA',
  ],
  ['a port of another host', 'allow: [127.0.0.1]', 'allow: ["127.0.0.1:9"]', 'webhooks.desk.url: must be https'],
])('refuses %s, and says where', (_what, old, other, told) => {
  const message = refusal(having(old, other))
  expect(message).toContain(told)
  expect(message).toMatch(/^delivery\.yaml:\d+:\d+ /)
})

it('tells no secret and no address of what it refuses', () => {
  const others = [
    having(SECRET, 's3cret-of-the-desk'),
    having(SECRET, '[s3cret-of-the-desk]'),
    having('"07700900001"', 's3cret-number'),
    having('sup-2@example.org', 's3cret-address'),
    having('"https://example.org/hook"', '"https://u:s3cret@example.org/hook"'),
    having('"https://example.org/hook"', '"gopher://s3cret"'),
  ]
  for (const other of others) {
    expect(other).toContain('s3cret')
    expect(refusal(other)).toMatch(/^delivery\.yaml:\d+:\d+ .* must /)
    expect(refusal(other)).not.toContain('s3cret')
  }
})

it('refuses more than a file holds', () => {
  const person = (n: number) => `  p${n}: { name: Person ${n}, roles: [supervisor] }\n`
  const people = Array.from({ length: 2_001 }, (_, n) => person(n)).join('')
  expect(refusal(`schema: reassess/delivery/v1\nforce: warwickshire\npeople:\n${people}`)).toContain(
    'must be at most 2000 entries',
  )
  expect(refusal(`${DELIVERY}# ${'x'.repeat(512 * 1024)}`)).toContain('has more than 524288 bytes')
})

it('subscribes to alerts of every kind where it names no kind', () => {
  const every = having('kinds: [attendance-overdue, reassessment-demanded], ', '')
  expect(readDeliveryFile({ file: 'delivery.yaml', text: every }).subscriptions).toEqual([
    { id: 'desk-1', webhook: 'desk', kinds: [], incidents: false },
  ])
})
