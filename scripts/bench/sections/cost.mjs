/**
 * The cost of an event by its incident's history: processor time of the server and of PostgreSQL, which a busy machine changes
 * less than it changes how long an answer takes. Read from `/proc`, so on Linux alone.
 */
import { join } from 'node:path'
import { event } from '../events.mjs'
import { caller } from '../load.mjs'
import { times } from '../numbers.mjs'
import { watchProcessor } from '../processor.mjs'

const BATCH = 250
/** Events of each kind, at each size: enough that a tick of the processor's clock (10 ms) is less than a hundredth. */
const POSTS = 200
const WARM_UP = 800
/** Posted one after another, each on the next incident. */
const MEASURED = ['log.noted', 'call.received']

const crime = (place) => event('crime.recorded', '', { data: { crimeRef: `C/${place}` } }).data
/** `cases` share the posts, so that those of a small incident do not make it a large one. */
const SIZES = [
  { name: '10 calls', type: 'call.received', size: 10, cases: 80 },
  { name: '100 calls', type: 'call.received', size: 100, cases: 20, of: '10 calls' },
  { name: '1,000 calls', type: 'call.received', size: 1_000, cases: 2, of: '10 calls' },
  { name: '10 calls, each answered', type: 'answered', size: 10, cases: 80 },
  { name: '1,000 calls, each answered', type: 'answered', size: 1_000, cases: 2, of: '10 calls, each answered' },
  { name: '10 notes', type: 'log.noted', size: 10, cases: 80 },
  { name: '5,000 notes', type: 'log.noted', size: 5_000, cases: 2, of: '10 notes' },
  { name: '10 open crimes', type: 'crime.recorded', size: 10, cases: 80, data: crime },
  { name: '100 open crimes', type: 'crime.recorded', size: 100, cases: 20, data: crime, of: '10 open crimes' },
]

export async function measure(ground) {
  const record = await ground.record()
  const server = await ground.serve(record)
  const api = caller(server.url, record.key, 1)
  const processor = watchProcessor(server.pid, join(ground.folder, 'data'))
  await post(
    api,
    (place) => event('log.noted', warmth(place)),
    WARM_UP,
    async (place) => {
      if (place < WARM_CASES) await api.post(event('incident.reported', warmth(place)))
    },
  )
  const table = [
    ['processor milliseconds an event', ...MEASURED.flatMap((type) => [type, 'server', 'PostgreSQL', 'of the small one'])],
  ]
  const measured = new Map()
  for (const size of SIZES) {
    const names = await built(api, size)
    const costs = []
    for (const type of MEASURED) costs.push(await costOf(api, processor, type, names))
    measured.set(size.name, costs)
    const small = measured.get(size.of ?? size.name)
    table.push([
      size.name,
      ...costs.flatMap((cost, place) => [...shown(cost), size.of ? times(sum(cost) / sum(small[place])) : '']),
    ])
  }
  api.close()
  await server.stop()
  await record.drop()
  return { tables: [table] }
}

const WARM_CASES = 20
const warmth = (place) => `WARM-${place % WARM_CASES}`

const sum = ({ server, database }) => server + database
const shown = (cost) => [sum(cost), cost.server, cost.database].map((ms) => ms.toFixed(2))

async function post(api, made, posts, before = async () => {}) {
  for (let place = 0; place < posts; place++) {
    await before(place)
    await api.post(made(place))
  }
}

/** Incidents of a size, each graded and with a number of events of a type. */
async function built(api, { name, type, size, cases, data }) {
  const names = Array.from({ length: cases }, (_, place) => `${name.replace(/\W/g, '')}-${place}`)
  for (const incident of names) {
    await api.postBatch([event('incident.reported', incident), event('incident.graded', incident)])
    for (let made = 0; made < size; made += BATCH)
      await api.postBatch(
        Array.from({ length: Math.min(BATCH, size - made) }, (_, place) =>
          type === 'answered' ? answered(incident, made + place) : event(type, incident, { data: data?.(made + place) ?? {} }),
        ).flat(),
      )
  }
  return names
}

/** A call and the reassessment that answers its demand. */
function answered(incident, place) {
  const demand = `${incident}-d${place + 1}`
  const call = event('call.received', incident)
  return [call, event('risk.reassessed', incident, { at: call.time, data: { demand, nextReviewAt: inAnHour() } })]
}
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

async function costOf(api, processor, type, names) {
  const before = processor()
  await post(api, (place) => event(type, names[place % names.length]), POSTS)
  const after = processor()
  return { server: (after.server - before.server) / POSTS, database: (after.database - before.database) / POSTS }
}
