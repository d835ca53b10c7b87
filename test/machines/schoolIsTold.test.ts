/** By when a school is told, across weekends, holidays and clock changes, and who at it is not told. */
import { calendars, school, visit } from '../support/child.ts'
import * as happens from '../support/happenings.ts'
import { KEY, policyWith, startNight } from '../support/incident.ts'

describe('a school is told before its next day', () => {
  it.each([
    ['on a Thursday night', '2026-11-19T23:00:00.000Z', '2026-11-20T08:00:00.000Z', false, 'known'],
    ['before eight on a school day', '2026-11-20T07:59:00.000Z', '2026-11-20T08:00:00.000Z', false, 'known'],
    ['at the weekend', '2026-11-21T22:00:00.000Z', '2026-11-23T08:00:00.000Z', false, 'known'],
    ['before a training day of its own', '2026-11-27T22:00:00.000Z', '2026-12-01T08:00:00.000Z', true, 'known'],
    ['at Christmas', '2026-12-21T10:00:00.000Z', '2027-01-04T08:00:00.000Z', true, 'known'],
    ['the weekend on which the clocks go forward', '2026-03-28T23:30:00.000Z', '2026-03-30T07:00:00.000Z', false, 'known'],
    ['in the hour that comes twice', '2026-10-25T00:30:00.000Z', '2026-10-26T08:00:00.000Z', false, 'known'],
    ['in the same hour, the second time', '2026-10-25T01:30:00.000Z', '2026-10-26T08:00:00.000Z', false, 'known'],
    ['after the last day that its calendar names', '2027-03-26T10:00:00.000Z', '2027-03-30T07:00:00.000Z', false, 'unknown'],
  ])('%s', async (_, at, dueBy, sendNow, calendar) => {
    const { matter } = await visit(at)
    expect(await matter('school/P-3')).toMatchObject({
      state: 'toTell.resolved',
      facts: { school: 'SCH-1', recipient: 'school', dueBy, sendNow, calendar },
    })
  })

  it('uses the calendar of the school that is found, and says where it knows no calendar', async () => {
    const { matter, post } = await visit('2026-12-21T10:00:00.000Z', {}, 'SCH-ELSEWHERE')
    expect(await matter('school/P-3')).toMatchObject({ facts: { calendar: 'unknown', dueBy: '2026-12-22T08:00:00.000Z' } })
    await post('school.resolved', '2026-12-21T11:00:00.000Z', { school: 'SCH-1' })
    expect(await matter('school/P-3')).toMatchObject({
      facts: { calendar: 'known', sendNow: true, remindAt: '2027-01-04T08:00:00.000Z', sendBy: '2026-12-22T08:00:00.000Z' },
    })
  })

  it('reminds a school on its first day back, once', async () => {
    const { engine, go, post } = await visit('2026-12-21T10:00:00.000Z', { referrals: {} })
    await post('school.notified', '2026-12-21T12:00:00.000Z')
    const reminders = async () =>
      (await engine.view(KEY))?.alerts
        .filter(({ kind }) => kind === 'school-first-day-back')
        .map(({ status, count }) => [status, count])
    await go({ kind: 'clock', at: '2027-01-04T07:59:59.999Z' })
    expect(await reminders()).toEqual([])
    await go({ kind: 'clock', at: '2027-01-04T08:00:00.000Z' })
    expect(await reminders()).toEqual([['open', 1]])
    await post('school.acknowledged', '2027-01-04T09:00:00.000Z')
    expect(await reminders()).toEqual([['resolved', 1]])
  })

  it.each([
    ['not before the day from which the force is in the scheme', { school: { ...school, encompass: { from: '2026-11-20' } } }],
    ['not where it is not in it', { school: { notifyBefore: '08:00' } }],
  ])('chases no notification %s, and keeps its deadline', async (_, changes) => {
    const { engine, go, post, matter } = await visit('2026-11-19T23:59:59.999Z', { ...changes, referrals: {} })
    const due = { name: 'school', dueAt: '2026-11-20T08:00:00.000Z' }
    expect((await engine.view(KEY))?.deadlines).toContainEqual({ ...due, status: 'pending' })
    await go({ kind: 'clock', at: '2026-11-20T20:00:00.000Z' })
    expect(await matter('school/P-3')).toMatchObject({ state: expect.stringContaining('toTell.'), deadlines: [due] })
    const view = await engine.view(KEY)
    expect(view?.deadlines).toContainEqual({ ...due, status: 'missed' })
    expect(view?.alerts.map(({ kind }) => kind)).toContain('school-notification-overdue')
    expect(view?.alerts.map(({ kind }) => kind)).not.toContain('school-escalated')
    if ('encompass' in changes.school) return
    await post('school.notified', '2026-11-20T20:00:00.000Z')
    expect(await matter('school/P-3')).toMatchObject({ state: 'notified', ended: true, deadlines: [] })
  })
})

it('has met the deadline where the school was told before anybody attended', async () => {
  const { engine, go } = startNight(policyWith({ calendars, school }))
  const at = '2026-11-20T20:00:00.000Z'
  const report = happens.reported(at)
  const persons = [{ role: 'child', personRef: 'P-3', schoolRef: 'SCH-1' }]
  for (const happened of [
    { ...report, data: { ...report.data, persons } } as happens.Posted,
    happens.thriveAssessed(at),
    happens.graded(at, 'P2'),
    happens.schoolTold(at, 'P-3'),
    happens.arrived(at),
  ])
    expect(await go(happened)).toMatchObject({ status: 'accepted' })
  const due = async () => (await engine.view(KEY))?.deadlines.filter(({ name }) => name === 'school')
  expect(await due()).toEqual([{ name: 'school', dueAt: '2026-11-23T08:00:00.000Z', status: 'met' }])
  await go({ kind: 'clock', at: '2026-11-23T08:00:00.000Z' })
  expect((await engine.view(KEY))?.alerts.map(({ kind }) => kind)).not.toContain('school-notification-overdue')
})

describe('a school at which an involved adult works', () => {
  const at = (minute: number) => `2026-11-20T21:${String(minute).padStart(2, '0')}:00.000Z`
  async function conflict() {
    const night = await visit('2026-11-20T20:00:00.000Z', { referrals: { required: { high: [], child: [] } } })
    await night.post('school.resolved', at(0), { school: 'SCH-1', adultWorksThere: 'yes' })
    const tell = (minute: number, school: string) => night.post('school.notified', at(minute), { school })
    const shown = async () => (await night.matter('school/P-3'))?.facts.conflict
    return { ...night, tell, shown }
  }

  it.each(['SCH-1', 'sch-1 ', ' Sch 1'])('is not told, written %j', async (school) => {
    const { post, tell, shown } = await conflict()
    await post('school.resolved', at(5), { school, adultWorksThere: 'not-known' })
    expect(await shown()).toBe('found')
    expect(await tell(6, school)).toMatchObject({ status: 'refused', problem: { errors: [{ pointer: '/data/school' }] } })
    await post('school.conflict-reviewed', at(10), { decision: 'tell' })
    expect(await tell(11, school)).toMatchObject({ status: 'accepted' })
  })

  it('is not told after it was decided to tell the local authority, until somebody says that none works there', async () => {
    const { post, tell, shown } = await conflict()
    await post('school.conflict-reviewed', at(5), { decision: 'tell-local-authority' })
    expect(await tell(6, 'sch-1')).toMatchObject({ status: 'refused' })
    await post('school.resolved', at(10), { school: 'SCH-1', adultWorksThere: 'no' })
    expect(await shown()).toBe('none')
    expect(await tell(11, 'SCH-1')).toMatchObject({ status: 'accepted' })
  })
})

it('if an adult turns out to work at a school that was told already, somebody must review that, whatever the school says', async () => {
  const at = (minute: number) => `2026-11-20T21:${String(minute).padStart(2, '0')}:00.000Z`
  const night = await visit('2026-11-20T20:00:00.000Z', { referrals: { required: { high: [], child: [] } } })
  const alerts = async () =>
    ((await night.engine.view(KEY))?.alerts ?? []).flatMap(({ kind, status }) => (kind === 'school-conflict' ? [status] : []))
  expect(await night.post('school.notified', at(0), { school: 'SCH-1' })).toMatchObject({ status: 'accepted' })
  expect(await night.post('school.resolved', at(5), { school: 'SCH-1', adultWorksThere: 'yes' })).toMatchObject({
    status: 'accepted',
  })
  expect(await night.matter('school/P-3')).toMatchObject({ state: 'told.sent', facts: { conflict: 'found', toldAt: at(0) } })
  expect(await night.post('school.acknowledged', at(6))).toMatchObject({ status: 'accepted' })
  expect(await alerts()).toEqual(['open'])
  expect(await night.post('school.conflict-reviewed', at(10), { decision: 'tell' })).toMatchObject({ status: 'accepted' })
  expect(await alerts()).toEqual(['resolved'])
  expect(await night.matter('school/P-3')).toMatchObject({
    state: 'acknowledged',
    facts: { conflict: 'reviewed', school: 'SCH-1' },
  })
  expect(await night.post('school.notified', at(15), { school: 'SCH-1' })).toMatchObject({ status: 'accepted' })
  await night.post('school.resolved', at(20), { school: 'SCH-1', adultWorksThere: 'yes' })
  await night.post('school.conflict-reviewed', at(25), { decision: 'tell-local-authority' })
  expect(await night.post('school.notified', at(30), { school: 'SCH-1' })).toMatchObject({ status: 'refused' })
})

describe('a school that is named after the notification began', () => {
  const named = { person: { role: 'child', personRef: 'P-3', schoolRef: 'SCH-1' } }
  it.each([
    ['in time', '2026-12-21T11:00:00.000Z', 'toTell.resolved'],
    ['after the morning', '2026-12-22T09:00:00.000Z', 'overdue'],
  ])('is heard, %s, with its calendar', async (_, at, state) => {
    const { matter, post } = await visit('2026-12-21T10:00:00.000Z', {}, '')
    expect(await matter('school/P-3')).toMatchObject({ state: 'toTell.unresolved' })
    expect(await post('person.identified', at, named)).toMatchObject({ status: 'accepted' })
    expect(await matter('school/P-3')).toMatchObject({
      state,
      facts: { school: 'SCH-1', recipient: 'school', calendar: 'known', dueBy: '2027-01-04T08:00:00.000Z' },
    })
  })

  it('does not undo what somebody resolved', async () => {
    const { matter, post } = await visit('2026-11-20T20:00:00.000Z', {}, '')
    await post('school.resolved', '2026-11-20T20:30:00.000Z', {
      school: undefined,
      adultWorksThere: undefined,
      none: 'home-educated',
    })
    await post('person.identified', '2026-11-20T20:40:00.000Z', named)
    expect(await matter('school/P-3')).toMatchObject({ facts: { school: null, noSchool: 'home-educated' } })
  })
})

it.each([
  ['Christmas Day of a year that was no code', '2025-12-24T20:00:00.000Z', '2025-12-26T08:00:00.000Z'],
  ['Good Friday', '2028-04-13T20:00:00.000Z', '2028-04-17T07:00:00.000Z'],
])("the incident's own deadline uses the same holidays: %s", async (_, at, dueAt) => {
  const { engine, matter } = await visit(at, { school: { ...school, encompass: { from: '2025-01-01' } } })
  expect((await engine.view(KEY))?.deadlines.find(({ name }) => name === 'school')).toMatchObject({ dueAt })
  expect(await matter('school/P-3')).toMatchObject({ facts: { sendBy: dueAt } })
})

describe('the clock of a school', () => {
  const AT = '2026-11-20T20:00:00.000Z'
  async function reported(child: object, ...more: readonly happens.Posted[]) {
    const { engine, go } = startNight(policyWith({ school, telephoneResolution: { allowed: true } }))
    const report = happens.reported(AT)
    const persons = [{ role: 'child', personRef: 'P-3', schoolRef: 'SCH-1', ...child }]
    for (const happened of [{ ...report, data: { ...report.data, persons } } as happens.Posted, ...more])
      expect(await go(happened)).toMatchObject({ status: 'accepted' })
    const view = await engine.view(KEY)
    return {
      asked: view?.matters.flatMap(({ kind, name }) => (kind === 'school' || kind === 'referral' ? [`${kind} ${name}`] : [])),
      dueAt: view?.deadlines.find(({ name }) => name === 'school')?.dueAt,
    }
  }

  it('starts with the report, attended or not', async () =>
    expect(await reported({})).toEqual({ asked: ['school P-3'], dueAt: '2026-11-23T08:00:00.000Z' }))

  it.each([
    ['a pupil of 17, at a college', '2008-11-21', ['school P-3']],
    ['somebody who turned 18 that day', '2008-11-20', []],
  ])('is that of a child under 18: %s', async (_, dateOfBirth, asked) =>
    expect((await reported({ dateOfBirth, schoolRef: 'COLLEGE-1' })).asked).toEqual(asked),
  )

  it('starts when a child is named later, attended or not', async () => {
    const named = happens.identified('2026-11-20T21:00:00.000Z', { role: 'child', personRef: 'P-4', schoolRef: 'SCH-2' })
    expect((await reported({}, named)).asked).toEqual(['school P-3', 'school P-4'])
  })

  it("asks for children's services too once it was settled on the telephone", async () => {
    const settled = [happens.thriveAssessed(AT), happens.graded(AT, 'P2'), happens.resolvedByTelephone(AT)]
    expect((await reported({}, ...settled)).asked).toEqual(['school P-3', 'referral childrens-services'])
  })
})
