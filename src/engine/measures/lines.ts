/** A measure as it is read: what was counted, put together by month and by what else was asked, with its shares. */
import { agreement } from '../../../machines/rules/grading/agreement.ts'
import { weighed } from '../../../machines/rules/grading/weighed.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { addTo } from '../addTo.ts'
import type { measureLine, measurePart } from '../answers/measures.ts'
import type { Answer } from '../answers/shapes.ts'
import type { Dimension } from './counted.ts'
import { type MeasureName, measureOf } from './measures.ts'
import type { Month } from './months.ts'
import { type MeasuredRow, OF, OWN } from './views.ts'

export type MeasurePart = Answer<typeof measurePart>
export type MeasureLine = Answer<typeof measureLine>

export interface MeasureBy {
  readonly months: readonly Month[]
  readonly byMonth: boolean
  readonly by: readonly Dimension[]
  readonly now: Instant
  /** Null where everything on record was counted. */
  readonly since: Instant | null
}

/** A line for each month and whatever it was asked by, in order. Asked by month alone there is one for each month, also of nothing. */
export function measureLines(name: MeasureName, rows: readonly MeasuredRow[], asked: MeasureBy): MeasureLine[] {
  const lines = new Map<string, MeasuredRow[]>()
  const keyOf = (row: Pick<MeasuredRow, 'month' | Dimension>) => JSON.stringify([row.month, ...asked.by.map((one) => row[one])])
  if (asked.by.length === 0)
    for (const month of asked.byMonth ? asked.months.keys() : [null]) lines.set(JSON.stringify([month]), [])
  for (const row of rows) addTo(lines, keyOf(row), row)
  return [...lines].map(([key, found]) => lineOf(name, JSON.parse(key), found, asked))
}

function lineOf(
  name: MeasureName,
  [month, ...values]: readonly [number | null, ...(string | null)[]],
  rows: readonly MeasuredRow[],
  { months, by, now, since }: MeasureBy,
): MeasureLine {
  const { parts, minutes, agreement: agrees } = measureOf(name)
  const of = rows.find(({ part }) => part === OF)?.count ?? 0
  const own = OWN in parts ? rows.map(({ part }) => part).filter((part) => part !== OF && !(part in parts)) : []
  const named = [...own, ...Object.keys(parts).filter((part) => part !== OWN)]
  const when = month === null ? undefined : months[month]
  return {
    ...(when && { month: when.month, whole: when.to <= now && (since === null || since <= when.from) }),
    ...Object.fromEntries(by.map((dimension, place) => [dimension, values[place] ?? null])),
    of,
    parts: named.map((part) =>
      partOf(
        part,
        of,
        rows.find((row) => row.part === part),
        minutes !== undefined,
      ),
    ),
    ...(agrees && { agreement: agreementOf(of, rows) }),
  }
}

/** The detector's doubt beside the second person's verdict: see the parts of `reassessments-recorded`. */
function agreementOf(recorded: number, rows: readonly MeasuredRow[]): NonNullable<MeasureLine['agreement']> {
  const counted = (part: string): number => rows.find((row) => row.part === part)?.count ?? 0
  const doubted = counted('doubted')
  const read = {
    yesYes: counted('doubted-explains'),
    yesNo: counted('doubted-assesses'),
    noYes: counted('passed-explains'),
    noNo: counted('passed-assesses'),
  }
  const all = weighed(read, { yes: doubted, no: recorded - doubted })
  if (all === null) return { observed: null, kappa: null }
  const { observed, kappa } = agreement(all)
  return { observed: observed && fourPlaces(observed), kappa: kappa && fourPlaces(kappa) }
}

const fourPlaces = (share: number): number => Math.round(share * 10_000) / 10_000

function partOf(part: string, of: number, row: MeasuredRow | undefined, isTimed: boolean): MeasurePart {
  const { count = 0, timed = 0, median = null, ninetieth = null } = row ?? {}
  return {
    part,
    count,
    share: of === 0 ? null : fourPlaces(count / of),
    ...(isTimed &&
      median !== null &&
      ninetieth !== null && { minutes: { known: timed, median: Math.round(median), ninetieth: Math.round(ninetieth) } }),
  }
}
