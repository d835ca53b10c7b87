/** Notes what became of messages: while a statement is under way, the next outcomes gather for the next. */
import { setTimeout as pause } from 'node:timers/promises'
import type { DueDeliveries, TriedRow } from '../engine/dueDeliveries.ts'

/** Until the next statement when the record is away, and when somebody has locked a row. */
const AWAY_MS = 250
const HELD_MS = 50

export interface Finishing {
  /** @returns once the rows of a message are noted, or given up: their lease has run out, and they are tried again. */
  note(rows: readonly TriedRow[]): Promise<void>
  /** Gives up what could not be noted yet. */
  stop(): void
}

/** @param followed called when the record has a further message, that an alert has ended. */
export function createFinishing(
  deliveries: Pick<DueDeliveries, 'finishRows'>,
  givesUpAfterMs: number,
  followed: () => void,
): Finishing {
  interface Open {
    readonly rows: Map<number, TriedRow>
    readonly since: number
    readonly done: () => void
  }
  let waiting: Open[] = []
  let running = false
  let stopped = false

  const run = async () => {
    running = true
    while (waiting.length > 0) {
      const taken = waiting
      waiting = []
      const answer = await deliveries.finishRows(taken.flatMap(({ rows }) => [...rows.values()])).catch(() => null)
      if (answer !== null && answer.followed > 0) followed()
      const finished = new Set(answer?.finished)
      const left = taken.filter(({ rows, since, done }) => {
        for (const row of rows.keys()) if (finished.has(row)) rows.delete(row)
        if (rows.size > 0 && !stopped && performance.now() - since < givesUpAfterMs) return true
        done()
        return false
      })
      if (left.length > 0) await pause(answer === null ? AWAY_MS : HELD_MS)
      waiting.unshift(...left)
    }
    running = false
  }

  return {
    note: (rows) =>
      new Promise((done) => {
        waiting.push({ rows: new Map(rows.map((row) => [row.row, row])), since: performance.now(), done })
        if (!running) void run()
      }),
    stop() {
      stopped = true
    },
  }
}
