import { type Asked, type FilterBy, listAt } from '../../listAt.ts'

export const FILTERS = ['mine', 'attention', 'priority', 'area'] as const
export type Filter = FilterBy<(typeof FILTERS)[number]>
export type AskedFor = Asked<Filter>

export const { askedOf, addressOf, here } = listAt('/', FILTERS)
