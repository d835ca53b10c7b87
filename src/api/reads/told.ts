/** Who was told, beside the alerts and lines that an answer shows anyway: one question more of the record for each answer. */

import type { DeliveryReads } from '../../engine/notifications/seen.ts'
import type { Listed } from '../../engine/reads.ts'
import { raisedIn, withDeliveries } from '../../engine/views/lineDeliveries.ts'
import type { AlertItem, TimelineItem } from '../../engine/views/views.ts'

export interface ToldPorts {
  readonly reads: DeliveryReads
  /** Whether there is a delivery file. Without one nobody is told, and no answer says anything of it. */
  readonly tellsPeople?: (() => boolean) | undefined
}

/** Alerts of a force, each with what became of its deliveries. */
export async function withTold(
  { reads, tellsPeople = () => false }: ToldPorts,
  force: string,
  alerts: readonly AlertItem[],
): Promise<readonly AlertItem[]> {
  if (!tellsPeople() || alerts.length === 0) return alerts
  const told = await reads.deliveriesOfAlerts(
    force,
    alerts.map(({ id }) => id),
  )
  return told.size === 0 ? alerts : alerts.map((alert) => ({ ...alert, ...told.get(alert.id) }))
}

/** Lines of an incident, each with who was told of what it raised. */
export async function linesWithDeliveries(
  { reads, tellsPeople = () => false }: ToldPorts,
  force: string,
  page: Listed<TimelineItem>,
): Promise<Listed<TimelineItem>> {
  const raised = tellsPeople() ? raisedIn(page.items) : []
  if (raised.length === 0) return page
  return { ...page, items: withDeliveries(page.items, await reads.deliveriesOfLines(force, raised)) }
}
