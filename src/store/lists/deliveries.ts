/** What became of deliveries: as a list, on their alerts, and under the lines that raised them. */
import type { Person } from '../../../machines/rules/vocabulary.ts'
import {
  type AlertTold,
  type DeliveryFilter,
  type DeliveryItem,
  type LineDelivery,
  MOST_TOLD,
  type RaisedAt,
} from '../../engine/notifications/seen.ts'
import type { Listed, Page } from '../../engine/reads.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'
import { listed, readCursor, writeCursor } from './cursor.ts'

interface Row {
  readonly id: number
  readonly alert: string
  readonly incident: string
  readonly kind: string
  readonly severity: string
  readonly level: number
  readonly count: number
  readonly about: DeliveryItem['about']
  readonly person: string
  readonly way: string
  readonly role: DeliveryItem['role']
  readonly status: DeliveryItem['status']
  readonly written_at: string
  readonly tries: number
  readonly tried_at: string | null
  readonly try_at: string | null
  readonly sent_at: string | null
  readonly delivered_at: string | null
  readonly problem: string | null
  readonly replayed_at: string | null
  readonly replayed_by: string | null
  readonly of_alert: string | null
}

const COLUMNS = `d.id, d.alert, d.incident, d.kind, d.severity, d.level, d.count, d.about, d.person, d.way, d.role, d.status, d.written_at,
  d.tries, d.tried_at, d.try_at, d.sent_at, d.delivered_at, d.problem, d.replayed_at,
  (select r.by from reassess.replays r where r.id = d.replay) as replayed_by,
  case when d.kind = 'delivery-failed' then (
    select a.item::jsonb ->> 'of' from reassess.alerts a where a.case_id = 0 and a.force = d.force and a.id = d.alert limit 1) end as of_alert`

/** @throws BadCursor */
export async function deliveriesOf(
  database: Database,
  force: string,
  filter: DeliveryFilter,
  page: Page,
): Promise<Listed<DeliveryItem>> {
  const { alert, incident, status, person, way, openOnly } = filter
  if (!isStorable(alert ?? '', incident ?? '', person ?? '', way ?? '')) return { items: [], next: null }
  const scope = ['deliveries', force, alert, incident, status, person, way, openOnly]
  const values: unknown[] = [force, page.limit + 1]
  const conditions = ['d.force = $1']
  for (const [column, value] of Object.entries({ alert, incident, status, person, way }))
    if (value !== undefined) conditions.push(`d.${column} = $${values.push(value)}`)
  if (openOnly) conditions.push('c.closed is not true')
  if (page.cursor !== undefined) {
    const [id] = readCursor(page.cursor, scope, ['bigint'])
    conditions.push(`d.id < $${values.push(id)}`)
  }
  const rows = await database.query<Row>(
    {
      text: `
        select ${COLUMNS}
          from reassess.deliveries d ${openOnly ? 'left join reassess.cases c on c.id = d.case_id' : ''}
         where ${conditions.join(' and ')}
         order by d.id desc limit $2`,
    },
    values,
  )
  return listed(rows, page, itemOf, ({ id }) => writeCursor(scope, [id]))
}

function itemOf({ id, written_at, tried_at, try_at, sent_at, delivered_at, problem, ...row }: Row): DeliveryItem {
  const { replayed_at, replayed_by, of_alert, ...said } = row
  return {
    id: String(id),
    ...{ alert: said.alert, incident: said.incident, kind: said.kind, severity: said.severity },
    ...{ level: said.level, count: said.count, about: said.about, person: said.person, way: said.way, role: said.role },
    ...{ status: said.status, writtenAt: written_at, tries: said.tries },
    ...(tried_at !== null && { triedAt: tried_at }),
    ...(try_at !== null && (said.status === 'pending' || said.status === 'failed') && { nextTryAt: try_at }),
    ...(sent_at !== null && { sentAt: sent_at }),
    ...(delivered_at !== null && { deliveredAt: delivered_at }),
    ...(problem !== null && { problem }),
    ...(of_alert !== null && { of: of_alert }),
    ...(replayed_at !== null && {
      replayed: { at: replayed_at, ...(replayed_by !== null && { by: JSON.parse(replayed_by) as Person }) },
    }),
  }
}

/** $1 force, $2 ids of alerts. */
const OF_ALERTS = {
  name: 'reassess-deliveries-of-alerts',
  text: `
    select w.alert, c.*, t.told
      from unnest((select $2::text[])) as w(alert)
     cross join lateral (
       select count(*) filter (where d.status = 'pending') as pending, count(*) filter (where d.status = 'sent') as sent,
              count(*) filter (where d.status = 'delivered') as delivered, count(*) filter (where d.status = 'failed') as failed,
              count(*) filter (where d.status = 'dead') as dead, count(*) filter (where d.status = 'withdrawn') as withdrawn,
              count(*) as in_all
         from reassess.deliveries d where d.force = $1 and d.alert = w.alert
     ) c
     cross join lateral (
       select json_agg(json_build_array(n.person, n.way, n.status, n.at) order by n.id desc)::text as told
         from (select d.id, d.person, d.way, d.status,
                      (extract(epoch from coalesce(d.delivered_at, d.sent_at, d.tried_at, d.written_at)) * 1000)::bigint as at
                 from reassess.deliveries d where d.force = $1 and d.alert = w.alert
                order by d.id desc limit ${MOST_TOLD}) n
     ) t
     where c.in_all > 0`,
}

interface AlertRow extends Record<keyof AlertTold['deliveries'], number> {
  readonly alert: string
  readonly told: string
}

/** One statement, however many alerts. */
export async function deliveriesOfAlerts(
  database: Database,
  force: string,
  alerts: readonly string[],
): Promise<ReadonlyMap<string, AlertTold>> {
  if (alerts.length === 0) return new Map()
  const rows = await database.query<AlertRow>(OF_ALERTS, [force, alerts])
  return new Map(
    rows.map(({ alert, told, pending, sent, delivered, failed, dead, withdrawn }) => [
      alert,
      {
        deliveries: { pending, sent, delivered, failed, dead, withdrawn },
        toldTo: (JSON.parse(told) as [string, string, DeliveryItem['status'], number][]).map(([person, way, status, at]) => ({
          ...{ person, way, status, at: new Date(at).toISOString() },
        })),
      },
    ]),
  )
}

/** $1 force; $2, $3, $4 alerts, each at a level and count. */
const OF_LINES = {
  name: 'reassess-deliveries-of-lines',
  text: `
    select n.*
      from (select distinct alert, level, count from unnest((select $2::text[]), (select $3::integer[]), (select $4::integer[])) as w(alert, level, count)) w
     cross join lateral (
       select ${COLUMNS}, d.turn, row_number() over of_turn as nth, count(*) over (partition by d.turn) as in_all,
              first_value(d.written_at) over of_turn as first_at
         from reassess.deliveries d
        where d.force = $1 and d.alert = w.alert and d.level = w.level and d.count = w.count
       window of_turn as (partition by d.turn order by d.id)
     ) n
     where n.nth <= ${MOST_TOLD}
     order by n.id`,
}

export async function deliveriesOfLines(
  database: Database,
  force: string,
  raised: readonly RaisedAt[],
): Promise<readonly LineDelivery[]> {
  if (raised.length === 0) return []
  const rows = await database.query<Row & { readonly turn: number; readonly in_all: number; readonly first_at: string }>(
    OF_LINES,
    [force, raised.map(({ alert }) => alert), raised.map(({ level }) => level), raised.map(({ count }) => count)],
  )
  return rows.map(({ turn, in_all, first_at, ...row }) => {
    const item = itemOf(row)
    return { alert: row.alert, level: row.level, count: row.count, turn, firstAt: first_at, inAll: in_all, item }
  })
}
