/**
 * Victims' Code 2021, right 6: a victim is told of an arrest, an interview under caution, a release, bail or a change of its
 * conditions, and of a decision not to investigate, within 5 working days, or 1 under Enhanced Rights. That victims of
 * domestic abuse have those is not verified; the shorter one is the default. Source: docs/sources.md#calendars
 */
import type { Instant } from '../vocabulary.ts'
import type { ForceCalendar } from './days.ts'
import { addWorkingDays } from './workingDays.ts'

export interface VictimUpdateTimes {
  readonly enhancedWorkingDays: number
  readonly standardWorkingDays: number
}

export const VICTIM_UPDATE_TIMES: VictimUpdateTimes = { enhancedWorkingDays: 1, standardWorkingDays: 5 }

/** By when the victim must have been told of what happened at an instant. */
export const victimToldBy = (
  happenedAt: Instant,
  rights: 'enhanced' | 'standard',
  force: ForceCalendar,
  times = VICTIM_UPDATE_TIMES,
): Instant => addWorkingDays(happenedAt, rights === 'enhanced' ? times.enhancedWorkingDays : times.standardWorkingDays, force)
