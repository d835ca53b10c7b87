import { type Asked, type FilterBy, listAt } from '../../listAt.ts'

const FILTERS = ['status', 'mine', 'severity', 'audience', 'kind', 'incident'] as const
export type Filter = FilterBy<(typeof FILTERS)[number]>
export type AskedFor = Asked<Filter>

export const { askedOf, addressOf, here } = listAt('/alerts', FILTERS)
