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
  const begin = (to: string, messages: number, way = 'webhook') =>
    Array.from({ length: messages }, () => receivers.take(receivers.at(way, to)))
  return { receivers, room, fail, begin, now }
}

it('has some places, which all that goes to the same address share', () => {
  const { begin, room } = given({ a: { webhook: 'desk' }, b: { webhook: 'desk' }, c: { webhook: 'other' } })
  begin('desk', 4)
  expect([room('a')?.room, room('b')?.room, room('c')?.room]).toEqual([6, 6, PLACES_OF_A_RECEIVER])
  expect(room('a')?.receiver).toBe(room('b')?.receiver)
  expect(room('c')?.receiver).not.toBe(room('a')?.receiver)
})

it('names no address', () => {
  const { receivers } = given({})
  expect(JSON.stringify(receivers.rooms(planOf({ a: { sms: '07700900001' } })))).not.toContain('07700900001')
})

it('of one way takes no place of another way', () => {
  const { begin, room } = given({ a: { webhook: 'desk', email: 'a@example.org' }, b: { webhook: 'other' } })
  for (const to of ['desk', 'other']) begin(to, PLACES_OF_A_RECEIVER)
  expect([room('b')?.laneRoom, room('a', 'email')?.laneRoom]).toEqual([0, PLACES_OF_A_WAY])
})

it('that failed three times in a row is tried once a second, and takes no place of those that answer', () => {
  const { begin, room, fail, now } = given({ a: { webhook: 'hangs' }, b: { webhook: 'well' } })
  fail('hangs', 2)
  expect(room('a')?.room).toBe(PLACES_OF_A_RECEIVER)
  fail('hangs', 1)
  expect(room('a')?.room).toBe(0)
  now.ms += 999
  expect(room('a')?.room).toBe(0)
  now.ms += 1
  expect(room('a')?.room).toBe(1)
  begin('hangs', 1)
  expect(room('a')?.room).toBe(0)
  expect([room('b')?.room, room('b')?.laneRoom]).toEqual([PLACES_OF_A_RECEIVER, PLACES_OF_A_WAY])
})

it('that has not answered for a second gets no more, and takes no place of those that answer, until it answers', () => {
  const { begin, room, now } = given({ a: { webhook: 'hangs' }, b: { webhook: 'well' } })
  const [first] = begin('hangs', PLACES_OF_A_RECEIVER - 1)
  now.ms += 999
  expect([room('a')?.room, room('b')?.laneRoom]).toEqual([1, PLACES_OF_A_WAY - PLACES_OF_A_RECEIVER + 1])
  now.ms += 1
  expect([room('a')?.room, room('b')?.laneRoom]).toEqual([0, PLACES_OF_A_WAY])
  first?.()
  expect(room('a')?.room).toBe(0)
})

it('says of a place that is given back whether it was the last', () => {
  const { begin } = given({})
  const places = begin('desk', PLACES_OF_A_RECEIVER)
  expect(places.map((giveBack) => giveBack()).slice(0, 2)).toEqual([true, false])
})

it('says when it begins to fail and when it answers again, each once', () => {
  const { receivers } = given({})
  const said = [false, false, false, false, true, true, false, true].map((isSent) =>
    receivers.ended(receivers.at('webhook', 'desk'), isSent),
  )
  expect(said).toEqual([null, null, 'fails', null, 'answers again', null, null, null])
})
