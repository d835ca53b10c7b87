/**
 * Notes which items have nothing left to accept because their matter has ended, and raises and ends `handover-unaccepted`: an alert of its
 * force for each hand-over. Of several processes that watch, one looks at a hand-over at a time.
 */
import { ALERTS } from '../../../machines/rules/catalogue/alerts.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { ASKED } from '../../engine/registers/approvalRows.ts'
import { READING } from '../../engine/registers/readingRows.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { raising, resolving } from '../watch/systemAlerts.ts'
import { ASKS, DEADLINE_OF } from './write.ts'

/** Of the hand-overs with something left so many are looked at in a round: however many nobody accepts, a round costs the same. Project default. */
const MOST_LOOKED_AT = 5
const isLeft = `i.accepted_at is null and i.settled_at is null`

/** A deadline that passed was missed, and is for somebody to accept, whatever became of it since. $1 the clock's bounds. */
const SETTLE = {
  name: 'reassess-handover-settle',
  text: `
    with ours as materialized (
      select id from reassess.handovers where done_at is null order by looked_at limit ${MOST_LOOKED_AT} for update skip locked
    ), looked as (
      update reassess.handovers h set looked_at = ${engineNow('$1')} from ours where h.id = ours.id
    )
    update reassess.handover_items i
       set settled_at = ${engineNow('$1')}
      from ours
     where i.handover = ours.id and ${isLeft}
       and case
         when i.what = 'open' and i.about = ''
           then not exists (select from reassess.cases c where c.id = i.case_id and not c.closed and ${ASKS('c.attention')})
         when i.what in ('open', 'taken')
           then exists (select from reassess.alerts a where a.case_id = i.case_id and a.id = i.about and a.status = 'resolved')
         when i.what = 'doubtful'
           then not exists (select from reassess.registers r
                             where r.case_id = i.case_id and r.name = i.about and r.state = 'waiting'
                               and r.kind = case i.kind when 'approval' then '${ASKED}' else '${READING}' end)
         else ${engineNow('$1')} < i.due_at
              and not exists (select from reassess.timers t
                               where t.case_id = i.case_id and t.machine = i.about and ${DEADLINE_OF} = i.kind)
       end`,
}
const DONE = {
  name: 'reassess-handover-done',
  text: `
    update reassess.handovers h
       set done_at = ${engineNow('$1')}
     where h.done_at is null and not exists (select from reassess.handover_items i where i.handover = h.id and ${isLeft})`,
}

const KIND = 'handover-unaccepted'
/** $1 whom it is for; $2 the clock's bounds. */
const RAISE = {
  name: 'reassess-handover-unaccepted-raise',
  text: raising({
    kind: `'${KIND}'::text`,
    severity: ALERTS[KIND].severity,
    audience: '$1::text',
    what: `
      select h.force, '' as incident, '${KIND}-' || h.id as about, null::timestamptz as due_at, h.id as handover, l.count as unaccepted
        from reassess.handovers h
       cross join lateral (select count(*) as count from reassess.handover_items i where i.handover = h.id and ${isLeft}) l
       where h.done_at is null and h.accept_by <= ${engineNow('$2')} and l.count > 0
         and not exists (select from reassess.alerts a
                          where a.case_id = 0 and a.status <> 'resolved' and a.force = h.force and a.about = '${KIND}-' || h.id)`,
    at: engineNow('$2'),
    more: `jsonb_build_object('handover', handover, 'unaccepted', unaccepted)`,
  }),
}
const RESOLVE = {
  name: 'reassess-handover-unaccepted-resolve',
  text: resolving(
    `a.about like '${KIND}-%'
     and exists (select from reassess.handovers h where '${KIND}-' || h.id = a.about and h.force = a.force and h.done_at is not null)`,
    engineNow('$1'),
  ),
}

export const watching =
  (database: Database, clock: Pick<Clock, 'bounds'>) =>
  async (audience: Role): Promise<void> => {
    await database.query(SETTLE, [clock.bounds()])
    await database.query(DONE, [clock.bounds()])
    await database.query(RAISE, [audience, clock.bounds()])
    await database.query(RESOLVE, [clock.bounds()])
  }
