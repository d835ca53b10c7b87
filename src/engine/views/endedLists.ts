/** The whole lists of what an incident was asked and owes, of which its page has what is open and the newest that ended. */
import type { Case } from '../step/case.ts'
import { type EndedPart, partOfCase } from '../step/leaving.ts'
import { answerItem, demandItem, obligationItem } from './items.ts'
import type { DeadlineItem, DemandItem } from './views.ts'

export type ListedOf = 'demands' | 'deadlines'
export type EndedItem<Of extends ListedOf> = Of extends 'demands' ? DemandItem : DeadlineItem

/** Those that are in the snapshot, open or ended. */
export const hereIn = (kept: Case, of: ListedOf): readonly EndedPart[] => [
  ...Object.entries(kept.demands).map(([id, machine]) => partOfCase('demands', id, machine)),
  ...(of === 'demands' ? [] : Object.entries(kept.duties).map(([id, machine]) => partOfCase('duties', id, machine))),
]

export const endedItemOf = <Of extends ListedOf>(of: Of, { home, machine }: EndedPart): EndedItem<Of> =>
  (of === 'demands' ? demandItem(machine) : home === 'demands' ? answerItem(machine) : obligationItem(machine)) as EndedItem<Of>
