/** Registers over nights that were lived, through HTTP: who is on each list, in which order, what is late, and who leaves it. */
import { parse } from 'csv-parse/sync'
import { calendarsSchema } from '../../machines/rules/calendar/schema.ts'
import type { RegisterName } from '../../machines/rules/catalogue/registers.ts'
import type { RegisterItem } from '../../src/engine/registers/views.ts'
import { WHY } from '../support/client.ts'
import * as happens from '../support/happenings.ts'
import { policyWith } from '../support/incident.ts'
import { example, startNights } from '../support/listing.ts'
import { type ServedRecord, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

type Line = RegisterItem & { readonly late: boolean }
interface Meeting {
  readonly registers: readonly { readonly register: string; readonly count: number; readonly late: number }[]
}

/** The school has a day of its own on Monday. Whoever is in distress is referred to a partner who has nobody in the hub. */
const calendars = calendarsSchema.parse({
  bankHolidays: { source: 'built in', coveredTo: '2027-12-31', dates: { '2026-12-28': 'Boxing Day' } },
  schools: {
    'SCH-1': { terms: [{ from: '2026-09-02', to: '2026-12-18' }], closed: [{ from: '2026-11-23', to: '2026-11-23' }] },
  },
})
const { referrals } = policyWith().policy
const distress = { name: 'distress', when: { flag: 'mental-health' }, to: 'mental-health', within: 'PT24H' }
const pinned = policyWith({ calendars, referrals: { ...referrals, rules: [...(referrals.rules ?? []), distress] } })

const $ = useStore()
let nights: ReturnType<typeof startNights>
let served: ServedRecord
beforeAll(async () => {
  nights = startNights($.store, pinned)
  served = await serveRecord($.store, pinned)
})
afterAll(() => served.stop())

const read = (register: RegisterName, query = '') => served.api.list<Line>(`/v1/registers/${register}${query}`)
const minute = (at: string | null) => at?.slice(5, 16) ?? 'no clock'
/** `WK-1 task T-1 standing.set: task-due 11-23T12:00`. */
const lines = async (register: RegisterName, query = '') =>
  (await read(register, query)).map(
    ({ incident, kind, name, state, deadline, dueAt }) => `${incident} ${kind} ${name} ${state}: ${deadline} ${minute(dueAt)}`,
  )
/** How many the meeting finds in a register, and how many late, at a time. */
async function met(register: RegisterName, at: string): Promise<readonly number[]> {
  const { registers } = await served.api.get<Meeting>(`/v1/daily-meeting?at=${at}`)
  return registers.flatMap((one) => (one.register === register ? [one.count, one.late] : []))
}
const seen = (time: string) => [happens.thriveAssessed(time), happens.graded(time, 'P2'), happens.arrived(time)]
const attended = (time: string) => [happens.reported(time), ...seen(time)]
const withChild = (time: string, schoolRef: string, flags: string[] = []) =>
  happens.but(happens.reported(time, { flags }), {
    persons: [
      { role: 'victim', personRef: 'P-1' },
      { role: 'child', personRef: 'P-3', schoolRef },
    ],
  })

describe('referrals and schools', () => {
  const to = (partner: string) => ({ partner })

  it('are listed by what is due first: asked for, come back, and to be told', async () => {
    await nights.post('REFERRED', withChild('18:00', 'SCH-1', ['mental-health']), ...seen('18:10'), happens.hauReceived('18:15'))
    const partner = to('childrens-services')
    for (const [type, time] of [
      ['referral.made', '18:20'],
      ['referral.sent', '18:25'],
      ['referral.bounced', '18:30'],
    ] as const)
      await nights.post('REFERRED', example(type, time, partner, 'hau'))
    expect(await lines('referrals-and-schools')).toEqual([
      'REFERRED referral mental-health owed: referral-due 11-21T18:10',
      'REFERRED referral childrens-services waiting.bounced: referral 11-21T18:20',
      'REFERRED school P-3 toTell.resolved: school 11-23T08:00',
    ])
    const [asked, bounced, school] = (await read('referrals-and-schools')).map(({ facts }) => facts)
    expect(asked).toMatchObject({ askedBy: ['distress'], fallback: 'community-mental-health-team', sentAt: null })
    expect(bounced).toMatchObject({ sentAt: '2026-11-20T18:25:00.000Z', bouncedAt: '2026-11-20T18:30:00.000Z' })
    expect(school).toMatchObject({ calendar: 'known', sendNow: true, dueBy: '2026-11-24T08:00:00.000Z' })
  })

  it('have the one that is asked instead in the place of a partner who has nobody there', async () => {
    const redirected = { partner: 'mental-health', fallback: 'community-mental-health-team' }
    await nights.post('REFERRED', example('referral.redirected', '18:40', redirected, 'hau'))
    const [instead, ...others] = await read('referrals-and-schools', '?kind=referral')
    expect(instead).toMatchObject({ name: 'community-mental-health-team', state: 'owed', facts: { insteadOf: 'mental-health' } })
    expect(others.map(({ name }) => name)).toEqual(['childrens-services'])
  })

  it('say of a school whose calendar nobody knows that it is so', async () => {
    await nights.post('ELSEWHERE', withChild('19:00', 'SCH-9'), ...seen('19:10'), happens.hauReceived('19:15'))
    const schools = await read('referrals-and-schools', '?kind=school')
    expect(schools.map(({ incident, facts }) => [incident, facts.calendar, minute(String(facts.dueBy))])).toEqual([
      ['REFERRED', 'known', '11-24T08:00'],
      ['ELSEWHERE', 'unknown', '11-23T08:00'],
    ])
  })

  it('are a table that a spreadsheet reads as it was written, whatever partners are called', async () => {
    const formula = '=HYPERLINK("http://example.test";"open")'
    const awkward = 'Llety "Ŵyn", y Cwm\nail lawr; 🏠'
    for (const partner of [formula, awkward])
      await nights.post('ELSEWHERE', example('referral.made', '19:20', to(partner), 'hau'))
    const text = await (
      await served.api.ask('/v1/registers/referrals-and-schools?format=csv&kind=referral', undefined, WHY)
    ).text()
    const table = parse(text, { columns: true }) as Readonly<Record<string, string>>[]
    const items = await read('referrals-and-schools', '?kind=referral')
    expect(table.map(({ name }) => name)).toEqual(items.map(({ name }) => (name === formula ? `'${formula}` : name)))
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining([formula, awkward]))
    expect(table[0]).toMatchObject({ insteadOf: 'mental-health', askedBy: '["instead-of-mental-health"]', sentAt: '' })
    expect(text.split('\r\n')[0]).toMatch(/riskGrade,madeAt,askedBy,insteadOf,fallback,dueBy,sentAt,bouncedAt,toldAt,/)
  })

  it('keep first, and late, what nobody answered until there was nobody left to tell', async () => {
    await nights.passes('23 09:00')
    const found = await lines('referrals-and-schools')
    expect(found.slice(0, 3)).toEqual([
      'REFERRED referral community-mental-health-team escalated: referral-due 11-21T18:10',
      'REFERRED referral childrens-services escalated: referral 11-21T18:20',
      'ELSEWHERE referral childrens-services escalated: referral-due 11-21T19:10',
    ])
    expect(found.slice(5)).toEqual([
      'REFERRED school P-3 overdue: school 11-23T08:00',
      'ELSEWHERE school P-3 overdue: school 11-23T08:00',
    ])
    expect(await met('referrals-and-schools', '2026-11-23T09:00:00Z')).toEqual([7, 7])
    expect(await met('referrals-and-schools', '2026-11-21T18:15:00Z')).toEqual([7, 1])
    expect(await lines('referrals-and-schools', '?state=escalated&to=2026-11-21T18:20:00Z')).toEqual(found.slice(0, 1))
  })

  it('leave when the partner and the school have said that they have it', async () => {
    const child = { child: 'P-3', school: 'SCH-1' }
    await nights.post('REFERRED', example('referral.acknowledged', '23 09:05', to('childrens-services'), 'hau'))
    await nights.post('REFERRED', example('school.notified', '23 09:06', child, 'hau'))
    const school = () => lines('referrals-and-schools', '?kind=school')
    expect((await school()).at(-1)).toMatch(/^REFERRED school P-3 told.sent: school-acknowledgement 11-25T08:00/)
    await nights.post('REFERRED', example('school.acknowledged', '23 09:07', { child: 'P-3' }, 'hau'))
    expect(await school()).toEqual(['ELSEWHERE school P-3 overdue: school 11-23T08:00'])
    const left = await lines('referrals-and-schools', '?kind=referral')
    expect(left.filter((line) => line.startsWith('REFERRED'))).toEqual([
      'REFERRED referral community-mental-health-team escalated: referral-due 11-21T18:10',
    ])
  })
})

it('lists what a victim is owed, each thing by itself, until she is told', async () => {
  const dealt = { suspect: 'P-2', reason: 'He was there.' }
  await nights.post('UPDATES', ...attended('23 10:00'), example('suspect.dealt-with', '23 10:30', { ...dealt, how: 'arrested' }))
  await nights.post('UPDATES', example('suspect.dealt-with', '24 10:00', { ...dealt, how: 'released-under-investigation' }))
  expect(await lines('victim-updates')).toEqual([
    'UPDATES owed/victim-update P-1/arrest/P-2 pending: victim-update 11-24T23:59',
    'UPDATES owed/victim-update P-1/release/P-2 pending: victim-update 11-25T23:59',
  ])
  expect((await read('victim-updates'))[0]?.facts).toMatchObject({ since: '2026-11-23T10:30:00.000Z' })
  await nights.passes('25 09:00')
  expect(await lines('victim-updates', '?state=missed')).toEqual([
    'UPDATES owed/victim-update P-1/arrest/P-2 missed: victim-update 11-24T23:59',
  ])
  expect(await met('victim-updates', '2026-11-25T09:00:00Z')).toEqual([2, 1])
  await nights.post('UPDATES', example('victim.updated', '25 09:30', { victim: 'P-1', about: 'arrest', suspect: 'P-2' }))
  expect(await lines('victim-updates')).toEqual(['UPDATES owed/victim-update P-1/release/P-2 pending: victim-update 11-25T23:59'])
  await nights.post('UPDATES', example('victim.updated', '25 09:31', { victim: 'P-1', about: 'release', suspect: 'P-2' }))
  expect(await lines('victim-updates')).toEqual([])
})

it('lists plans and visits by what is next to be done on each, and counts who went and did not see her', async () => {
  await nights.post('CARE', ...attended('25 10:00'))
  const action = (name: string, dueAt: string) => ({ action: name, what: 'Change the locks.', owner: 'housing', dueAt })
  const actions = [action('A1', '2026-11-28T12:00:00Z'), action('A2', '2026-12-04T12:00:00Z')]
  await nights.post('CARE', example('plan.made', '25 10:30', { actions, nextReviewAt: '2026-12-01T12:00:00Z' }))
  const visit = (task: string, dueAt: string) => example('task.set', '25 10:31', { task, dueAt, owner: '+snt "north"' })
  await nights.post(
    'CARE',
    visit('T-1', '2026-11-26T12:00:00Z'),
    visit('T-2', '2026-11-30T12:00:00Z'),
    visit('T-3', '2026-11-27T12:00:00Z'),
  )
  expect(await lines('plans-and-visits')).toEqual([
    'CARE task T-1 standing.set: task-due 11-26T12:00',
    'CARE task T-3 standing.set: task-due 11-27T12:00',
    'CARE plan RMP-1 standing: plan-action 11-28T12:00',
    'CARE task T-2 standing.set: task-due 11-30T12:00',
  ])
  await nights.post('CARE', example('task.done', '26 10:00', { task: 'T-1', seen: false, outcome: 'no-reply' }))
  await nights.post('CARE', example('task.cancelled', '26 10:01', { task: 'T-3' }))
  await nights.post('CARE', example('plan.action-done', '26 10:02', { action: 'A1' }))
  await nights.passes('26 13:00')
  expect(await lines('plans-and-visits')).toEqual([
    'CARE task T-1 standing.overdue: task-due 11-26T12:00',
    'CARE task T-2 standing.set: task-due 11-30T12:00',
    'CARE plan RMP-1 standing: plan-review 12-01T12:00',
  ])
  expect(await met('plans-and-visits', '2026-11-26T13:00:00Z')).toEqual([3, 1])
  const [row] = parse(await (await served.api.ask('/v1/registers/plans-and-visits?format=csv&limit=1', undefined, WHY)).text(), {
    columns: true,
  }) as object[]
  expect(row).toMatchObject({
    name: 'T-1',
    owner: `'+snt "north"`,
    triedTimes: '1',
    triedAt: '2026-11-26T10:00:00.000Z',
    version: '',
  })
  await nights.post('CARE', example('task.done', '26 14:00', { task: 'T-1' }), example('plan.ended', '26 14:01'))
  expect(await lines('plans-and-visits')).toEqual(['CARE task T-2 standing.set: task-due 11-30T12:00'])
})

it('lists victims whom nobody has told of the delay, until somebody does', async () => {
  const waits = (time: string) => [happens.reported(time), happens.thriveAssessed(time), happens.graded(time, 'P2')]
  await nights.post('WAITS', ...waits('26 15:00'))
  await nights.post('TOLD', ...waits('26 15:01'))
  await nights.post('TOLD', happens.but(happens.victimContacted('26 16:05', true), { toldOfDelay: true }))
  await nights.passes('26 16:30')
  expect(await lines('victims-not-told')).toEqual(['WAITS owed/victim-told 1 missed: victim-told 11-26T16:15'])
  await nights.post('WAITS', happens.but(happens.victimContacted('26 16:40', true), { toldOfDelay: true }))
  expect(await lines('victims-not-told')).toEqual([])
})

describe('suspects', () => {
  const dealt = (time: string, how: string, data: object = {}) =>
    example('suspect.dealt-with', time, { how, suspect: 'P-2', ...data })

  it('who were arrested, and nobody said why, are listed by the risk to her', async () => {
    const unsaid = { reason: undefined, codeG: undefined }
    await nights.post(
      'STANDARD',
      ...attended('27 09:00'),
      happens.dashSubmitted('27 09:30', 'standard'),
      dealt('27 09:40', 'arrested', unsaid),
    )
    await nights.post(
      'HIGH',
      ...attended('27 10:00'),
      happens.dashSubmitted('27 10:30', 'high'),
      dealt('27 10:40', 'arrested', unsaid),
    )
    await nights.post('SAID', ...attended('27 11:00'), dealt('27 11:40', 'arrested'))
    expect(await lines('positive-action-unexplained')).toEqual([
      'HIGH suspect P-2 dealtWith.unexplained: null no clock',
      'STANDARD suspect P-2 dealtWith.unexplained: null no clock',
    ])
    await nights.post('HIGH', dealt('27 12:00', 'arrested'))
    expect((await read('positive-action-unexplained')).map(({ incident }) => incident)).toEqual(['STANDARD'])
  })

  it('who are sought are listed until they are found, and those on bail until somebody says what was decided', async () => {
    const later = startNights($.store, pinned)
    await later.post(
      'SOUGHT',
      ...attended('27 13:00'),
      dealt('27 13:30', 'outstanding'),
      example('suspect.circulated', '27 13:40'),
    )
    expect(await lines('suspects-outstanding')).toEqual(['SOUGHT suspect P-2 outstanding.circulated: suspect-review 11-28T13:30'])
    await later.post(
      'SOUGHT',
      dealt('27 14:00', 'bailed'),
      example('bail.granted', '27 14:05', { arrestedAt: '2026-11-27T13:50:00Z' }),
    )
    expect(await lines('suspects-outstanding')).toEqual([])
    const bail = () => lines('bail-and-release', '?kind=bail')
    expect(await bail()).toEqual([expect.stringMatching(/^SOUGHT bail B-2026-77 standing.running: bail-warning 02-13T23:59$/)])
    await later.passes('2027-03-01T09:00:00Z')
    expect(await bail()).toEqual([expect.stringMatching(/^SOUGHT bail B-2026-77 lapsed: bail-/)])
    const [lapsed] = await read('bail-and-release', '?kind=bail')
    expect(lapsed?.dueAt).toBe(lapsed?.facts.endsAt)
    expect((await met('bail-and-release', '2027-03-01T09:00:00Z'))[1]).toBeGreaterThan(0)
  })
})

it('lists what has lain still, and markers that nobody looked at again, by since when', async () => {
  const later = startNights($.store, pinned)
  await later.post(
    'STILL',
    ...attended('2027-03-01T10:00:00Z'),
    example('crime.recorded', '2027-03-01T11:00:00Z', { offenceAt: undefined }),
  )
  await later.post(
    'STILL',
    example('marker.placed', '2027-03-01T11:05:00Z', { reviewBy: '2027-03-20T12:00:00Z', expiresAt: '2027-09-01T12:00:00Z' }),
  )
  expect([await lines('no-activity'), await lines('markers-to-review')]).toEqual([[], []])
  await later.passes('2027-04-01T09:00:00Z')
  expect(await lines('markers-to-review')).toEqual(['STILL marker M-2026-118 standing.reviewDue: marker-review 03-20T12:00'])
  expect(await read('no-activity')).toMatchObject([
    { incident: 'STILL', state: 'open.idle', facts: { idleAt: expect.any(String) } },
  ])
  expect(await met('no-activity', '2027-04-01T09:00:00Z')).toEqual([1, 1])
  expect(await met('markers-to-review', '2027-04-01T09:00:00Z')).toEqual([1, 1])
  await later.post(
    'STILL',
    example('marker.reviewed', '2027-04-01T09:05:00Z', { reviewBy: '2027-06-20T12:00:00Z', expiresAt: '2027-09-20T12:00:00Z' }),
    example('investigation.supervised', '2027-04-01T09:06:00Z', { nextReviewAt: '2027-04-05T09:00:00Z' }),
  )
  expect([await lines('no-activity'), await lines('markers-to-review')]).toEqual([[], []])
})
