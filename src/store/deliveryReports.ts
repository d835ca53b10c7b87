/** What a carrier reports of messages that left the house, and tests that somebody asks for. */
import type { DeliveryReports, Noted } from '../engine/deliveryReports.ts'
import { type Clock, engineNow } from './connection/clock.ts'
import type { Database } from './connection/database.ts'

/** Tried again after it, not at once: what refused a message may refuse it for a while. Project default. */
const AGAIN_AFTER = "interval '1 minute'"
/** As for every delivery: later nobody tries it again. */
const TRIED_FOR = "interval '24 hours'"

/**
 * Nothing moves `delivered`. A failure counts only for what was handed over, by the last try of it: whatever else became of the row
 * came later. A row that is leased waits for what its sender will note.
 *
 * $1 the clock's bounds; $2 message; $3 ways; $4 what became of it; $5 the carrier's reference; $6 why.
 */
const NOTE = {
  name: 'reassess-deliveries-note-report',
  text: `
    with instant as materialized (
      select ${engineNow('$1')} as now
    ), found as materialized (
      select d.id, d.status, d.reference, d.written_at, coalesce(d.leased_until > (select now from instant), false) as is_leased
        from reassess.deliveries d where d.message = $2 and d.way = any($3::text[]) for update
    ), gate as materialized (
      select count(*) > 0 as is_known, coalesce(bool_or(is_leased), false) as is_leased from found
    ), next as (
      select f.id, case when $4 = 'failed' and f.written_at <= instant.now - ${TRIED_FOR} then 'dead' else $4 end as status
        from found f, gate, instant
       where not gate.is_leased
         and (($4 = 'delivered' and f.status <> 'delivered')
              or ($4 <> 'delivered' and f.status = 'sent' and (f.reference is null or f.reference = $5)))
    ), changed as (
      update reassess.deliveries d
         set status = next.status, leased_until = null, problem = $6,
             try_at = case when next.status = 'failed' then instant.now + ${AGAIN_AFTER} end,
             sent_at = case when next.status = 'delivered' then coalesce(d.sent_at, instant.now) else d.sent_at end,
             delivered_at = case when next.status = 'delivered' then instant.now end
        from next, instant where d.id = next.id
    )
    select is_known, is_leased from gate`,
}

/**
 * A test is about no alert: its turn tells it from the person's earlier tests. Two at once are one.
 *
 * $1 the clock's bounds; $2 force; $3 person; $4 role; $5 ways.
 */
const WRITE_TEST = {
  name: 'reassess-deliveries-test',
  text: `
    with instant as materialized (
      select ${engineNow('$1')} as now
    ), tests as materialized (
      select d.id, d.way, d.turn, d.written_at > instant.now - interval '1 minute' as is_recent
        from reassess.deliveries d, instant where d.force = $2 and d.alert = '' and d.about = 'test' and d.person = $3
    ), written as (
      insert into reassess.deliveries
             (force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role, written_at, try_at)
      select $2, 0, '', '', '', 'low', 0, 0, coalesce((select max(turn) from tests), 0) + 1, 'test', $3, way, $4, now, now
        from instant, unnest($5::text[]) as way
       where not exists (select from tests where is_recent)
      on conflict (force, alert, level, count, turn, about, person, way) do nothing
      returning id, way
    )
    select id, way, true as is_new from written
    union all
    select id, way, false from tests where is_recent and turn = (select max(turn) from tests)
    order by id`,
}

export function createDeliveryReports(database: Database, clock: Pick<Clock, 'bounds'>): DeliveryReports {
  const writeTest: DeliveryReports['writeTest'] = async (test) => {
    const { force, person, role, ways } = test
    const rows = await database.query<{ id: number; way: string; is_new: boolean }>(WRITE_TEST, [
      ...[clock.bounds(), force, person, role, ways],
    ])
    // Somebody else wrote the same test between the two halves of the statement: now it is seen.
    if (rows.length === 0) return writeTest(test)
    return { deliveries: rows.map(({ id, way }) => ({ id, way })), isNew: rows.some(({ is_new }) => is_new) }
  }
  return {
    noteReport: async ({ message, reference, became, ways, problem }): Promise<Noted> => {
      const [row] = await database.query<{ is_known: boolean; is_leased: boolean }>(NOTE, [
        ...[clock.bounds(), message, ways, became, reference, problem],
      ])
      if (row?.is_leased) return 'under way'
      return row?.is_known ? 'noted' : 'unknown'
    },
    writeTest,
  }
}
