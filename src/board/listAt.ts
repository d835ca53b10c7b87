/** What the address of a list asks for: its filters, as the API calls them, and the place in the list. */
import { addressOf } from './address.ts'

export type FilterBy<Name extends string> = { readonly [One in Name]?: string }

export interface Asked<Filter> {
  readonly filter: Filter
  readonly cursor: string | null
  /** Counted from 1. */
  readonly page: number
}

type More = Readonly<Record<string, string>>

export function listAt<Name extends string>(path: string, filters: readonly Name[]) {
  type Filter = FilterBy<Name>
  /** From the beginning where no cursor is given. */
  const listOf = (filter: Filter, more: More = {}): string => addressOf(path, { ...filter, ...more })
  return {
    askedOf(query: Readonly<Record<string, unknown>>): Asked<Filter> {
      const text = (name: string): string | null => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : null)
      const filter = Object.fromEntries(filters.flatMap((name) => (text(name) === null ? [] : [[name, text(name)]]))) as Filter
      const cursor = text('cursor')
      return { filter, cursor, page: cursor === null ? 1 : pageIn(text('page') ?? '') }
    },
    addressOf: listOf,
    /** The same filters and the same page. */
    here: ({ filter, cursor, page }: Asked<Filter>, more: More = {}): string =>
      listOf(filter, { ...(cursor !== null && { cursor, page: String(page) }), ...more }),
  }
}

const pageIn = (written: string): number => (/^[1-9]\d{0,4}$/.test(written) ? Number(written) : 2)
