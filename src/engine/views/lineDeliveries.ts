/**
 * Who was told, under the line of the record that made it necessary. The record is hashed and tells nothing of deliveries: they are
 * joined to it as it is read.
 */
import type { LineDelivery, RaisedAt } from '../notifications/seen.ts'
import type { TimelineItem } from './views.ts'

/** The alerts that these lines left open, each at a level and count. */
export const raisedIn = (lines: readonly TimelineItem[]): readonly RaisedAt[] =>
  lines.flatMap(({ consequences }) =>
    consequences.alerts.filter(({ status }) => status === 'open').map(({ id, level, count }) => ({ alert: id, level, count })),
  )

/**
 * A line that opened an alert again has the deliveries that name it as their `turn`. Of the lines at which the alert had a level and
 * count, the first has what was told then; a later line was recorded after that was written.
 */
export function withDeliveries(lines: readonly TimelineItem[], deliveries: readonly LineDelivery[]): readonly TimelineItem[] {
  const shown = new Set<LineDelivery>()
  return lines.map((line) => {
    const opened = raisedIn([line])
    const own = deliveries.filter(
      (one) =>
        !shown.has(one) &&
        opened.some(({ alert, level, count }) => alert === one.alert && level === one.level && count === one.count) &&
        (one.turn === 0 ? line.recordedAt <= one.firstAt : line.sequence === one.turn),
    )
    if (own.length === 0) return line
    for (const one of own) shown.add(one)
    const more = sumOfRest(own)
    return { ...line, deliveries: own.map(({ item }) => item), ...(more > 0 && { moreDeliveries: more }) }
  })
}

/** Those of each level, count and turn that were not read. */
function sumOfRest(own: readonly LineDelivery[]): number {
  const inAll = new Map(own.map(({ alert, level, count, turn, inAll }) => [JSON.stringify([alert, level, count, turn]), inAll]))
  return [...inAll.values()].reduce((sum, all) => sum + all, 0) - own.length
}
