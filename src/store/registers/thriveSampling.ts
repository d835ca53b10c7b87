/** Draws THRIVEs for people to score, and reads their scores, by the index `entries_thrives`. */
import type { CaseEventData } from '../../../machines/rules/events.ts'
import type { Period, Sample, SampleAsked, SampleItem, Scored } from '../../engine/measures/thriveSampling.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'

const RECORDED = `
  from reassess.entries
 where force = $1 and type = 'thrive.assessed' and recorded_at >= $2 and recorded_at < $3`

/**
 * The order is that of a hash over the seed and each line's own hash: nobody can choose it, and it depends only on the lines of
 * the period, so that it is the same for everybody, at any time, and on a restored record too. The sort keeps only as many as
 * are drawn.
 */
export const DRAW = `
  with drawn as materialized (
    select case_id, sequence, sha256(convert_to($4::text || ' ' || hash, 'UTF8')) as lot, hash ${RECORDED}
     order by lot, hash limit $5
  )
  select c.reference as incident, e.sequence, e.source, e.event_id as id, e.at, e.recorded_at as "recordedAt",
         s.content as assessment
    from drawn d
    join reassess.entries e on e.case_id = d.case_id and e.sequence = d.sequence
    join reassess.cases c on c.id = d.case_id
    left join reassess.contents s on s.case_id = d.case_id and s.sequence = d.sequence
   order by d.lot, d.hash`

const COUNT = { name: 'reassess-thrives-recorded', text: `select count(*) as recorded ${RECORDED}` }

interface Row extends Omit<SampleItem, 'assessment'> {
  readonly assessment: string | null
}

export async function thriveSample(database: Database, force: string, { seed, from, to, size }: SampleAsked): Promise<Sample> {
  if (!isStorable(seed)) return { recorded: 0, items: [] }
  const rows = await database.query<Row>({ name: 'reassess-thrive-sample', text: DRAW }, [force, from, to, seed, size])
  return { recorded: await thrivesRecorded(database, force, { from, to }), items: rows.map(itemOf) }
}

const itemOf = ({ assessment, ...row }: Row): SampleItem => ({
  ...row,
  assessment: assessment === null ? null : (JSON.parse(assessment) as CaseEventData['thrive.assessed']),
})

export async function thrivesRecorded(database: Database, force: string, { from, to }: Period): Promise<number> {
  const [row] = await database.query<{ recorded: number }>(COUNT, [force, from, to])
  return row?.recorded ?? 0
}

/**
 * Read from the scores: people make hundreds where a control room makes a hundred thousand assessments. A score is never older
 * than its THRIVE, so the period's beginning bounds both.
 */
const SCORES = {
  name: 'reassess-thrive-scores',
  text: `
    select e.recorded_at, e.case_id, e.sequence, c.reference, t.sequence as thrive, s.content,
           not exists (
             select from reassess.entries o
               join reassess.contents p on p.case_id = o.case_id and p.sequence = o.sequence
              where o.case_id = e.case_id and o.sequence < e.sequence and o.type = 'thrive.scored'
                and p.content::json ->> 'thrive' = s.content::json ->> 'thrive'
           ) as first
      from reassess.entries e
      join reassess.contents s on s.case_id = e.case_id and s.sequence = e.sequence
      join reassess.entries t on t.case_id = e.case_id and t.sequence = (s.content::json ->> 'thrive')::integer
      join reassess.cases c on c.id = e.case_id
     where e.force = $1 and e.type = 'thrive.scored' and e.recorded_at >= $2
       and ($4::timestamptz is null or (e.recorded_at, e.case_id, e.sequence) > ($4, $5, $6))
       and t.recorded_at >= $2 and t.recorded_at < $3
     order by e.recorded_at, e.case_id, e.sequence limit $7`,
}
const BATCH = 200

interface ScoreRow {
  readonly recorded_at: string
  readonly case_id: number
  readonly sequence: number
  readonly reference: string
  readonly thrive: number
  readonly content: string
  readonly first: boolean
}

/** Skip scores whose text was destroyed. */
export async function* thriveScores(
  database: Database,
  force: string,
  { from, to }: Period,
): AsyncGenerator<Scored, void, undefined> {
  let after: readonly [string | null, number, number] = [null, 0, 0]
  for (;;) {
    const rows: readonly ScoreRow[] = await database.query<ScoreRow>(SCORES, [force, from, to, ...after, BATCH])
    for (const { reference, thrive, content, first } of rows)
      yield {
        incident: reference,
        sequence: thrive,
        score: JSON.parse(content) as CaseEventData['thrive.scored'],
        first,
      }
    const last = rows.at(-1)
    if (last === undefined || rows.length < BATCH) return
    after = [last.recorded_at, last.case_id, last.sequence]
  }
}
