/** Who is told of alerts, as the database has it; and the ports by which a worker tells them. */
import type { StartingPorts } from '../../src/engine/notifications/advance.ts'
import type { OnDuty } from '../../src/engine/notifications/recipients.ts'
import type { Store } from '../../src/store/store.ts'
import { FORCE } from './changes.ts'
import type { TestDatabase } from './database.ts'
import { everybodyOnDuty, LADDER, notifierWith, PEOPLE, planWith } from './notification.ts'

interface Row {
  readonly alert: string
  readonly incident: string
  readonly person: string
  readonly way: string
  readonly about: string
  readonly status: string
  readonly turn: number
  readonly try_at: Date | null
}

interface Kept {
  readonly level: number
  readonly turn: number
  readonly told: string[]
  readonly next_at: Date | null
}

export function notificationRows({ database }: { readonly database: TestDatabase }) {
  const rowsOf = (alert: string) =>
    database.query<Row>(
      'select alert, incident, person, way, about, status, turn, try_at from reassess.deliveries where alert = $1 order by id',
      [alert],
    )
  return {
    rowsOf,
    /** As `raised sup-1 pending`. */
    statuses: async (alert: string) => (await rowsOf(alert)).map(({ person, about, status }) => `${about} ${person} ${status}`),
    keptOf: async (alert: string) =>
      (await database.query<Kept>('select level, turn, told, next_at from reassess.notifications where alert = $1', [alert]))[0],
    dueNow: (alert: string) =>
      database.query('update reassess.notifications set next_at = $2 where alert = $1', [
        alert,
        new Date(Date.now() - 1_000).toISOString(),
      ]),
  }
}

/** @returns with a count of how often deliveries were written. */
export function tellingFrom(rows: Store, onDuty: OnDuty = everybodyOnDuty): StartingPorts & { written: number } {
  const ports = {
    ...{ force: FORCE, ladder: LADDER, people: () => Object.keys(PEOPLE), rows, written: 0 },
    notifier: notifierWith(planWith(), onDuty),
    deliveriesWritten: () => {
      ports.written += 1
    },
  }
  return ports
}
