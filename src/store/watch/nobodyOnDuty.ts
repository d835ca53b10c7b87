/**
 * `nobody-on-duty`: one alert for each role. Every process says again and again what it sees; the alert stays open while one of them
 * sees nobody, so that two processes with different delivery files do not raise and end it in turn.
 */
import { ALERTS } from '../../../machines/rules/catalogue/alerts.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { isSaid, raising, resolving } from './systemAlerts.ts'

const KIND = 'nobody-on-duty'

/** $1 force, $2 roles, $3 the role that is told of each, $4 the clock's bounds. */
const RAISE = {
  name: 'reassess-nobody-on-duty-raise',
  text: raising({
    kind: `'${KIND}'`,
    severity: ALERTS[KIND].severity,
    audience: 'told',
    what: `select $1::text as force, '' as incident, '${KIND}-' || h.role as about, null::timestamptz as due_at, h.role, h.told
             from unnest($2::text[], $3::text[]) as h(role, told)`,
    at: engineNow('$4'),
    more: "jsonb_build_object('role', role)",
    beside: `said as (
      insert into reassess.system_said (kind, at) select '${KIND}-' || r.role || '-' || $1::text, now() from unnest($2::text[]) as r(role) order by 1
      on conflict (kind) do update set at = excluded.at
    )`,
  }),
}

/** $1 force, $2 the clock's bounds. */
const RESOLVE = {
  name: 'reassess-nobody-on-duty-resolve',
  text: resolving(
    `a.force = $1 and a.about like '${KIND}-%'
     and not exists (select from reassess.system_said where ${isSaid("a.about || '-' || a.force")})`,
    engineNow('$2'),
  ),
}

/** An alert that somebody has taken waits for nobody on duty. */
const WAITED_FOR = {
  name: 'reassess-roles-with-alerts',
  text: `
    select r.role from unnest($2::text[]) as r(role)
     where exists (select from reassess.alerts a where a.force = $1 and a.status = 'open' and a.audience = r.role)`,
}

/** A role with nobody on duty. */
export interface Unmanned {
  readonly role: Role
  /** Whom the alert is for. */
  readonly told: Role
}

/** What every process does every few seconds. @throws RecordUnavailable */
export interface DutySeen {
  /** Raises an alert for each role that has none, and ends those of which no process has told for 15 s. */
  sayUnmanned(force: string, roles: readonly Unmanned[]): Promise<void>
  /** Those of the roles that an open alert is for. */
  rolesWithAlerts(force: string, roles: readonly Role[]): Promise<readonly Role[]>
}

export const createDutySeen = (database: Pick<Database, 'query'>, clock: Pick<Clock, 'bounds'>): DutySeen => ({
  async sayUnmanned(force, roles) {
    if (roles.length > 0)
      await database.query(RAISE, [force, roles.map(({ role }) => role), roles.map(({ told }) => told), clock.bounds()])
    await database.query(RESOLVE, [force, clock.bounds()])
  },
  rolesWithAlerts: async (force, roles) =>
    (await database.query<{ role: Role }>(WAITED_FOR, [force, roles])).map(({ role }) => role),
})
