/**
 * The same load on one, two and four processes over one PostgreSQL and one Redis. No leader, no sticky sessions: each caller
 * goes to the next process.
 */
import { availableParallelism } from 'node:os'
import { evenings } from '../events.mjs'
import { caller, closedLoop } from '../load.mjs'
import { count, spread, times } from '../numbers.mjs'

const PROCESSES = [1, 2, 4]
const CONNECTIONS = 32
const SECONDS = 6

export async function measure(ground) {
  const redisUrl = await ground.redis()
  const table = [['processes (each api and worker)', 'events a second', 'of one process', 'p50 (ms)', 'p99 (ms)', 'longest (ms)']]
  let alone
  for (const processes of PROCESSES) {
    const record = await ground.record()
    const servers = []
    for (let started = 0; started < processes; started++) servers.push(await ground.serve(record, { redisUrl }))
    const apis = servers.map(({ url }) => caller(url, record.key, CONNECTIONS))
    const senders = Array.from({ length: CONNECTIONS }, (_, sender) => evenings(`SCALE-${sender}`))
    let sent = 0
    const send = async (sender) => {
      sent += 1
      await apis[sent % processes].post(senders[sender].next())
      return 1
    }
    const { perSecond, answers } = await closedLoop({ senders: CONNECTIONS, seconds: SECONDS, send })
    for (const api of apis) api.close()
    await Promise.all(servers.map((server) => server.stop()))
    await record.drop()
    alone ??= perSecond
    table.push([String(processes), count(perSecond), times(perSecond / alone), ...spread(answers)])
  }
  const queue = redisUrl === null ? 'Redis is not installed: the queue was on PostgreSQL.' : 'Queue on Redis.'
  const cores = `${availableParallelism()} cores for all of them, the callers and PostgreSQL.`
  return { tables: [table], notes: [`${queue} ${cores}`] }
}
