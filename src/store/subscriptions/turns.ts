/**
 * Whose turn it is to carry a subscription on, and how far it has come. A turn is a number that only rises: what a process writes
 * names its turn, so that a process that hung, or that a replay overtook, moves nothing.
 */
import type { SubscriptionTurns } from '../../engine/subscriptions/ports.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { subscriptionAlerts, TELL_ENDED } from './alerts.ts'

const after = (at: string, ms: string) => `${at} + ${ms}::double precision * interval '1 millisecond'`
/** $1 the force, $2 the id, $3 the turn. */
const isOurs = `s.force = $1 and s.id = $2 and s.turn = $3 and s.status = 'active'`

/** A new subscription begins at the head, as a listener of the stream does that names no position. */
const BEGIN = {
  name: 'reassess-subscriptions-begin',
  text: `
    with listed as (
      select * from jsonb_to_recordset($2::jsonb) as l(id text, webhook text, kinds text[], incidents boolean)
    ), stopped as (
      update reassess.subscriptions s
         set status = 'stopped', leased_until = null, next_at = null, turn = s.turn + 1
       where s.force = $1 and s.status <> 'stopped' and not exists (select from listed l where l.id = s.id)
    )
    insert into reassess.subscriptions as s (force, id, webhook, kinds, incidents, position)
    select $1, l.id, l.webhook, l.kinds, l.incidents,
           (select coalesce(max(c.position), 0) from reassess.changes c where c.force = $1) || '.9999'
      from listed l
    on conflict (force, id) do update
       set webhook = excluded.webhook, kinds = excluded.kinds, incidents = excluded.incidents, status = 'active', next_at = null,
           ended_at = null, tries = case s.status when 'active' then s.tries else 0 end,
           failing_since = case s.status when 'active' then s.failing_since end,
           problem = case s.status when 'active' then s.problem end`,
}

const LEASE = {
  name: 'reassess-subscriptions-lease',
  text: `
    with free as materialized (
      select s.id from reassess.subscriptions s
       where s.force = $1 and s.id = any($2::text[]) and s.status = 'active'
         and (s.leased_until is null or s.leased_until <= ${engineNow('$4')})
         and (s.next_at is null or s.next_at <= ${engineNow('$4')})
         for update skip locked
    )
    update reassess.subscriptions s
       set turn = s.turn + 1, leased_until = ${after(engineNow('$4'), '$3')}
      from free f where s.force = $1 and s.id = f.id
    returning s.id, s.turn, s.position, s.tries`,
}

const KEEP = {
  name: 'reassess-subscription-keep',
  text: `update reassess.subscriptions s
            set position = $4, leased_until = ${after(engineNow('$6'), '$5')} where ${isOurs} returning s.id`,
}

const TAKEN = {
  name: 'reassess-subscription-taken',
  text: `update reassess.subscriptions s
            set position = $4, leased_until = ${after(engineNow('$6'), '$5')}, sent_at = ${engineNow('$6')},
                tries = 0, failing_since = null, next_at = null, problem = null
          where ${isOurs} returning s.id`,
}

const RELEASE = {
  name: 'reassess-subscription-release',
  text: `update reassess.subscriptions s set position = $4, leased_until = null where ${isOurs}`,
}

const FAIL = {
  name: 'reassess-subscription-fail',
  text: `update reassess.subscriptions s
            set position = $4, problem = $5, next_at = ${after(engineNow('$7'), '$6')}, tries = s.tries + 1,
                failing_since = coalesce(s.failing_since, ${engineNow('$7')}), leased_until = null
          where ${isOurs}`,
}

export const createSubscriptionTurns = (database: Database, clock: Pick<Clock, 'bounds'>): SubscriptionTurns => ({
  beginSubscriptions: async (force, subscriptions) => {
    await database.query(BEGIN, [force, JSON.stringify(subscriptions)])
  },
  leaseSubscriptions: (force, ids, leaseMs) => database.query(LEASE, [force, ids, leaseMs, clock.bounds()]),
  keepSubscription: async (force, { id, turn }, { position, taken }, leaseMs) => {
    const kept = await database.query(taken ? TAKEN : KEEP, [force, id, turn, position, leaseMs, clock.bounds()])
    return kept.length > 0
  },
  releaseSubscription: async (force, { id, turn }, position) => {
    await database.query(RELEASE, [force, id, turn, position])
  },
  failSubscription: async (force, { id, turn }, { position, problem, pauseMs }) => {
    await database.query(FAIL, [force, id, turn, position, problem, pauseMs, clock.bounds()])
  },
  endSubscription: async (force, { id, turn }, { position, problem }, audience) => {
    await database.query(TELL_ENDED, [force, id, turn, position, problem, audience, clock.bounds()])
  },
  tellOfSubscriptions: (audience) => subscriptionAlerts(database, clock, audience),
})
