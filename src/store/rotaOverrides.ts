/** Overrides of the rota that somebody posted. */
import type { KeptOverride, NewOverride, OverrideRows } from '../engine/duty/ports.ts'
import type { Actor } from '../engine/step/case.ts'
import { type Clock, engineNow } from './connection/clock.ts'
import type { Database } from './connection/database.ts'

/** How long after its end an override explains who was on duty. Project default. */
const SHOWN_FOR = "interval '31 days'"
/** Of a force, not over. Project default, as many as the delivery file takes of a role. */
const MOST_OVERRIDES = 500
/** Rows that a round reads. */
const MOST_READ = 2_000

const COLUMNS = `id, role, from_at, to_at, people, instead, by_whom, reason, recorded_at`

/** The newest, in the order in which they were posted. */
const READ = {
  name: 'reassess-rota-overrides',
  text: `
    select * from (
      select ${COLUMNS} from reassess.rota_overrides
       where force = $1 and to_at > ${engineNow('$2')} - ${SHOWN_FOR} order by id desc limit ${MOST_READ}
    ) as newest order by id`,
}

const KEEP = {
  name: 'reassess-rota-override',
  text: `
    insert into reassess.rota_overrides (force, role, from_at, to_at, people, instead, by_whom, actor, reason, recorded_at)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, ${engineNow('$10')}
     where (select count(*) from reassess.rota_overrides where force = $1 and to_at > ${engineNow('$10')}) < ${MOST_OVERRIDES}
    returning ${COLUMNS}`,
}

interface Row {
  readonly id: number
  readonly role: NewOverride['role']
  readonly from_at: string
  readonly to_at: string
  readonly people: readonly string[]
  readonly instead: readonly string[] | null
  readonly by_whom: string
  readonly reason: string | null
  readonly recorded_at: string
}

export const createRotaOverrides = (database: Database, clock: Pick<Clock, 'bounds'>): OverrideRows => ({
  rotaOverrides: async (force) => (await database.query<Row>(READ, [force, clock.bounds()])).map(keptOf),
  keepOverride: async (force, { role, from, to, people, instead, by, reason }: NewOverride, actor: Actor) => {
    const values = [force, role, from, to, people, instead, JSON.stringify(by), JSON.stringify(actor), reason, clock.bounds()]
    const [row] = await database.query<Row>(KEEP, values)
    return row === undefined ? null : keptOf(row)
  },
})

const keptOf = (row: Row): KeptOverride => ({
  id: `override-${row.id}`,
  role: row.role,
  from: row.from_at,
  to: row.to_at,
  people: row.people,
  instead: row.instead,
  by: JSON.parse(row.by_whom),
  reason: row.reason,
  recordedAt: row.recorded_at,
})
