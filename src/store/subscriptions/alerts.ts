/** A subscription that its receiver ended, or that has been failing for a while, is told to somebody: the system behind it is blind. */
import { ALERTS } from '../../../machines/rules/catalogue/alerts.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { raising, resolving } from '../watch/systemAlerts.ts'

/** Long enough for a restart of the receiver. Project default. */
const FAILING_FOR = "interval '15 minutes'"

/** Ends it and tells of it: both or neither. $1 force, $2 id, $3 turn, $4 position, $5 problem, $6 audience, $7 the clock's bounds. */
export const TELL_ENDED = {
  name: 'reassess-subscription-end',
  text: raising({
    kind: "'subscription-ended'",
    severity: ALERTS['subscription-ended'].severity,
    audience: '$6::text',
    what: "select force, '' as incident, 'subscription-ended-' || id as about, null::timestamptz as due_at, id as subscription from ended",
    at: engineNow('$7'),
    more: "jsonb_build_object('subscription', subscription)",
    beside: `ended as (
      update reassess.subscriptions s
         set status = 'ended', position = $4, problem = $5, ended_at = ${engineNow('$7')}, leased_until = null, next_at = null,
             tries = s.tries + 1, failing_since = coalesce(s.failing_since, ${engineNow('$7')}), turn = s.turn + 1
       where s.force = $1 and s.id = $2 and s.turn = $3 and s.status = 'active'
      returning s.force, s.id
    )`,
  }),
}

const TELL_FAILING = {
  name: 'reassess-subscription-failing',
  text: raising({
    kind: "'subscription-failing'",
    severity: ALERTS['subscription-failing'].severity,
    audience: '$1::text',
    what: `select force, '' as incident, 'subscription-failing-' || id as about, null::timestamptz as due_at, id as subscription
             from reassess.subscriptions where status = 'active' and failing_since <= ${engineNow('$2')} - ${FAILING_FOR}`,
    at: engineNow('$2'),
    more: "jsonb_build_object('subscription', subscription)",
  }),
}

const RESOLVE = {
  name: 'reassess-subscription-well',
  text: resolving(
    `(a.about like 'subscription-failing-%' or a.about like 'subscription-ended-%') and not exists (
       select from reassess.subscriptions s
        where s.force = a.force
          and (a.about = 'subscription-ended-' || s.id and s.status = 'ended'
            or a.about = 'subscription-failing-' || s.id and s.status = 'active' and s.failing_since is not null))`,
    engineNow('$1'),
  ),
}

export async function subscriptionAlerts(database: Database, clock: Pick<Clock, 'bounds'>, audience: Role): Promise<void> {
  await database.query(TELL_FAILING, [audience, clock.bounds()])
  await database.query(RESOLVE, [clock.bounds()])
}
