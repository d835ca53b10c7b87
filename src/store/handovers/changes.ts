/** What is still to be recorded of hand-overs: the changes of shift. Leasing them is a committed update. */
import type { HandoverRows, ShiftChange } from '../../engine/handover/ports.ts'
import { columnsOf } from '../columns.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'

/** Tried again after 10 s, 20 s, 40 s … and then every ten minutes: longer than a slice takes. Project default. */
const PAUSE = `least(600, 10 * 2 ^ least(c.tries, 6)) * interval '1 second'`

/** $1 a hand-over or null, $2 the most, $3 the clock's bounds. */
const LEASE = {
  name: 'reassess-handover-changes-lease',
  text: `
    with due as materialized (
      select handover, incident from reassess.handover_changes
       where try_at <= ${engineNow('$3')} and ($1::text is null or handover = $1)
       order by try_at, handover, number limit $2 for update skip locked
    ), leased as (
      update reassess.handover_changes c
         set tries = c.tries + 1, try_at = ${engineNow('$3')} + ${PAUSE}
        from due where c.handover = due.handover and c.incident = due.incident
      returning c.handover, c.incident, c.number
    )
    select l.handover, l.incident, h.force, h.from_shift as "from", h.to_shift as "to", h.by, h.actor, h.at
      from leased l join reassess.handovers h on h.id = l.handover order by h.place, l.number`,
}
const NOTE = {
  name: 'reassess-handover-changes-note',
  text: `
    update reassess.handover_changes c
       set demand = n.demand, problem = n.problem, try_at = case when n.over then null else c.try_at end
      from unnest($1::text[], $2::text[], $3::boolean[], $4::text[], $5::text[]) as n(handover, incident, over, demand, problem)
     where c.handover = n.handover and c.incident = n.incident and c.try_at is not null`,
}

interface Row extends Omit<ShiftChange, 'by' | 'actor'> {
  readonly by: string
  readonly actor: string
}

export const shiftChanges = (
  database: Database,
  clock: Pick<Clock, 'bounds'>,
): Pick<HandoverRows, 'leaseChanges' | 'noteChanges'> => ({
  async leaseChanges(handover, most) {
    const rows = await database.query<Row>(LEASE, [handover, most, clock.bounds()])
    return rows.map(({ by, actor, ...change }) => ({ ...change, by: JSON.parse(by), actor: JSON.parse(actor) }))
  },
  async noteChanges(changed) {
    await database.query(NOTE, columnsOf(changed, 'handover', 'incident', 'isOver', 'demand', 'problem'))
  },
})
