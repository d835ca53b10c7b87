/** What is done for the victim afterwards: tasks and plans, with who does what and by when. */
import { type EventName, parseData } from '../../machines/rules/events.ts'
import { exampleEvent } from '../../src/api/examples.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

/** An attended incident, and what is posted afterwards. */
async function afterwards(pinned = policyWith()) {
  const { engine, store, go } = startNight(pinned)
  for (const happened of [
    happens.reported('20:00'),
    happens.thriveAssessed('20:01'),
    happens.graded('20:02', 'P2'),
    happens.arrived('20:10'),
  ])
    expect(await go(happened)).toMatchObject({ status: 'accepted' })
  let posted = 0
  const post = async (type: EventName, at: string, data: object = {}, recordedAt = at): Promise<Outcome> => {
    await go({ kind: 'clock', at: new Date(recordedAt).toISOString() })
    const read = parseData(type, { ...(exampleEvent(type).data as object), ...data })
    if (!read.ok) throw new Error(JSON.stringify(read.gaps))
    const instants = { at: new Date(at).toISOString(), recordedAt: new Date(recordedAt).toISOString() }
    posted += 1
    const event = { kind: 'event', type, ...instants, role: 'supervisor', data: read.data }
    const [outcome] = await engine.record([arrivedEvent(event as unknown as happens.Posted, `${type}-${posted}`)])
    return outcome as Outcome
  }
  const passes = (at: string) => go({ kind: 'clock', at: new Date(at).toISOString() })
  const matter = async (name: string) => (await engine.view(KEY))?.matters.find((one) => one.name === name)
  const deadlines = async (deadline: string) =>
    ((await engine.view(KEY))?.deadlines ?? []).filter(({ name }) => name === deadline)
  const alerts = async () =>
    ((await engine.view(KEY))?.alerts ?? []).filter(({ status }) => status !== 'resolved').map(({ kind }) => kind)
  /** What is owed of one name, each by whose it is. */
  const owed = (deadline: string) =>
    Object.fromEntries(
      Object.entries(store.caseOf(KEY)?.duties ?? {}).flatMap(([id, { value }]) =>
        id.startsWith(`${deadline}/`) ? [[id.slice(deadline.length + 1), value]] : [],
      ),
    )
  return { post, passes, matter, deadlines, owed, alerts }
}

const wrong = (type: EventName, change: object): string[] => {
  const read = parseData(type, { ...(exampleEvent(type).data as object), ...change })
  return read.ok ? [] : read.gaps.map(({ pointer }) => pointer)
}

describe('a welfare check', () => {
  it('that was done in time settles the miss, however late the news of it comes', async () => {
    const { post, passes, matter, deadlines, alerts } = await afterwards()
    await post('task.set', '2026-11-20T21:00:00Z', { dueAt: '2026-11-21T12:00:00Z' })
    await passes('2026-11-21T18:00:00Z')
    expect(await alerts()).toContain('task-overdue')
    await post('task.done', '2026-11-21T11:30:00Z', {}, '2026-11-21T18:05:00Z')
    expect(await alerts()).not.toContain('task-overdue')
    expect(await deadlines('task-due')).toMatchObject([{ status: 'met' }])
    expect(await matter('T-1')).toMatchObject({
      state: 'done',
      ended: true,
      facts: { seen: true, doneAt: '2026-11-21T11:30:00.000Z', triedTimes: 0 },
    })
  })

  it('is counted for every time that it did not see her, and climbs until it does', async () => {
    const { post, passes, matter, alerts } = await afterwards()
    await post('task.set', '2026-11-20T21:00:00Z', { dueAt: '2026-11-21T12:00:00Z' })
    const unseen = { seen: false, outcome: 'no-reply' }
    await post('task.done', '2026-11-21T09:00:00Z', unseen)
    await post('task.done', '2026-11-21T11:00:00Z', unseen)
    expect(await matter('T-1')).toMatchObject({
      state: 'standing.notSeen',
      ended: false,
      deadlines: [{ name: 'task-due', dueAt: '2026-11-21T12:00:00.000Z' }],
      facts: { triedTimes: 2, triedAt: '2026-11-21T11:00:00.000Z', seen: null, outcome: 'no-reply' },
    })
    await passes('2026-11-22T12:00:00Z')
    expect(await alerts()).toContain('task-overdue')
  })

  it.each([
    ['task.set', { kind: 'call-round' }, ['/data/kind']],
    ['task.set', { dueAt: 'tomorrow', owner: '' }, ['/data/owner', '/data/dueAt']],
    ['task.done', { outcome: 'She said that she is well' }, ['/data/outcome']],
    ['task.done', { seen: 'yes', text: ' ' }, ['/data/seen', '/data/text']],
    ['task.cancelled', { reason: 'She moved', note: '' }, ['/data/reason', '/data/note']],
  ] as const)('is refused where %s says %j', (type, change, pointers) => {
    expect(wrong(type, change).sort()).toEqual([...pointers].sort())
  })
})

const pointers = (outcome: Outcome): string[] =>
  outcome.status === 'refused' && 'errors' in outcome.problem ? outcome.problem.errors.map(({ pointer }) => pointer) : []
const one = (action: string, dueAt: string) => ({ action, what: 'Change the locks.', owner: 'housing', dueAt })

describe('a risk management plan', () => {
  it('counts its versions, and keeps who owes which action since which of them', async () => {
    const { post, matter } = await afterwards()
    await post('plan.made', '2026-11-20T21:00:00Z', { actions: [one('A1', '2026-11-23T17:00:00Z')] })
    await post('plan.revised', '2026-11-21T21:00:00Z', { actions: [one('A2', '2026-11-24T17:00:00Z')], nextReviewAt: undefined })
    await post('plan.action-done', '2026-11-22T09:00:00Z', { action: 'A1' })
    await post('plan.reviewed', '2026-11-22T10:00:00Z')
    expect(await matter('RMP-1')).toMatchObject({
      state: 'standing',
      facts: {
        version: 2,
        madeAt: '2026-11-21T21:00:00.000Z',
        reviewedAt: '2026-11-22T10:00:00.000Z',
        reviewBy: '2026-11-29T10:00:00.000Z',
        actions: [
          { action: 'A1', version: 1, owner: 'housing', doneAt: '2026-11-22T09:00:00.000Z', outcome: 'done' },
          { action: 'A2', version: 2, owner: 'housing', doneAt: null, outcome: null },
        ],
      },
      deadlines: [
        { name: 'plan-action', dueAt: '2026-11-24T17:00:00.000Z' },
        { name: 'plan-review', dueAt: '2026-11-29T10:00:00.000Z' },
      ],
    })
  })

  it.each([
    ['high', '2026-11-27T21:00:00.000Z'],
    ['medium', '2026-12-18T21:00:00.000Z'],
    ['standard', '2027-02-20T21:00:00.000Z'],
  ])('of a %s risk is looked at again by %s, or sooner where somebody says so', async (grade, reviewBy) => {
    const { post, matter } = await afterwards()
    await post('dash.submitted', '2026-11-20T20:40:00Z', { grade })
    await post('plan.made', '2026-11-20T21:00:00Z', { actions: [one('A1', '2026-11-23T17:00:00Z')] })
    expect((await matter('RMP-1'))?.facts).toMatchObject({ reviewBy })
    await post('plan.revised', '2026-11-20T22:00:00Z', { actions: [], nextReviewAt: '2026-11-21T12:00:00Z' })
    expect((await matter('RMP-1'))?.facts).toMatchObject({ reviewBy: '2026-11-21T12:00:00.000Z' })
  })

  it('is looked at sooner once the risk is found to be higher', async () => {
    const { post, passes, matter, alerts } = await afterwards()
    await post('dash.submitted', '2026-11-20T20:40:00Z', { grade: 'standard' })
    await post('plan.made', '2026-11-20T21:00:00Z', { actions: [one('A1', '2027-03-01T17:00:00Z')] })
    await post('dash.reviewed', '2026-11-21T09:00:00Z', {
      decision: 'regraded-up',
      grade: 'high',
      rationale: 'Strangled before.',
    })
    expect(await matter('RMP-1')).toMatchObject({
      facts: { risk: 'high', reviewBy: '2026-11-28T09:00:00.000Z' },
      deadlines: [{ name: 'plan-review', dueAt: '2026-11-28T09:00:00.000Z' }, { name: 'plan-action' }],
    })
    await passes('2026-11-28T09:00:00Z')
    expect(await alerts()).toContain('plan-review-overdue')
    await post('plan.reviewed', '2026-11-28T10:00:00Z')
    expect(await alerts()).not.toContain('plan-review-overdue')
  })

  it('says of each action what is wrong with it', async () => {
    const { post } = await afterwards()
    const early = await post('plan.made', '2026-11-20T21:00:00Z', {
      actions: [one('A1', '2026-11-20T21:00:00Z'), one('A1', '2026-11-21T21:00:00Z')],
      nextReviewAt: '2026-11-20T20:00:00Z',
    })
    expect(pointers(early)).toEqual(['/data/actions/0/dueAt', '/data/actions/1/action', '/data/nextReviewAt'])
    await post('plan.made', '2026-11-20T21:01:00Z', { actions: [one('A1', '2026-11-21T21:00:00Z')] })
    const again = await post('plan.revised', '2026-11-20T21:02:00Z', { actions: [one('A1', '2026-11-22T21:00:00Z')] })
    expect(pointers(again)).toEqual(['/data/actions/0/action'])
    expect(pointers(await post('plan.action-done', '2026-11-20T21:03:00Z', { action: 'A7' }))).toEqual(['/data/action'])
    await post('plan.action-dropped', '2026-11-20T21:04:00Z', { action: 'A1' })
    expect(pointers(await post('plan.action-done', '2026-11-20T21:05:00Z', { action: 'A1' }))).toEqual(['/data/action'])
  })

  it.each([
    ['plan.made', { actions: [] }, ['/data/actions']],
    [
      'plan.made',
      { actions: [{ action: 'A1', what: '', owner: 'housing', dueAt: 'soon' }] },
      ['/data/actions/0/what', '/data/actions/0/dueAt'],
    ],
    ['plan.revised', { rationale: ' ', version: 3 }, ['/data/rationale', '/data/version']],
    ['plan.reviewed', { nextReviewAt: 'monday' }, ['/data/nextReviewAt']],
    ['plan.action-done', { outcome: 'The locks were changed' }, ['/data/outcome']],
    ['plan.action-dropped', { reason: '' }, ['/data/reason']],
    ['plan.ended', { rationale: undefined }, ['/data/rationale']],
  ] as const)('is refused where %s says %j', (type, change, pointers) => {
    expect(wrong(type, change).sort()).toEqual([...pointers].sort())
  })
})

const code = (change: object = {}) => policyWith({ victimsCode: change } as never)
const dealt = { how: 'arrested', suspect: 'P-2', reason: 'He was there.' }

describe('what she has to be told', () => {
  it.each([
    ['a Friday night', 'enhanced', '2026-11-20T22:00:00Z', '2026-11-23T23:59:59.999Z'],
    ['a Monday', 'enhanced', '2026-11-23T09:00:00Z', '2026-11-24T23:59:59.999Z'],
    ['a Friday night', 'standard', '2026-11-20T22:00:00Z', '2026-11-27T23:59:59.999Z'],
    ['the day before Christmas Eve', 'enhanced', '2026-12-23T12:00:00Z', '2026-12-24T23:59:59.999Z'],
    ['Christmas Eve', 'enhanced', '2026-12-24T12:00:00Z', '2026-12-29T23:59:59.999Z'],
  ])('is due in working days: after %s, with %s rights', async (_, rights, at, dueAt) => {
    const { post, deadlines } = await afterwards(code({ rights }))
    await post('suspect.dealt-with', at, dealt)
    expect(await deadlines('victim-update')).toMatchObject([{ dueAt, status: 'pending' }])
  })

  it('is each thing by itself: told of the arrest she has not been told of the release', async () => {
    const { post, owed, matter } = await afterwards(code())
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    await post('suspect.dealt-with', '2026-11-23T18:00:00Z', { ...dealt, how: 'released-under-investigation' })
    await post('victim.updated', '2026-11-23T18:30:00Z', { about: 'arrest' })
    expect(owed('victim-update')).toEqual({ 'arrest/P-2': 'met', 'release/P-2': 'pending' })
    expect(await matter('P-1')).toMatchObject({ facts: { updates: 1, updatedAt: '2026-11-23T18:30:00.000Z' } })
  })

  it('is settled by news of a telling that was in time', async () => {
    const { post, passes, alerts, deadlines } = await afterwards(code())
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    await passes('2026-11-25T09:00:00Z')
    expect(await alerts()).toContain('victim-update-overdue')
    await post('victim.updated', '2026-11-24T10:00:00Z', {}, '2026-11-25T09:30:00Z')
    expect(await alerts()).not.toContain('victim-update-overdue')
    expect(await deadlines('victim-update')).toMatchObject([{ status: 'met' }])
  })

  it('is owed for bail and each change of its conditions, once where both forms say it', async () => {
    const { post, owed } = await afterwards(code())
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', { ...dealt, how: 'bailed' })
    const bail = exampleEvent('bail.granted').data as { suspect: string; bail: string }
    await post('bail.granted', '2026-11-23T09:05:00Z', { suspect: 'P-2', arrestedAt: '2026-11-22T20:00:00Z' })
    await post('bail.varied', '2026-11-24T09:00:00Z', { bail: bail.bail })
    expect(owed('victim-update')).toEqual({ 'bail/P-2': 'pending', 'conditions/P-2': 'pending' })
  })

  it('is nothing that an older policy asks for, nor where nothing was done', async () => {
    const older = await afterwards(policyWith({ victimsCode: undefined }))
    await older.post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    expect(await older.deadlines('victim-update')).toEqual([])
    const newer = await afterwards(code())
    await newer.post('suspect.dealt-with', '2026-11-23T09:00:00Z', { ...dealt, how: 'outstanding' })
    expect(await newer.deadlines('victim-update')).toEqual([])
  })
})

describe('her preference', () => {
  const warned = (outcome: Outcome) => (outcome.status === 'accepted' ? outcome.warnings.map(({ code }) => code) : outcome.status)

  it('is the last that she said, by the clock on her wall in summer too', async () => {
    const { post } = await afterwards(code())
    await post('victim.preferred', '2026-11-23T09:00:00Z', { channels: ['telephone'], safeHours: { from: '09:30', to: '14:30' } })
    expect(warned(await post('victim.updated', '2026-11-23T14:30:00Z'))).toEqual([])
    expect(warned(await post('victim.updated', '2026-11-23T14:31:00Z'))).toEqual(['not-in-safe-hours'])
    expect(warned(await post('victim.updated', '2027-07-01T08:30:00Z'))).toEqual([])
    expect(warned(await post('victim.updated', '2027-07-01T08:31:00Z', { channel: 'letter' }))).toEqual(['not-her-channel'])
    await post('victim.preferred', '2027-07-02T09:00:00Z', { channels: ['letter'], safeHours: undefined })
    await post('victim.preferred', '2027-07-01T09:00:00Z', { channels: ['text'] }, '2027-07-02T10:00:00Z')
    expect(warned(await post('victim.updated', '2027-07-03T02:00:00Z', { channel: 'letter' }))).toEqual([])
  })

  it.each([
    ['victim.preferred', { channels: [] }, ['/data/channels']],
    ['victim.preferred', { channels: ['07700 900123'] }, ['/data/channels/0']],
    ['victim.preferred', { safeHours: { from: '14:00', to: '9:00' } }, ['/data/safeHours/to']],
    ['victim.preferred', { safeHours: { from: '14:00', to: '09:00' } }, ['/data/safeHours/to']],
    ['victim.updated', { about: 'the arrest', channel: undefined }, ['/data/about', '/data/channel']],
  ] as const)('is refused where %s says %j', (type, change, pointers) => {
    expect(wrong(type, change).sort()).toEqual([...pointers].sort())
  })
})
