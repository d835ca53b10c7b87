/** The filters of the wall: links with counts of all open incidents, each keeping what the others chose. */

import { ATTENTION } from '../../../../machines/rules/vocabulary.ts'
import { AREA_WORDS, ATTENTION_WORDS } from '../../words/wall.ts'
import { type AskedFor, addressOf, FILTERS, type Filter } from './asked.ts'
import type { Counts } from './readList.ts'
import type { Reader } from './whoHas.ts'

export interface FilterLink {
  readonly label: string
  readonly href: string
  /** Null where nobody counted. */
  readonly count: number | null
  readonly isChosen: boolean
}
export interface FilterGroup {
  readonly name: string
  readonly links: readonly FilterLink[]
}

/** @param counts null where they could not be read: then the filters are there without them. */
export function filtersOf({ filter }: AskedFor, counts: Counts | null, { id }: Reader): readonly FilterGroup[] {
  const incidents = counts?.incidents
  const link = (name: keyof Filter, value: string, label: string, count: number | null): FilterLink => ({
    ...{ label, count, isChosen: filter[name] === value },
    // A second press takes the choice back.
    href: addressOf(filter[name] === value ? without(filter, name) : { ...filter, [name]: value }),
  })
  const priorities = (incidents?.byPriority ?? []).flatMap(({ priority, count }) =>
    priority === null ? [] : [{ priority, count }],
  )
  const all: FilterLink = {
    ...{ label: 'All open', href: '/', count: incidents?.open ?? null },
    isChosen: FILTERS.every((name) => filter[name] === undefined),
  }
  return [
    {
      name: 'Whose',
      links: [all, ...(id === null ? [] : [link('mine', 'true', 'Mine', incidents?.mine ?? null)])],
    },
    {
      name: 'What is asked',
      links: ATTENTION.map((name) => link('attention', name, ATTENTION_WORDS[name], incidents?.byAttention[name] ?? null)),
    },
    { name: 'Grade', links: priorities.map(({ priority, count }) => link('priority', priority, priority, count)) },
    {
      name: 'Area',
      links: Object.keys(AREA_WORDS).map((name) =>
        link('area', name, AREA_WORDS[name] ?? name, incidents?.byArea[name as 'urban'] ?? null),
      ),
    },
  ].filter(({ links }) => links.length > 0)
}

const without = (filter: Filter, name: keyof Filter): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([key]) => key !== name))
