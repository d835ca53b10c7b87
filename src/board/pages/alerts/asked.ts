/** What the address of the list of alerts asks for. */

/** As the API calls them. */
const FILTERS = ['status', 'mine', 'severity', 'audience', 'kind', 'incident'] as const
export type Filter = { readonly [Name in (typeof FILTERS)[number]]?: string }

export interface AskedFor {
  readonly filter: Filter
  readonly cursor: string | null
  readonly page: number
}

export function askedOf(query: Readonly<Record<string, unknown>>): AskedFor {
  const text = (name: string): string | null => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : null)
  const filter = Object.fromEntries(FILTERS.flatMap((name) => (text(name) === null ? [] : [[name, text(name)]]))) as Filter
  const cursor = text('cursor')
  const page = Number(/^[1-9]\d{0,4}$/.exec(text('page') ?? '')?.[0] ?? 2)
  return { filter, cursor, page: cursor === null ? 1 : page }
}

export function addressOf(filter: Filter, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...filter, ...more }).toString()
  return query === '' ? '/alerts' : `/alerts?${query}`
}

export const here = ({ filter, cursor, page }: AskedFor, more: Readonly<Record<string, string>> = {}): string =>
  addressOf(filter, { ...(cursor !== null && { cursor, page: String(page) }), ...more })
