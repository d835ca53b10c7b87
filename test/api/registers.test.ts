/** Registers and the daily meeting from the outside, on a real PostgreSQL. */
import { REGISTER_NAMES } from '../../machines/rules/catalogue/registers.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { openApiDocument } from '../../src/api/openapi/index.ts'
import type { RegisterItem, RegisterRow } from '../../src/engine/registers/views.ts'
import { wrongWith } from '../support/answers.ts'
import { changeOf } from '../support/changes.ts'
import { type Client, WHY } from '../support/client.ts'
import { policyWith } from '../support/incident.ts'
import { type ServedRecord, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

interface Shown {
  readonly at: string
  readonly items: readonly (RegisterItem & { readonly late: boolean })[]
  readonly next: string | null
}
interface Meeting {
  readonly at: string
  readonly bankHolidays: { readonly warning: string | null }
  readonly demandsEnded: Readonly<Record<string, unknown>>
  readonly registers: readonly {
    readonly register: string
    readonly count: number
    readonly late: number
    readonly first: readonly RegisterItem[]
  }[]
}

const $ = useStore()
const document = openApiDocument(LIMITS)

const row = (incident: string, kind: string, state: string, due: string, facts: object = {}): RegisterRow => ({
  ...{ incident, kind, state, name: `${incident}-1`, ended: ['answered', 'superseded', 'set-aside'].includes(state), weight: 0 },
  dueAt: due,
  deadlines: kind === 'demand' ? [] : [{ name: 'a-clock', dueAt: due }],
  facts: { ...facts },
})

let served: ServedRecord
let api: Client
let accepting: ServedRecord['accepting']
beforeAll(async () => {
  const readers = { supervisor: 'warwickshire', auditor: 'warwickshire', hau: 'kent' }
  served = await serveRecord($.store, policyWith(), readers)
  api = served.api
  accepting = served.accepting

  const list = (incident: string, listed: readonly RegisterRow[], force = 'warwickshire') =>
    $.store.commit([changeOf(incident, 0, { listed, force })])
  await list('WK-1', [
    row('WK-1', 'owed/dash-submission', 'missed', '2026-11-19T20:00:00.000Z', { since: '2026-11-18T20:00:00.000Z' }),
    row('WK-1', 'suspect', 'outstanding.circulated', '2026-11-25T00:00:00.000Z', { risk: 'high', since: '=1+1' }),
    row('WK-1', 'demand', 'answered', '2026-11-19T22:00:00.000Z', { level: 3 }),
  ])
  await list('WK-2', [
    row('WK-2', 'suspect', 'outstanding.notCirculated', '2026-11-20T06:00:00.000Z', { risk: 'high' }),
    row('WK-2', 'demand', 'superseded', '2026-11-19T23:00:00.000Z', { level: 1 }),
    { ...row('WK-2', 'demand', 'set-aside', '2026-11-19T23:10:00.000Z', { level: 2 }), name: 'WK-2-d2' },
  ])
  await list('WK-3', [row('WK-3', 'demand', 'answered', '2026-11-18T22:00:00.000Z', { level: 1 })])
  await list('KT-1', [row('KT-1', 'suspect', 'outstanding.circulated', '2026-11-19T00:00:00.000Z', { risk: 'high' })], 'kent')
})
afterAll(() => served.stop())

const MORNING = '2026-11-20T08:30:00.000Z'

it('shows a register by its page, as the document describes it', async () => {
  const shown = await api.get<Shown>('/v1/registers/suspects-outstanding?limit=1')
  expect(wrongWith('Register', shown)).toBeNull()
  expect(shown.items).toMatchObject([{ incident: 'WK-2', priority: 'P2', facts: { risk: 'high' } }])
  const rest = await api.get<Shown>(`/v1/registers/suspects-outstanding?limit=1&cursor=${shown.next}`, 'auditor')
  expect([rest.items.map(({ incident }) => incident), rest.next]).toEqual([['WK-1'], null])
  const elsewhere = await api.get<Shown>('/v1/registers/suspects-outstanding', 'hau')
  expect(elsewhere.items.map(({ incident }) => incident)).toEqual(['KT-1'])
})

it('answers with a table on request', async () => {
  const asked = await api.ask('/v1/registers/suspects-outstanding?format=csv', undefined, WHY)
  expect(asked.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(asked.headers.get('content-disposition')).toMatch(/^attachment; filename=suspects-outstanding-\d{4}-\d\d-\d\d\.csv$/)
  const [header, ...lines] = (await asked.text()).split('\r\n')
  expect(header).toBe(
    'incident,kind,name,state,dueAt,deadline,late,priority,riskGrade,risk,since,circulatedAt,reviewedAt,reviewBy',
  )
  const now = (await api.get<Shown>('/v1/registers/suspects-outstanding')).at
  expect(lines).toEqual([
    `WK-2,suspect,WK-2-1,outstanding.notCirculated,2026-11-20T06:00:00.000Z,a-clock,${now > '2026-11-20T06'},P2,,high,,,,`,
    `WK-1,suspect,WK-1-1,outstanding.circulated,2026-11-25T00:00:00.000Z,a-clock,${now > '2026-11-25'},P2,,high,'=1+1,,,`,
    '',
  ])
  expect(
    (await (await api.ask('/v1/registers/suspects-outstanding?format=csv&limit=1', undefined, WHY)).text()).split('\r\n'),
  ).toHaveLength(3)
})

it.each([
  ['text/csv', '', 'text/csv; charset=utf-8'],
  ['text/csv', '?format=json', 'application/json; charset=utf-8'],
  ['application/json, text/csv;q=0.5', '', 'application/json; charset=utf-8'],
  ['text/html, */*', '', 'application/json; charset=utf-8'],
])('answers %s%s with what was asked for', async (accept, query, type) => {
  const answer = await accepting(accept, `/v1/registers/dash${query}`)
  expect([answer.headers.get('content-type'), answer.headers.get('vary')]).toEqual([type, 'Accept'])
})

it('writes a long table whole, however many lines it has', async () => {
  const many = Array.from({ length: 1203 }, (_, n) => ({ ...row('WK-9', 'owed/victim-told', 'missed', MORNING), name: `V${n}` }))
  await $.store.commit([changeOf('WK-9', 0, { listed: many })])
  const lines = (await (await api.ask('/v1/registers/victims-not-told?format=csv', undefined, WHY)).text())
    .trimEnd()
    .split('\r\n')
  expect(new Set(lines).size).toBe(1204)
  const meeting = await api.get<Meeting>(`/v1/daily-meeting?at=${MORNING}`)
  expect(meeting.registers.find(({ register }) => register === 'victims-not-told')?.count).toBe(1000)
})

it('gathers the daily meeting: how many, how many late by then, and what comes first', async () => {
  const meeting = await api.get<Meeting>(`/v1/daily-meeting?at=${MORNING}&first=1`)
  expect(wrongWith('DailyMeeting', meeting)).toBeNull()
  expect(meeting.registers.map(({ register }) => register)).toEqual(REGISTER_NAMES)
  const told = (name: string) => {
    const { count, late, first } = meeting.registers.find(({ register }) => register === name) ?? {
      count: -1,
      late: -1,
      first: [],
    }
    return [count, late, ...first.map(({ incident }) => incident)]
  }
  expect(told('dash')).toEqual([1, 1, 'WK-1'])
  expect(told('suspects-outstanding')).toEqual([2, 1, 'WK-2'])
  expect(told('demands-answered')).toEqual([3, 0, 'WK-1'])
  expect(told('bail-and-release')).toEqual([0, 0])
  expect(meeting.demandsEnded).toEqual({ from: '2026-11-19T08:30:00.000Z', to: MORNING, answered: 1, superseded: 1, setAside: 1 })
})

it('warns the meeting of a list of bank holidays that runs out', async () => {
  const warning = async (at: string) => (await api.get<Meeting>(`/v1/daily-meeting?at=${at}`)).bankHolidays.warning
  expect(await warning('2026-11-20T08:30:00Z')).toBeNull()
  expect(await warning('2027-09-01T08:30:00Z')).toMatch(/^Bank holidays are known to 2027-12-31 only/)
})

it.each([
  ['registers/suspects', 404, []],
  ['registers/dash?state=a%20b&limit=0&format=xml&colour=red', 422, ['/limit', '/state', '/format', '/colour']],
  ['registers/dash?from=yesterday', 422, ['/from']],
  ['registers/dash?from=1899-12-31T23:59:59Z&to=2201-01-01T00:00:00Z', 422, ['/from', '/to']],
  ['daily-meeting?at=0001-01-01T00:00:00Z', 422, ['/at']],
  ['thrive-sample?seed=s&from=0000-01-01T00:00:00Z&to=9999-01-01T00:00:00Z', 422, ['/from', '/to']],
  ['measures/dash-made?from=1899-12&to=2201-01', 422, ['/from', '/to']],
  ['registers/dash?cursor=x', 422, ['/cursor']],
  ['registers/dash?format=csv&cursor=x', 422, ['/cursor']],
  ['daily-meeting?first=51&at=now', 422, ['/at', '/first']],
])('refuses /v1/%s', async (path, status, pointers) => {
  const answer = await api.ask(`/v1/${path}`, undefined, WHY)
  const { errors = [] } = (await answer.json()) as { errors?: { pointer: string }[] }
  expect([answer.status, errors.map(({ pointer }) => pointer).sort()]).toEqual([status, [...pointers].sort()])
})

it.each([
  ['/v1/registers/{name}', 'Register'],
  ['/v1/daily-meeting', 'DailyMeeting'],
])('is in the OpenAPI document with an example that is right by it: %s', (path, component) => {
  const answer = document.paths[path]?.get?.responses['200'] as unknown as {
    content: { 'application/json': { example: unknown } }
  }
  expect(wrongWith(component, answer.content['application/json'].example)).toBeNull()
})
