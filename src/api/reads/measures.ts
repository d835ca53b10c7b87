/** What the record counts, over months: as JSON, or as a table with a line for each part. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { measure as answered, measureDescription } from '../../engine/answers/measures.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import { DIMENSIONS, type Dimension } from '../../engine/measures/counted.ts'
import { type MeasureLine, measureLines } from '../../engine/measures/lines.ts'
import { MEASURE_NAMES, type MeasureName, measureOf, picksOf } from '../../engine/measures/measures.ts'
import { monthOf, monthsBetween } from '../../engine/measures/months.ts'
import type { Reads } from '../../engine/reads.ts'
import { invalidQuery } from '../problems.ts'
import { csvLine } from './csv.ts'
import { format, noQuery, queryOf } from './query.ts'
import { nameIn, readerOf } from './reads.ts'
import { sendNamed } from './sendList.ts'
import { leavesAsCsv } from './sendTable.ts'

interface MeasurePorts {
  readonly reads: Pick<Reads, 'now' | 'measured' | 'countedSince'>
}

/** Project defaults. */
const MOST_MONTHS = 120
const USUAL_MONTHS = 12
const MOST_LINES = 10_000

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month, as 2026-10')

export const measureQuery = z.strictObject({
  from: month.describe('The first month; eleven before the last, unless it is said.').optional(),
  to: month
    .describe(
      'The last month, all of it; the one that runs, unless it is said. Some measures show only months that are over: there it is the month before.',
    )
    .optional(),
  by: z
    .string()
    .describe('With commas between: `month` and what the measure can be broken down by. `priority` alone is over all months.')
    .prefault('month')
    .transform((by) => by.split(',')),
  format,
})

const queryFor = (name: MeasureName) => {
  const known: readonly string[] = ['month', ...measureOf(name).by]
  const by = measureQuery.shape.by.refine(
    (by) => by.every((one) => known.includes(one)),
    `must be of ${known.join(', ')}, with commas between`,
  )
  return measureQuery.extend({ by }).refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'must not be before `from`',
  })
}

export const listMeasures: RequestHandler = (req, res) => {
  readerOf(res, 'registers')
  queryOf(req, noQuery)
  const items = MEASURE_NAMES.map((measure): Answer<typeof measureDescription> => {
    const { about, source, by, kind, minutes } = measureOf(measure)
    return { measure, about, source, by: ['month', ...by], ...(kind && { kind }), ...(minutes && { minutes }) }
  })
  res.json({ items, next: null })
}

export const measure =
  ({ reads }: MeasurePorts): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'registers')
    const name = nameIn(req, MEASURE_NAMES, 'measure')
    const { from: first, to: last, by: asked, format: wanted } = queryOf(req, queryFor(name))
    const now = await reads.now()
    const { onlyOver = false, minutes, agreement } = measureOf(name)
    const latest = monthOf(now, onlyOver ? 1 : 0)
    const to = last ?? (first === undefined || first <= latest ? latest : first)
    if (onlyOver && to > latest) throw notOver(last === undefined ? '/from' : '/to', latest)
    const from = first ?? monthOf(`${to}-15T12:00:00.000Z`, USUAL_MONTHS - 1)
    const months = monthsBetween(from, to, MOST_MONTHS + 1)
    if (months.length > MOST_MONTHS) throw tooMuch('/from', `at most ${MOST_MONTHS} months can be asked for at once`)
    const by = DIMENSIONS.filter((dimension) => asked.includes(dimension))
    const byMonth = asked.includes('month')
    const bounds = [...months.map((one) => one.from), ...months.slice(-1).map((one) => one.to)]
    const isTimed = minutes !== undefined
    const rows = await reads.measured(force, { picks: picksOf(name), bounds, byMonth, by, isTimed, most: MOST_LINES })
    if (rows.length > MOST_LINES) throw tooMuch('/by', `gives more than ${MOST_LINES} lines: ask for fewer months, or by less`)
    const since = await reads.countedSince()
    const lines = measureLines(name, rows, { months, byMonth, by, now, since })
    res.vary('Accept')
    if (leavesAsCsv(req, res, wanted)) {
      res.type('text/csv').attachment(`${name}-${from}-${to}.csv`)
      res.send(tableOf(lines, byMonth, by, agreement !== undefined))
      return
    }
    const { about, source, kind } = measureOf(name)
    const words = { about, source, ...(kind && { kind }), ...(minutes && { minutes }) }
    await sendNamed(res, 'lines', lines, {
      measure: name,
      ...words,
      at: now,
      from,
      to,
      by: [...(byMonth ? (['month'] as const) : []), ...by],
      countedSince: since,
    } satisfies Omit<Answer<typeof answered>, 'lines'>)
  }

const tooMuch = (pointer: string, detail: string) => invalidQuery([{ pointer, detail }], 'The query asks for too much at once.')

const notOver = (pointer: string, latest: string) =>
  invalidQuery([{ pointer, detail: `must be a month that is over: ${latest} is the latest` }], 'The month is not over.')

/** A line for each part, so that a spreadsheet can be sorted and pivoted. */
function tableOf(lines: readonly MeasureLine[], byMonth: boolean, by: readonly Dimension[], agrees: boolean): string {
  const columns = ['part', 'count', 'of', 'share', 'timed', 'median', 'ninetieth', ...(agrees ? ['observed', 'kappa'] : [])]
  const header = [...(byMonth ? ['month', 'whole'] : []), ...by, ...columns]
  const rows = lines.flatMap((line) =>
    line.parts.map(({ part, count, share, minutes }) => [
      ...(byMonth ? [line.month, line.whole] : []),
      ...by.map((dimension) => line[dimension]),
      ...[part, count, line.of, share, minutes?.known, minutes?.median, minutes?.ninetieth],
      ...(agrees ? [line.agreement?.observed, line.agreement?.kappa] : []),
    ]),
  )
  return [header, ...rows].map(csvLine).join('')
}
