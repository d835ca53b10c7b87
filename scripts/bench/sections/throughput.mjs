/** Durable events a second over HTTP, beside the same rows by plain statements and the same events on the bare machine. */
import { bareTransitions } from '../bareTransitions.mjs'
import { EVENING, evenings } from '../events.mjs'
import { caller, closedLoop, openLoop } from '../load.mjs'
import { count, spread, times } from '../numbers.mjs'
import { plainInserts } from '../plainInserts.mjs'

const CONNECTIONS = 32
const SECONDS = 8
const BATCH = 100
const RATE = 1_000

export async function measure(ground) {
  const record = await ground.record()
  const server = await ground.serve(record)
  const api = caller(server.url, record.key, CONNECTIONS)
  const single = await closedLoop({ senders: CONNECTIONS, seconds: SECONDS, send: oneByOne(api, 'S') })
  const steady = await openLoop({ perSecond: RATE, seconds: SECONDS, send: await atTheirTime(api, 'R') })
  const batches = await closedLoop({ senders: CONNECTIONS, seconds: SECONDS, send: inBatches(api, 'B') })
  api.close()
  await server.stop()
  const inserts = await plainInserts(ground, record, { connections: CONNECTIONS, seconds: SECONDS })
  await record.drop()
  const bare = await bareTransitions(record.pinned)

  const row = (name, perSecond) => [name, count(perSecond), times(perSecond / inserts), times(perSecond / bare.xstate)]
  const answers = ([p50, p99, most]) => [p50, p99, most]
  return {
    tables: [
      [
        ['events a second', '', 'of plain inserts', 'of bare transitions'],
        row(`HTTP, ${CONNECTIONS} connections, one event a request`, single.perSecond),
        row(`HTTP, ${CONNECTIONS} connections, ${BATCH} events a request`, batches.perSecond),
        row('the same rows, one transaction an event, plain inserts', inserts),
        row('the engine in memory: judged, chained, as JSON; no database, no HTTP', bare.engine),
        row("XState's `transition` on the incident alone", bare.xstate),
      ],
      [
        ['milliseconds until answered', 'p50', 'p99', 'longest'],
        [`one event a request, as fast as ${CONNECTIONS} connections go`, ...answers(spread(single.answers))],
        [`${BATCH} events a request, likewise`, ...answers(spread(batches.answers))],
        [`one event a request, ${count(RATE)} a second`, ...answers(spread(steady))],
      ],
    ],
  }
}

/** Each connection plays its own evenings, one event after another. */
function oneByOne(api, prefix) {
  const senders = Array.from({ length: CONNECTIONS }, (_, sender) => evenings(`${prefix}-${sender}`))
  return async (sender) => {
    await api.post(senders[sender].next())
    return 1
  }
}

/** Each batch holds the next event of a hundred incidents. */
function inBatches(api, prefix) {
  const senders = Array.from({ length: CONNECTIONS }, (_, sender) =>
    Array.from({ length: BATCH }, (_, lane) => evenings(`${prefix}-${sender}-${lane}`)),
  )
  return async (sender) => {
    await api.postBatch(senders[sender].map((lane) => lane.next()))
    return BATCH
  }
}

/**
 * Sends the next event of an incident at its time, but not before the last was answered. Each evening begins at another point:
 * in step, a quarter of a second of nothing but recorded crimes would come every two seconds, as from no control room.
 */
async function atTheirTime(api, prefix) {
  const lanes = Array.from({ length: 32 * EVENING.length }, (_, lane) => ({
    evening: evenings(`${prefix}-${lane}`),
    last: Promise.resolve(),
  }))
  for (const [lane, { evening }] of lanes.entries())
    for (let before = 0; before < lane % EVENING.length; before++) await api.post(evening.next())
  return (sent) => {
    const lane = lanes[sent % lanes.length]
    lane.last = lane.last.then(() => api.post(lane.evening.next()))
    return lane.last
  }
}
