/**
 * What measures count: one row for each thing of an incident, as it is known now, written with the change that made it so. A thing
 * has one name in its incident, so the same news twice, a duplicate or a replay counts it once; news that changes how it ended
 * changes its row. Counts rest on no text: what retention destroys takes none of them away. References, codes and instants only.
 */
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { Case, StoredMachine } from '../step/case.ts'
import type { LiveCase } from '../step/live.ts'

/** What a measure may be broken down by, besides months. `kind` is another code of the thing, which each measure names. */
export const DIMENSIONS = ['priority', 'area', 'risk', 'team', 'kind'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export type CountedThing =
  /** An incident, of when it was received; `code`: the state of its DASH. */
  | 'incident'
  /** An incident in which somebody was arrested, charged, interviewed by appointment; of when the incident was received. */
  | 'incident-suspect'
  /** A wait for attendance that ended, of when it was due. */
  | 'attendance'
  /** A wait that passed its deadline, of when that was; `code`: what became of the demand for a reassessment. */
  | 'breach'
  /** Something owed that was done or is late, of when it was due; `kind`: its deadline. */
  | 'deadline'
  /** A unit that left the scene, of when it left. */
  | 'on-scene'
  | 'dash-review'
  | 'dealt-with'
  | 'release'
  /** A reassessment, of when it was made; `code`: what the detector found, and the verdict of a second person where there is one. */
  | 'reassessment'
  /** A reading of a reassessment that was drawn, of when it was due. */
  | 'blind-reading'
  | 'outcome'
  | 'order'
  | 'order-breach'
  | 'order-breach-heard'

export interface Counted extends Readonly<Record<Dimension, string | null>> {
  readonly what: CountedThing
  /** Which one of its incident. */
  readonly name: string
  /** What says of which month it is. */
  readonly at: Instant
  readonly code: string
  /** A measured length of time that belongs to it. */
  readonly minutes: number | null
}

/** A thing in its current state: priority, area, risk and team are the incident's unless told. */
export function count(
  { incident: { context } }: LiveCase,
  thing: Pick<Counted, 'what' | 'name' | 'at' | 'code'> & Partial<Counted>,
): Counted {
  const { priority, area, riskGrade: risk, team } = context
  return { priority, area, risk, team, kind: null, minutes: null, ...thing }
}

/** Whole minutes from one instant to another; null where the second comes first: that is no length of time. */
export function minutesBetween(from: Instant, to: Instant): number | null {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000)
  return minutes >= 0 ? minutes : null
}

/** How a case stood before: machines are replaced and never changed, so another object is another state. */
export type Standing = Pick<Case, 'incident' | 'duties' | 'demands'>

export const standingOf = ({ incident, duties, demands }: LiveCase): Standing => ({
  incident: { value: incident.value, context: incident.context as unknown as StoredMachine['context'] },
  duties: { ...duties },
  demands: { ...demands },
})

/** Each thing as it was last. */
export const eachOnce = (things: readonly Counted[]): Counted[] => [
  ...new Map(things.map((thing) => [`${thing.what} ${thing.name}`, thing])).values(),
]
