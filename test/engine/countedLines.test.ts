/** What is counted by what was posted: suspects, releases, outcomes, orders and their breaches, each thing once. */
import type { EventName } from '../../machines/rules/events.ts'
import type { Counted } from '../../src/engine/measures/counted.ts'
import { exampleOf } from '../rules/examples.ts'
import { countingNight, inWords } from '../support/counting.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent } from '../support/incident.ts'

/** An incident that was attended with a high risk, and what is posted after it: the examples, with parts replaced. */
async function attended() {
  const { night, rows } = countingNight()
  for (const event of [...happens.gradedP2('20:00'), happens.arrived('20:20'), happens.dashSubmitted('20:30', 'high')])
    await night.go(event)
  let posted = 0
  const post = async (type: EventName, at: string, data: object = {}) => {
    const instant = happens.instant(at)
    await night.go({ kind: 'clock', at: instant })
    posted += 1
    const event = { kind: 'event', type, at: instant, recordedAt: instant, role: 'supervisor', data: exampleOf(type, data) }
    const [outcome] = await night.engine.record([arrivedEvent(event as happens.Posted, `more-${posted}`)])
    if (outcome?.status !== 'accepted') throw new Error(`${type}: ${JSON.stringify(outcome)}`)
  }
  const dealt = (at: string, how: string) => post('suspect.dealt-with', at, { how, suspect: 'P-2' })
  return { post, dealt, rows, row: (name: string): Partial<Counted> => rows.get(name) ?? {} }
}

it('counts arrests and charges beside the incident, each once, and each time that something was done', async () => {
  const { dealt, post, rows, row } = await attended()
  await dealt('20:40', 'arrested')
  await dealt('21:40', 'released-under-investigation')
  await dealt('24 20:40', 'arrested')
  await dealt('24 21:40', 'charged')
  await post('crime.recorded', '24 22:00')
  await post('crime.outcome', '25 10:00', { code: 1 })
  expect(inWords(rows, 'dealt-with', 'incident-suspect')).toEqual([
    'dealt-with arrested',
    'dealt-with arrested',
    'dealt-with charged',
    'dealt-with released-under-investigation',
    'incident-suspect arrested',
    'incident-suspect charged',
  ])
  expect(row('incident-suspect charged')).toMatchObject({ at: happens.instant('20:00'), area: 'urban' })
})

it('counts bail by its reference and a release by its suspect, with the risk to the victim', async () => {
  const { dealt, post, rows, row } = await attended()
  await post('bail.granted', '20:50', { bail: 'B1' })
  await post('bail.ended', '22 09:00', { bail: 'B1', because: 'released-under-investigation' })
  await dealt('22 09:05', 'released-under-investigation')
  expect(inWords(rows, 'release')).toEqual(['release bail', 'release released-under-investigation'])
  expect(row('release bail B1')).toMatchObject({ risk: 'high', at: happens.instant('20:50') })
  // Bail says that there was an arrest.
  expect(inWords(rows, 'incident-suspect')).toEqual(['incident-suspect arrested'])
  await dealt('22 10:00', 'voluntary-attendance')
  await post('bail.granted', '22 11:00', { bail: 'B2' })
  await post('bail.ended', '23 09:00', { bail: 'B2', because: 'charged' })
  expect(inWords(rows, 'incident-suspect')).toEqual([
    'incident-suspect arrested',
    'incident-suspect charged',
    'incident-suspect voluntary-attendance',
  ])
})

it('counts the current outcome, by its team, with why she does not support it and how long it took to see her', async () => {
  const { post, rows, row } = await attended()
  await post('crime.recorded', '21:00')
  await post('investigation.allocated', '21:10', { team: 'harm-investigation-team' })
  await post('crime.outcome', '28 09:00')
  expect(inWords(rows, 'outcome')).toEqual(['outcome wants-it-to-stop 16'])
  expect(row('outcome 23/1234/26')).toMatchObject({
    team: 'harm-investigation-team',
    risk: 'high',
    minutes: 20,
    kind: 'wants-it-to-stop',
  })
  await post('crime.outcome', '29 09:00', { code: 1 })
  expect(row('outcome 23/1234/26')).toMatchObject({ code: '1', at: happens.instant('29 09:00') })
  expect(inWords(rows, 'outcome')).toHaveLength(1)
})

it('counts notices, orders and breaches by what was in force, and what the court made of each', async () => {
  const { post, rows } = await attended()
  const order = 'N-7'
  await post('order.proposed', '22:00', { order })
  await post('order.authorised', '23:30', { order })
  await post('order.served', '23:40', { order })
  await post('order.breached', '21 08:00', { order, breach: 'X1', action: 'outstanding' })
  await post('order.breach-arrested', '21 20:00', { order, breach: 'X1' })
  await post('order.applied', '21 09:00', { order })
  await post('order.granted', '23 10:30', { order, expiresAt: '2026-12-14T10:30:00Z' })
  await post('order.breached', '24 08:00', { order, breach: 'X2', action: 'no-action' })
  await post('order.breached', '24 09:00', { order, breach: 'X3', action: 'outstanding' })
  await post('order.breach-arrested', '24 20:00', { order, breach: 'X3' })
  await post('order.breach-heard', '25 10:00', { order, breach: 'X1', result: 'proved' })
  await post('order.sought', '25 10:30', { order: 'R-1', what: 'restraining', applicant: 'court', hearingAt: undefined })
  await post('order.granted', '25 10:40', { order: 'R-1', expiresAt: null })
  await post('order.recorded', '25 11:00')
  expect(inWords(rows, 'order', 'order-breach', 'order-breach-heard')).toEqual([
    'order others non-molestation',
    'order others restraining',
    'order police DVPN',
    'order police DVPO',
    'order-breach arrested DVPN',
    'order-breach arrested DVPO',
    'order-breach no-action DVPO',
    'order-breach-heard DVPN proved',
  ])
})

it('names nobody: what is counted holds references, codes and instants', async () => {
  const { dealt, post, rows } = await attended()
  await dealt('20:40', 'arrested')
  await post('crime.recorded', '21:00')
  await post('crime.outcome', '28 09:00')
  const strange = [...rows.values()].flatMap((row) =>
    Object.values(row).filter((value) => typeof value === 'string' && !/^[\w:./ -]{0,60}$/.test(value)),
  )
  expect(strange).toEqual([])
  expect(rows.size).toBeGreaterThan(5)
})

it('counts how long a unit was at the scene, by when it left', async () => {
  const { post, rows, row } = await attended()
  await post('unit.cleared', '21:05', { unit: 'b 12' })
  // Nobody said when this unit came.
  await post('unit.cleared', '21:06', { unit: 'C07' })
  expect(inWords(rows, 'on-scene')).toEqual(['on-scene cleared'])
  const [name = ''] = [...rows.keys()].filter((one) => one.startsWith('on-scene'))
  expect(row(name)).toMatchObject({ minutes: 45, at: happens.instant('21:05'), risk: 'high' })
})
