/** Deliveries as the engine and the carrier leave them, written by SQL: for tests of what is seen of them. */

import type { AlertItem } from '../../src/engine/views/views.ts'
import type { Store } from '../../src/store/store.ts'
import { changeOf, FORCE } from './changes.ts'

export interface Delivered {
  readonly level?: number
  readonly count?: number
  readonly turn?: number
  readonly about?: string
  readonly person?: string
  readonly way?: string
  readonly status?: string
  /** Seconds before now, like the next two. */
  readonly written?: number
  readonly tried?: number
  readonly sent?: number
  /** Seconds from now. */
  readonly tryIn?: number
  readonly leasedFor?: number
  readonly message?: string
  readonly problem?: string
}

export const criticalAlert = (incident: string, more: Partial<AlertItem> = {}): AlertItem => ({
  ...{ id: `${incident}-a1`, incident, kind: 'reassessment-demanded', severity: 'critical', audience: 'supervisor' },
  ...{ level: 1, count: 1, status: 'open', raisedAt: '2026-03-01T20:00:00.000Z', ...more },
})

/** An incident with these alerts. */
export async function reportedWith(store: Store, alerts: readonly AlertItem[], force = FORCE): Promise<void> {
  for (const incident of new Set(alerts.map(({ incident }) => incident)))
    await store.commit([changeOf(incident, 0, { force, alerts: alerts.filter((alert) => alert.incident === incident) })])
}

/** What becomes of an alert of an incident of a single line, or of as many as `version` says. */
export const becomes = (store: Store, alert: AlertItem, more: Partial<AlertItem>, version = 1) =>
  store.commit([changeOf(alert.incident, version, { alerts: [{ ...alert, ...more }] })])

/** @returns its id. */
export async function deliver(
  { query }: { readonly query: (text: string, values: readonly unknown[]) => Promise<readonly object[]> },
  alert: AlertItem,
  { written = 60, ...row }: Delivered = {},
  force = FORCE,
): Promise<string> {
  const [made] = (await query(
    `insert into reassess.deliveries (force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role,
                                      status, written_at, tried_at, sent_at, try_at, leased_until, message, problem, tries)
     select $1, coalesce((select c.id from reassess.cases c where c.force = $1 and c.reference = $3), 0), $2, $3, $4, $5, $6, $7, $8, $9,
            $10, $11, 'supervisor', $12, now() - $13 * interval '1 second', now() - $14 * interval '1 second',
            now() - $15 * interval '1 second', now() + $16 * interval '1 second', now() + $17 * interval '1 second', $18, $19,
            case when $14::float is null then 0 else 1 end
     returning id`,
    [
      ...[force, alert.id, alert.incident, alert.kind, alert.severity, row.level ?? alert.level, row.count ?? alert.count],
      ...[row.turn ?? 0, row.about ?? 'raised', row.person ?? 'sup-1', row.way ?? 'sms', row.status ?? 'pending', written],
      ...[
        row.tried ?? null,
        row.sent ?? null,
        row.tryIn ?? null,
        row.leasedFor ?? null,
        row.message ?? null,
        row.problem ?? null,
      ],
    ],
  )) as readonly { readonly id: string | number }[]
  return String(made?.id)
}
