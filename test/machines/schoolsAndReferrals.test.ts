/** Schools and referrals: by when, across weekends, holidays and clock changes; what may be said of them; and that no order of events breaks one. */
import fc from 'fast-check'
import { calendarsSchema } from '../../machines/rules/calendar/schema.ts'
import { schoolEvents } from '../../machines/rules/catalogue/matters/school.ts'
import { EVENT_NAMES, type EventName, parseData } from '../../machines/rules/events.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { exampleOf } from '../rules/examples.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

const calendars = calendarsSchema.parse({
  bankHolidays: {
    source: 'built in',
    coveredTo: '2027-12-31',
    dates: { '2026-12-28': 'Boxing Day', '2027-03-29': 'Easter Monday' },
  },
  schools: {
    'SCH-1': {
      terms: [
        { from: '2026-02-23', to: '2026-07-17' },
        { from: '2026-09-02', to: '2026-12-18' },
        { from: '2027-01-04', to: '2027-03-25' },
      ],
      closed: [{ from: '2026-11-30', to: '2026-11-30' }],
    },
  },
})
const school = { notifyBefore: '08:00', encompass: { from: '2026-01-01' } }

/** Somebody attends an incident with a child whose school is known, and things are posted of it. */
async function visit(at: string, changes: object = {}, schoolRef: string | undefined = 'SCH-1') {
  const pinned = policyWith({ calendars, school, ...changes })
  const { engine, store, go } = startNight(pinned)
  const report = happens.reported(at)
  const persons = [{ role: 'child', personRef: 'P-3', ...(schoolRef === undefined ? {} : { schoolRef }) }]
  for (const happened of [
    { ...report, data: { ...report.data, persons } } as happens.Posted,
    happens.thriveAssessed(at),
    happens.graded(at, 'P2'),
    happens.arrived(at),
  ])
    expect(await go(happened)).toMatchObject({ status: 'accepted' })
  let posted = 0
  const post = async (type: EventName, time: string, data: object = {}): Promise<Outcome> => {
    await go({ kind: 'clock', at: time })
    const event = { kind: 'event', type, at: time, recordedAt: time, role: 'hau', data: exampleOf(type, data) }
    posted += 1
    const [outcome] = await engine.record([arrivedEvent(event as unknown as happens.Posted, `${type}-${posted}`)])
    return outcome as Outcome
  }
  const matter = async (id: string) => (await engine.view(KEY))?.matters.find(({ kind, name }) => `${kind}/${name}` === id)
  return { engine, store, go, post, matter, pinned }
}

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

describe('a child who is found after the first was referred', () => {
  const SERVICES = 'childrens-services'
  const found = { person: { role: 'child', personRef: 'K-2', schoolRef: 'SCH-1' } }
  /** The first child is referred at 22:00, acknowledged at 23:00 unless it says otherwise; another is named the next morning. */
  async function secondChild(acknowledgedAt = '2026-11-20T23:00:00.000Z') {
    const night = await visit('2026-11-20T20:00:00.000Z')
    await night.post('hau.received', '2026-11-20T21:00:00.000Z')
    expect(await night.post('referral.made', '2026-11-20T22:00:00.000Z')).toMatchObject({ status: 'accepted' })
    if (acknowledgedAt !== '') await night.post('referral.acknowledged', acknowledgedAt)
    expect(await night.post('person.identified', '2026-11-21T10:00:00.000Z', found)).toMatchObject({ status: 'accepted' })
    const referral = () => night.matter(`referral/${SERVICES}`)
    const blocking = async () => {
      const outcome = await night.post('incident.closed', '2026-11-22T12:00:00.000Z')
      if (outcome.status !== 'refused' || !('blockers' in outcome.problem)) throw new Error('it closed')
      return outcome.problem.blockers.filter(({ detail }) => detail.includes(SERVICES)).map(({ code }) => code)
    }
    return { ...night, referral, blocking }
  }

  it.each([
    ['acknowledged', '2026-11-20T23:00:00.000Z'],
    ['not acknowledged yet', ''],
  ])('is asked for, made anew and acknowledged, with the first one %s', async (_, acknowledgedAt) => {
    const { engine, go, post, referral, blocking } = await secondChild(acknowledgedAt)
    expect(await referral()).toMatchObject({
      state: 'owed',
      facts: { askedBy: ['child/P-3', 'child/K-2'], dueBy: '2026-11-22T10:00:00.000Z', madeAt: null },
    })
    await go({ kind: 'clock', at: '2026-11-22T10:00:00.000Z' })
    expect((await engine.view(KEY))?.alerts.some(({ kind }) => kind === 'referral-not-made')).toBe(true)
    expect(await blocking()).toContain('referral-not-made')
    await post('referral.made', '2026-11-22T13:00:00.000Z')
    // Made anew it gives the partner no more time: who was late with the first child is late.
    expect(await referral()).toMatchObject({ state: acknowledgedAt === '' ? 'overdue' : 'waiting.made' })
    expect((await engine.view(KEY))?.deadlines.filter(({ name }) => name === 'referral')).toMatchObject(
      acknowledgedAt === '' ? [{ status: 'missed' }] : [{ status: 'pending', dueAt: '2026-11-23T13:00:00.000Z' }],
    )
    await post('referral.acknowledged', '2026-11-22T14:00:00.000Z')
    expect(await referral()).toMatchObject({ state: 'acknowledged' })
    expect(await blocking()).toEqual([])
  })

  it('is not asked for twice: made again for nobody new, it stays as it was', async () => {
    const { post, referral } = await secondChild()
    await post('referral.made', '2026-11-21T11:00:00.000Z')
    await post('referral.acknowledged', '2026-11-21T12:00:00.000Z')
    await post('person.identified', '2026-11-21T13:00:00.000Z', found)
    await post('referral.made', '2026-11-21T14:00:00.000Z')
    expect(await referral()).toMatchObject({ state: 'acknowledged', facts: { madeAt: '2026-11-21T11:00:00.000Z' } })
  })
})

describe('news of a referral is taken, whatever paper is missing', () => {
  async function made() {
    const night = await visit('2026-11-20T20:00:00.000Z')
    await night.post('hau.received', '2026-11-20T21:00:00.000Z')
    await night.post('referral.made', '2026-11-20T22:00:00.000Z')
    return night
  }
  it('it came back, though nobody said that it was sent', async () => {
    const { post, matter } = await made()
    expect(await post('referral.bounced', '2026-11-20T22:10:00.000Z')).toMatchObject({ status: 'accepted' })
    expect(await matter('referral/childrens-services')).toMatchObject({ state: 'waiting.bounced' })
  })

  it.each([
    ['in time', '2026-11-20T23:00:00.000Z'],
    ['late', '2026-11-22T23:00:00.000Z'],
    ['later still', '2026-11-24T23:00:00.000Z'],
  ])('it was answered, %s, though nobody said that it was there', async (_, at) => {
    const { engine, post, matter } = await made()
    expect(await post('referral.answered', at, { outcome: 'accepted' })).toMatchObject({ status: 'accepted' })
    expect(await matter('referral/childrens-services')).toMatchObject({ state: 'acknowledged', facts: { outcome: 'accepted' } })
    const view = await engine.view(KEY)
    expect(view?.alerts.filter(({ kind, status }) => kind.startsWith('referral-overdue') && status !== 'resolved')).toEqual([])
    expect(view?.deadlines.filter(({ name, status }) => name === 'referral' && status === 'pending')).toEqual([])
  })
})

it('has no field by which an address could reach a school', () => {
  for (const type of Object.keys(schoolEvents) as (keyof typeof schoolEvents)[])
    for (const field of ['address', 'newAddress', 'victimAddress', 'location', 'uprn', 'postcode', 'text']) {
      const read = parseData(type, { ...(exampleEvent(type).data as object), [field]: '7 Fictional Close' })
      expect(read.ok ? type : read.issues.map(({ pointer }) => pointer)).toEqual([`/data/${field}`])
    }
  const read = parseData('school.notified', { ...(exampleEvent('school.notified').data as object), shared: ['victim-address'] })
  expect(read.ok ? [] : read.issues.map(({ pointer }) => pointer)).toEqual(['/data/shared/0'])
})

it.each<[EventName, object, string[]]>([
  ['referral.made', { legalBasis: 'Because of her' }, ['/data/legalBasis']],
  ['referral.made', { shared: ['her name is'] }, ['/data/shared/0']],
  ['referral.sent', { channel: 'By post to J. Smith' }, ['/data/channel']],
  ['referral.answered', { outcome: 'maybe' }, ['/data/outcome']],
  ['referral.joint-visit', { answer: 'perhaps' }, ['/data/answer']],
  ['referral.redirected', { fallback: '' }, ['/data/fallback']],
  ['referral.withdrawn', { reason: ' ' }, ['/data/reason']],
  ['referral.bounced', { reason: '' }, ['/data/reason']],
  ['school.resolved', { none: 'not-found' }, ['/data/school']],
  ['school.resolved', { adultWorksThere: true }, ['/data/adultWorksThere']],
  ['school.conflict-reviewed', { decision: 'later' }, ['/data/decision']],
  ['school.bounced', { reason: '' }, ['/data/reason']],
  ['school.acknowledged', { school: 'SCH-1' }, ['/data/school']],
])('refuses %s with %j', (type, wrong, pointers) => {
  const read = parseData(type, { ...(exampleEvent(type).data as object), ...wrong })
  expect(read.ok ? [] : read.issues.map(({ pointer }) => pointer)).toEqual(pointers)
})

it('keeps no word of what was written, and no name', async () => {
  const { store, post } = await visit('2026-11-20T20:00:00.000Z')
  await post('hau.received', '2026-11-20T21:00:00.000Z')
  await post('referral.made', '2026-11-20T21:10:00.000Z', { reason: 'A SECRET WORD' })
  await post('school.resolved', '2026-11-20T21:20:00.000Z', { adultWorksThere: 'yes' })
  await post('school.conflict-reviewed', '2026-11-20T21:30:00.000Z', { rationale: 'A SECRET WORD' })
  expect(JSON.stringify(store.caseOf(KEY))).not.toContain('SECRET')
})

it('never throws, replays to the byte and leaves nothing late in silence, whatever comes in whatever order', () => {
  const names = EVENT_NAMES.filter((name) => /^(referral|school|hau\.received)/.test(name))
  const step = fc.record({
    type: fc.constantFrom(...names),
    hours: fc.constantFrom(0, 1, 5, 26),
    who: fc.constantFrom('childrens-services', 'idva', 'mental-health'),
    conflict: fc.constantFrom('yes', 'no', 'not-known'),
  })
  return fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { engine, store, go, post, pinned } = await visit('2026-10-23T20:00:00.000Z')
      let now = Date.parse('2026-10-23T20:00:00.000Z')
      for (const { type, hours, who, conflict } of steps) {
        now += hours * 3_600_000
        const about = type.startsWith('referral')
          ? { partner: who }
          : type === 'school.resolved'
            ? { adultWorksThere: conflict }
            : {}
        await post(type, new Date(now).toISOString(), about)
      }
      await go({ kind: 'clock', at: new Date(now + 6 * 86_400_000).toISOString() })
      const view = await engine.view(KEY)
      for (const { kind, name, ended, deadlines } of view?.matters ?? []) {
        const alerted = view?.alerts.some(({ kind: alert, status }) => alert.startsWith(kind) && status !== 'resolved')
        expect([`${kind}/${name}`, ended || alerted === true || deadlines.length > 0]).toEqual([`${kind}/${name}`, true])
      }
      const entries = async function* () {
        yield* store.entries(KEY)
      }
      expect(await replay(store.caseOf(KEY) as Case, entries(), pinned)).toMatchObject({ replayed: true, differences: [] })
    }),
    { numRuns: Number(process.env.REASSESS_RUNS ?? 15) },
  )
})
