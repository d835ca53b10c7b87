/** What lives in an incident and outlives its closing: begun and told by events of its own, replayed, and shown to who comes after. */

import { parseData } from '../../machines/rules/events.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case } from '../../src/engine/step/case.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

const policy = policyWith()
const keyOf = (reference: string) => ({ force: KEY.force, reference })
const by = { id: 'sup-1', role: 'supervisor' }
const VICTIM = [{ role: 'victim', personRef: 'P-7' }]

function place() {
  const { engine, store } = startNight(policy)
  const post = async (reference: string, time: string, type: string, data: object): Promise<Outcome> => {
    const at = happens.instant(time)
    store.setNow(at)
    const posted = { kind: 'event', type, at, recordedAt: at, role: 'supervisor', data } as unknown as happens.Posted
    const event = { ...arrivedEvent(posted, `${reference}-${type}-${time}`), reference }
    const [outcome] = await engine.record([event])
    return outcome as Outcome
  }
  const report = (reference: string, time: string) =>
    post(reference, time, 'incident.reported', { ...happens.reported(time).data, persons: VICTIM })
  const closed = async (reference: string): Promise<Case> => {
    // The closing itself is told elsewhere; here only that it ended counts.
    const kept = store.caseOf(keyOf(reference)) as Case
    return { ...kept, incident: { ...kept.incident, value: { ...(kept.incident.value as object), closure: 'closed' } } }
  }
  return { engine, store, post, report, closed }
}

const marker = (name = 'M1') => ({
  marker: name,
  reason: 'threat-to-life',
  text: 'Two officers.',
  owner: 'harm-hub',
  reviewBy: '2027-02-01T12:00:00.000Z',
  expiresAt: '2027-05-01T12:00:00.000Z',
  by,
})

it('has its review and its expiry after the event: the instant of the event itself has passed', async () => {
  const { post, report } = place()
  await report('WK-1', '20:00')
  const at = Date.parse(happens.instant('20:10'))
  const from = (ms: number) => new Date(at + ms).toISOString()
  const placed = async (dates: object) => {
    const outcome = await post('WK-1', '20:10', 'marker.placed', { ...marker(), ...dates })
    return outcome.status === 'refused' ? (outcome.problem.errors ?? []).map(({ pointer }) => pointer) : outcome.status
  }
  for (const passed of [from(-1), from(0)]) {
    expect(await placed({ reviewBy: passed })).toEqual(['/data/reviewBy'])
    expect(await placed({ reviewBy: passed, expiresAt: passed })).toEqual(['/data/reviewBy', '/data/expiresAt'])
  }
  expect(await placed({ reviewBy: from(1), expiresAt: from(1) })).toBe('accepted')
})

it('is told in the answer, the view, the line and the list while it lives', async () => {
  const { engine, store, post, report } = place()
  await report('WK-1', '20:00')
  const outcome = await post('WK-1', '20:10', 'marker.placed', marker())
  const facts = { reason: 'threat-to-life', owner: 'harm-hub', reviewBy: marker().reviewBy, expiresAt: marker().expiresAt }
  const item = {
    kind: 'marker',
    name: 'M1',
    incident: 'WK-1',
    state: 'standing.reviewed',
    ended: false,
    deadlines: [
      { name: 'marker-review', dueAt: marker().reviewBy },
      { name: 'marker-expiry', dueAt: marker().expiresAt },
    ],
    facts,
  }
  expect(outcome).toMatchObject({ status: 'accepted', matters: [item] })
  expect((await engine.view(keyOf('WK-1')))?.matters).toEqual([item])
  expect(store.entries(keyOf('WK-1')).at(-1)?.consequences.matters).toEqual([
    { kind: 'marker', name: 'M1', state: 'standing.reviewed' },
  ])
  await post('WK-1', '20:20', 'marker.withdrawn', { marker: 'M1', rationale: 'A mistake.', by })
  expect((await engine.view(keyOf('WK-1')))?.matters).toMatchObject([{ state: 'withdrawn', ended: true, deadlines: [] }])
})

it('is shown to the next call, with its codes and instants', async () => {
  const { engine, post, report } = place()
  await report('WK-1', '20:00')
  await post('WK-1', '20:10', 'marker.placed', marker())
  await report('WK-2', '21:00')
  const [earlier] = (await engine.view(keyOf('WK-2')))?.risk.repeat.incidents ?? []
  expect(earlier?.standing).toMatchObject([
    { kind: 'marker', name: 'M1', facts: { reason: 'threat-to-life', owner: 'harm-hub' } },
  ])
  await post('WK-1', '21:10', 'marker.withdrawn', { marker: 'M1', rationale: 'A mistake.', by })
  await report('WK-3', '22:00')
  const incidents = (await engine.view(keyOf('WK-3')))?.risk.repeat.incidents ?? []
  expect(incidents.map(({ incident }) => incident)).toContain('WK-1')
  for (const { standing } of incidents) expect(standing).toBeUndefined()
})

it('stands in the briefing of its own incident and of the next one, until it is over', async () => {
  const { engine, store, post, report } = place()
  await report('WK-1', '20:00')
  await post('WK-1', '20:10', 'marker.placed', {
    ...marker(),
    reviewBy: '2026-11-20T21:00:00.000Z',
    expiresAt: '2026-11-20T22:00:00.000Z',
  })
  await report('WK-2', '20:30')
  const standing = async (reference: string) => (await engine.briefing(keyOf(reference)))?.standing
  expect(await standing('WK-1')).toMatchObject([{ incident: 'WK-1', kind: 'marker', name: 'M1', state: 'standing.reviewed' }])
  expect(await standing('WK-2')).toMatchObject([{ incident: 'WK-1', kind: 'marker', name: 'M1', facts: { owner: 'harm-hub' } }])
  store.setNow('2026-11-20T22:00:00.000Z')
  for (let next = store.nextDue(); next !== null && next.timer.dueAt <= '2026-11-20T22:00:00.000Z'; next = store.nextDue())
    await engine.fireTimers([{ force: next.force, reference: next.reference, timer: next.timer.id }])
  expect(await standing('WK-1')).toEqual([])
  expect((await engine.view(keyOf('WK-1')))?.matters).toMatchObject([{ state: 'expired', ended: true }])
  await report('WK-3', '22:10')
  expect((await standing('WK-3'))?.map(({ incident }) => incident)).toEqual([])
  const back = await post('WK-1', '22:20', 'marker.reviewed', {
    marker: 'M1',
    rationale: 'It is in force.',
    reviewBy: '2026-12-01T12:00:00.000Z',
    expiresAt: '2026-12-02T12:00:00.000Z',
    by,
  })
  expect(back).toMatchObject({ status: 'accepted', matters: [{ ended: false }] })
})

it('is told to whoever is sent, in the words of the person who placed it and as it is when they ask', async () => {
  const { engine, post, report } = place()
  await report('WK-1', '20:00')
  await post('WK-1', '20:10', 'marker.placed', marker())
  await report('WK-2', '21:00')
  const told = async (reference: string) =>
    (await engine.briefing(keyOf(reference)))?.standing.map(({ incident, name, text }) => [incident, name, text])
  expect(await told('WK-1')).toEqual([['WK-1', 'M1', 'Two officers.']])
  expect(await told('WK-2')).toEqual([['WK-1', 'M1', 'Two officers.']])
  await post('WK-1', '21:10', 'marker.withdrawn', { marker: 'M1', rationale: 'Wrong house.', by })
  expect(await told('WK-2')).toEqual([])
})

it('takes what is about it on a closed incident as on an open one, and opens nothing again', async () => {
  const { engine, store, post, report, closed } = place()
  await report('WK-1', '20:00')
  await post('WK-1', '20:10', 'marker.placed', marker())
  const kept = await closed('WK-1')
  const load = store.load.bind(store)
  store.load = async (...asked) => {
    const loaded = await load(...asked)
    return { ...loaded, cases: loaded.cases.map((one) => (one.version === kept.version ? kept : one)) }
  }
  const outcome = await post('WK-1', '20:20', 'marker.placed', marker('M2'))
  expect(outcome.status).toBe('accepted')
  const view = await engine.view(keyOf('WK-1'))
  expect(view?.state.closure).toBe('closed')
  expect(view?.accepts).toEqual(expect.arrayContaining(['uk.police.da.marker.withdrawn.v1', 'uk.police.da.marker.placed.v1']))
})

it('replays to the byte, its passed deadlines too', async () => {
  const { engine, store, post, report } = place()
  await report('WK-1', '20:00')
  await post('WK-1', '20:10', 'marker.placed', { ...marker(), reviewBy: '2026-11-20T21:00:00.000Z' })
  store.setNow('2026-11-20T21:30:00.000Z')
  const due = store.caseOf(KEY)?.timers.filter(({ dueAt }) => dueAt <= '2026-11-20T21:30:00.000Z') ?? []
  await engine.fireTimers(due.map(({ id }) => ({ ...KEY, timer: id })))
  const view = await engine.view(KEY)
  expect(view?.matters).toMatchObject([{ state: 'standing.reviewDue' }])
  expect(view?.alerts.map(({ kind }) => kind)).toContain('marker-review-due')
  const kept = store.caseOf(KEY) as Case
  const entries = async function* () {
    yield* store.entries(KEY)
  }
  expect(await replay(kept, entries(), policy)).toMatchObject({ replayed: true, differences: [] })
})

it('has a reason and an owner that are codes: what is remembered and shown is never a sentence or a name', () => {
  const wrong = (data: object) => {
    const read = parseData('marker.placed', { ...marker(), ...data })
    return read.ok ? [] : read.issues.map(({ pointer }) => pointer)
  }
  expect(wrong({})).toEqual([])
  expect(wrong({ reason: 'He has a knife!', owner: 'Sgt Example' })).toEqual(['/data/reason', '/data/owner'])
  expect(wrong({ marker: '', text: ' ', reviewBy: 'soon' })).toEqual(['/data/marker', '/data/text', '/data/reviewBy'])
})

it('remembers codes and instants, and no word of what was written', async () => {
  const { store, post, report } = place()
  await report('WK-1', '20:00')
  await post('WK-1', '20:10', 'marker.placed', { ...marker(), text: 'A SECRET WORD' })
  expect(JSON.stringify(store.caseOf(KEY))).not.toContain('SECRET')
})
