/**
 * Who called before, for the events of one group: what the store found on record, and what was reported in the same group a
 * moment earlier, which no look-up could see yet.
 */

import type { Policy } from '../../../machines/rules/policy/policy.ts'
import { type MatchKey, type Sought, soughtIn } from '../../../machines/rules/report/matchKeys.ts'
import {
  alertsOn,
  type Earlier,
  inWindow,
  joined,
  newestFirst,
  notYetKnown,
} from '../../../machines/rules/report/repeatCallers.ts'
import type { ArrivedEvent } from '../engine.ts'
import type { Lookup } from '../ports.ts'
import type { Warning } from '../problems.ts'
import type { CaseKey } from '../step/case.ts'
import type { LiveCase } from '../step/live.ts'
import { shownOf } from '../views/matters.ts'
import type { IncidentItem, MatterItem } from '../views/views.ts'

export interface GroupCallers {
  /** What somebody may be recognised by in an event. */
  matchKeysOf(event: ArrivedEvent): readonly MatchKey[]
  /** Earlier incidents that are news to the case of an event, newest first. */
  recall(live: LiveCase, event: ArrivedEvent): readonly Earlier[]
  /** The events after it in the group recognise this case by the event's matchKeys. @param item as it is when it is asked for. */
  keep(event: ArrivedEvent, item: () => IncidentItem): void
}

/** What is looked up for one event that somebody may be recognised by. */
export type CallerLookup = Lookup & { readonly event: ArrivedEvent }

export function lookupsOf(events: readonly ArrivedEvent[]): readonly CallerLookup[] {
  return events.flatMap((event) => {
    const sought = soughtIn(event.type, event.data)
    return sought.length === 0 ? [] : [{ force: event.force, sought, event }]
  })
}

/** @param found what the store found for each look-up. */
export function groupCallers(lookups: readonly CallerLookup[], found: readonly (readonly Earlier[])[]): GroupCallers {
  const places = new Map(lookups.map(({ event }, place) => [event, place]))
  const kept = new Map<string, Map<string, () => IncidentItem>>()
  const soughtOf = (event: ArrivedEvent): readonly Sought[] => lookups[places.get(event) ?? -1]?.sought ?? []
  const matchKeysOf = (event: ArrivedEvent): readonly MatchKey[] =>
    soughtOf(event).flatMap(({ key, by }) => (key.kind === by ? [key] : []))
  const justNow = (event: ArrivedEvent): Earlier[] =>
    soughtOf(event).flatMap(({ key, by }) =>
      [...(kept.get(name(event, key))?.values() ?? [])].map((item) => earlierOf(item(), [by])),
    )
  return {
    matchKeysOf,
    recall(live, event) {
      const { policy, repeat, reportedAt } = live.incident.context
      const onRecord = found[places.get(event) ?? -1] ?? []
      const others = joined(onRecord, justNow(event)).filter(({ incident }) => incident !== live.reference)
      return notYetKnown(repeat, newestFirst(inWindow(policy, reportedAt, others)))
    },
    keep(event, item) {
      for (const matchKey of matchKeysOf(event)) {
        const cases = kept.get(name(event, matchKey)) ?? new Map<string, () => IncidentItem>()
        kept.set(name(event, matchKey), cases.set(event.reference, item))
      }
    },
  }
}

const name = ({ force }: Pick<CaseKey, 'force'>, { kind, value }: MatchKey): string => JSON.stringify([force, kind, value])

/** More of them would tell a handler less. */
const MOST_NAMED = 3

/**
 * The second call of a night comes as a record of its own: whoever took it is told that the first one still waits, since only an
 * event there demands a reassessment of it. Source: docs/sources.md#repeat
 */
export function stillOpen(policy: Policy, found: readonly Earlier[]): readonly Warning[] {
  const open = found.filter((earlier) => !earlier.closed && alertsOn(policy, [earlier]))
  return open.slice(0, MOST_NAMED).map(({ incident, priority, by }) => ({
    code: 'earlier-still-open',
    pointer: '/data',
    detail: `${incident} (${priority ?? 'no grade'}, the same ${by.join(', ')}) is open. If this is about it, post call.received on ${incident}, which demands a reassessment there, or incident.linked on both.`,
  }))
}

/** An incident as those after it will remember it. */
export const earlierOf = (
  { incident, reportedAt, priority, risk, state, matters }: IncidentItem,
  by: Earlier['by'],
): Earlier => ({
  incident,
  reportedAt,
  by,
  priority,
  risk: risk.grade as Earlier['risk'],
  flags: risk.flags,
  closed: state.closure === 'closed',
  ...standingOf(matters ?? []),
})

function standingOf(matters: readonly MatterItem[]): Pick<Earlier, 'standing'> {
  const standing = shownOf(matters)
  return standing.length === 0 ? {} : { standing }
}
