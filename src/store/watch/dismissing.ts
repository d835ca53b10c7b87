/** Alerts about the system that a supervisor may end with a reason: what they ask for is done by other means, or is not wanted. */
import type { AlertKind } from '../../../machines/rules/catalogue/alerts.ts'
import type { SystemAlerts } from '../../engine/reads.ts'
import type { AlertItem } from '../../engine/views/views.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'
import { resolving } from './systemAlerts.ts'

const KINDS: readonly AlertKind[] = ['delivery-failed', 'subscription-ended']

/** $1 force, $2 id, $3 who, $4 why, $5 the clock's bounds, $6 the kinds. A resolved alert does not change. */
const DISMISS = {
  name: 'reassess-system-alert-dismiss',
  text: resolving(
    'a.force = $1 and a.id = $2 and a.kind = any($6)',
    engineNow('$5'),
    "jsonb_build_object('dismissed', jsonb_build_object('by', $3::jsonb, 'reason', $4::text))",
  ),
}

const ONE = {
  name: 'reassess-system-alert-dismissed',
  text: 'select item from reassess.alerts where case_id = 0 and force = $1 and id = $2 and kind = any($3)',
}

export const createDismissing = (
  database: Pick<Database, 'query'>,
  clock: Pick<Clock, 'bounds'>,
): Pick<SystemAlerts, 'dismissSystemAlert'> => ({
  async dismissSystemAlert(force, alert, by, reason) {
    if (!isStorable(alert)) return null
    await database.query(DISMISS, [force, alert, JSON.stringify(by), reason, clock.bounds(), KINDS])
    const [row] = await database.query<{ item: string }>(ONE, [force, alert, KINDS])
    return row === undefined ? null : (JSON.parse(row.item) as AlertItem)
  },
})
