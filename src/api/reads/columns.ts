/** What the tables of lists say of a line. A cell that is no text is written as JSON. */
import type { accessItem } from '../../engine/answers/access.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { restrictedRefusal } from '../../engine/answers/timeline.ts'
import type { DeliveryItem } from '../../engine/notifications/seen.ts'
import type { RefusalItem } from '../../engine/reads.ts'
import type { AlertItem, TimelineItem } from '../../engine/views/views.ts'
import type { Columns } from './sendTable.ts'

/** Those that the line has under their own name. */
function own<Item extends object>(...names: readonly (keyof Item & string)[]): Columns<Item> {
  return Object.fromEntries(names.map((name) => [name, (item: Item) => item[name]]))
}

export const ACCESS: Columns<Answer<typeof accessItem>> = {
  ...own('at', 'key'),
  person: ({ person }) => person?.name,
  ...own('role', 'action', 'route', 'asked', 'disclosed', 'disclosedCount', 'from', 'reason', 'restricted', 'brokenGlass'),
  ...own('status', 'code', 'cut', 'request', 'stream', 'removed', 'writer', 'number', 'hash'),
}

export const ALERTS: Columns<AlertItem> = {
  ...own('id', 'incident', 'kind', 'severity', 'audience', 'level', 'count', 'status', 'raisedAt', 'dueAt', 'demand'),
  acknowledgedBy: ({ acknowledgedBy }) => acknowledgedBy?.id,
  dismissedBy: ({ dismissed }) => dismissed?.by.id,
  dismissedBecause: ({ dismissed }) => dismissed?.reason,
  ...own('resolvedAt', 'restricted'),
}

export const DELIVERIES: Columns<DeliveryItem> = {
  ...own('id', 'alert', 'incident', 'kind', 'severity', 'level', 'count', 'about', 'person', 'way', 'role', 'status'),
  ...own('writtenAt', 'tries', 'triedAt', 'nextTryAt', 'sentAt', 'deliveredAt', 'problem'),
  replayedAt: ({ replayed }) => replayed?.at,
  replayedBy: ({ replayed }) => replayed?.by?.id,
  ...own('restricted', 'of'),
}

type SeenRefusal = RefusalItem | Answer<typeof restrictedRefusal>
const told = (one: SeenRefusal): Partial<RefusalItem> => ('restricted' in one ? {} : one)

export const REFUSALS: Columns<SeenRefusal> = {
  ...own('refusal', 'at', 'incident'),
  role: (one) => told(one).role,
  code: (one) => told(one).code,
  type: (one) => told(one).type,
  source: (one) => told(one).source,
  id: (one) => told(one).id,
  problem: (one) => told(one).problem,
  restricted: (one) => ('restricted' in one ? true : undefined),
}

export const TIMELINE: Columns<TimelineItem> = {
  ...own('sequence', 'type', 'at', 'recordedAt'),
  key: ({ actor }) => actor?.key,
  role: ({ actor }) => actor?.role,
  person: ({ actor }) => actor?.person?.name,
  enteredBy: ({ actor }) => actor?.enteredBy?.id,
  ...own('source', 'id', 'data', 'consequences'),
}
