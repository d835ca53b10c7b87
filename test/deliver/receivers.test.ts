import { createReceivers, PLACES_OF_A_RECEIVER, PLACES_OF_A_WAY } from '../../src/deliver/receivers.ts'
import { planOf } from '../support/deliveries.ts'

const given = (people: Parameters<typeof planOf>[0]) => {
  const now = { ms: 1_000 }
  const receivers = createReceivers(() => now.ms)
  const room = (person: string, way = 'webhook') =>
    receivers.rooms(planOf(people)).rooms.find((one) => one.person === person && one.way === way)
  const fail = (to: string, times: number, way = 'webhook') => {
    for (let n = 0; n < times; n++) receivers.ended(receivers.at(way, to), false)
  }
  return { receivers, room, fail, now }
}

it('has a few places, which all that goes to the same address share', () => {
  const { receivers, room } = given({ a: { webhook: 'desk' }, b: { webhook: 'desk' }, c: { webhook: 'other' } })
  receivers.at('webhook', 'desk').underWay = 2
  expect([room('a')?.room, room('b')?.room, room('c')?.room]).toEqual([3, 3, PLACES_OF_A_RECEIVER])
  expect(room('a')?.receiver).toBe(room('b')?.receiver)
  expect(room('c')?.receiver).not.toBe(room('a')?.receiver)
})

it('names no address', () => {
  const { receivers } = given({})
  expect(JSON.stringify(receivers.rooms(planOf({ a: { sms: '07700900001' } })))).not.toContain('07700900001')
})

it('of one way takes no place of another way', () => {
  const { receivers, room } = given({ a: { webhook: 'desk', email: 'a@example.org' }, b: { webhook: 'other' } })
  receivers.at('webhook', 'desk').underWay = PLACES_OF_A_WAY
  expect([room('b')?.laneRoom, room('a', 'email')?.laneRoom]).toEqual([0, PLACES_OF_A_WAY])
})

it('that failed three times in a row is tried once a second, and takes no place of those that answer', () => {
  const { receivers, room, fail, now } = given({ a: { webhook: 'hangs' }, b: { webhook: 'well' } })
  fail('hangs', 2)
  expect(room('a')?.room).toBe(PLACES_OF_A_RECEIVER)
  fail('hangs', 1)
  expect(room('a')?.room).toBe(0)
  now.ms += 999
  expect(room('a')?.room).toBe(0)
  now.ms += 1
  expect(room('a')?.room).toBe(1)
  receivers.at('webhook', 'hangs').underWay = 1
  expect(room('a')?.room).toBe(0)
  expect([room('b')?.room, room('b')?.laneRoom]).toEqual([PLACES_OF_A_RECEIVER, PLACES_OF_A_WAY])
})

it('says when it begins to fail and when it answers again, each once', () => {
  const { receivers } = given({})
  const said = [false, false, false, false, true, true, false, true].map((isSent) =>
    receivers.ended(receivers.at('webhook', 'desk'), isSent),
  )
  expect(said).toEqual([null, null, 'fails', null, 'answers again', null, null, null])
})
