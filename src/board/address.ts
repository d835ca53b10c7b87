/** Addresses of incidents and their forms, addresses with a query, and what a page was asked for in its own. */
import type { Request } from 'express'
import type { EventName } from '../../machines/rules/events.ts'

export const incidentAt = (reference: string): string => `/incidents/${encodeURIComponent(reference)}`

/** Where an event is recorded: a reassessment has a page of its own. */
export const formAt = (reference: string, event: EventName): string =>
  event === 'risk.reassessed' ? `${incidentAt(reference)}/reassess` : `${incidentAt(reference)}/record/${event}`

type Query = Readonly<Record<string, string | null | undefined>>

/** `/access?person=sup-1`; what is empty is left out. */
export function addressOf(path: string, query: Query): string {
  const said = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') said.set(name, value)
  return said.size === 0 ? path : `${path}?${said}`
}

/** What the query says of these names, without the blanks around it; what is not said is empty. */
export function askedFor<Name extends string>({ query }: Pick<Request, 'query'>, names: readonly Name[]): Record<Name, string> {
  const said = (name: Name): [Name, string] => [name, typeof query[name] === 'string' ? query[name].trim() : '']
  return Object.fromEntries(names.map(said)) as Record<Name, string>
}
