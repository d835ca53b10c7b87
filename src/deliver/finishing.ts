/** Notes what became of messages: while a statement is under way, the next outcomes gather for the next. */
import { setTimeout as pause } from 'node:timers/promises'
import type { DueDeliveries, TriedRow } from '../engine/dueDeliveries.ts'

const AGAIN_MS = 250

/** @param followed called when a message that an alert has ended was written. @returns what notes the rows of a message. */
export function createFinishing(
  deliveries: Pick<DueDeliveries, 'finishRows'>,
  givesUpAfterMs: number,
  followed: () => void,
): (rows: readonly TriedRow[]) => Promise<void> {
  interface Open {
    readonly rows: Map<number, TriedRow>
    readonly since: number
    readonly done: () => void
  }
  let waiting: Open[] = []
  let running = false

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
        // When the lease has run out, another process tries the rows with the same key.
        if (rows.size > 0 && performance.now() - since < givesUpAfterMs) return true
        done()
        return false
      })
      if (left.length === 0) continue
      if (answer === null) await pause(AGAIN_MS)
      else await pause(AGAIN_MS / 10)
      waiting.unshift(...left)
    }
    running = false
  }

  return (rows) =>
    new Promise((done) => {
      waiting.push({ rows: new Map(rows.map((row) => [row.row, row])), since: performance.now(), done })
      if (!running) void run()
    })
}
