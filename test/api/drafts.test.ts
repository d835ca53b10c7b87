/** `/v1/drafts` over a record: who keeps what, and who is shown it. */
import { LIMITS } from '../../src/api/limits.ts'
import { wrongWith } from '../support/answers.ts'
import { JANE, useRestricted, WHY } from '../support/restrictedReaders.ts'
import { callerOf, FORCE, OTHER, RESTRICTED } from '../support/restrictedRecord.ts'
import { problemName } from './harness.ts'

const $ = useRestricted()
const ANN = callerOf('control-room', 'Ann')
const BOB = callerOf('control-room', 'Bob')
const AT = `/v1/drafts/${OTHER}/log.noted`
const TEXT = 'She says that he has'

interface Told {
  readonly savedAt: string
  readonly type: string
  readonly draft: unknown
  readonly items: readonly Record<string, unknown>[]
}
const told = async (answer: Promise<Response>): Promise<[number, Told]> => {
  const got = await answer
  return [got.status, (await got.json()) as Told]
}
const save = (text: string, since: string | null, who = ANN, path = AT, headers: Record<string, string> = {}) =>
  told($.send('PUT', path, who, { fields: { '/data/text': text }, since }, headers))

it('keeps what somebody writes, for them alone, and until they delete it', async () => {
  const [status, saved] = await save(TEXT, null)
  expect([status, wrongWith('SavedDraft', saved)]).toEqual([200, null])
  const [, found] = await told($.get(AT, ANN))
  expect(found).toMatchObject({ incident: OTHER, form: 'log.noted', savedAt: saved.savedAt, fields: { '/data/text': TEXT } })
  expect(wrongWith('Draft', found)).toBeNull()
  const [, list] = await told($.get('/v1/drafts', ANN))
  expect([list.items.map(({ incident, form }) => [incident, form]), wrongWith('DraftPage', list)]).toEqual([
    [[OTHER, 'log.noted']],
    null,
  ])
  expect(JSON.stringify(list)).not.toContain(TEXT)

  for (const other of [BOB, callerOf('supervisor', 'Ann'), callerOf('auditor', 'Audrey')]) {
    expect(await told($.get(AT, other))).toMatchObject([200, { savedAt: null, fields: {} }])
    expect(await told($.get('/v1/drafts', other))).toMatchObject([200, { items: [] }])
  }
  // An administrator reads no incident, and nobody's draft.
  for (const path of [AT, '/v1/drafts']) expect((await $.get(path, callerOf('admin', 'Adam'))).status).toBe(403)

  expect(await told($.send('DELETE', AT, ANN))).toMatchObject([200, { savedAt: null, fields: {} }])
  expect(await told($.get(AT, ANN))).toMatchObject([200, { savedAt: null, fields: {} }])
})

it('refuses a tab that has not seen the newer text, and gives it that text', async () => {
  const [, first] = await save('first', null)
  const [, second] = await save('second', first.savedAt)
  const [status, problem] = await save('other', first.savedAt)
  expect([status, problemName(problem), wrongWith('Problem', problem)]).toEqual([409, 'draft-newer', null])
  expect(problem.draft).toMatchObject({ savedAt: second.savedAt, fields: { '/data/text': 'second' } })
  expect(await told($.send('DELETE', `${AT}?since=${first.savedAt}`, ANN))).toMatchObject([409, { draft: problem.draft }])
  expect(await told($.send('DELETE', `${AT}?since=${second.savedAt}`, ANN))).toMatchObject([200, { savedAt: null }])
})

it('keeps the report of an incident that has no reference yet, for whoever writes it alone', async () => {
  const path = '/v1/drafts/incident.reported'
  const [status, saved] = await save('He is at the door', null, ANN, path)
  expect([status, wrongWith('SavedDraft', saved)]).toEqual([200, null])
  expect(saved).toMatchObject({ incident: '', form: 'incident.reported' })
  const [, found] = await told($.get(path, ANN))
  expect([found, wrongWith('Draft', found)]).toMatchObject([{ fields: { '/data/text': 'He is at the door' } }, null])
  expect((await told($.get('/v1/drafts', ANN)))[1].items).toMatchObject([{ incident: '', form: 'incident.reported' }])
  for (const other of [BOB, callerOf('supervisor', 'Ann')])
    expect(await told($.get(path, other))).toMatchObject([200, { savedAt: null, fields: {} }])
  expect((await $.get(path, callerOf('admin', 'Adam'))).status).toBe(403)
  expect((await $.get('/v1/drafts/Incident', ANN)).status).toBe(404)
  expect(await told($.send('DELETE', path, ANN))).toMatchObject([200, { savedAt: null }])
})

it('names what is kept beside a text, and what is kept of other forms never', async () => {
  const [, older] = await save('older', null)
  const [, newer] = await save('newer', null, ANN, `${AT}.beside-1`)
  await save('another incident', null, ANN, '/v1/drafts/WK-ELSE/log.noted.beside-1')
  await save('another person', null, BOB, `${AT}.beside-2`)
  await save('another form', null, ANN, `${AT}2`)
  const [, found] = await told($.get(AT, ANN))
  expect(found).toMatchObject({ savedAt: older.savedAt, beside: [{ form: 'log.noted.beside-1', savedAt: newer.savedAt }] })
  expect(wrongWith('Draft', found)).toBeNull()
  for (const [path, who] of [
    [AT, ANN],
    [`${AT}.beside-1`, ANN],
    ['/v1/drafts/WK-ELSE/log.noted.beside-1', ANN],
    [`${AT}2`, ANN],
    [`${AT}.beside-2`, BOB],
  ] as const)
    await $.send('DELETE', path, who)
})

it('is refused to a key, which stands for nobody', async () => {
  const [status, problem] = await told($.get(AT, callerOf('control-room')))
  expect([status, problemName(problem)]).toEqual([403, 'forbidden'])
})

it.each<[string, unknown, number, string]>([
  ['nothing', undefined, 422, 'invalid-event'],
  ['no `since`', { fields: {} }, 422, 'invalid-event'],
  ['a name that is no pointer', { fields: { text: 'x' }, since: null }, 422, 'invalid-event'],
  ['a number', { fields: { '/data/n': 1 }, since: null }, 422, 'invalid-event'],
  ['__proto__', JSON.parse('{"fields":{"__proto__":"x"},"since":null}'), 422, 'invalid-event'],
  [
    'more than 2,000 names',
    { fields: Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`/${n}`, ''])), since: null },
    422,
    'invalid-event',
  ],
  ['more than 256 KiB', { fields: { '/data/text': 'x'.repeat(LIMITS.eventBytes) }, since: null }, 413, 'payload-too-large'],
])('refuses %s, and keeps nothing of it', async (_, body, status, name) => {
  const [answered, problem] = await told($.send('PUT', AT, BOB, body))
  expect([answered, problemName(problem)]).toEqual([status, name])
  expect((await told($.get('/v1/drafts', BOB)))[1].items).toEqual([])
  expect((await $.store.refusals(FORCE, null, { limit: 10 })).items.filter(({ type }) => type === null)).toEqual([])
})

it('keeps a text that no event would take', async () => {
  const long = 'x'.repeat(200_000)
  expect((await save(long, null, BOB))[0]).toBe(200)
  expect((await told($.get(AT, BOB)))[1]).toMatchObject({ fields: { '/data/text': long } })
})

it('of a restricted incident is shown while its owner may read the incident', async () => {
  const path = `/v1/drafts/${RESTRICTED}/log.noted`
  const joe = callerOf('supervisor', 'Joe')
  expect((await save('His brother in custody says', null, JANE, path, WHY))[0]).toBe(200)
  expect((await told($.get(path, JANE)))[0]).toBe(422)
  expect(await told($.get(path, JANE, WHY))).toMatchObject([200, { fields: { '/data/text': 'His brother in custody says' } }])
  // Joe wrote before it was restricted.
  const owner = { force: FORCE, role: 'supervisor', owner: JSON.stringify(['https://id.example', 'Joe-as-supervisor']) } as const
  await $.store.drafts.save(owner, { incident: RESTRICTED, form: 'log.noted' }, { '/data/text': 'SECRET' }, null)
  for (const answer of [
    $.get(path, joe, WHY),
    $.send('PUT', path, joe, { fields: {}, since: null }),
    $.send('DELETE', path, joe),
  ]) {
    const [status, problem] = await told(answer)
    expect([status, problemName(problem), JSON.stringify(problem).includes('SECRET')]).toEqual([403, 'restricted', false])
  }
  expect((await told($.get('/v1/drafts', joe)))[1].items).toMatchObject([{ incident: RESTRICTED, restricted: true }])
  expect((await $.store.drafts.find(owner, { incident: RESTRICTED, form: 'log.noted' }))?.fields).toEqual({
    '/data/text': 'SECRET',
  })
})
