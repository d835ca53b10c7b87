/** The access log's rows: written in groups, read newest first. */
import { personKey } from '../../../machines/rules/person.ts'
import { type AccessHead, type AccessLine, incidentsIn, readerIn, saidIn } from '../../engine/access/line.ts'
import type { AccessFilter, AccessItem } from '../../engine/access/ports.ts'
import type { Listed, Page } from '../../engine/reads.ts'
import type { Database, Statement } from '../connection/database.ts'
import { listed, readCursor, writeCursor } from '../lists/cursor.ts'
import { isStorable } from '../text.ts'

/** References hold no blank: a list of them travels as text. */
const INSERT = {
  name: 'reassess-access-insert',
  text: `
    insert into reassess.access_log
           (writer, number, force, at, who, reader, role, status, restricted, glass, asked, incidents, canonical, hash)
    select writer, number, force, at, who, reader, role, status, restricted, glass, asked, string_to_array(incidents, ' '), canonical, hash
      from unnest($1::uuid[], $2::integer[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::integer[],
                  $9::boolean[], $10::boolean[], $11::text[], $12::text[], $13::text[], $14::text[])
        as line(writer, number, force, at, who, reader, role, status, restricted, glass, asked, incidents, canonical, hash)
    on conflict (writer, number) do nothing`,
}

const NEWEST = {
  text: 'select writer, number, hash from reassess.access_log order by place desc limit 1',
}

/** The columns by which a line is found, as its bytes give them. */
export function columnsOf(line: AccessLine) {
  const said = saidIn(line)
  const { force, at, key, person, role, status, restricted = false, brokenGlass, asked } = said
  return {
    ...{ force, at, role, status, restricted },
    who: storable(personKey(person?.name ?? key)),
    reader: JSON.stringify(readerIn(said)),
    glass: brokenGlass !== undefined,
    asked: asked[0] ?? null,
    incidents: incidentsIn(said).join(' '),
  }
}

/** JSON escapes what `text` cannot hold; a name outside it must do without. */
const storable = (text: string): string => (isStorable(text) ? text : JSON.stringify(text).replaceAll('\\u0000', ''))

export interface AccessRows {
  /** Lines that are there already are left as they are. @throws RecordUnavailable, RecordFault */
  insertAccess(lines: readonly AccessLine[]): Promise<void>
  /** The line that arrived last, of whatever process. @throws RecordUnavailable */
  newestAccess(): Promise<AccessHead | null>
}

type Queried = Pick<Database, 'query'>

export async function insertAccess(database: Queried, lines: readonly AccessLine[]): Promise<void> {
  const rows = lines.map(columnsOf)
  await database.query(INSERT, [
    lines.map(({ writer }) => writer),
    lines.map(({ number }) => number),
    ...(['force', 'at', 'who', 'reader', 'role', 'status', 'restricted', 'glass', 'asked', 'incidents'] as const).map((column) =>
      rows.map((row) => row[column]),
    ),
    lines.map((line) => line.canonical),
    lines.map(({ hash }) => hash),
  ])
}

export const newestAccess = async (database: Queried): Promise<AccessHead | null> =>
  (await database.query<AccessHead>(NEWEST))[0] ?? null

export const createAccessRows = (database: Database): AccessRows => ({
  insertAccess: (lines) => insertAccess(database, lines),
  newestAccess: () => newestAccess(database),
})

interface Row extends AccessLine {
  readonly place: number
  readonly at: string
}

const itemOf = (row: Row): AccessItem => {
  const { previous: _, after: __, ...said } = saidIn(row)
  return { ...said, hash: row.hash } as AccessItem
}

/** @throws BadCursor */
export async function accessLog(
  database: Database,
  force: string,
  filter: AccessFilter,
  page: Page,
): Promise<Listed<AccessItem>> {
  const { person = null, incident = null, from = null, to = null } = filter
  if (!isStorable(person ?? '', incident ?? '')) return { items: [], next: null }
  const scope = ['access-log', force, person, incident, from, to]
  const [at = null, place = null] = page.cursor === undefined ? [] : readCursor(page.cursor, scope, ['instant', 'bigint'])
  const { statement, values } = asked(force, filter, at === null ? null : [at, place], page.limit + 1)
  const rows = await database.query<Row>(statement, values)
  return listed(rows, page, itemOf, (row) => writeCursor(scope, [row.at, row.place]))
}

/**
 * Each filter has its index. Row-level security keeps the reader off that of incidents, so a function finds an incident's lines
 * (migration 0026), and they are ordered then.
 */
export function asked(
  force: string,
  { person, incident, from, to }: AccessFilter,
  after: readonly unknown[] | null,
  limit: number,
): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const values: unknown[] = [force]
  const given = (value: unknown): string => `$${values.push(value)}`
  const conditions = [
    ...(person === undefined ? [] : [`who = ${given(personKey(person))}`]),
    ...(from === undefined ? [] : [`at >= ${given(from)}::timestamptz`]),
    ...(to === undefined ? [] : [`at < ${given(to)}::timestamptz`]),
    after === null ? 'true' : `(at, place) < (${given(after[0])}::timestamptz, ${given(after[1])}::bigint)`,
  ].join(' and ')
  const page = `order by at desc, place desc limit ${given(limit)}`
  const text =
    incident === undefined
      ? `select writer, number, place, at, canonical, hash from reassess.access_log where force = $1 and ${conditions} ${page}`
      : `with page as materialized (
           select writer, number from reassess.access_lines_of($1, ${given(incident)}) where ${conditions} ${page}
         )
         select line.writer, line.number, line.place, line.at, line.canonical, line.hash
           from page cross join lateral (
             select * from reassess.access_log line where line.writer = page.writer and line.number = page.number limit 1
           ) line
          order by line.at desc, line.place desc`
  return { statement: { text }, values }
}
