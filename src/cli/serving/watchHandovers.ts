/**
 * Each process tells incidents of the change of shift where another could not, notes which items of hand-overs have ended, and raises and
 * ends the alerts of those that nobody accepted.
 */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Policy } from '../../../machines/rules/policy/policy.ts'
import type { Engine } from '../../engine/engine.ts'
import { createHandovers, type Handovers } from '../../engine/handover/handovers.ts'
import { traceOf } from '../../log/traceOf.ts'
import type { Store } from '../../store/store.ts'
import { inRounds } from './rounds.ts'

/** Project default. */
const EVERY_MS = 3_000

export interface WatchHandovers extends Handovers {
  stop(): Promise<void>
}

export function watchHandovers(store: Store, engine: Engine, policy: Policy, log: Logger): WatchHandovers {
  const handovers = createHandovers({
    ...{ engine, policy, systemAlerts: store, rows: store.handoverRows, newId: randomUUID },
    failed: (error, incidents) =>
      log.warn({ incidents, ...traceOf(error) }, 'a change of shift was not recorded: it is tried again'),
  })
  const [audience = 'supervisor'] = policy.escalation
  const look = async (): Promise<void> => {
    await store.handoverRows.watch(audience)
    await handovers.goOn()
  }
  return { ...handovers, stop: inRounds(EVERY_MS, look, { atOnce: true }) }
}
