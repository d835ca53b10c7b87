/** Rows of deliveries for tests, and whoever they are for. */
import type { DeliveryPlan } from '../../machines/rules/delivery/plan.ts'
import type { Leasing } from '../../src/engine/dueDeliveries.ts'
import { FORCE } from './changes.ts'
import type { TestDatabase } from './database.ts'

export interface RowParts {
  readonly alert?: string
  readonly severity?: string
  readonly person?: string
  readonly way?: string
  readonly bundled?: boolean
  readonly about?: string
  /** Seconds from now. */
  readonly tryIn?: number
  readonly writtenAgo?: number
  readonly dueIn?: number
  readonly status?: string
}

let rows = 0

/** Writes rows as one commit does. @returns their ids. */
export async function writeDeliveries(database: Pick<TestDatabase, 'query'>, parts: readonly RowParts[]): Promise<number[]> {
  const full = parts.map((part) => ({
    ...{ alert: `A-${++rows}`, severity: 'high', person: 'sup-1', way: 'webhook', bundled: false, about: 'raised' },
    ...{ tryIn: 0, writtenAgo: 0, status: 'pending', ...part },
  }))
  const written = await database.query<{ id: string }>(
    `insert into reassess.deliveries (force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role, status, written_at, bundled, try_at, due_at)
     select '${FORCE}', 1, alert, 'I-1', 'attendance-overdue', severity, 1, 1, 0, about, person, way, 'supervisor', status,
            now() - "writtenAgo" * interval '1 second', bundled, now() + "tryIn" * interval '1 second',
            now() + "dueIn" * interval '1 second'
       from json_to_recordset($1) as r(alert text, severity text, person text, way text, bundled boolean, about text, "tryIn" float8, "writtenAgo" float8, status text, "dueIn" float8)
     returning id`,
    [JSON.stringify(full)],
  )
  return written.map(({ id }) => Number(id))
}

/** An alert as the lease looks at it. */
export const writeAlert = (database: Pick<TestDatabase, 'query'>, id: string, status: string) =>
  database.query(
    `insert into reassess.alerts (case_id, id, force, incident, kind, audience, status, raised_at, item)
     values (1, $1, '${FORCE}', 'I-1', 'attendance-overdue', 'supervisor', $2, now(), '{}')
     on conflict (case_id, id) do update set status = excluded.status`,
    [id, status],
  )

/** Places for these persons, by `webhook`: each is a receiver of its own. */
export const leasing = (people: Readonly<Record<string, number>>, parts: Partial<Leasing> = {}): Leasing => ({
  force: FORCE,
  leaseMs: 30_000,
  roomForStrangers: 20,
  rooms: Object.entries(people).map(([person, room]) => ({
    ...{ way: 'webhook', person, receiver: person, room, lane: 'webhook', laneRoom: 20 },
  })),
  ...parts,
})

/** @param people by name: the address for each way. */
export const planOf = (people: Readonly<Record<string, Readonly<Record<string, string>>>>): DeliveryPlan => ({
  force: FORCE,
  people: Object.fromEntries(Object.entries(people).map(([name, ways]) => [name, { name, roles: ['supervisor'], ways }])),
  rota: {},
  routes: [],
})
