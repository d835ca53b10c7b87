/** Notices and orders: the court's clock by the calendar, whose rank, what may be said, and the law of the day. */
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { authorised, calendars, codes, court, ORDER, pointers, served } from '../support/court.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith } from '../support/incident.ts'

describe('whose rank', () => {
  it.each([
    ['DVPN', 'detective-superintendent', true],
    ['DVPN', 'acting-superintendent', true],
    ['DVPN', 'Temporary Detective Chief Superintendent', true],
    ['DVPN', 'commander', true],
    ['DVPN', 'detective-chief-inspector', false],
    ['DVPN', 'supervisor', false],
    ['DAPN', 'detective-inspector', true],
    ['DAPN', 'temporary-inspector', true],
    ['DAPN', 'chief-superintendent', true],
    ['DAPN', 'detective-sergeant', false],
  ])('%s by %s: %s (Crime and Security Act 2010 s.24(1); Domestic Abuse Act 2021 s.22)', async (regime, role, may) => {
    const { orders } = policyWith().policy
    const { post } = await court(
      '2026-06-10T10:00:00Z',
      policyWith({ orders: { ...orders, regime: [{ from: '2010-04-08', regime }] } }),
    )
    await post('order.proposed', '2026-06-10T11:00:00Z')
    const outcome = await post('order.authorised', '2026-06-10T12:00:00Z', { ...authorised, by: { id: 'x', role } })
    expect(pointers(outcome)).toEqual(may ? [] : ['/data/by/role'])
  })
})

it('another force’s order that is breached is a fact with its force: a demand, and no refusal', async () => {
  const { post, order, alerts } = await court('2026-06-10T10:00:00Z')
  const breach = { order: 'WM-3', breach: 'B1', action: 'outstanding' }
  expect(pointers(await post('order.breached', '2026-06-10T12:00:00Z', breach))).toEqual(['/data/order'])
  const elsewhere = { ...breach, ofForce: 'west-midlands' }
  expect(await post('order.breached', '2026-06-10T12:00:00Z', elsewhere)).toMatchObject({ status: 'accepted' })
  expect(await order('WM-3')).toMatchObject({
    state: 'elsewhere',
    facts: { ofForce: 'west-midlands', breaches: [{ breach: 'B1' }] },
  })
  expect(await alerts()).toContain('reassessment-demanded')
  expect(await post('order.breach-arrested', '2026-06-10T13:00:00Z', { order: 'WM-3', breach: 'B1' })).toMatchObject({
    status: 'accepted',
  })
  expect(pointers(await post('order.breached', '2026-06-10T14:00:00Z', elsewhere))).toEqual(['/data/breach'])
})

describe('the hearing after a notice', () => {
  // The worked table of the domain notes (Domestic Abuse Act 2021 s.29), London times.
  it.each([
    ['plain', '2026-01-13T14:00:00Z', '2026-01-15T14:00:00Z', []],
    ['the clocks go forward on the Sunday', '2026-03-28T22:00:00Z', '2026-03-31T21:00:00Z', ['Sunday']],
    ['Good Friday to Easter Monday', '2026-04-02T22:30:00Z', '2026-04-07T22:30:00Z', ['Good Friday', 'Sunday', 'bank holiday']],
    ['served on a Sunday', '2026-06-07T09:00:00Z', '2026-06-09T23:00:00Z', ['Sunday']],
    ['a Sunday and a bank holiday', '2026-08-29T14:00:00Z', '2026-09-02T14:00:00Z', ['Sunday', 'bank holiday']],
    ['the clocks go back on the Sunday', '2026-10-24T21:00:00Z', '2026-10-27T22:00:00Z', ['Sunday']],
    [
      'Christmas, and Boxing Day counts',
      '2026-12-24T10:00:00Z',
      '2026-12-29T10:00:00Z',
      ['Christmas Day', 'Sunday', 'bank holiday'],
    ],
    ['New Year', '2026-12-31T09:00:00Z', '2027-01-04T09:00:00Z', ['bank holiday', 'Sunday']],
  ])('is due by the calendar: %s', async (_, servedAt, due, leftOut) => {
    const { order } = await served(servedAt)
    const dueAt = new Date(due).toISOString()
    const { facts = {}, deadlines = [], state } = (await order()) ?? {}
    expect(state).toBe('notice.served')
    expect(facts).toMatchObject({ servedAt: new Date(servedAt).toISOString(), hearingBy: dueAt })
    expect((facts.leftOut as { why: string }[]).map(({ why }) => why)).toEqual(leftOut)
    expect(deadlines.filter(({ name }) => name === 'order-hearing')).toEqual([{ name: 'order-hearing', dueAt }])
  })

  it('is overdue at its instant and not a millisecond before', async () => {
    const { order, alerts, passes, post } = await served('2026-01-13T14:00:00Z')
    await post('order.applied', '2026-01-13T15:00:00Z', { hearingAt: '2026-01-15T10:00:00Z' })
    await passes('2026-01-15T13:59:59.999Z')
    expect(await order()).toMatchObject({ state: 'notice.applied' })
    expect(await alerts()).not.toContain('order-hearing-overdue')
    await passes('2026-01-15T14:00:00Z')
    expect(await order()).toMatchObject({
      state: 'notice.overdue',
      deadlines: expect.arrayContaining([{ name: 'order-hearing', dueAt: '2026-01-15T14:00:00.000Z' }]),
    })
    expect(await alerts()).toContain('order-hearing-overdue')
  })

  it('shows the last sitting before it, and wants the application twelve hours before that', async () => {
    const { order, outcome } = await served('2026-01-13T14:00:00Z', policyWith({ calendars }), { court: 'fictional' })
    expect(codes(outcome)).toEqual([])
    expect((await order())?.facts.lastSitting).toEqual({
      calendar: 'known',
      sitting: { from: '2026-01-15T10:00:00.000Z', to: '2026-01-15T14:00:00.000Z' },
    })
    expect((await order())?.deadlines).toContainEqual({ name: 'order-application', dueAt: '2026-01-14T22:00:00.000Z' })
  })

  it('says where it does not know when the court sits, and where the court sits no more in time', async () => {
    const unknown = await served('2026-01-13T14:00:00Z', policyWith({ calendars }), { court: 'elsewhere' })
    expect(codes(unknown.outcome)).toEqual(['sittings-unknown'])
    const closed = {
      ...calendars,
      courts: { fictional: { ...calendars.courts.fictional, closed: [{ from: '2026-01-13', to: '2026-01-20' }] } },
    }
    const shut = await served('2026-01-13T17:00:00Z', policyWith({ calendars: closed }), { court: 'fictional' })
    expect(codes(shut.outcome)).toEqual(['no-sitting-in-time'])
  })

  it('late news of a hearing in time settles that it was missed', async () => {
    const { engine, store, alerts, passes } = await served('2026-01-13T14:00:00Z')
    await passes('2026-01-15T16:00:00Z')
    expect(await alerts()).toContain('order-hearing-overdue')
    store.setNow('2026-01-15T16:00:00.000Z')
    const data = { ...(exampleEvent('order.granted').data as object), order: ORDER, expiresAt: '2026-02-10T12:00:00.000Z' }
    const at = '2026-01-15T11:00:00.000Z'
    const late = { kind: 'event', type: 'order.granted', at, recordedAt: at, role: 'hau', data } as unknown as happens.Posted
    expect(await engine.record([arrivedEvent(late, 'late')])).toMatchObject([{ status: 'accepted' }])
    expect(await alerts()).not.toContain('order-hearing-overdue')
    expect((await engine.view(KEY))?.deadlines).toContainEqual({
      ...{ name: 'order-hearing', dueAt: '2026-01-15T14:00:00.000Z', status: 'met' },
    })
  })
})

describe('the law of the day', () => {
  const pilot = policyWith({
    orders: {
      regime: [
        { from: '2010-04-08', regime: 'DVPN' },
        { from: '2026-03-29', regime: 'DAPN' },
        { from: '2026-04-01', regime: 'DVPN' },
      ],
    },
  })

  // The first day of the pilot begins at midnight in London, on the night on which the clocks go forward.
  it.each([
    ['2026-03-28T23:59:59.999Z', 'DVPN', 'superintendent', 'inspector'],
    ['2026-03-29T00:00:00.000Z', 'DAPN', 'inspector', 'sergeant'],
    ['2026-03-31T22:59:59.999Z', 'DAPN', 'inspector', 'sergeant'],
    ['2026-03-31T23:00:00.000Z', 'DVPN', 'superintendent', 'chief-inspector'],
  ])('at %s is that of a %s, for the rank of %s and not of %s', async (at, notice, enough, tooLow) => {
    const { post, order } = await court(new Date(Date.parse(at) - 3_600_000).toISOString(), pilot)
    await post('order.proposed', at)
    expect(pointers(await post('order.authorised', at, { ...authorised, by: { id: 'x', role: tooLow } }))).toEqual([
      '/data/by/role',
    ])
    expect(await post('order.authorised', at, { ...authorised, by: { id: 'x', role: enough } })).toMatchObject({
      status: 'accepted',
    })
    expect(await order()).toMatchObject({ state: 'authorised', facts: { what: notice, regime: notice, authorisedBy: enough } })
  })

  it('a DAPN protects from 16 and may leave out molesting; a DVPN must forbid it and protects any age', async () => {
    const young = { ...authorised, protectedAre16: false, prohibitions: ['contact'] }
    const dapn = await court('2026-03-30T10:00:00Z', pilot)
    await dapn.post('order.proposed', '2026-03-30T10:00:00Z')
    expect(pointers(await dapn.post('order.authorised', '2026-03-30T11:00:00Z', young))).toEqual(['/data/protectedAre16'])
    const dvpn = await court('2026-04-01T10:00:00Z', pilot)
    await dvpn.post('order.proposed', '2026-04-01T10:00:00Z')
    expect(pointers(await dvpn.post('order.authorised', '2026-04-01T11:00:00Z', young))).toEqual(['/data/prohibitions'])
  })

  it.each([
    ['DVPN', '2026-04-10T12:00:00Z', [12, 28, 29, null], [13, 14, 27]],
    ['DAPN', '2026-03-30T12:00:00Z', [0], [1, 400, null]],
  ])('an order after a %s lasts as long as its law lets it', async (_, at, tooLong, allowed) => {
    const endOf = (days: number | null) =>
      days === null ? null : new Date(Date.parse(at) + 3_600_000 + days * 86_400_000).toISOString()
    const grantedAt = new Date(Date.parse(at) + 3_600_000).toISOString()
    for (const days of tooLong) {
      const { post } = await served(at, pilot)
      expect(pointers(await post('order.granted', grantedAt, { expiresAt: endOf(days) }))).toEqual(['/data/expiresAt'])
    }
    for (const days of allowed) {
      const { post, order } = await served(at, pilot)
      expect(await post('order.granted', grantedAt, { expiresAt: endOf(days) })).toMatchObject({ status: 'accepted' })
      expect(await order()).toMatchObject({
        state: days === null ? 'active.withoutEnd' : days === 1 ? 'active.dated.expiring' : 'active.dated.running',
      })
    }
  })

  it('asks under a DAPN whether he was asked for an address', async () => {
    const warned = ['hearing-address-not-asked', 'sittings-unknown']
    expect(codes((await served('2026-03-30T12:00:00Z', pilot)).outcome)).toEqual(warned)
    expect(codes((await served('2026-03-30T12:00:00Z', pilot, { hearingAddressAsked: true })).outcome)).toEqual([
      'sittings-unknown',
    ])
    expect(codes((await served('2026-04-10T12:00:00Z', pilot)).outcome)).toEqual(['sittings-unknown'])
  })
})

describe('what cannot be', () => {
  it('is refused where it is: times that contradict each other, a breach twice, before and after its time', async () => {
    const { post } = await served('2026-01-13T14:00:00Z')
    expect(pointers(await post('order.adjourned', '2026-01-13T15:00:00Z', { hearingAt: '2026-01-13T15:00:00Z' }))).toEqual([
      '/data/hearingAt',
    ])
    expect(pointers(await post('order.applied', '2026-01-13T13:00:00Z', { hearingAt: '2026-01-13T12:00:00Z' }))).toEqual([
      '/time',
      '/data/hearingAt',
    ])
    expect(pointers(await post('order.breached', '2026-01-13T13:59:59Z'))).toEqual(['/time'])
    expect(await post('order.breached', '2026-01-13T15:30:00Z')).toMatchObject({ status: 'accepted' })
    expect(pointers(await post('order.breached', '2026-01-13T15:40:00Z'))).toEqual(['/data/breach'])
    expect(pointers(await post('order.breach-heard', '2026-01-13T15:50:00Z', { breach: 'B7' }))).toEqual(['/data/breach'])
    expect(pointers(await post('order.refused', '2026-01-13T13:00:00Z'))).toEqual(['/time'])
  })

  it('a partner does not make an order tomorrow, nor an order that has ended', async () => {
    const { post } = await court('2026-01-13T14:00:00Z')
    const wrong = { madeAt: '2026-01-14T10:00:00Z', expiresAt: '2026-01-13T14:00:00Z' }
    expect(pointers(await post('order.recorded', '2026-01-13T14:30:00Z', wrong))).toEqual(['/data/madeAt', '/data/expiresAt'])
  })

  it('keeps no word of what was written', async () => {
    const { post, store } = await served('2026-01-13T14:00:00Z')
    await post('order.breached', '2026-01-13T15:00:00Z', { place: 'SECRET PLACE', text: 'A SECRET WORD' })
    await post('order.tasked', '2026-01-13T15:00:00Z', { prohibitions: ['SECRET'], warnings: ['SECRET'] })
    expect(JSON.stringify(store.caseOf(KEY))).not.toContain('SECRET')
  })
})

describe('an order of others', () => {
  it('is in force from where it is recorded, owes nothing to be told, and is shown to the next call', async () => {
    const { post, order, alerts, engine } = await court('2026-01-13T14:00:00Z')
    const made = { madeAt: '2025-10-02T10:00:00Z', expiresAt: null }
    await post('order.recorded', '2026-01-13T14:30:00Z', made)
    expect(await order()).toMatchObject({
      ...{ state: 'active.withoutEnd', ended: false, deadlines: [] },
      facts: { what: 'non-molestation', issuer: 'family-court', regime: null, prohibitions: ['molesting', 'contact'] },
    })
    expect((await alerts()).filter((kind) => kind.startsWith('order'))).toEqual([])
    const next = { ...arrivedEvent(happens.reported('2026-01-13T14:30:00Z'), 'next'), reference: 'WK-2' }
    expect(await engine.record([next])).toMatchObject([{ status: 'accepted' }])
    const briefing = await engine.briefing({ ...KEY, reference: 'WK-2' })
    expect(briefing?.standing).toMatchObject([
      { incident: 'WK-1', kind: 'order', state: 'active.withoutEnd', facts: { subject: 'P-2' } },
    ])
  })

  it('counts a breach by what was in force', async () => {
    const { post, order } = await served('2026-01-13T14:00:00Z')
    await post('order.breached', '2026-01-13T20:00:00Z', { breach: 'B1', action: 'outstanding' })
    await post('order.granted', '2026-01-15T10:00:00Z', { expiresAt: '2026-02-10T12:00:00Z' })
    await post('order.breached', '2026-01-16T20:00:00Z', { breach: 'B2' })
    await post('order.breach-heard', '2026-01-17T10:00:00Z', { breach: 'B2', result: 'admitted' })
    expect((await order())?.facts.breaches).toEqual([
      { breach: 'B1', at: '2026-01-13T20:00:00.000Z', under: 'notice', action: 'outstanding', result: null },
      {
        ...{ breach: 'B2', at: '2026-01-16T20:00:00.000Z', under: 'order', action: 'arrested', result: 'admitted' },
        ...{ arrestedAt: '2026-01-16T20:00:00.000Z', courtBy: '2026-01-17T20:00:00.000Z', leftOut: [] },
        lastSitting: { calendar: 'unknown', sitting: null },
      },
    ])
  })
})

it('a refused or withdrawn order owes nothing', async () => {
  for (const type of ['order.refused', 'order.withdrawn'] as const) {
    const { post, order, alerts, passes } = await served('2026-01-13T14:00:00Z')
    await passes('2026-01-16T14:00:00Z')
    expect(await alerts()).toEqual(
      expect.arrayContaining([
        ...['order-in-force', 'order-not-told', 'order-not-tasked', 'order-check-overdue'],
        ...['order-not-applied-for', 'order-hearing-overdue'],
      ]),
    )
    await post(type, '2026-01-16T15:00:00Z')
    expect(await order()).toMatchObject({ ended: true, deadlines: [], facts: { endedAt: '2026-01-16T15:00:00.000Z' } })
    expect((await alerts()).filter((kind) => kind.startsWith('order'))).toEqual([])
    const told = await post('order.told', '2026-01-16T16:00:00Z')
    expect(told).toMatchObject({ status: 'refused', problem: { code: 'not-accepted-now' } })
  }
})

it('tells nobody of the order because they were told of the notice', async () => {
  const { post, alerts } = await served('2026-01-13T14:00:00Z')
  for (const who of ['civil-orders', 'harm-hub-supervisors']) await post('order.told', '2026-01-13T14:10:00Z', { who })
  expect(await alerts()).not.toContain('order-in-force')
  await post('order.granted', '2026-01-15T10:00:00Z', { expiresAt: '2026-02-10T12:00:00Z' })
  expect(await alerts()).toContain('order-in-force')
  await post('order.told', '2026-01-15T10:05:00Z', { who: 'civil-orders' })
  expect(await alerts()).toContain('order-in-force')
  await post('order.told', '2026-01-15T10:06:00Z', { who: 'harm-hub-supervisors' })
  expect(await alerts()).not.toContain('order-in-force')
})
