/** How soon a server is ready, and how much memory it uses, with an empty record and with 100,000 open incidents. */
import { setTimeout as pause } from 'node:timers/promises'
import { gatherCrowd } from '../crowd.mjs'
import { count } from '../numbers.mjs'

const OPEN = 100_000
/** Long enough for sweeps, canaries and the clocks of the next hour to reach the queue. */
const SETTLE_MS = 15_000

export async function measure(ground) {
  const table = [['open incidents', 'ready after (ms)', `memory after ${SETTLE_MS / 1000} s (MB)`]]
  const record = await ground.record()
  table.push(await begin(ground, record, 0))
  await gatherCrowd(record, OPEN)
  table.push(await begin(ground, record, OPEN))
  await record.drop()
  return { tables: [table] }
}

async function begin(ground, record, open) {
  const server = await ground.serve(record)
  await pause(SETTLE_MS)
  const bytes = await server.metric('process_resident_memory_bytes')
  await server.stop()
  return [count(open), count(server.readyMs), count(bytes / 1e6)]
}
