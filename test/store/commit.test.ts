import { DuplicateInGroup } from '../../src/engine/ports.ts'
import { AT, alertOf, changeOf, FORCE, timerOf } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const key = (reference: string) => ({ force: FORCE, reference })

const rowsOf = async (table: string) => {
  const [row] = await $.database.query<{ count: string }>(`select count(*) from reassess.${table}`)
  return Number(row?.count)
}
const TABLES = ['cases', 'entries', 'contents', 'timers', 'alerts', 'changes']
const counted = async () => Promise.all(TABLES.map(rowsOf))

describe('one group, one commit', () => {
  it('fails one stale case of 64 alone, and stores nothing of it', async () => {
    const references = Array.from({ length: 64 }, (_, n) => `G${n}`)
    expect(await $.store.commit(references.map((reference) => changeOf(reference, 0)))).toEqual({ stale: [] })
    expect(await $.store.commit([changeOf('G17', 1)])).toEqual({ stale: [] })

    const dueAt = '2030-01-01T00:00:00.000Z'
    const group = references.map((reference) =>
      changeOf(reference, 1, { timersSet: [timerOf('t1', dueAt)], alerts: [alertOf(reference, `${reference}-a1`)] }),
    )
    expect(await $.store.commit(group)).toEqual({ stale: [key('G17')] })

    const { cases } = await $.store.load(references.map(key), [])
    expect(cases.map(({ version }) => version)).toEqual(Array.from({ length: 64 }, () => 2))
    expect(await counted()).toEqual([64, 128, 128, 63, 63, 128])
    expect(await $.store.alertCase(FORCE, 'G17-a1')).toBeNull()
    expect(await $.store.alertCase(FORCE, 'G18-a1')).toEqual(key('G18'))
  })

  it('finds a case stale that somebody else reported first', async () => {
    await $.store.commit([changeOf('twice', 0)])
    expect(await $.store.commit([changeOf('twice', 0), changeOf('once', 0)])).toEqual({ stale: [key('twice')] })
    expect((await $.store.load([key('twice'), key('once')], [])).cases).toHaveLength(2)
  })

  it('finds a case stale that is not on record', async () => {
    expect(await $.store.commit([changeOf('nowhere', 3)])).toEqual({ stale: [key('nowhere')] })
    expect(await $.store.caseOf(key('nowhere'))).toBeNull()
  })

  it('stores nothing when two incidents claim the same event', async () => {
    await $.store.commit([changeOf('D1', 0, { entries: [{ id: 'same', source: '/cad' }] })])
    const before = await counted()
    const group = [changeOf('D2', 0), changeOf('D3', 0, { entries: [{ id: 'same', source: '/cad' }] })]
    await expect($.store.commit(group)).rejects.toBeInstanceOf(DuplicateInGroup)
    expect(await counted()).toEqual(before)
    // Another force, or another source, may use the id.
    const others = [
      changeOf('D4', 0, { force: 'kent', entries: [{ id: 'same', source: '/cad' }] }),
      changeOf('D5', 0, { entries: [{ id: 'same', source: '/mobile' }] }),
    ]
    expect(await $.store.commit(others)).toEqual({ stale: [] })
  })

  it('keeps timers that run', async () => {
    const dueAt = '2030-01-01T00:00:00.000Z'
    const timers = async () =>
      $.database.query(
        `select t.id from reassess.timers t join reassess.cases c on c.id = case_id where reference = 'T1' order by t.id`,
      )
    await $.store.commit([changeOf('T1', 0, { timersSet: [timerOf('a', dueAt), timerOf('b', dueAt)] })])
    await $.store.commit([changeOf('T1', 1, { timersSet: [timerOf('c', dueAt)], timersEnded: ['a'] })])
    expect(await timers()).toEqual([{ id: 'b' }, { id: 'c' }])
  })

  it('gives back every byte', async () => {
    const nasty = '\u0000 \u001e \u2028 \ud83d\udc94 e\u0301 \\u0000 \\\\ \'"$1 ?::json\t\r\n\u007f \ufeff\uffff \ud800'
    const content = JSON.stringify({ b: nasty, a: [1e21, -0, 0.1], ä: null })
    const source = 'x:/\'"\\ü\u2028'
    const id = '💔 $1 \\u0041 \t'
    const canonical = JSON.stringify({ z: nasty, a: 1 })
    const change = changeOf('R/é\\u0041"1\u001e', 0, {
      entries: [{ content, canonical, source, id, at: '0099-12-31T23:59:59.999Z' }],
    })
    const others = ['before', 'after'].map((reference) => changeOf(reference, 0, { entries: [{}, {}] }))
    const group = [others[0], change, others[1]].flatMap((one) => one ?? [])
    expect(await $.store.commit(group)).toEqual({ stale: [] })

    for (const { case: own, entries } of group) {
      const stored: unknown[] = []
      for await (const entry of $.store.readEntries(own)) stored.push(entry)
      expect(stored).toEqual(entries)
      expect(await $.store.caseOf(own)).toEqual(own)
    }
    const loaded = await $.store.load([change.case], [{ force: FORCE, source, id }])
    expect(loaded.cases).toEqual([change.case])
    expect(loaded.seen).toEqual(
      change.entries.map(({ sequence, type, at, salt, commitment, actor }) => {
        return { ...key(change.case.reference), source, id, sequence, type, at, salt, commitment, actor }
      }),
    )
    const { items } = await $.store.timeline(change.case, { limit: 5 })
    expect(items.map(({ data, recordedAt }) => ({ data, recordedAt }))).toEqual([{ data: JSON.parse(content), recordedAt: AT }])
  })

  it('knows no case by a reference that no row can hold', async () => {
    expect((await $.store.load([key('\u0000'), key('\ud800')], [{ force: FORCE, source: '\u0000', id: 'x' }])).cases).toEqual([])
    expect(await $.store.caseOf(key('\u0000'))).toBeNull()
  })
})

it('refuses to alter or remove a line of the record', async () => {
  await $.store.commit([changeOf('A1', 0)])
  for (const tampering of [
    "update reassess.entries set hash = ''",
    'delete from reassess.entries',
    'truncate reassess.entries',
  ]) {
    await expect($.database.query(tampering)).rejects.toThrow('append only')
  }
})

it('reads every case and every line for verification, and no line that came after the case was read', async () => {
  const store = await $.fresh()
  const references = Array.from({ length: 501 }, (_, n) => `V${n}`)
  const group = references.map((reference) => changeOf(reference, 0))
  await store.commit(group)
  await store.commit([changeOf('V0', 1, { entries: Array.from({ length: 501 }, () => ({})) })])

  const read: string[] = []
  for await (const { reference, kept } of store.readCases()) read.push(`${reference} ${kept?.version}`)
  expect(read.sort()).toEqual(references.map((reference) => `${reference} ${reference === 'V0' ? 502 : 1}`).sort())
  const linesOf = async (upTo?: number) => {
    const sequences: number[] = []
    for await (const { sequence } of store.readEntries(key('V0'), upTo)) sequences.push(sequence)
    return sequences
  }
  expect(await linesOf()).toEqual(Array.from({ length: 502 }, (_, n) => n + 1))
  expect(await linesOf(1)).toEqual([1])
})
