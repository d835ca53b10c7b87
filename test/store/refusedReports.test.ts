/** What was refused of an incident that nobody has reported is an alert, goes up the ladder, and ends when it is reported or dismissed. */
import type { AlertItem } from '../../src/engine/views/views.ts'
import { createStore } from '../../src/store/store.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const escalation = { ladder: ['supervisor', 'force-incident-manager'], everyMs: 300_000 } as const
const subjects = (...references: string[]) => references.map((reference) => ({ force: FORCE, reference }))
const raiseBy = (key: string, ...references: string[]) => $.store.raiseRefused(subjects(...references), key, escalation)
const raise = (...references: string[]) => raiseBy('key-1', ...references)
const all = async (force = FORCE): Promise<readonly AlertItem[]> =>
  (await $.store.alerts(force, { openOnly: true }, { limit: 500 })).items.filter(({ kind }) => kind === 'report-refused')
const open = async () => (await all()).filter(({ status }) => status !== 'resolved')
const dueNow = () =>
  $.database.query(
    `update reassess.alerts set item = jsonb_set(item::jsonb, '{dueAt}', to_jsonb(now() - interval '1 second'))::text`,
  )
const by = { id: 'sup-1', role: 'supervisor' }

afterEach(async () => {
  await $.database.query('delete from reassess.alerts')
  await $.database.query('delete from reassess.refused_subjects')
})

it('is one alert a subject, critical, for the first role of the ladder, and told on the stream', async () => {
  await $.store.numberChanges()
  const head = await $.store.streamHead(FORCE)
  await raise('WK-1', 'WK-2', 'WK-1')
  await raise('WK-1')
  // A cursor carries milliseconds: a finer instant would be skipped by a walk.
  const finer = "select from reassess.alerts where raised_at <> date_trunc('milliseconds', raised_at)"
  expect(await $.database.query(finer)).toEqual([])
  expect((await open()).map(({ incident }) => incident).sort()).toEqual(['WK-1', 'WK-2'])
  expect((await open())[0]).toEqual({
    id: expect.stringMatching(/^report-refused-[0-9a-f-]{36}$/),
    ...{ incident: expect.any(String), kind: 'report-refused', severity: 'critical', audience: 'supervisor', level: 1, count: 1 },
    ...{ status: 'open', raisedAt: expect.any(String), dueAt: expect.any(String) },
  })
  await $.store.numberChanges()
  expect(await $.store.streamAfter(FORCE, head, 100)).toHaveLength(2)
})

it('is not raised for an incident that is on record, or for another force', async () => {
  await $.store.commit([changeOf('KNOWN', 0)])
  expect(await raise('KNOWN')).toEqual([])
  expect(await all('kent')).toEqual([])
})

it('ends when its subject is reported, and no other does', async () => {
  await raise('LATE', 'NEVER')
  await $.store.endReported(escalation)
  await $.store.commit([changeOf('LATE', 0)])
  await $.store.endReported(escalation)
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

const many = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `M-${String(from + n).padStart(4, '0')}`)
const counting = async () => (await open()).filter(({ incident }) => incident === '')

it('of more than a hundred subjects one alert counts the rest: each once, and it stays with whoever has it', async () => {
  await Promise.all([raise(...many(0, 60)), raise(...many(60, 120)), raise(...many(120, 130))])
  const [all] = await counting()
  expect(await open()).toHaveLength(101)
  expect(all).toMatchObject({ count: 30, status: 'open', refusals: '/v1/refusals' })
  await $.store.acknowledgeSystemAlert(FORCE, all?.id ?? '', by)
  await $.store.numberChanges()
  const head = await $.store.streamHead(FORCE)
  for (let again = 0; again < 3; again++) await raise('M-0110', 'M-0129')
  expect(await counting()).toEqual([{ ...all, status: 'acknowledged', acknowledgedBy: by }])
  await $.store.numberChanges()
  expect(await $.store.streamAfter(FORCE, head, 100)).toEqual([])
  await raise('M-0131', 'M-0110')
  expect(await counting()).toMatchObject([{ id: all?.id, count: 31, status: 'acknowledged', raisedAt: all?.raisedAt }])
  await dueNow()
  await $.store.escalateRefused(escalation)
  expect(await counting()).toMatchObject([{ id: all?.id, count: 31, status: 'open', level: 2 }])
})

it('gives a place that is free to the subject that waits longest, and stops counting when nobody waits', async () => {
  await raise(...many(0, 100))
  await raise('WAITS-1')
  await raise('WAITS-2', 'WAITS-3')
  expect(await counting()).toMatchObject([{ count: 3 }])
  await $.store.commit([changeOf('M-0000', 0), changeOf('WAITS-3', 0)])
  await $.store.endReported(escalation)
  await $.store.endReported(escalation)
  expect((await open()).map(({ incident }) => incident)).toContain('WAITS-1')
  expect(await counting()).toMatchObject([{ count: 1 }])
  const free = (await open()).find(({ incident }) => incident === 'M-0001')
  await $.store.dismissRefused(FORCE, free?.id ?? '', by, 'A test of the line.')
  await $.store.endReported(escalation)
  expect((await open()).map(({ incident }) => incident)).toContain('WAITS-2')
  expect(await counting()).toEqual([])
  expect(await $.store.refusedSubjects()).toHaveLength(100)
})

it('dismissed with the rest, the rest waits no longer', async () => {
  await raise(...many(0, 103))
  const [all] = await counting()
  await $.store.dismissRefused(FORCE, all?.id ?? '', by, 'A loop in the interface.')
  await $.store.endReported(escalation)
  expect(await counting()).toEqual([])
  expect(await $.store.refusedSubjects()).toHaveLength(100)
})

it('one key that invents subjects without end takes no place of another', async () => {
  for (let batch = 0; batch < 4; batch++) await raiseBy('invents', ...many(batch * 400, batch * 400 + 400))
  expect(await counting()).toMatchObject([{ count: 1_000 }])
  expect((await raiseBy('other', 'VICTIM')).map(({ incident }) => incident)).toEqual(['VICTIM'])
  // Also of a subject that waits already under the key that floods.
  expect((await raiseBy('third', 'M-0500')).map(({ incident }) => incident)).toContain('M-0500')
  await raiseBy('other', ...many(9_000, 9_020))
  expect((await open()).filter(({ incident }) => incident.startsWith('M-90'))).toHaveLength(9)
  expect(await counting()).toMatchObject([{ count: 1_010 }])
  const [{ kept = 0 } = {}] = await $.database.query<{ kept: number }>(
    'select count(*)::integer as kept from reassess.refused_subjects',
  )
  expect(kept).toBe(1_010)
})

it('is counted right by processes that do it at once', async () => {
  const other = await createStore({ connectionString: $.database.url })
  await Promise.all(
    many(0, 40).map((reference, at) =>
      (at % 2 ? other : $.store).raiseRefused(
        subjects(`A-${reference}`, `B-${reference}`, `C-${reference}`),
        'key-1',
        escalation,
      ),
    ),
  )
  await $.store.endReported(escalation)
  expect(await open()).toHaveLength(101)
  expect(await counting()).toMatchObject([{ count: 20 }])
  await other.close()
})
