/** How much waits: equal to what the lists have, as each role reads them, and cheap with two thousand open incidents. */
import type { Counting } from '../../src/engine/counts.ts'
import type { openDatabase } from '../../src/store/connection/database.ts'
import { countsOf } from '../../src/store/lists/counts.ts'
import { alertOf, changeOf, FORCE } from '../support/changes.ts'
import { asReader, costOf } from '../support/plans.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const ASKED: Counting = { reader: null, mine: null, minesHidden: true, openOnly: false, alerts: true, samples: true }
const counts = (over: Partial<Counting> = {}, force = FORCE) => $.store.waitingCounts(force, { ...ASKED, ...over })

const NONE = { count: 0, oldestAt: null, bySeverity: { low: 0, medium: 0, high: 0, critical: 0 } }
const NOTHING = {
  at: expect.stringMatching(/Z$/),
  incidents: {
    ...{ open: 0, restricted: 0, byPriority: [], byArea: { urban: 0, rural: 0, unknown: 0 } },
    byAttention: { demanded: 0, overdue: 0, warning: 0, unassessed: 0, none: 0 },
  },
  alerts: { open: NONE, acknowledged: NONE },
  ...{ deliveries: { dead: 0 }, approvals: { waiting: 0 }, reassessments: { waiting: 0 }, handovers: { open: 0, items: 0 } },
}

it('counts nothing where nothing is', async () => {
  expect(await counts()).toEqual(NOTHING)
  const { alerts: _, deliveries: __, approvals: ___, reassessments: ____, handovers: _____, ...incidents } = NOTHING
  expect(await counts({ alerts: false, samples: false })).toEqual(incidents)
})

describe('a night', () => {
  const ANN = { id: 'Ann', role: 'supervisor' }
  const raisedAt = (minute: number) => `2026-11-20T20:0${minute}:00.000Z`
  beforeAll(async () => {
    await $.store.commit([
      changeOf('OVERDUE', 0, {
        columns: { attention: ['demanded', 'overdue'], priority: 'P1', area: 'rural' },
        alerts: [
          alertOf('OVERDUE', 'a1', { severity: 'critical', raisedAt: raisedAt(2) }),
          alertOf('OVERDUE', 'a2', { raisedAt: raisedAt(1), status: 'acknowledged', acknowledgedBy: ANN }),
        ],
      } as never),
      changeOf('UNGRADED', 0, {
        columns: { attention: ['unassessed'], priority: null },
        alerts: [alertOf('UNGRADED', 'a3', { raisedAt: raisedAt(4) })],
        listed: [
          { kind: 'asked-for', name: '1', state: 'waiting', ended: false, weight: 0, dueAt: null, item: {} },
          { kind: 'asked-for', name: '2', state: 'decided', ended: true, weight: 0, dueAt: null, item: {} },
          { kind: 'reassessment', name: '3', state: 'waiting', ended: false, weight: 0, dueAt: null, item: {} },
        ],
      } as never),
      changeOf('SECRET', 0, {
        columns: { attention: ['overdue'], priority: 'P0', area: 'urban', readers: ['jane'] },
        alerts: [alertOf('SECRET', 'a4', { raisedAt: raisedAt(3), status: 'acknowledged', acknowledgedBy: ANN })],
      } as never),
      changeOf('CLOSED', 0, {
        columns: { closed: true, priority: 'P1' },
        alerts: [alertOf('CLOSED', 'a5', { severity: 'low', raisedAt: raisedAt(0) })],
      } as never),
      changeOf('THEIRS', 0, { force: 'kent', alerts: [alertOf('THEIRS', 'a6')] }),
    ])
  })

  it('is counted by attention, grade, area and severity, and what waits beside it', async () => {
    expect(await counts()).toEqual({
      at: expect.stringMatching(/Z$/),
      incidents: {
        ...{ open: 3, restricted: 1, byArea: { urban: 0, rural: 1, unknown: 1 } },
        byAttention: { demanded: 1, overdue: 2, warning: 0, unassessed: 1, none: 0 },
        byPriority: [
          { priority: 'P1', count: 1 },
          { priority: null, count: 1 },
        ],
      },
      alerts: {
        open: { count: 3, oldestAt: raisedAt(0), bySeverity: { low: 1, medium: 0, high: 1, critical: 1 } },
        acknowledged: { count: 2, oldestAt: raisedAt(1), bySeverity: { low: 0, medium: 0, high: 2, critical: 0 } },
      },
      ...{ deliveries: { dead: 0 }, approvals: { waiting: 1 }, reassessments: { waiting: 1 }, handovers: { open: 0, items: 0 } },
    })
  })

  it('of a restricted incident a reader is told everything, and everybody else its attention alone', async () => {
    for (const reader of [null, 'joe'])
      expect((await counts({ reader })).incidents).toMatchObject({ open: 3, restricted: 1, byArea: { urban: 0 } })
    expect((await counts({ reader: 'Jane ' })).incidents).toMatchObject({
      ...{ open: 3, restricted: 0, byArea: { urban: 1, rural: 1, unknown: 1 } },
      byPriority: [
        { priority: 'P0', count: 1 },
        { priority: 'P1', count: 1 },
        { priority: null, count: 1 },
      ],
    })
  })

  it('tells whoever asks how many they have, and a key nothing of restricted incidents', async () => {
    expect((await counts({ mine: { id: 'ann' } })).incidents.mine).toBe(1)
    expect(
      (await counts({ mine: { id: 'ann', account: { issuer: 'i', subject: 's' } }, minesHidden: false })).incidents.mine,
    ).toBe(2)
    expect((await counts({ mine: { id: 'bob' } })).incidents.mine).toBe(0)
    expect((await counts()).incidents).not.toHaveProperty('mine')
  })

  it('counts no reassessment that whoever asks made or approved, however that is spelt', async () => {
    const content = JSON.stringify({ assessor: ANN, decision: { approvedBy: { id: 'SUP\u20119', role: 'supervisor' } } })
    await $.store.commit([
      changeOf('READ', 0, {
        ...{ force: 'essex', entries: [{ content }] },
        listed: [{ kind: 'reassessment', name: '1', state: 'waiting', ended: false, weight: 0, dueAt: null, item: {} }],
      } as never),
    ])
    const toRead = async (mine: Counting['mine']) => (await counts({ mine }, 'essex')).reassessments?.waiting
    expect(await Promise.all(['ANN ', 'sup-9', 'bob'].map((id) => toRead({ id })))).toEqual([0, 0, 1])
    expect(await toRead(null)).toBe(1)
  })

  it('counts of the hand-overs those that somebody may accept: not their own, however they are spelled', async () => {
    const terms = { acceptWithinMs: 900_000, aheadMs: 900_000, tellsAll: false }
    const said = {
      force: 'kent',
      from: 'late',
      to: 'night',
      note: null,
      sentId: null,
      actor: { key: 'k', role: 'supervisor' },
    } as const
    for (const [id, by] of [
      ['h1', 'Ann'],
      ['h2', 'ann'],
      ['h3', 'Bob'],
    ] as const)
      await $.store.handoverRows.write(id, { ...said, by: { id: by, role: 'supervisor' } }, terms)
    const handovers = async (over: Partial<Counting>) => (await counts(over, 'kent')).handovers
    expect(await handovers({ mine: { id: 'ANN' } })).toMatchObject({ open: 3, toAccept: 1 })
    expect(await handovers({ mine: { id: 'bob' } })).toMatchObject({ open: 3, toAccept: 2 })
    expect(await handovers({})).not.toHaveProperty('toAccept')
  })

  it('counts alerts of open incidents alone for a role that reads these', async () => {
    const { alerts } = await counts({ openOnly: true })
    expect(alerts?.open).toEqual({ count: 2, oldestAt: raisedAt(2), bySeverity: { low: 0, medium: 0, high: 1, critical: 1 } })
  })

  it('is counted within its force', async () => {
    expect((await counts({}, 'kent')).incidents.open).toBe(1)
    expect(await counts({}, 'sussex')).toEqual(NOTHING)
  })
})

it('reads what is open, and not what is closed or over: 2,000 incidents and 4,000 alerts among 20,000 and 40,000', async () => {
  await $.database.query(`
    insert into reassess.cases (force, reference, version, head, machine_version, policy, snapshot, item, priority, closed, demand_level, demand_levels, attention, states, sort_key)
    select '${FORCE}', 'MANY-' || n, 1, '', 1, '', repeat(md5(n::text), 400), repeat(md5(n::text), 100), 'P' || n % 4, n > 2000, 0, '{}',
           case n % 3 when 0 then '{demanded,overdue}' when 1 then '{overdue}' else '{none}' end::text[], '{}', n::text
      from generate_series(1, 20000) n`)
  await $.database.query(`
    insert into reassess.alerts (case_id, id, force, incident, status, kind, audience, raised_at, item)
    select 10, 'many-' || n, '${FORCE}', 'MANY-' || n, case when n <= 3000 then 'open' when n <= 4000 then 'acknowledged' else 'resolved' end,
           'attendance-overdue', 'supervisor', timestamptz '2026-01-01' + n * interval '1 second', '{"id":"a","severity":"high","more":"' || repeat('x', 400) || '"}'
      from generate_series(1, 40000) n`)
  await $.database.query('vacuum analyze reassess.cases, reassess.alerts')
  const pages: number[] = []
  const client = await asReader($.logins.reader)
  const database = {
    query: async ({ text }: { text: string }, values: unknown[]) => {
      pages.push((await costOf(client, text, values)).pages)
      return (await client.query(text, values)).rows
    },
  } as unknown as ReturnType<typeof openDatabase>
  const found = await countsOf(database, FORCE, { ...ASKED, mine: { id: 'ann' } })
  await client.end()
  expect(found.incidents.open).toBeGreaterThanOrEqual(2_000)
  expect(found.alerts?.open.count).toBeGreaterThanOrEqual(3_000)
  expect(pages.length).toBe(2)
  expect([pages, Math.max(...pages) < 1_000]).toEqual([pages, true])
  const spent: number[] = []
  for (let time = 0; time < 20; time++) {
    const began = performance.now()
    await counts({ mine: { id: 'ann' } })
    spent.push(performance.now() - began)
  }
  if (process.env.SAY_HOW_LONG) process.stderr.write(`pages ${pages}; ms ${spent.map((ms) => ms.toFixed(1))}\n`)
})
