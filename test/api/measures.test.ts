/** Measures from the outside, on a real PostgreSQL: what was posted, counted by month. */
import type { Role } from '../../machines/rules/vocabulary.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { openApiDocument } from '../../src/api/openapi/index.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { Counted } from '../../src/engine/measures/counted.ts'
import type { MeasureLine } from '../../src/engine/measures/lines.ts'
import { MEASURE_NAMES } from '../../src/engine/measures/measures.ts'
import type { Refusal } from '../../src/engine/reads.ts'
import { wrongWith } from '../support/answers.ts'
import { changeOf } from '../support/changes.ts'
import { type Client, WHY } from '../support/client.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith } from '../support/incident.ts'
import { serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

interface Shown {
  readonly from: string
  readonly to: string
  readonly countedSince: string | null
  readonly lines: readonly MeasureLine[]
}

const $ = useStore()
const pinned = policyWith()
const document = openApiDocument(LIMITS)

const thing = (what: Counted['what'], name: string, at: string, code: string, more: Partial<Counted> = {}): Counted => ({
  ...{ what, name, at, code, priority: 'P2', area: 'urban', risk: null, team: null, kind: null, minutes: null },
  ...more,
})
const wait = (name: string, at: string, code: string, priority: string) => thing('attendance', name, at, code, { priority })

const engineOn = () =>
  createEngine({ store: $.store, policy: pinned, alarms: { ring: () => {} }, salt: () => 'aa', failed: () => {} })

let api: Client
let stop: () => Promise<void>
beforeAll(async () => {
  const readers = { supervisor: 'warwickshire', auditor: 'warwickshire', officer: 'warwickshire', hau: 'kent' }
  const served = await serveRecord($.store, pinned, readers)
  api = served.api
  stop = served.stop

  const seed = (incident: string, counted: readonly Counted[], force = 'warwickshire') =>
    $.store.commit([changeOf(incident, 0, { counted, force })])
  await seed('M-1', [
    wait('1', '2025-03-01T00:00:00.000Z', 'in-time', 'P1'),
    wait('2', '2025-03-31T22:59:59.999Z', 'late', 'P2'),
    wait('3', '2025-03-31T23:00:00.000Z', 'in-time', 'P2'),
    wait('4', '2025-10-31T23:59:59.999Z', 'in-time', 'P2'),
    wait('5', '2025-11-01T00:00:00.000Z', 'in-time', 'P2'),
    wait('6', '2025-03-10T00:00:00.000Z', 'overtaken', 'P2'),
  ])
  await seed('M-2', [
    wait('1', '2025-03-02T00:00:00.000Z', 'in-time', 'P1'),
    wait('2', '2025-03-02T00:00:00.000Z', 'in-time', 'P2'),
    thing('outcome', 'C-1', '2025-03-02T00:00:00.000Z', '16', { team: 'cid', minutes: 10 }),
    thing('outcome', 'C-2', '2025-03-03T00:00:00.000Z', '16', { team: 'cid', minutes: 30 }),
    thing('outcome', 'C-3', '2025-03-04T00:00:00.000Z', '1', { team: '=1+1', minutes: null }),
    thing('outcome', 'C-4', '2025-03-05T00:00:00.000Z', '15', { team: 'cid', minutes: 50 }),
  ])
  await seed('KT-1', [wait('1', '2025-03-02T00:00:00.000Z', 'late', 'P1')], 'kent')
  const refused = (at: string, code: string): Refusal => ({
    ...{ force: 'warwickshire', actor: { key: 'k', role: 'supervisor' }, at, code, incident: 'M-1', type: null },
    ...{ source: null, id: null, subjects: [], problem: { detail: '\u0000' }, body: Buffer.from('{}') },
  })
  await $.store.keep([
    refused('2025-03-30T00:30:00.000Z', 'explains-delay-not-risk'),
    refused('2025-03-30T01:30:00.000Z', 'explains-delay-not-risk'),
    refused('2025-03-31T23:00:00.000Z', 'reassessment-incomplete'),
    refused('2025-03-30T01:30:00.000Z', 'not-accepted-now'),
  ])
})
afterAll(() => stop())

const shown = (path: string, role?: Role) => api.get<Shown>(`/v1/measures/${path}`, role)
/** `2025-03 P1: 2 in-time 2 (1)` */
const inWords = ({ lines }: Shown) =>
  lines.map(({ month, priority, of, parts }) =>
    [month, priority, `${of}:`, ...parts.map(({ part, count, share }) => `${part} ${count} (${share})`)]
      .filter((word) => word !== undefined)
      .join(' '),
  )

it('sets an emergency grade beside a prompt one, month by month, and ends each month by the clock on the wall', async () => {
  const march = await shown('attendance-in-time?from=2025-03&to=2025-04&by=month,priority')
  expect(wrongWith('Measure', march)).toBeNull()
  expect(inWords(march)).toEqual([
    '2025-03 P1 2: in-time 2 (1) late 0 (0)',
    '2025-03 P2 2: in-time 1 (0.5) late 1 (0.5)',
    '2025-04 P2 1: in-time 1 (1) late 0 (0)',
  ])
  expect(inWords(await shown('attendance-in-time?from=2025-09&to=2025-11'))).toEqual([
    '2025-09 0: in-time 0 (null) late 0 (null)',
    '2025-10 1: in-time 1 (1) late 0 (0)',
    '2025-11 1: in-time 1 (1) late 0 (0)',
  ])
  expect(inWords(await shown('attendance-in-time?from=2025-03&to=2025-11&by=priority', 'auditor'))).toEqual([
    'P1 2: in-time 2 (1) late 0 (0)',
    'P2 5: in-time 4 (0.8) late 1 (0.2)',
  ])
  expect(inWords(await shown('attendance-in-time?from=2025-03&to=2025-03', 'hau'))).toEqual([
    '2025-03 1: in-time 0 (0) late 1 (1)',
  ])
})

it('counts outcomes by code and team, with the time until she was first seen', async () => {
  const { lines } = await shown('outcomes?from=2025-03&to=2025-03&by=team')
  expect(lines).toEqual([
    {
      team: '=1+1',
      of: 1,
      parts: [
        { part: '1', count: 1, share: 1 },
        { part: 'evidential-difficulties', count: 0, share: 0 },
      ],
    },
    {
      team: 'cid',
      of: 3,
      parts: [
        { part: '15', count: 1, share: 0.3333, minutes: { known: 1, median: 50, ninetieth: 50 } },
        { part: '16', count: 2, share: 0.6667, minutes: { known: 2, median: 20, ninetieth: 28 } },
        { part: 'evidential-difficulties', count: 3, share: 1, minutes: { known: 3, median: 30, ninetieth: 46 } },
      ],
    },
  ])
  const table = await api.ask('/v1/measures/outcomes?from=2025-03&to=2025-03&by=month,team&format=csv', undefined, WHY)
  expect(table.headers.get('content-disposition')).toBe('attachment; filename=outcomes-2025-03-2025-03.csv')
  expect((await table.text()).split('\r\n').slice(0, 3)).toEqual([
    'month,whole,team,part,count,of,share,timed,median,ninetieth',
    "2025-03,true,'=1+1,1,1,1,1,,,",
    "2025-03,true,'=1+1,evidential-difficulties,0,1,0,,,",
  ])
})

it('counts explanations that were offered as reassessments', async () => {
  expect(inWords(await shown('reassessments-refused?from=2025-03&to=2025-04'))).toEqual([
    '2025-03 2: explains-delay-not-risk 2 (1) reassessment-incomplete 0 (0)',
    '2025-04 1: explains-delay-not-risk 0 (0) reassessment-incomplete 1 (1)',
  ])
})

describe('reassessments and their readings', () => {
  // 20 recorded in a month and an area: 4 doubted, of which 3 are read; of the other 16 a sample of 4 is read.
  const MAY = '2025-05-10T20:00:00.000Z'
  const codes = [
    ...['doubted', 'doubted-assesses', 'doubted-explains', 'doubted-explains'],
    ...['passed-explains', 'passed-assesses', 'passed-assesses', 'passed-assesses'],
    ...Array<string>(12).fill('passed'),
  ]
  beforeAll(() =>
    $.store.commit([
      changeOf('R-1', 0, {
        counted: [
          ...codes.map((code, n) => thing('reassessment', String(n), MAY, code)),
          thing('reassessment', 'alone', '2025-06-10T20:00:00.000Z', 'doubted-explains', { area: 'rural' }),
          ...['in-time', 'in-time', 'in-time', 'late', 'not-read'].map((code, n) => thing('blind-reading', String(n), MAY, code)),
          // Drawn just now: nobody has read it, and its time is not over.
          thing('blind-reading', 'drawn', new Date(Date.now() + 60_000).toISOString(), 'not-read'),
        ],
      }),
    ]),
  )

  it('counts what the detector doubted and what people found, with how far they agree', async () => {
    const answer = await shown('reassessments-recorded?from=2025-05&to=2025-07')
    expect(wrongWith('Measure', answer)).toBeNull()
    expect(inWords(answer)).toEqual([
      '2025-05 20: doubted 4 (0.2) doubted-explains 2 (0.1) doubted-assesses 1 (0.05) passed-explains 1 (0.05) passed-assesses 3 (0.15)',
      '2025-06 1: doubted 1 (1) doubted-explains 1 (1) doubted-assesses 0 (0) passed-explains 0 (0) passed-assesses 0 (0)',
      '2025-07 0: doubted 0 (null) doubted-explains 0 (null) doubted-assesses 0 (null) passed-explains 0 (null) passed-assesses 0 (null)',
    ])
    // Weighed, of 240: 32, 16, 48, 144. Observed 176 of 240; by chance (48 * 80 + 192 * 160) of 57,600.
    expect(answer.lines.map(({ agreement }) => agreement)).toEqual([
      { observed: 0.7333, kappa: 0.3333 },
      { observed: 1, kappa: null },
      { observed: null, kappa: null },
    ])
  })

  it('has the agreement in each line of a table', async () => {
    const table = await api.ask('/v1/measures/reassessments-recorded?from=2025-05&to=2025-05&format=csv', undefined, WHY)
    expect((await table.text()).split('\r\n').slice(0, 2)).toEqual([
      'month,whole,part,count,of,share,timed,median,ninetieth,observed,kappa',
      '2025-05,true,doubted,4,20,0.2,,,,0.7333,0.3333',
    ])
  })

  it('counts what was overturned of what was doubted and read, and what the blind sample finds', async () => {
    expect(inWords(await shown('reassessments-overturned?from=2025-05&to=2025-05'))).toEqual([
      '2025-05 3: overturned 2 (0.6667) kept 1 (0.3333)',
    ])
    expect(inWords(await shown('blind-finds?from=2025-05&to=2025-05'))).toEqual([
      '2025-05 4: explains 1 (0.25) assesses 3 (0.75)',
    ])
    expect(inWords(await shown('blind-readings?from=2025-05&to=2025-05'))).toEqual([
      '2025-05 5: in-time 3 (0.6) late 1 (0.2) not-read 1 (0.2)',
    ])
  })

  it('shows no blind readings of a month that goes on, which would tell what was drawn', async () => {
    const { to, lines } = await shown('blind-readings?from=2025-05&by=month')
    const { to: now } = await shown('dash-made')
    expect([lines.at(-1)?.month, lines.at(-1)?.whole]).toEqual([to, true])
    expect(to < now).toBe(true)
    const all = await shown(`blind-readings?from=2025-05&to=${to}`)
    expect(all.lines.reduce((sum, { of }) => sum + of, 0)).toBe(5)
    const refused = async (query: string) => {
      const answer = await api.ask(`/v1/measures/blind-readings?${query}`)
      const { errors } = (await answer.json()) as { errors: { pointer: string }[] }
      return [answer.status, errors.map(({ pointer }) => pointer)]
    }
    expect(await refused(`to=${now}`)).toEqual([422, ['/to']])
    expect(await refused(`from=${now}`)).toEqual([422, ['/from']])
    expect(await refused('from=2025-05&to=2099-01&by=area')).toEqual([422, ['/by']])
  })

  it('counts a posted explanation that was set aside as no answer to its breach', async () => {
    const engine = engineOn()
    const post = async (event: happens.Posted, id: string) => {
      const [outcome] = await engine.record([{ ...arrivedEvent(event, id), reference: 'SA-1' }])
      return outcome?.status === 'accepted' ? outcome.sequence : Promise.reject(new Error(JSON.stringify(outcome)))
    }
    const at = '2025-08-05T21:05:00.000Z'
    for (const [n, event] of happens.gradedP2('2025-08-05T20:00:00.000Z').entries()) await post(event, `aside-${n}`)
    const sequence = await post(happens.but(happens.doubtful(happens.reassessed(at, null)), { demand: 'SA-1-d1' }), 'aside-r')
    const breaches = async () => inWords(await shown('breaches-reassessed?from=2025-08&to=2025-08&by=month'))[0]
    const doubted = async () => inWords(await shown('reassessments-recorded?from=2025-08&to=2025-08'))[0]
    expect(await breaches()).toContain('1: reassessed 1 (1)')
    expect(await doubted()).toContain('1: doubted 1 (1) doubted-explains 0 (0)')
    await post(happens.read('2025-08-05T21:10:00.000Z', sequence, 'explains'), 'aside-v')
    expect(await breaches()).toContain(
      '1: reassessed 0 (0) reassessed-late 0 (0) seen-first 0 (0) seen-first-late 0 (0) open 1 (1)',
    )
    expect(await doubted()).toContain('1: doubted 1 (1) doubted-explains 1 (1)')
  })
})

it('counts a night as it was posted, a duplicate once, and the same when its texts are gone', async () => {
  const night = [
    ...happens.gradedP2('2025-06-30T22:30:00.000Z'),
    // By when the record knew of them, the breach had been reassessed within minutes.
    happens.reassessed('2025-06-30T23:35:00.000Z', 'd1'),
    happens.arrived('2025-06-30T23:40:00.000Z'),
    happens.dashSubmitted('2025-06-30T23:50:00.000Z', 'high'),
    happens.dashReviewed('2025-06-30T23:55:00.000Z'),
    happens.but(happens.suspectDealtWith('2025-07-01T00:00:00.000Z', 'charged'), { suspect: 'P-2' }),
  ].map((event, n) => arrivedEvent(event, `night-${n}`))
  const engine = engineOn()
  for (const event of [...night, ...night]) await engine.record([event])
  const statuses = (await engine.record(night)).map(({ status }) => status)
  expect(statuses).toEqual(night.map(() => 'duplicate'))
  const asked = async () => {
    const measures: Record<string, string[]> = {}
    for (const name of ['breaches-reassessed', 'dash-made', 'dash-reviews', 'arrests-and-charges', 'suspects-dealt-with'])
      measures[name] = inWords(await shown(`${name}?from=2025-06&to=2025-07`)).map((line) =>
        line.replaceAll(/ [\w-]+ 0 \([\w.]+\)/g, ''),
      )
    return measures
  }
  const counted = await asked()
  expect(counted).toEqual({
    // Received at half past eleven on the last night of June, by the clock on the wall; breached in July.
    'breaches-reassessed': ['2025-06 0:', '2025-07 1: reassessed 1 (1)'],
    'dash-made': ['2025-06 1: made 1 (1)', '2025-07 0:'],
    'dash-reviews': ['2025-06 0:', '2025-07 1: accepted 1 (1)'],
    'arrests-and-charges': ['2025-06 1: charged 1 (1)', '2025-07 0:'],
    'suspects-dealt-with': ['2025-06 0:', '2025-07 1: charged 1 (1)'],
  })
  const [{ gone } = { gone: 0 }] = await $.database.query<{ gone: number }>(
    `with d as (delete from reassess.contents k using reassess.cases c where c.id = k.case_id and c.reference = $1 returning 1)
     select count(*)::integer as gone from d`,
    [KEY.reference],
  )
  expect(gone).toBeGreaterThan(night.length)
  expect(await asked()).toEqual(counted)
})

it('shows the last twelve months unless told, and which of them are over', async () => {
  const { from, to, lines } = await shown('dash-made')
  expect(lines.map(({ month }) => month)).toEqual([...new Set(lines.map(({ month }) => month))])
  expect([lines.length, lines[0]?.month, lines.at(-1)?.month]).toEqual([12, from, to])
  expect(lines.map(({ whole }) => whole)).toEqual([...Array(11).fill(true), false])
})

it('says since when things are counted, where the record is older', async () => {
  expect((await shown('dash-made?from=2025-03&to=2025-03')).countedSince).toBeNull()
  const since = '2025-04-01T10:00:00.000Z'
  await $.database.query(
    `insert into reassess.counted (case_id, what, name, force, at, code) values (0, 'counting', '', '', $1, 'since')`,
    [since],
  )
  const { countedSince, lines } = await shown('dash-made?from=2025-03&to=2025-05')
  expect([countedSince, ...lines.map(({ whole }) => whole)]).toEqual([since, false, false, true])
  await $.database.query("delete from reassess.counted where what = 'counting'")
})

it('lists what there is to count, and can show each of them', async () => {
  const list = await api.get<{ items: { measure: string; by: string[] }[] }>('/v1/measures')
  expect(wrongWith('Measures', list)).toBeNull()
  expect(list.items.map(({ measure }) => measure)).toEqual(MEASURE_NAMES)
  for (const { measure, by } of list.items)
    expect(wrongWith('Measure', await shown(`${measure}?from=2025-01&to=2025-12&by=${by.join()}`))).toBeNull()
})

it.each([
  ['arrests', 'supervisor', 404, []],
  ['outcomes', 'officer', 403, []],
  [
    'outcomes?from=2025-13&to=now&by=month,name&format=xml&colour=red',
    'supervisor',
    422,
    ['/by', '/colour', '/format', '/from', '/to'],
  ],
  ['outcomes?from=2025-05&to=2025-04', 'supervisor', 422, ['/to']],
  ['outcomes?from=2010-01&to=2025-04', 'supervisor', 422, ['/from']],
  ['dash-made?by=team', 'supervisor', 422, ['/by']],
] as const)('refuses /v1/measures/%s to a %s', async (path, role, status, pointers) => {
  const answer = await api.ask(`/v1/measures/${path}`, role)
  const { errors = [] } = (await answer.json()) as { errors?: { pointer: string }[] }
  expect([answer.status, errors.map(({ pointer }) => pointer).sort()]).toEqual([status, [...pointers]])
})

it.each([
  ['/v1/measures', 'Measures'],
  ['/v1/measures/{name}', 'Measure'],
])('is in the OpenAPI document with an example that is right by it: %s', (path, component) => {
  const answer = document.paths[path]?.get?.responses['200'] as unknown as {
    content: { 'application/json': { example: unknown } }
  }
  expect(wrongWith(component, answer.content['application/json'].example)).toBeNull()
})
