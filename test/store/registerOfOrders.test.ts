/** The registers of orders and of their breaches on a real PostgreSQL. */
import { partsOf } from '../../src/engine/registers/registers.ts'
import { FORCE } from '../support/changes.ts'
import { useRegisters } from './registerReads.ts'

const $ = useRegisters()
const { read, names, recordedNight } = $

describe('orders', () => {
  const day = (date: string, time = '12:00') => `2026-${date}T${time}:00.000Z`
  const considered = Object.fromEntries(
    ['childrenWelfare', 'protectedOpinion', 'subjectRepresentations', 'occupantsOpinion'].map((what) => [
      what,
      { text: 'None.' },
    ]),
  )
  const breach = { place: 'At her door.', text: 'He knocked.' }
  const court = { hearingAt: day('03-05', '10:00') }

  /** A notice that is served, its hearing two days on. */
  async function noticed(reference: string, date: string) {
    const it = recordedNight(reference)
    await it.begin(day(date, '08:00'))
    const order = { order: 'DVPN-7' }
    await it.post('order.proposed', day(date, '09:00'), order)
    await it.post('order.authorised', day(date, '09:30'), { ...order, considerations: considered })
    await it.post('order.served', day(date, '10:00'), { ...order, court: undefined })
    for (const who of ['civil-orders', 'harm-hub-supervisors']) await it.post('order.told', day(date, '10:05'), { ...order, who })
    await it.post('order.tasked', day(date, '10:10'), order)
    return { ...it, order }
  }

  it('stand before the court until it has decided: on their way, adjourned, and a breached order', async () => {
    const proposed = recordedNight('O-PROPOSED')
    await proposed.begin(day('03-02'))
    await proposed.post('order.proposed', day('03-02'), { order: 'DVPN-7' })
    const way = await noticed('O-ON-ITS-WAY', '03-03')
    const adjourned = await noticed('O-ADJOURNED', '03-02')
    await adjourned.post('order.applied', day('03-02'), {
      ...adjourned.order,
      court: undefined,
      hearingAt: day('03-04', '09:00'),
    })
    await adjourned.post('order.checked', day('03-02', '13:00'), adjourned.order)
    await adjourned.post('order.adjourned', day('03-04', '09:00'), { ...adjourned.order, hearingAt: day('03-06', '10:00') })
    const breached = await noticed('O-BREACHED', '03-03')
    await breached.post('order.applied', day('03-03'), { ...breached.order, ...court, court: undefined })
    await breached.post('order.breached', day('03-03', '20:00'), {
      ...breached.order,
      ...breach,
      breach: 'B1',
      action: 'outstanding',
    })
    const done = await noticed('O-DECIDED', '03-03')
    await done.post('order.granted', day('03-04'), { ...done.order, expiresAt: day('03-20') })

    const items = (await read('orders-before-court')).filter(({ incident }) => incident.startsWith('O-'))
    expect(items.map(({ incident, state, deadline, dueAt }) => [incident, state, deadline, dueAt])).toEqual([
      ['O-ON-ITS-WAY', 'notice.served', 'order-check', day('03-04', '10:00')],
      ['O-BREACHED', 'notice.applied', 'order-check', day('03-04', '10:00')],
      ['O-ADJOURNED', 'notice.adjourned', 'order-hearing', day('03-06', '10:00')],
    ])
    expect(items.at(-1)?.facts).toMatchObject({
      ...{ what: 'DVPN', subject: 'P-2', servedAt: day('03-02', '10:00'), court: null },
      ...{ hearingBy: day('03-06', '10:00'), hearingAt: day('03-06', '10:00') },
    })
    await way.post('order.refused', day('03-04', '11:00'), way.order)
    const left = async (filter: Parameters<typeof read>[1]) =>
      (await names('orders-before-court', filter)).filter((one) => one.startsWith('O-'))
    expect(await left({ state: 'notice' })).toEqual(['O-BREACHED', 'O-ADJOURNED'])
    expect(await left({ from: day('03-05'), to: day('03-07') })).toEqual(['O-ADJOURNED'])
  })

  it('have each breach on a list of its own, from when it happened and for good, with what came of it', async () => {
    const it = await noticed('B-1', '03-10')
    const says = { ...it.order, ...breach }
    await it.post('order.breached', day('03-10', '20:00'), { ...says, breach: 'B1', action: 'arrested', court: undefined })
    await it.post('order.granted', day('03-11', '10:00'), { ...it.order, expiresAt: day('04-01') })
    await it.post('order.breached', day('03-15', '20:00'), { ...says, breach: 'B2', action: 'outstanding' })
    const other = await noticed('B-2', '03-09')
    await other.post('order.breached', day('03-12', '20:00'), { ...says, breach: 'B1', action: 'summonsed' })
    const lines = async (filter: Parameters<typeof read>[1] = {}) =>
      (await read('order-breaches', filter))
        .filter(({ incident }) => incident.startsWith('B-'))
        .map(({ incident, name, state, facts }) => [incident, name, state, facts.what])
    expect(await lines()).toEqual([
      ['B-1', 'DVPN-7/B1', 'arrested', 'DVPN'],
      ['B-2', 'DVPN-7/B1', 'summonsed', 'DVPN'],
      ['B-1', 'DVPN-7/B2', 'outstanding', 'DVPO'],
    ])
    const [first] = await read('order-breaches', { from: day('03-10'), to: day('03-11') })
    expect(first).toMatchObject({
      ...{ kind: 'order-breach', deadline: 'order-breach-court', dueAt: day('03-11', '20:00') },
      facts: {
        order: 'DVPN-7',
        subject: 'P-2',
        under: 'notice',
        at: day('03-10', '20:00'),
        courtBy: day('03-11', '20:00'),
        result: null,
      },
    })
    await it.post('order.breach-produced', day('03-16', '10:00'), { ...it.order, breach: 'B1' })
    await it.post('order.breach-arrested', day('03-16', '10:00'), { ...it.order, breach: 'B2' })
    await it.post('order.breach-heard', day('03-16', '11:00'), { ...it.order, breach: 'B1', result: 'proved' })
    await it.post('order.withdrawn', day('03-16', '12:00'), it.order)
    expect(await lines()).toEqual([
      ['B-1', 'DVPN-7/B1', 'heard', 'DVPN'],
      ['B-2', 'DVPN-7/B1', 'summonsed', 'DVPN'],
      ['B-1', 'DVPN-7/B2', 'arrested', 'DVPO'],
    ])
    expect(await lines({ state: 'heard' })).toEqual([['B-1', 'DVPN-7/B1', 'heard', 'DVPN']])
    const march = { from: day('03-01'), to: day('04-01') }
    expect(await $.store.registerCount(FORCE, partsOf('order-breaches', { state: 'summonsed' }), march, 100)).toBe(1)
  })
})
