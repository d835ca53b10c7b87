/** What is done for the victim afterwards: tasks and plans, with who does what and by when. */
import { afterwards, pointers, warned, wrong } from '../support/afterwards.ts'

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

  it('is counted for every time that it did not see her, and escalates until it does', async () => {
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
    ['task.moved', { dueAt: undefined, owner: undefined }, ['/data/dueAt']],
    ['task.moved', { dueAt: 'monday', reason: 'No unit was free' }, ['/data/dueAt', '/data/reason']],
    ['task.cancelled', { reason: 'She moved', note: '' }, ['/data/reason', '/data/note']],
  ] as const)('is refused where %s says %j', (type, change, pointers) => {
    expect(wrong(type, change).sort()).toEqual([...pointers].sort())
  })
})

const one = (action: string, dueAt: string) => ({ action, what: 'Change the locks.', owner: 'housing', dueAt })

describe('a task that is moved', () => {
  const set = { dueAt: '2026-11-21T12:00:00Z' }

  it('keeps the date that it was set to first, and counts how often it was put off', async () => {
    const { post, matter } = await afterwards()
    await post('task.set', '2026-11-20T21:00:00Z', set)
    await post('task.moved', '2026-11-21T09:00:00Z', { dueAt: '2026-11-22T12:00:00Z', owner: undefined })
    await post('task.moved', '2026-11-21T10:00:00Z', { dueAt: '2026-11-24T12:00:00Z', owner: 'snt-2' })
    await post('task.moved', '2026-11-21T11:00:00Z', { dueAt: '2026-11-23T12:00:00Z', reason: undefined })
    expect(await matter('T-1')).toMatchObject({
      state: 'standing.set',
      deadlines: [{ name: 'task-due', dueAt: '2026-11-23T12:00:00.000Z' }],
      facts: {
        firstDueAt: '2026-11-21T12:00:00.000Z',
        dueAt: '2026-11-23T12:00:00.000Z',
        putOffTimes: 2,
        putOffTo: null,
        missedTimes: 0,
      },
    })
  })

  it('without a reason is late by the date before, whatever was said', async () => {
    const { post, passes, matter, alerts, deadlines } = await afterwards()
    await post('task.set', '2026-11-20T21:00:00Z', set)
    const idle = await post('task.moved', '2026-11-21T09:00:00Z', { dueAt: '2026-11-24T12:00:00Z', reason: undefined })
    expect(warned(idle)).toEqual(['put-off-without-reason'])
    await passes('2026-11-21T11:59:59.999Z')
    expect(await alerts()).not.toContain('task-overdue')
    await passes('2026-11-21T12:00:00Z')
    expect(await alerts()).toContain('task-overdue')
    expect(await matter('T-1')).toMatchObject({
      state: 'standing.overdue',
      facts: { owner: 'snt-rugby-south', putOffTimes: 1, putOffTo: '2026-11-24T12:00:00.000Z', missedTimes: 1 },
    })
    await post('task.moved', '2026-11-21T13:00:00Z', { dueAt: '2026-11-24T12:00:00Z' })
    expect(await alerts()).not.toContain('task-overdue')
    expect(await matter('T-1')).toMatchObject({
      state: 'standing.set',
      facts: { putOffTimes: 2, putOffTo: null, missedTimes: 1 },
    })
    expect(await deadlines('task-due')).toMatchObject([{ dueAt: '2026-11-24T12:00:00.000Z', status: 'pending' }])
    await passes('2026-11-24T12:00:00Z')
    expect(await alerts()).toContain('task-overdue')
    expect((await matter('T-1'))?.facts).toMatchObject({ missedTimes: 2 })
  })

  it('to another owner alone moves no clock', async () => {
    const { post, matter } = await afterwards()
    await post('task.set', '2026-11-20T21:00:00Z', set)
    expect(warned(await post('task.moved', '2026-11-21T09:00:00Z', { dueAt: undefined, reason: undefined }))).toEqual([])
    expect(await matter('T-1')).toMatchObject({
      deadlines: [{ name: 'task-due', dueAt: '2026-11-21T12:00:00.000Z' }],
      facts: { owner: 'snt-rugby-south', putOffTimes: 0 },
    })
  })

  it('goes no further away than any, and not once it is over', async () => {
    const { post } = await afterwards()
    await post('task.set', '2026-11-20T21:00:00Z', set)
    const to = (dueAt: string) => post('task.moved', '2026-11-21T09:00:00Z', { dueAt })
    expect(pointers(await to('2026-11-21T12:00:00Z'))).toEqual(['/data/dueAt'])
    expect(pointers(await to('2026-11-21T09:00:00Z'))).toEqual(['/data/dueAt'])
    expect(pointers(await to('2027-02-21T09:00:01Z'))).toEqual(['/data/dueAt'])
    expect(warned(await to('2027-02-21T09:00:00Z'))).toEqual([])
    await post('task.done', '2026-11-21T10:00:00Z')
    expect(await to('2026-11-23T12:00:00Z')).toMatchObject({ problem: { code: 'not-accepted-now' } })
  })
})

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
