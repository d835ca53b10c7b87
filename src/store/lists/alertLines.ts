import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { AlertLines } from '../../engine/reads.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'

type Line = AlertLines['items'][number]

interface Row {
  readonly incident: string
  readonly type: Line['type'] | null
  readonly at: Instant
  readonly by: string
  readonly note: string | null
  readonly actor: string | null
}

const LINES = {
  name: 'reassess-alert-lines',
  text: `
    select a.incident, l.type, l.at, l.by, l.note, l.actor
      from reassess.alerts a left join reassess.system_alert_lines l on l.force = a.force and l.alert = a.id
     where a.case_id = 0 and a.force = $1 and a.id = $2
     order by l.id desc limit $3`,
}

export async function alertLinesOf(database: Database, force: string, alert: string, most: number): Promise<AlertLines | null> {
  if (!isStorable(alert)) return null
  const rows = await database.query<Row>(LINES, [force, alert, most])
  const [first] = rows
  if (first === undefined) return null
  return { incident: first.incident, items: rows.flatMap(({ type, ...row }) => (type === null ? [] : [lineOf(type, row)])) }
}

const lineOf = (type: Line['type'], { at, by, note, actor }: Omit<Row, 'type'>): Line => ({
  type,
  at,
  by: JSON.parse(by),
  ...(note !== null && { note }),
  actor: actor === null ? null : JSON.parse(actor),
})
