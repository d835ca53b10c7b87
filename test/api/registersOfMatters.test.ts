/** Orders before a court, their breaches, and MARAC lists from the outside: what the engine made of real nights, on a real PostgreSQL. */
import type { EventName } from '../../machines/rules/events.ts'
import type { RegisterItem } from '../../src/engine/registers/views.ts'
import * as happens from '../support/happenings.ts'
import { policyWith } from '../support/incident.ts'
import { example, startNights } from '../support/listing.ts'
import { type ServedRecord, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const pinned = policyWith({
  referrals: { rules: [] },
  calendars: {
    bankHolidays: { source: 'fictional', coveredTo: '2027-12-31', dates: {} },
    marac: {
      north: { weekly: [{ days: ['thursday'], everyWeeks: 2, from: '2026-02-05', time: '10:00' }], papersWorkingDays: 5 },
    },
  },
})

interface Shown {
  readonly items: readonly RegisterItem[]
  readonly next: string | null
}
let served: ServedRecord

const ORDER = { order: 'DVPN-7' }
const considerations = Object.fromEntries(
  ['childrenWelfare', 'protectedOpinion', 'subjectRepresentations', 'occupantsOpinion'].map((what) => [what, { text: 'None.' }]),
)
const referral = { marac: 'R-1', area: 'north', criteria: ['judgement'], custodyEndsAt: undefined }

beforeAll(async () => {
  served = await serveRecord($.store, pinned, { supervisor: 'warwickshire', hau: 'kent' })
  const { post, passes } = startNights($.store, pinned)
  const say = (incident: string, type: EventName, at: string, data: object = {}) => post(incident, example(type, at, data, 'hau'))
  const report = async (
    incident: string,
    at: string,
    persons: readonly string[] = [`${incident}-victim`, `${incident}-suspect`],
  ) => {
    const [victim, suspect] = persons
    const people = [
      { role: 'victim', personRef: victim },
      { role: 'suspect', personRef: suspect },
    ]
    const location = { address: `Of ${incident}`, area: 'urban' }
    const reported = happens.but(happens.reported(at), { persons: people, location })
    await post(incident, reported, happens.thriveAssessed(at), happens.graded(at, 'P2'), happens.arrived(at))
  }
  /** Told of and planned for, so that what is left is the court's. */
  const notice = async (incident: string, at: (clock: string) => string) => {
    await report(incident, at('08:00'))
    await say(incident, 'order.proposed', at('09:00'), ORDER)
    await say(incident, 'order.authorised', at('09:30'), { ...ORDER, considerations })
    await say(incident, 'order.served', at('10:00'), ORDER)
    for (const who of ['civil-orders', 'harm-hub-supervisors']) await say(incident, 'order.told', at('10:05'), { ...ORDER, who })
    await say(incident, 'order.tasked', at('10:10'), ORDER)
  }
  const on = (day: string) => (clock: string) => `2026-${day}T${clock}:00.000Z`

  const together = ['P-80', 'P-81']
  await report('M-FIRST', on('02-02')('20:00'), together)
  await say('M-FIRST', 'marac.referred', on('02-02')('21:00'), referral)
  await say('M-FIRST', 'marac.heard', on('02-19')('11:00'), { marac: 'R-1' })
  await say('M-FIRST', 'marac.action-agreed', on('02-19')('11:05'), { marac: 'R-1', action: 'A1', dueAt: on('02-25')('17:00') })
  await report('M-WAITS', on('03-01')('20:00'))
  await say('M-WAITS', 'marac.referred', on('03-01')('21:00'), referral)
  await notice('O-ADJOURNED', on('03-02'))
  await say('O-ADJOURNED', 'order.applied', on('03-02')('12:00'), { ...ORDER, hearingAt: on('03-04')('09:00') })
  await say('O-ADJOURNED', 'order.checked', on('03-02')('13:00'), ORDER)
  await report('M-REPEAT', on('03-02')('20:00'), together)
  await say('M-REPEAT', 'marac.referred', on('03-02')('21:00'), { ...referral, area: 'south' })
  await notice('O-BREACHED', on('03-03'))
  await say('O-BREACHED', 'order.applied', on('03-03')('12:00'), { ...ORDER, hearingAt: on('03-05')('09:30') })
  await say('O-BREACHED', 'order.breached', on('03-03')('20:00'), { ...ORDER, breach: 'B1', action: 'arrested' })
  await notice('O-SERVED', on('03-04'))
  await say('O-ADJOURNED', 'order.adjourned', on('03-04')('14:00'), { ...ORDER, hearingAt: on('03-06')('10:00') })
  await report('O-DECIDED', on('03-04')('20:00'))
  await say('O-DECIDED', 'order.sought', on('03-04')('20:30'), { order: 'CBO-1', hearingAt: undefined })
  await say('O-DECIDED', 'order.withdrawn', on('03-04')('20:40'), { order: 'CBO-1' })
  await report('O-ASKED', on('03-04')('21:00'))
  await say('O-ASKED', 'order.sought', on('03-04')('21:30'), { order: 'CBO-1', hearingAt: undefined })
  await passes(on('03-04')('22:00'))
})
afterAll(() => served.stop())

const read = async (path: string): Promise<RegisterItem[]> => {
  const items: RegisterItem[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Shown = await served.api.get(`/v1/registers/${path}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
    expect(page.items.length).toBeLessThanOrEqual(2)
    items.push(...page.items)
    cursor = page.next
  }
  return items
}
const brief = ({ incident, state, deadline, dueAt }: RegisterItem) => [incident, state, deadline, dueAt]
const csv = async (path: string) => {
  const answer = await served.accepting('text/csv', `/v1/registers/${path}`)
  const [header = '', ...lines] = (await answer.text()).trimEnd().split('\r\n')
  const columns = header.split(',')
  return { header, rows: lines.map((line) => Object.fromEntries(line.split(',').map((cell, place) => [columns[place], cell]))) }
}

describe('orders before a court', () => {
  it('come by what is due first: listed and breached, only served, adjourned, and an order that a prosecutor is asked for', async () => {
    expect((await read('orders-before-court?kind=order')).map(brief)).toEqual([
      ['O-BREACHED', 'notice.applied', 'order-check', '2026-03-04T10:00:00.000Z'],
      ['O-SERVED', 'notice.served', 'order-check', '2026-03-05T10:00:00.000Z'],
      ['O-ADJOURNED', 'notice.adjourned', 'order-hearing', '2026-03-06T10:00:00.000Z'],
      ['O-ASKED', 'asked', 'order-prosecutor', '2026-03-18T21:30:00.000Z'],
    ])
  })

  it.each([
    ['state=notice', ['O-BREACHED', 'O-SERVED', 'O-ADJOURNED']],
    ['state=notice.adjourned', ['O-ADJOURNED']],
    ['from=2026-03-05T00:00:00Z&to=2026-03-07T00:00:00Z', ['O-SERVED', 'O-ADJOURNED']],
  ])('are narrowed by %s', async (filter, expected) => {
    expect((await read(`orders-before-court?${filter}`)).map(({ incident }) => incident)).toEqual(expected)
  })

  it.each([
    ['state=active', '/state'],
    ['kind=bail', '/kind'],
    ['from=2026-03-07T00:00:00Z&to=2026-03-05T00:00:00Z', '/to'],
  ])('are no empty list, which would read as nothing to do, where %s cannot be', async (filter, pointer) => {
    const answer = await served.api.ask(`/v1/registers/orders-before-court?${filter}`, 'supervisor')
    expect([answer.status, await answer.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
    ])
  })

  it('are a table with what the court and the law say of each', async () => {
    const { header, rows } = await csv('orders-before-court')
    expect(header).toBe(
      'incident,kind,name,state,dueAt,deadline,late,priority,riskGrade,what,subject,servedAt,court,hearingBy,hearingAt,applicant,soughtAt',
    )
    expect(rows).toMatchObject([
      { incident: 'O-BREACHED', what: 'DVPN', servedAt: '2026-03-03T10:00:00.000Z', hearingBy: '2026-03-05T10:00:00.000Z' },
      { incident: 'O-SERVED', subject: 'P-2', hearingBy: '2026-03-06T10:00:00.000Z', hearingAt: '', applicant: '' },
      { incident: 'O-ADJOURNED', hearingBy: '2026-03-06T10:00:00.000Z', hearingAt: '2026-03-06T10:00:00.000Z' },
      { incident: 'O-ASKED', what: 'criminal-behaviour', applicant: 'prosecutor', soughtAt: '2026-03-04T21:30:00.000Z' },
    ])
  })
})

it('a breach is a line of its own, with the arrest and the way to the court, and in the meeting of the day after', async () => {
  const { rows } = await csv('order-breaches?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z')
  expect(rows).toEqual([
    expect.objectContaining({
      ...{ incident: 'O-BREACHED', kind: 'order-breach', name: 'DVPN-7/B1', state: 'arrested', deadline: 'order-breach-court' },
      ...{ dueAt: '2026-03-04T20:00:00.000Z', what: 'DVPN', under: 'notice', arrestedAt: '2026-03-03T20:00:00.000Z', result: '' },
    }),
  ])
  const breaches = async (at: string) => {
    const { registers } = await served.api.get<{ registers: { register: string; count: number; late: number }[] }>(
      `/v1/daily-meeting?at=${at}`,
    )
    return registers.find(({ register }) => register === 'order-breaches')
  }
  expect(await breaches('2026-03-04T08:30:00Z')).toMatchObject({ count: 1, late: 0, first: [{ incident: 'O-BREACHED' }] })
  expect(await breaches('2026-03-05T08:30:00Z')).toMatchObject({ count: 0 })
})

describe('MARAC lists', () => {
  it('have an action that is late first, then a repeat that no meeting is known for, then who waits for the next one', async () => {
    const items = await read('marac?kind=marac')
    expect(items.map(brief)).toEqual([
      ['M-FIRST', 'heard', 'marac-action', '2026-02-25T17:00:00.000Z'],
      ['M-REPEAT', 'referred.unlisted', 'marac-listing', '2026-03-04T21:00:00.000Z'],
      ['M-WAITS', 'referred.listed', 'marac-hearing', '2026-03-21T10:00:00.000Z'],
    ])
    expect(items.map(({ facts }) => [facts.area, facts.meetingAt])).toEqual([
      ['north', '2026-02-19T10:00:00.000Z'],
      ['south', null],
      ['north', '2026-03-19T10:00:00.000Z'],
    ])
  })

  it.each([
    ['state=referred', ['M-REPEAT', 'M-WAITS']],
    ['state=referred.listed', ['M-WAITS']],
    ['to=2026-03-04T00:00:00Z', ['M-FIRST']],
  ])('are narrowed by %s', async (filter, expected) => {
    expect((await read(`marac?${filter}`)).map(({ incident }) => incident)).toEqual(expected)
  })

  it('are a table for whoever chairs, and those of one force', async () => {
    const { header, rows } = await csv('marac')
    expect(header).toBe(
      'incident,kind,name,state,dueAt,deadline,late,priority,riskGrade,risk,area,meeting,meetingAt,papersBy,repeat',
    )
    expect(rows.map(({ incident, area, meeting, papersBy }) => [incident, area, meeting, papersBy])).toEqual([
      ['M-FIRST', 'north', 'regular', '2026-02-12T23:59:59.999Z'],
      ['M-REPEAT', 'south', '', ''],
      ['M-WAITS', 'north', 'regular', '2026-03-12T23:59:59.999Z'],
    ])
    expect(rows.map(({ repeat }) => repeat)).toEqual(['false', 'true', 'false'])
    expect((await served.api.get<Shown>('/v1/registers/marac', 'hau')).items).toEqual([])
  })
})
