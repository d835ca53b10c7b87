/** What was refused of an incident that nobody has reported is an alert, goes up the ladder, and ends when it is reported or dismissed. */
import type { AlertItem } from '../../src/engine/views.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const escalation = { ladder: ['supervisor', 'force-incident-manager'], everyMs: 300_000 } as const
const subjects = (...references: string[]) => references.map((reference) => ({ force: FORCE, reference }))
const raise = (...references: string[]) => $.store.raiseRefused(subjects(...references), escalation)
const all = async (force = FORCE): Promise<readonly AlertItem[]> =>
  (await $.store.alerts(force, { openOnly: true }, { limit: 500 })).items.filter(({ kind }) => kind === 'report-refused')
const open = async () => (await all()).filter(({ status }) => status !== 'resolved')
const dueNow = () =>
  $.database.query(
    `update reassess.alerts set item = jsonb_set(item::jsonb, '{dueAt}', to_jsonb(now() - interval '1 second'))::text`,
  )
const by = { id: 'sup-1', role: 'supervisor' }

afterEach(() => $.database.query('delete from reassess.alerts'))

it('is one alert a subject, critical, for the first role of the ladder, and told on the stream', async () => {
  await $.store.numberChanges()
  const head = await $.store.streamHead()
  await raise('WK-1', 'WK-2', 'WK-1')
  await raise('WK-1')
  expect((await open()).map(({ incident }) => incident).sort()).toEqual(['WK-1', 'WK-2'])
  expect((await open())[0]).toEqual({
    id: expect.stringMatching(/^report-refused-[0-9a-f-]{36}$/),
    ...{ incident: expect.any(String), kind: 'report-refused', severity: 'critical', audience: 'supervisor', level: 1, count: 1 },
    ...{ status: 'open', raisedAt: expect.any(String), dueAt: expect.any(String) },
  })
  await $.store.numberChanges()
  expect(await $.store.streamAfter(FORCE, head, 100)).toHaveLength(2)
})

it('is none of an incident that is on record, or is of another force', async () => {
  await $.store.commit([changeOf('KNOWN', 0)])
  expect(await raise('KNOWN')).toEqual([])
  expect(await all('kent')).toEqual([])
})

it('ends when its subject is reported, and no other does', async () => {
  await raise('LATE', 'NEVER')
  await $.store.endReported()
  await $.store.commit([changeOf('LATE', 0)])
  await $.store.endReported()
  expect((await all()).map(({ incident, status }) => `${incident} ${status}`).sort()).toEqual(['LATE resolved', 'NEVER open'])
})

it('goes to the next role when nobody ends it, though somebody has it, and comes back at the top', async () => {
  const [raised] = await raise('WK-3')
  await $.store.acknowledgeSystemAlert(FORCE, raised?.id ?? '', by)
  await $.store.escalateRefused(escalation)
  expect(await open()).toMatchObject([{ status: 'acknowledged', level: 1 }])

  await dueNow()
  await Promise.all([$.store.escalateRefused(escalation), $.store.escalateRefused(escalation)])
  const [higher] = await open()
  expect(higher).toMatchObject({ status: 'open', level: 2, count: 1, audience: 'force-incident-manager' })
  expect(higher).not.toHaveProperty('acknowledgedBy')
  expect(higher?.dueAt ?? '').toMatch(/^20/)

  await dueNow()
  await $.store.escalateRefused(escalation)
  expect(await open()).toMatchObject([{ level: 2, count: 2, audience: 'force-incident-manager' }])
  const found = (filter: object) => $.store.alerts(FORCE, { openOnly: true, ...filter }, { limit: 500 })
  const named = { incident: 'WK-3', kind: 'report-refused' }
  expect((await found({ ...named, audience: 'force-incident-manager' })).items).toEqual(await open())
  expect((await found({ ...named, audience: 'supervisor' })).items).toEqual([])
})

it('is dismissed with a reason, once, and raised anew when something is refused again', async () => {
  const [raised] = await raise('WK-4')
  const id = raised?.id ?? ''
  expect(await $.store.dismissRefused('kent', id, by, 'Not ours.')).toBeNull()
  const ended = { status: 'resolved', dismissed: { by, reason: 'On paper, WK-4711.' }, resolvedAt: expect.any(String) }
  expect(await $.store.dismissRefused(FORCE, id, by, 'On paper, WK-4711.')).toMatchObject(ended)
  expect(await $.store.dismissRefused(FORCE, id, by, 'Again.')).toMatchObject(ended)
  expect(await $.store.dismissRefused(FORCE, 'nothing', by, 'x')).toBeNull()
  await raise('WK-4')
  expect(await open()).toHaveLength(1)
})

it('of more than a hundred subjects one alert counts the rest', async () => {
  const many = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `M-${from + n}`)
  await Promise.all([raise(...many(0, 60)), raise(...many(60, 120)), raise(...many(120, 130))])
  const [counting] = (await open()).filter(({ incident }) => incident === '')
  expect(await open()).toHaveLength(101)
  expect(counting).toMatchObject({ count: 30, status: 'open' })
  await $.store.acknowledgeSystemAlert(FORCE, counting?.id ?? '', by)
  for (let round = 0; round < 3; round++) {
    await dueNow()
    await $.store.escalateRefused(escalation)
  }
  await raise('M-131')
  expect((await open()).filter(({ incident }) => incident === '')).toMatchObject([
    { id: counting?.id, count: 31, status: 'open' },
  ])
})
