/** Counts refused connections, and logs them at most once a minute. */
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'
import type { ConnectionReports } from './connections.ts'
import { atMostEvery } from './seldom.ts'

const SAY_EVERY_MS = 60_000

const WHAT = {
  all: 'connections: this process is full; only health probes are answered',
  address: 'connections: one address has used its share; others are answered',
}

export function sayCrowded(metrics: Pick<Metrics, 'connected' | 'crowded'>, log: Pick<Logger, 'warn'>): ConnectionReports {
  const seldom = { all: atMostEvery(SAY_EVERY_MS), address: atMostEvery(SAY_EVERY_MS) }
  let connections = 0
  return {
    open: (now) => {
      connections = now
      metrics.connected(now)
    },
    refused: (why, from) => {
      metrics.crowded(why)
      seldom[why]((more) => log.warn({ why, from, connections, more }, WHAT[why]))
    },
  }
}
