import { MOST_PENDING } from '../../engine/answers/subscriptions.ts'
import type { SubscriptionItem, Subscriptions } from '../../engine/subscriptions/ports.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'

interface Row extends Pick<SubscriptionItem, 'id' | 'webhook' | 'kinds' | 'incidents' | 'position' | 'pending' | 'tries'> {
  readonly status: 'active' | 'ended' | 'stopped'
  readonly behind_since: string | null
  readonly sent_at: string | null
  readonly failing_since: string | null
  readonly next_at: string | null
  readonly problem: string | null
  readonly ended_at: string | null
  readonly replayed_at: string | null
  readonly replayed_from: string | null
  readonly replayed_by: string | null
}

const ITEMS = `
  select s.*, waiting.pending, waiting.behind_since
    from subscription s
   cross join lateral (
     select count(*) as pending, min(c.recorded_at) as behind_since
       from (select c.recorded_at from reassess.changes c
              where c.force = s.force and c.position > split_part(s.position, '.', 1)::bigint
              order by c.position limit ${MOST_PENDING}) c
   ) waiting
   order by s.id`

const LIST = {
  name: 'reassess-subscriptions',
  text: `with subscription as (select * from reassess.subscriptions where force = $1) ${ITEMS}`,
}

/** Whoever carries it on now stops: the turn is over. */
const REPLAY = {
  name: 'reassess-subscription-replay',
  text: `
    with subscription as (
      update reassess.subscriptions s
         set status = 'active', position = $3, turn = s.turn + 1, leased_until = null, next_at = null, tries = 0,
             failing_since = null, problem = null, ended_at = null, replayed_at = ${engineNow('$5')}, replayed_from = $3, replayed_by = $4
       where s.force = $1 and s.id = $2 and s.status <> 'stopped'
      returning s.*
    ) ${ITEMS}`,
}

const IS_KNOWN = { name: 'reassess-subscription-known', text: 'select from reassess.subscriptions where force = $1 and id = $2' }

/** @param reading the login that reads a force. */
export const createSubscriptionList = (
  database: Database,
  reading: (force: string) => Database,
  clock: Pick<Clock, 'bounds'>,
): Subscriptions => ({
  subscriptions: async (force) => (await reading(force).query<Row>(LIST, [force])).map(itemOf),
  replaySubscription: async (force, id, from, by) => {
    if (!isStorable(id, by)) return null
    const [row] = await database.query<Row>(REPLAY, [force, id, from, by, clock.bounds()])
    if (row !== undefined) return itemOf(row)
    return (await database.query(IS_KNOWN, [force, id])).length > 0 ? 'stopped' : null
  },
})

function itemOf(row: Row): SubscriptionItem {
  const { id, webhook, kinds, incidents, position, pending, tries, problem } = row
  const status = row.status === 'active' && row.failing_since !== null ? 'failing' : row.status
  return {
    ...{ id, webhook, kinds, incidents, status, position, pending },
    ...(row.behind_since !== null && { behindSince: row.behind_since }),
    ...(row.sent_at !== null && { sentAt: row.sent_at }),
    tries,
    ...(row.failing_since !== null && { failingSince: row.failing_since }),
    ...(row.next_at !== null && { nextTryAt: row.next_at }),
    ...(problem !== null && { problem }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    ...(row.replayed_at !== null && {
      replayed: { at: row.replayed_at, from: row.replayed_from ?? '', by: row.replayed_by ?? '' },
    }),
  }
}
