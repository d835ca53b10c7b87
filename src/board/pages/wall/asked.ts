/** What the address of the wall asks for: its filters, as the API calls them, and the place in the list. */

export const FILTERS = ['mine', 'attention', 'priority', 'area'] as const
export type Filter = { readonly [Name in (typeof FILTERS)[number]]?: string }

export interface AskedFor {
  readonly filter: Filter
  readonly cursor: string | null
  /** Counted from 1. */
  readonly page: number
}

export function askedOf(query: Readonly<Record<string, unknown>>): AskedFor {
  const text = (name: string): string | null => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : null)
  const filter = Object.fromEntries(FILTERS.flatMap((name) => (text(name) === null ? [] : [[name, text(name)]]))) as Filter
  const cursor = text('cursor')
  return { filter, cursor, page: cursor === null ? 1 : pageIn(text('page')) }
}

const pageIn = (written: string | null): number => (/^[1-9]\d{0,4}$/.test(written ?? '') ? Number(written) : 2)

/** The wall with these filters; from the beginning where no cursor is given. */
export function addressOf(filter: Filter, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...filter, ...more }).toString()
  return query === '' ? '/' : `/?${query}`
}

/** The same filters and the same page. */
export const here = ({ filter, cursor, page }: AskedFor, more: Readonly<Record<string, string>> = {}): string =>
  addressOf(filter, { ...(cursor !== null && { cursor, page: String(page) }), ...more })
