/** Who is arrested for the breach of an order: the court's clock, and what it warns of. */
import { calendars, codes, type court, pointers, served } from '../support/court.ts'
import { KEY, policyWith } from '../support/incident.ts'

describe('arrested for a breach', () => {
  const clocks = async ({ engine }: Pick<Awaited<ReturnType<typeof court>>, 'engine'>) =>
    ((await engine.view(KEY))?.deadlines ?? [])
      .filter(({ name }) => name.startsWith('order-breach'))
      .map(({ name, dueAt }) => [name, dueAt])
      .sort()
  const pilot = policyWith({ orders: { ...policyWith().policy.orders, regime: [{ from: '2020-01-01', regime: 'DAPN' }] } })

  it('is before the court within the hours of the law, and warned of before the last sitting', async () => {
    const night = await served('2026-01-13T14:00:00Z', policyWith({ calendars }), { court: 'fictional' })
    const outcome = await night.post('order.breached', '2026-01-13T20:00:00Z')
    expect(codes(outcome)).toEqual([])
    expect(await clocks(night)).toEqual([
      ['order-breach-court', '2026-01-14T20:00:00.000Z'],
      ['order-breach-warning', '2026-01-14T06:00:00.000Z'],
    ])
    expect((await night.order())?.facts.breaches).toMatchObject([
      { lastSitting: { sitting: { from: '2026-01-14T10:00:00.000Z', to: '2026-01-14T16:00:00.000Z' } } },
    ])
    await night.passes('2026-01-14T19:59:59.999Z')
    expect(await night.alerts()).not.toContain('order-breach-court-missed')
    await night.passes('2026-01-14T20:00:00Z')
    expect(await night.alerts()).toContain('order-breach-court-missed')
  })

  it('is warned of before the last court in time rises', async () => {
    const shut = { ...calendars.courts.fictional, closed: [{ from: '2026-01-19', to: '2026-01-19' }] }
    const open = policyWith({ calendars: { ...calendars, courts: { fictional: shut } } })
    const night = await served('2026-01-16T14:00:00Z', open, { court: 'fictional' })
    // A Saturday, and on Monday no court sits.
    await night.post('order.breached', '2026-01-17T10:30:00Z')
    expect(await clocks(night)).toEqual([
      ['order-breach-court', '2026-01-19T10:30:00.000Z'],
      ['order-breach-warning', '2026-01-17T12:00:00.000Z'],
    ])
  })

  it.each([
    ['a DVPN', undefined, false, true],
    ['a DVPO', undefined, true, true],
    ['a DAPN', pilot, false, true],
    // Its breach is an offence, and the arrest that of any offence.
    ['a DAPO', pilot, true, false],
  ])('has that clock under %s', async (_, pinned, isOrder, runs) => {
    const night = await served('2026-01-13T14:00:00Z', pinned)
    if (isOrder) await night.post('order.granted', '2026-01-14T09:00:00Z', { expiresAt: '2026-02-10T12:00:00Z' })
    expect(codes(await night.post('order.breached', '2026-01-14T10:00:00Z'))).toEqual(runs ? ['sittings-unknown'] : [])
    expect((await clocks(night)).length).toBe(runs ? 2 : 0)
  })

  it.each([
    ['a DVPN', undefined],
    ['a DAPN', pilot],
  ])('under %s is before the court by the last instant for the hearing, while nobody has listed it', async (_, pinned) => {
    const night = await served('2026-01-13T14:00:00Z', pinned)
    expect(codes(await night.post('order.breached', '2026-01-14T20:00:00Z'))).toEqual(['sittings-unknown'])
    expect(await clocks(night)).toEqual([
      ['order-breach-court', '2026-01-15T14:00:00.000Z'],
      ['order-breach-warning', '2026-01-15T10:00:00.000Z'],
    ])
    // Listed sooner, that hearing counts.
    await night.post('order.applied', '2026-01-14T21:00:00Z', { hearingAt: '2026-01-15T09:30:00Z' })
    expect((await clocks(night))[0]).toEqual(['order-breach-court', '2026-01-15T09:30:00.000Z'])
  })

  it.each([
    ['before it, when 24 hours are over first', '2026-01-14T13:59:00Z', 'arrested', '2026-01-15T13:59:00.000Z'],
    ['after its 48 hours, when it is overdue', '2026-01-15T20:00:00Z', 'arrested', '2026-01-16T20:00:00.000Z'],
    ['and some time after the breach', '2026-01-14T20:00:00Z', 'outstanding', '2026-01-15T14:00:00.000Z'],
  ])('by a hearing that nobody has listed, arrested %s', async (_, at, action, courtBy) => {
    const night = await served('2026-01-13T14:00:00Z')
    await night.passes(new Date(Date.parse(at) - 1000).toISOString())
    await night.post('order.breached', at, { action })
    if (action === 'outstanding') await night.post('order.breach-arrested', '2026-01-14T22:00:00Z')
    expect((await clocks(night))[0]).toEqual(['order-breach-court', courtBy])
  })

  it('in a court whose sittings are known, is warned of before the last one that can hear it', async () => {
    const night = await served('2026-01-13T14:00:00Z', policyWith({ calendars }), { court: 'fictional' })
    await night.post('order.breached', '2026-01-14T20:00:00Z')
    expect((await night.order())?.facts.breaches).toMatchObject([
      {
        courtBy: '2026-01-15T14:00:00.000Z',
        lastSitting: { sitting: { from: '2026-01-15T10:00:00.000Z', to: '2026-01-15T14:00:00.000Z' } },
      },
    ])
  })

  it('stays in custody when the order has ended, and is before the court all the same', async () => {
    const night = await served('2026-01-13T14:00:00Z')
    await night.post('order.breached', '2026-01-13T20:00:00Z')
    await night.post('order.refused', '2026-01-14T10:00:00Z')
    await night.passes('2026-01-14T20:00:00Z')
    expect((await night.alerts()).filter((kind) => kind.startsWith('order-breach'))).toEqual(['order-breach-court-missed'])
    const early = await night.post('order.breach-produced', '2026-01-14T20:30:00Z')
    expect(early).toMatchObject({ status: 'accepted' })
    expect((await night.alerts()).filter((kind) => kind.startsWith('order-breach'))).toEqual([])
    expect(pointers(await night.post('order.breach-produced', '2026-01-14T20:40:00Z'))).toEqual(['/data/breach'])
  })

  it('is heard with the application, whenever the court lists that, if it is sooner', async () => {
    const night = await served('2026-01-13T14:00:00Z')
    await night.post('order.breached', '2026-01-13T20:00:00Z')
    await night.post('order.applied', '2026-01-13T21:00:00Z', { hearingAt: '2026-01-15T10:00:00Z' })
    const full = [
      ['order-breach-court', '2026-01-14T20:00:00.000Z'],
      ['order-breach-warning', '2026-01-14T16:00:00.000Z'],
    ]
    expect(await clocks(night)).toEqual(full)
    await night.post('order.adjourned', '2026-01-13T22:00:00Z', { hearingAt: '2026-01-14T10:00:00Z' })
    expect(await clocks(night)).toEqual([
      ['order-breach-court', '2026-01-14T10:00:00.000Z'],
      ['order-breach-warning', '2026-01-14T06:00:00.000Z'],
    ])
    expect((await night.order())?.facts.breaches).toMatchObject([{ courtBy: '2026-01-14T10:00:00.000Z' }])
  })

  it('asks for no court under a policy from before that clock, and keeps the breach as it did', async () => {
    const { breachToCourt: _, ...orders } = policyWith().policy.orders
    const night = await served('2026-01-13T14:00:00Z', policyWith({ orders }))
    expect(codes(await night.post('order.breached', '2026-01-13T20:00:00Z'))).toEqual([])
    expect(await clocks(night)).toEqual([])
    expect((await night.order())?.facts.breaches).toEqual([
      { breach: 'B1', at: '2026-01-13T20:00:00.000Z', under: 'notice', action: 'arrested', result: null },
    ])
  })
})
