/** What a commit changes of the alerts of a case, and who is told of it. */
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { Case, Entry } from '../step/case.ts'
import type { LiveCase } from '../step/live.ts'
import { alertItem } from '../views/items.ts'
import type { AlertItem } from '../views/views.ts'
import type { AlertChange, Notifier, Told } from './ports.ts'

/** A case while it is worked on. */
interface Work {
  /** The engine's time, however far ahead the case was recorded. */
  readonly group: { readonly clock: Instant }
  readonly alertsBefore: Case['alerts']
  readonly entries: readonly Entry[]
}

/** @param alerts that changed, as they are now. @returns null where nothing is to be written. */
export function toldOf(work: Work, live: LiveCase, alerts: readonly AlertItem[], notifier: Notifier): Told | null {
  if (alerts.length === 0) return null
  const { force, pinned, lines } = live
  const context = { ladder: pinned.policy.escalation, sequence: lines }
  const told = notifier.told(force, changesOf(work, alerts), work.group.clock, context)
  const isNothing = told === null || told.deliveries.length + told.notifications.length + told.stopped.length === 0
  return isNothing ? null : told
}

function changesOf({ alertsBefore, entries }: Work, alerts: readonly AlertItem[]): readonly AlertChange[] {
  const released = new Set(entries.filter(isRelease).flatMap(({ consequences }) => consequences.alerts.map(({ id }) => id)))
  return alerts.map((now) => {
    const before = alertsBefore[now.id]
    // What left the snapshot had ended: it comes back with another count.
    return { now, before: before === undefined ? null : alertItem(now.incident, before), isReleased: released.has(now.id) }
  })
}

const isRelease = ({ type }: Entry): boolean => type === 'alert.released'
