/**
 * How late breaches are, on both queues, with 100,000 other clocks running. Each is a whole breach: the deadline passes, a
 * demand and two alerts are opened. The record's lines say when each was due and when it was judged, its positions when it was
 * on disk and numbered, for everybody to see.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { gatherCrowd } from '../crowd.mjs'
import { dueAt } from '../events.mjs'
import { caller } from '../load.mjs'
import { count, spread } from '../numbers.mjs'

const PENDING = 100_000
const STEADY = { name: '500 a second for 20 seconds', prefix: 'STEADY', breaches: 10_000, overMs: 20_000 }
const HERD = { name: '10,000 within one second', prefix: 'HERD', breaches: 10_000, overMs: 1_000 }
const INCIDENTS_A_BATCH = 250
/**
 * Batches that are reported first, to learn how long the others will take: timers that fell due meanwhile would be late from
 * the start.
 */
const PILOTS = 3
/** Within the hour in which a grade P2 is attended: an event further ahead would be refused. */
const FAR_MS = 50 * 60_000
const DONE_WITHIN_MS = 90_000

export async function measure(ground) {
  const record = await ground.record()
  await gatherCrowd(record, PENDING)
  const queues = [
    ['PostgreSQL', null],
    ['Redis', await ground.redis()],
  ]
  const table = [['milliseconds after the deadline', 'p50', 'p99', 'longest', 'earliest', 'fired by the sweep']]
  const notes = []
  for (const [queue, redisUrl] of queues) {
    if (queue === 'Redis' && redisUrl === null) {
      notes.push('Redis was not measured: none is installed.')
      continue
    }
    const server = await ground.serve(record, { redisUrl })
    for (const plan of [STEADY, HERD]) {
      const { judged, seen, swept } = await breach(record, server, { ...plan, prefix: `${plan.prefix}-${queue}` })
      const row = (what, late, earliest) => [`${queue}, ${plan.name}: ${what}`, ...spread(late), earliest, swept]
      process.stderr.write(
        `${queue}, ${plan.name}: judged ${spread(judged).join(' / ')}, on disk ${spread(seen).join(' / ')} ms\n`,
      )
      table.push(row('judged', judged, `${Math.min(...judged)}`), row('on disk and numbered', seen, ''))
    }
    await server.stop()
  }
  await record.drop()
  return { tables: [table], notes }
}

async function breach({ rows, key }, server, { prefix, breaches, overMs }) {
  const api = caller(server.url, key, 1)
  const sweptBefore = await sweptBy(server)
  const report = async (from, name, due) => {
    const places = Array.from({ length: INCIDENTS_A_BATCH }, (_, place) => from + place)
    await api.postBatch(places.flatMap((place) => dueAt(`${name}-${place}`, due(place))))
  }
  const began = Date.now()
  const far = () => began + FAR_MS
  for (let pilot = 0; pilot < PILOTS; pilot++) await report(pilot * INCIDENTS_A_BATCH, `PILOT-${prefix}`, far)
  const expectedMs = ((Date.now() - began) * breaches) / (PILOTS * INCIDENTS_A_BATCH)
  const first = Math.ceil(Date.now() + 2 * expectedMs + 2_000)
  for (let from = 0; from < breaches; from += INCIDENTS_A_BATCH)
    await report(from, prefix, (place) => first + (place * overMs) / breaches)
  api.close()
  if (Date.now() > first) throw new Error('the incidents were not reported before the first fell due: the machine is too busy')
  await pause(first + overMs - Date.now())
  const late = `
    select (extract(epoch from e.recorded_at - e.at) * 1000)::float8 as judged,
           (ch.position / 1000.0 - extract(epoch from e.at) * 1000)::float8 as seen
      from reassess.entries e join reassess.cases c on c.id = e.case_id
      join reassess.changes ch on ch.case_id = e.case_id and e.sequence between ch.first_sequence and ch.last_sequence
     where c.reference like '${prefix}-%' and e.type = 'deadline.passed' and e.at >= to_timestamp(${first / 1000})
       and ch.position is not null`
  for (const giveUpAt = performance.now() + DONE_WITHIN_MS; ; await pause(500)) {
    const found = await rows(late)
    if (found.length > breaches) throw new Error(`${found.length} deadlines passed where ${breaches} should have`)
    if (found.length === breaches) {
      const swept = (await sweptBy(server)) - sweptBefore
      return { judged: found.map(({ judged }) => judged), seen: found.map(({ seen }) => seen), swept: count(swept) }
    }
    if (performance.now() > giveUpAt) throw new Error(`only ${found.length} of ${breaches} deadlines passed`)
  }
}

const sweptBy = async (server) => (await server.metric('reassess_timer_lateness_seconds_count{by="sweep"}')) ?? 0
