/** The matters of a case as a reader sees them, each with the clocks that run on it. */

import { MATTERS } from '../../../machines/matters/index.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
import type { Standing } from '../../../machines/rules/report/repeatCallers.ts'
import { addTo } from '../addTo.ts'
import { type LiveCase, stored } from '../step/live.ts'
import { isUndone, matterHasEnded, matterLine } from './items.ts'
import type { MatterItem } from './views.ts'

/** A current case, alive or as its snapshot has it. */
type AsItStands = Pick<LiveCase, 'reference' | 'duties' | 'matters' | 'timers'>

type Clock = MatterItem['deadlines'][number]

/** The clocks of matters, by the kind and name of each, in one walk: a walk for each would cost the square of a large case. */
export function clocksOf({ timers, duties }: AsItStands): ReadonlyMap<string, readonly Clock[]> {
  const clocks = new Map<string, Clock[]>()
  for (const { machine, deadline, dueAt } of timers)
    if (machine.startsWith('matters/')) addTo(clocks, machine.slice('matters/'.length), { name: deadline, dueAt })
  for (const obligation of Object.values(duties)) {
    const { matter, deadline, dueAt } = obligation.context as unknown as ObligationContext
    if (matter !== undefined && isUndone(obligation)) addTo(clocks, matter, { name: deadline, dueAt })
  }
  for (const own of clocks.values()) own.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  return clocks
}

/** @param id its kind and name, as `marker/M1`. */
export function matterOf(live: AsItStands, id: string, clocks = clocksOf(live)): MatterItem {
  const machine = stored(live.matters, id)
  const { name: _, ...facts } = machine.context
  const ended = matterHasEnded(id, machine)
  return { ...matterLine(id, machine), incident: live.reference, ended, deadlines: clocks.get(id) ?? [], facts }
}

export function mattersOf(live: AsItStands): MatterItem[] {
  const clocks = clocksOf(live)
  return Object.keys(live.matters).map((id) => matterOf(live, id, clocks))
}

/** The incident's matters that are in force, and that whoever goes there must know. */
export const shownOf = (matters: readonly MatterItem[]): readonly Standing[] =>
  matters
    .filter(({ kind, ended }) => !ended && MATTERS[kind]?.shown)
    .map(({ kind, name, state, facts }) => ({ kind, name, state, facts }))
