/**
 * Who has an alert about the system: taken and released as an alert of an incident is. No chain knows of such an alert, so who had it, and
 * with which note, is kept in lines of its own.
 */
import { personKey, samePerson } from '../../../machines/rules/person.ts'
import type { Person } from '../../../machines/rules/vocabulary.ts'
import { TooBusy } from '../../engine/engine.ts'
import { isLeft, mayRelease } from '../../engine/judge/taking.ts'
import type { Posted, SystemAlerts } from '../../engine/reads.ts'
import type { AlertItem } from '../../engine/views/views.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { accountOf } from '../takers.ts'
import { isStorable } from '../text.ts'
import { published } from './systemAlerts.ts'

const ONE = {
  name: 'reassess-system-alert-one',
  text: 'select item from reassess.alerts where case_id = 0 and force = $1 and id = $2',
}
const ABOUT = {
  name: 'reassess-system-alerts-about',
  text: `
    select item from reassess.alerts
     where case_id = 0 and force = $1 and incident = $2 and incident <> '' and status <> 'resolved' order by id`,
}
const AMONG = {
  name: 'reassess-system-alerts-among',
  text: 'select item from reassess.alerts where case_id = 0 and force = $1 and id = any($2::text[]) order by id',
}

/** Lines of the alerts of a step, and what the stream tells. $5 who, $6 the key or session, $7 the note, $8 the clock's bounds. */
const keptAndTold = (rows: string, type: 'alert.acknowledged' | 'alert.released') => `
    kept as (
      insert into reassess.system_alert_lines (force, alert, type, at, by, actor, note)
      select force, id, '${type}', ${engineNow('$8')}, $5::text, $6::text, $7::text from ${rows}
    ), told as (${published(rows, engineNow('$8'))})
    select item from ${rows}`

/** $1 force, $2 ids, $3 and $4 the columns that say who has it, $9 from whom it may be taken, as the alert says; null for anybody. */
const TAKE = {
  name: 'reassess-system-alerts-take',
  text: `
    with wanted as materialized (
      select id from reassess.alerts
       where case_id = 0 and force = $1 and id = any($2::text[]) and status <> 'resolved'
         and ($9::text[] is null or status <> 'acknowledged' or item::jsonb #>> '{acknowledgedBy,id}' = any($9::text[]))
       order by id for update
    ), taken as (
      update reassess.alerts a
         set status = 'acknowledged', taken_by = $3, taken_account = $4,
             item = (a.item::jsonb || jsonb_build_object('status', 'acknowledged', 'acknowledgedBy', $5::text::jsonb))::text
        from wanted w
       where a.case_id = 0 and a.id = w.id and a.force = $1
      returning a.force, a.id, a.item
    ), ${keptAndTold('taken', 'alert.acknowledged')}`,
}

/** $1 force, $2 ids, $3 who has it and $4 their role, as the alert was read: nothing is released that somebody else has taken since. */
const RELEASE = {
  name: 'reassess-system-alert-release',
  text: `
    with released as (
      update reassess.alerts a
         set status = 'open', taken_by = null, taken_account = null,
             item = ((a.item::jsonb - 'acknowledgedBy') || jsonb_build_object('status', 'open'))::text
       where a.case_id = 0 and a.force = $1 and a.id = any($2::text[]) and a.status = 'acknowledged'
         and a.item::jsonb #>> '{acknowledgedBy,id}' = $3 and a.item::jsonb #>> '{acknowledgedBy,role}' = $4
      returning a.force, a.id, a.item
    ), ${keptAndTold('released', 'alert.released')}`,
}

/** Between reading who has it and releasing it somebody else may take it: it is then judged again. */
const TRIES = 20

export function createSystemTaking(database: Database, clock: Pick<Clock, 'bounds'>): Omit<SystemAlerts, 'dismissSystemAlert'> {
  type Statement = typeof ONE
  const read = async (statement: Statement, values: readonly unknown[]): Promise<readonly AlertItem[]> =>
    (await database.query<{ item: string }>(statement, values)).map(({ item }) => JSON.parse(item) as AlertItem)
  const one = async (force: string, alert: string) => (isStorable(alert) ? (await read(ONE, [force, alert]))[0] : undefined)
  const said = (by: Person, { actor, note }: Posted) => [
    JSON.stringify(by),
    actor === undefined ? null : JSON.stringify(actor),
    note ?? null,
    clock.bounds(),
  ]
  /** Whoever has it already takes it again only to leave a note. */
  const takeAmong = async (force: string, alerts: readonly AlertItem[], by: Person, posted: Posted) => {
    const hasIt = ({ acknowledgedBy }: AlertItem) => acknowledgedBy !== undefined && samePerson(acknowledgedBy.id, by.id)
    const wanted = alerts.filter(
      (alert) => alert.status !== 'resolved' && (!hasIt(alert) || posted.note !== undefined) && !isLeft(alert, by, posted.from),
    )
    if (wanted.length === 0) return alerts
    const holders = posted.from && wanted.flatMap(({ acknowledgedBy }) => acknowledgedBy?.id ?? [])
    await read(TAKE, [...[force, idsOf(wanted), personKey(by.id), accountOf(posted.actor)], ...said(by, posted), holders ?? null])
    return read(AMONG, [force, idsOf(alerts)])
  }
  return {
    async acknowledgeSystemAlert(force, alert, by, posted = {}) {
      const found = await one(force, alert)
      return found === undefined ? null : ((await takeAmong(force, [found], by, posted))[0] ?? null)
    },
    async takeSystemAlerts(force, incident, by, posted = {}) {
      return isStorable(incident) ? takeAmong(force, await read(ABOUT, [force, incident]), by, posted) : []
    },
    async releaseSystemAlert(force, alert, by, posted = {}) {
      for (let tries = 0; tries < TRIES; tries++) {
        const found = await one(force, alert)
        if (found === undefined) return 'unknown'
        const { status, acknowledgedBy: holder } = found
        if (status !== 'acknowledged' || holder === undefined) return 'not-taken'
        if (!mayRelease(holder, by, posted.actor?.role)) return 'not-theirs'
        const [released] = await read(RELEASE, [force, [alert], holder.id, holder.role, ...said(by, posted)])
        if (released !== undefined) return released
      }
      throw new TooBusy('the alert is being taken faster than it can be released')
    },
  }
}

const idsOf = (alerts: readonly AlertItem[]): readonly string[] => alerts.map(({ id }) => id)
