/** The reads of the board and a control room, among ever more open incidents. */
import { FOUND } from '../../../dist/src/store/load.js'
import { gatherCrowd, makeKnown, someone } from '../crowd.mjs'
import { event, FORCE, peopleOf } from '../events.mjs'
import { caller, eachInTurn } from '../load.mjs'
import { count, spread } from '../numbers.mjs'

const SIZES = [10_000, 100_000]
const LARGE = 1_000_000
const ASKERS = 4
const TIMES = 400

const LOOKUPS = [
  ['one incident', () => `/v1/incidents/${someone()}`],
  ['its timeline', () => `/v1/incidents/${someone()}/timeline`],
  ['the worst 50', () => '/v1/incidents'],
  ['the worst 50 with a demand', () => '/v1/incidents?attention=demanded'],
  ['the worst 50 of grade P3', () => '/v1/incidents?priority=P3'],
  ['the newest 50 open alerts', () => '/v1/alerts?status=open'],
]

/**
 * Reports, each of which looks up repeat callers: nobody, one victim's four calls, or a switchboard with a tenth of all calls.
 */
const REPORTS = [
  ['a report of somebody new', () => ({})],
  ['a report of a victim who called before', () => peopleOf('KNOWN')],
  ['a report from a telephone of one in ten', () => peopleOf('SWITCHBOARD')],
]

export async function measure(ground, { large }) {
  const record = await ground.record()
  const server = await ground.serve(record, { role: 'api' })
  const api = caller(server.url, record.key, ASKERS)
  const table = [['milliseconds until answered', 'p50', 'p99', 'longest']]
  const notes = []
  let known = 0
  let reports = 0
  for (const size of large ? [...SIZES, LARGE] : SIZES) {
    await gatherCrowd(record, size, known)
    known = size
    for (const [name, path] of LOOKUPS)
      table.push([`${count(size)} incidents: ${name}`, ...spread(await eachInTurn(ASKERS, TIMES, () => api.get(path())))])
    await makeKnown(record)
    for (const [name, people] of REPORTS) {
      const report = () => api.post(event('incident.reported', `R-${size}-${reports++}`, { data: people() }))
      table.push([`${count(size)} incidents: ${name}`, ...spread(await eachInTurn(ASKERS, TIMES, report))])
    }
    notes.push(...(await planOf(record, size)))
  }
  api.close()
  await server.stop()
  await record.drop()
  return { tables: [table], notes }
}

/** How PostgreSQL finds those who share a match key. */
async function planOf({ rows }, size) {
  const text = FOUND.replaceAll(/\$(\d)/g, (_, place) => `$${Number(place) - 5}`)
  const [{ key }] = await rows("select encode(key, 'hex') as key from reassess.clues group by key order by count(*) desc limit 1")
  const plan = await rows(`explain (analyze, costs off, timing off, summary off) ${text}`, [[0], [FORCE], ['phone'], [key]])
  const lines = plan.map((row) => row['QUERY PLAN']).join('\n')
  return [`Plan of the look-up among ${count(size)}, for the clue that most share:`, `\`\`\`\n${lines}\n\`\`\``]
}
