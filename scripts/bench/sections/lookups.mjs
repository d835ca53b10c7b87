/** What the board and a control room ask for, among ever more open incidents. */
import { gatherCrowd, someone } from '../crowd.mjs'
import { caller } from '../load.mjs'
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

export async function measure(ground, { large }) {
  const record = await ground.record()
  const server = await ground.serve(record, { role: 'api' })
  const api = caller(server.url, record.key, ASKERS)
  const table = [['milliseconds until answered', 'p50', 'p99', 'longest']]
  let known = 0
  for (const size of large ? [...SIZES, LARGE] : SIZES) {
    await gatherCrowd(record, size, known)
    known = size
    for (const [name, path] of LOOKUPS) table.push([`${count(size)} incidents: ${name}`, ...spread(await ask(api, path))])
  }
  api.close()
  await server.stop()
  await record.drop()
  return { tables: [table] }
}

async function ask(api, path) {
  const answers = []
  await Promise.all(
    Array.from({ length: ASKERS }, async () => {
      for (let asked = 0; asked < TIMES / ASKERS; asked++) {
        const began = performance.now()
        await api.get(path())
        answers.push(performance.now() - began)
      }
    }),
  )
  return answers
}
