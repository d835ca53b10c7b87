/** How deliveries stand: for the metrics, for the heartbeat, and for whoever chooses a way that works. */
import type { DeliveriesSeen, Undelivered } from '../../engine/notifications/seen.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { lastTold, openWith } from './deliveryFailed.ts'

/** A critical delivery that waits for longer is stuck. Project default. */
const STUCK_AFTER = "interval '2 minutes'"
/** Longer than the longest pause between two tries of a delivery. */
const LATELY = "interval '15 minutes'"
/** Deliveries of a way that say how it is. A single failure may be a wrong number. Project default. */
const LAST_TRIES = 3

/** When the time began in which it is tried. */
const SINCE = 'coalesce(d.replayed_at, d.written_at)'

/** $1 the clock's bounds. */
const UNDELIVERED = {
  name: 'reassess-deliveries-undelivered',
  text: `
    select d.way, count(*) filter (where d.status = 'pending') as pending, count(*) filter (where d.status = 'failed') as failed,
           count(*) filter (where d.status = 'dead') as dead,
           extract(epoch from ${engineNow('$1')} - min(${SINCE}) filter (where d.severity = 'critical' and d.status <> 'dead'))::float8 as oldest
      from reassess.deliveries d
     where d.status in ('pending', 'failed', 'dead')
     group by d.way`,
}

/**
 * A delivery that is dead says nothing as long as somebody else was reached or is tried: a mistyped number must not keep the heartbeat
 * away for days.
 *
 * $1 force; $2 the clock's bounds.
 */
const STUCK = {
  name: 'reassess-deliveries-stuck',
  text: `
    select exists (
      select from reassess.deliveries d
       where d.severity = 'critical' and d.status in ('pending', 'failed') and d.written_at < ${engineNow('$2')} - ${STUCK_AFTER}
         and ${SINCE} < ${engineNow('$2')} - ${STUCK_AFTER} and d.force = $1 and d.about = 'raised'
         and exists (select from reassess.alerts a where a.case_id = d.case_id and a.id = d.alert and a.status = 'open')
    ) or exists (
      select from (${openWith("'critical'", "'dead'", engineNow('$2'))}) o cross join lateral (${lastTold('o.force', 'o.alert')}) t
       where o.force = $1 and t.reached = 0 and t.waiting = 0 and t.written_at < ${engineNow('$2')} - ${STUCK_AFTER}
    ) or exists (
      -- Nobody has a way: whom to tell is looked for again and again.
      select from reassess.notifications n join reassess.alerts a on a.case_id = n.case_id and a.id = n.alert
       where n.force = $1 and n.severity = 'critical' and n.told = '{}' and n.next_at is not null
         and a.status = 'open' and a.raised_at < ${engineNow('$2')} - ${STUCK_AFTER}
    ) as stuck`,
}

/** $1 force, $2 ways; $3 the clock's bounds. */
const FAILING = {
  name: 'reassess-deliveries-failing',
  text: `
    select w.way
      from unnest((select $2::text[])) as w(way)
     cross join lateral (
       select bool_and(t.status in ('failed', 'dead')) as fails
         from (select d.status from reassess.deliveries d
                where d.force = $1 and d.way = w.way and d.tried_at > ${engineNow('$3')} - ${LATELY}
                  -- Not those that are under way for the first time.
                  and d.status in ('sent', 'delivered', 'failed', 'dead')
                order by d.tried_at desc limit ${LAST_TRIES}) t
     ) l
     where l.fails`,
}

export function createDeliveriesSeen(database: Pick<Database, 'query'>, clock: Pick<Clock, 'bounds'>): DeliveriesSeen {
  return {
    undelivered: async () => {
      const rows = await database.query<Undelivered['counts'] & { way: string; oldest: number | null }>(UNDELIVERED, [
        clock.bounds(),
      ])
      return rows.map(({ way, oldest, ...counts }) => ({ way, counts, oldestCriticalSeconds: oldest }))
    },
    isStuck: async (force) => {
      const [row] = await database.query<{ stuck: boolean }>(STUCK, [force, clock.bounds()])
      return row?.stuck ?? false
    },
    failingWays: async (force, ways) =>
      (await database.query<{ way: string }>(FAILING, [force, ways, clock.bounds()])).map(({ way }) => way),
  }
}
