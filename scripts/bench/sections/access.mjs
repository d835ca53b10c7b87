/**
 * What the access log costs a read, in processor time of the server and of PostgreSQL: two servers of this build on one record,
 * one without the log, take turns with the same reads. A busy machine changes processor time less than the time that passes.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../../prepare.mjs'
import { event } from '../events.mjs'
import { caller } from '../load.mjs'
import { times } from '../numbers.mjs'
import { watchProcessor } from '../processor.mjs'

const PAIRS = 20
const INCIDENTS = 200
/** Half a second of work or so: a tick of the processor's clock (10 ms) is a fiftieth of it, and there are twenty of each. */
const READS = 240
const WARM_UP = 3 * READS
/** Of twenty figures in order, the sixth and the fifteenth hold their true middle between them 96 times in a hundred. */
const INTERVAL = [5, 14]

const one = (place) => `/v1/incidents/READ-${place % INCIDENTS}`
const KINDS = [
  ['an incident, 16 at once', 16, one],
  ['an incident, one after another', 1, one],
  ['a list of 50, 16 at once', 16, () => '/v1/incidents'],
]

export async function measure(ground) {
  const record = await ground.record()
  const poster = await ground.serve(record)
  const posting = caller(poster.url, record.key, 1)
  for (let place = 0; place < INCIDENTS; place++) {
    const incident = `READ-${place}`
    await posting.postBatch(
      ['incident.reported', 'thrive.assessed', 'incident.graded', 'log.noted'].map((name) => event(name, incident)),
    )
  }
  posting.close()
  await poster.stop()
  const servers = []
  for (const kind of ['logged', 'unlogged']) servers.push(await serve(ground, record, kind))
  const table = [
    [
      'processor milliseconds a read',
      'with',
      'without',
      `ratio, median of ${PAIRS} pairs`,
      '96 % of the median',
      'server alone',
      'PostgreSQL alone',
    ],
  ]
  for (const [name, connections, path] of KINDS) {
    for (const server of servers) await turn(server, connections, path, WARM_UP)
    const costs = []
    for (let pair = 0; pair < PAIRS; pair++) {
      const cost = {}
      for (const server of pair % 2 === 0 ? servers : [...servers].reverse())
        cost[server.kind] = await turn(server, connections, path, READS)
      costs.push(cost)
    }
    const middle = (part) => inOrder(costs.map(part))[PAIRS / 2]
    const ratio = (part) => inOrder(costs.map(({ logged, unlogged }) => part(logged) / part(unlogged)))
    const all = ratio(sum)
    table.push([
      name,
      middle(({ logged }) => sum(logged)).toFixed(3),
      middle(({ unlogged }) => sum(unlogged)).toFixed(3),
      times(all[PAIRS / 2]),
      INTERVAL.map((place) => times(all[place])).join(' to '),
      times(ratio(({ server }) => server)[PAIRS / 2]),
      times(ratio(({ database }) => database)[PAIRS / 2]),
    ])
  }
  for (const server of servers) server.stop()
  const [{ lines }] = await record.rows('select count(*)::integer as lines from reassess.access_log')
  await record.drop()
  return { tables: [table], notes: [`${lines} lines were in the log at the end.`] }
}

const sum = ({ server, database }) => server + database
const inOrder = (figures) => [...figures].sort((a, b) => a - b)

/** @returns the cost of a read. */
async function turn({ url, key, processor }, connections, path, reads) {
  const api = caller(url, key, connections)
  const before = processor()
  let left = reads
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) await api.get(path(left))
    }),
  )
  const after = processor()
  api.close()
  return { server: (after.server - before.server) / reads, database: (after.database - before.database) / reads }
}

async function serve(ground, record, kind) {
  const child = fork(join(root, 'scripts/bench/readServer.mjs'), [record.url, join(ground.folder, 'access'), kind])
  const [port] = await once(child, 'message')
  return {
    ...{ kind, key: record.key, url: `http://127.0.0.1:${port}` },
    processor: watchProcessor(child.pid, join(ground.folder, 'data')),
    stop: () => child.kill('SIGKILL'),
  }
}
