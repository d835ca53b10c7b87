import { personKey } from '../../../machines/rules/person.ts'
import type { AlertFilter, Listed, Page } from '../../engine/reads.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import type { Taker } from '../../engine/taker.ts'
import type { AlertItem } from '../../engine/views/views.ts'
import type { Database } from '../connection/database.ts'
import { accountKey } from '../takers.ts'
import { isStorable } from '../text.ts'
import { type Key, listed, readCursor, writeCursor } from './cursor.ts'

interface Row {
  readonly item: string
  readonly raised_at: string
  readonly place: number
}

/**
 * Newest first, or in the order of the filter. With `openOnly`, those of open incidents and of the system itself. An alert's instant and its place within that
 * instant never change, so a walk meets each alert that is there throughout. @throws BadCursor
 */
export async function alertsOf(database: Database, force: string, filter: AlertFilter, page: Page): Promise<Listed<AlertItem>> {
  const { status, kind, audience, severity, incident, mine, order, openOnly } = filter
  if (!isStorable(incident ?? '', mine?.id ?? '')) return { items: [], next: null }
  const scope = [
    'alerts',
    force,
    status,
    kind,
    audience,
    incident,
    openOnly,
    ...(mine === undefined ? [] : [mine]),
    ...(order === undefined ? [] : [order]),
    ...(severity === undefined ? [] : [severity]),
  ]
  const after = page.cursor === undefined ? null : readCursor(page.cursor, scope, ['instant', 'bigint'])
  const { text, values } = alertsInOrder(force, filter, after, page.limit + 1)
  const rows = await database.query<Row>({ text }, values)
  return listed(
    rows,
    page,
    ({ item }) => JSON.parse(item) as AlertItem,
    ({ raised_at, place }) => writeCursor(scope, [raised_at, place]),
  )
}

/** It stands in the alert's JSON, as every writer of alerts has it. */
export const SEVERITY = `substring(a.item from '"severity": ?"([a-z]+)"')`

/** @param after the instant and place of the last alert before. */
export function alertsInOrder(
  force: string,
  { mine, hidden = [], order, openOnly, status, kind, audience, severity, incident }: AlertFilter,
  after: Key | null,
  limit: number,
): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [force, limit]
  const conditions = ['a.force = $1']
  for (const [column, value] of Object.entries({ status, kind, audience, incident }))
    if (value !== undefined) conditions.push(`a.${column} = $${values.push(value)}`)
  if (hidden.length > 0) conditions.push(`a.incident <> all($${values.push(hidden)}::text[])`)
  if (openOnly) conditions.push('c.closed is not true')
  if (severity !== undefined) conditions.push(`a.status <> 'resolved' and ${SEVERITY} = $${values.push(severity)}`)
  const isWaiting = order === 'waiting'
  // Nobody has an open alert.
  if (isWaiting) conditions.push(mine === undefined ? "a.status <> 'resolved'" : "a.status = 'acknowledged'")
  if (after !== null)
    conditions.push(`(a.raised_at, a.place) ${isWaiting ? '>' : '<'} ($${values.push(after[0])}, $${values.push(after[1])})`)
  const inOrder = isWaiting ? 'order by raised_at, place limit $2' : 'order by raised_at desc, place desc limit $2'
  const parts = (mine === undefined ? [[]] : ofTaker(mine, values)).map(
    (taken) => `
        select a.item, a.raised_at, a.place
          from reassess.alerts a ${openOnly ? 'left join reassess.cases c on c.id = a.case_id' : ''}
         where ${[...conditions, ...taken].join(' and ')}
         ${inOrder}`,
  )
  const [only = '', ...more] = parts
  const text =
    more.length === 0 ? only : `select * from (${parts.map((part) => `(${part})`).join(' union all ')}) as parts ${inOrder}`
  return { text, values }
}

/**
 * What the rows of a taker have in common, in parts that are each in the order of an index. A person who signed in has what their account
 * took, and what was taken under their name with no account.
 */
export function ofTaker(mine: Taker, values: unknown[]): readonly (readonly string[])[] {
  const byName = `a.taken_by = $${values.push(personKey(mine.id))}`
  const withoutAccount = [byName, 'a.taken_account is null']
  return mine.account === undefined
    ? [withoutAccount, [byName, 'a.taken_account is not null']]
    : [withoutAccount, [`a.taken_account = $${values.push(accountKey(mine.account))}`]]
}

const CASE_OF = {
  name: 'reassess-alert-case',
  text: `
    select c.force, c.reference from reassess.alerts a join reassess.cases c on c.id = a.case_id where a.force = $1 and a.id = $2`,
}

export async function alertCase(database: Database, force: string, alert: string): Promise<CaseKey | null> {
  if (!isStorable(alert)) return null
  const [row] = await database.query<CaseKey>(CASE_OF, [force, alert])
  return row ?? null
}
