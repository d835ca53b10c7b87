/** What somebody is still writing is kept for a day, and no tab writes over the newer text of another. */
import type { DraftOf } from '../../src/engine/drafts.ts'
import { openDatabase } from '../../src/store/connection/database.ts'
import { createDrafts } from '../../src/store/drafts.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const ANN = { force: 'kent', owner: 'ann', role: 'supervisor' } as const
const NOTE: DraftOf = { incident: 'KE-1', form: 'log.noted' }

/** Drafts under a clock that the test moves. */
const moved = () => {
  const time = { at: '2026-03-01T20:00:00.000Z' }
  const database = openDatabase($.database.url)
  const drafts = createDrafts(database, () => time.at)
  const save = async (text: string, since: string | null, of = NOTE, owner: Parameters<typeof drafts.save>[0] = ANN) =>
    drafts.save(owner, of, { '/data/text': text }, since)
  const at = (instant: string): void => {
    time.at = `2026-03-${instant}Z`
  }
  return { database, drafts, save, at }
}
let clock: ReturnType<typeof moved>
beforeEach(async () => {
  await $.database.query('delete from reassess.drafts')
  clock = moved()
})
afterEach(() => clock.database.close())

const textIn = async (of = NOTE, owner: Parameters<typeof clock.drafts.find>[0] = ANN) =>
  (await clock.drafts.find(owner, of))?.fields['/data/text'] ?? null

it('brings back what was written, as it was', async () => {
  const fields = { '/data/text': 'Half a \u0000 \u{1f6a8} \ud800 sent', '/data/flags': ['weapons', ''], '/data/none': [] }
  const saved = { ...NOTE, savedAt: '2026-03-01T20:00:00.000Z', keptUntil: '2026-03-02T20:00:00.000Z' }
  expect(await clock.drafts.save(ANN, NOTE, fields, null)).toEqual({ saved, removed: [] })
  expect(await clock.drafts.find(ANN, NOTE)).toEqual({ ...saved, fields })
  expect(await clock.drafts.list(ANN)).toEqual([saved])
})

it.each([
  ['another person', { ...ANN, owner: 'bob' }],
  ['the same person in another role', { ...ANN, role: 'auditor' as const }],
  ['another force', { ...ANN, force: 'essex' }],
])('is not shown to %s', async (_, other) => {
  await clock.save('mine', null)
  expect([await textIn(NOTE, other), await clock.drafts.list(other)]).toEqual([null, []])
  await clock.save('theirs', null, NOTE, other)
  await clock.drafts.remove(other, NOTE, null)
  expect(await textIn()).toBe('mine')
})

it('goes 24 hours after it was last saved: not before, and at once then', async () => {
  await clock.save('one', null)
  clock.at('02T10:00:00.000')
  await clock.save('two', '2026-03-01T20:00:00.000Z')
  clock.at('03T09:59:59.999')
  await clock.drafts.sweepDrafts()
  expect(await textIn()).toBe('two')
  clock.at('03T10:00:00.000')
  expect([await textIn(), await clock.drafts.list(ANN)]).toEqual([null, []])
  await clock.drafts.sweepDrafts()
  expect(await $.database.query('select * from reassess.drafts')).toEqual([])
})

it('is not written over by a tab that has not seen the newer text, which that tab is given', async () => {
  await clock.save('first', null)
  clock.at('01T20:01:00.000')
  await clock.save('first, and more', '2026-03-01T20:00:00.000Z')
  clock.at('01T20:02:00.000')
  const newer = {
    newer: expect.objectContaining({ savedAt: '2026-03-01T20:01:00.000Z', fields: { '/data/text': 'first, and more' } }),
  }
  expect(await clock.save('first, otherwise', '2026-03-01T20:00:00.000Z')).toEqual(newer)
  expect(await clock.save('begun anew', null)).toEqual(newer)
  expect(await textIn()).toBe('first, and more')
  expect(await clock.save('both', '2026-03-01T20:01:00.000Z')).toMatchObject({ saved: { savedAt: '2026-03-01T20:02:00.000Z' } })
})

it('takes the same text again, whose first answer was lost', async () => {
  await clock.save('first', null)
  clock.at('01T20:01:00.000')
  expect(await clock.save('first', null)).toMatchObject({ saved: { savedAt: '2026-03-01T20:01:00.000Z' } })
})

it('never gives two texts the same instant, however fast they come', async () => {
  const first = await clock.save('first', null)
  const at = 'saved' in first ? first.saved.savedAt : ''
  await clock.save('second', at)
  expect(await clock.save('third', at)).toMatchObject({ newer: { fields: { '/data/text': 'second' } } })
})

it('of many tabs that save at once one is told that it saved, and the others are given its text', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, (_, tab) => clock.save(`tab ${tab}`, null)))
  expect(answers.filter((answer) => 'saved' in answer)).toHaveLength(1)
  const kept = await textIn()
  for (const answer of answers) if ('newer' in answer) expect(answer.newer.fields['/data/text']).toBe(kept)
})

it('takes what was begun before a draft was removed', async () => {
  await clock.save('first', null)
  await clock.drafts.remove(ANN, NOTE, null)
  expect(await clock.save('first, and more', '2026-03-01T20:00:00.000Z')).toMatchObject({ removed: [] })
})

it('is kept where the text that was to go is not the newest', async () => {
  await clock.save('first', null)
  clock.at('01T20:01:00.000')
  await clock.save('second', '2026-03-01T20:00:00.000Z')
  expect(await clock.drafts.remove(ANN, NOTE, '2026-03-01T20:00:00.000Z')).toMatchObject({ fields: { '/data/text': 'second' } })
  expect(await clock.drafts.remove(ANN, NOTE, '2026-03-01T20:01:00.000Z')).toBeNull()
  expect(await textIn()).toBeNull()
})

it('makes room for a fifty-first: the oldest of the same person goes, and the answer says so', async () => {
  const nth = (n: number): DraftOf => ({ incident: `KE-${n}`, form: 'log.noted' })
  const at = (n: number) => clock.at(`01T20:${String(n).padStart(2, '0')}:00.000`)
  await clock.save('of another', null, NOTE, { ...ANN, owner: 'bob' })
  for (let n = 1; n <= 50; n++) {
    at(n)
    expect(await clock.save('text', null, nth(n))).toMatchObject({ removed: [] })
  }
  at(51)
  expect(await clock.save('text again', '2026-03-01T20:01:00.000Z', nth(1))).toMatchObject({ removed: [] })
  at(52)
  expect(await clock.save('text', null, nth(51))).toMatchObject({ removed: [nth(2)] })
  expect(await clock.drafts.list(ANN)).toHaveLength(50)
  expect(await textIn(nth(1))).toBe('text again')
  expect(await textIn(NOTE, { ...ANN, owner: 'bob' })).toBe('of another')
})
