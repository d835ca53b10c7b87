/**
 * School calendars from a spreadsheet, one line a period: `school,kind,from,to,follows`. `kind` is `term` or `closed`; `to` may
 * be empty for a single day. A line with nothing but `follows` lets a school follow an authority's calendar, and its own
 * `closed` lines are training days beside that. A line that closes a school for longer than a holiday may be is a mistake in its days.
 */
import { CsvError, type Info, parse } from 'csv-parse/sync'
import { lengthOf, mayBeHoliday, SCHOOL_HOLIDAYS, type SchoolHolidays } from '../../machines/rules/calendar/index.ts'
import type { WrittenCalendars } from '../../machines/rules/calendar/schema.ts'
import { BadFile, type Mistake, type TextFile, unusable, wholeFile } from '../files/byHand.ts'
import { writtenDay } from './writtenDay.ts'

type Schools = NonNullable<WrittenCalendars['schools']>
type School = { follows?: string; terms?: { from: string; to: string }[]; closed?: { from: string; to: string }[] }

const COLUMNS = ['school', 'kind', 'from', 'to', 'follows'] as const
/** `follows` is absent when the file has no such column. */
type Line = Readonly<Record<Exclude<(typeof COLUMNS)[number], 'follows'>, string>> & { readonly follows?: string }

/** @throws BadFile with each mistake by its line. */
export function schoolsFromCsv({ file, text }: TextFile, holidays: SchoolHolidays = SCHOOL_HOLIDAYS): Schools {
  const schools = new Map<string, School>()
  const mistakes: Mistake[] = []
  for (const { record, info } of linesOf(file, text)) {
    const wrong = take(record, schools, holidays)
    if (wrong !== null) mistakes.push({ file, line: info.lines, column: 1, message: wrong })
  }
  if (mistakes.length > 0) throw new BadFile(mistakes)
  if (schools.size === 0) throw unusable(file, 'names no school')
  return Object.fromEntries(schools)
}

/** @returns what is wrong with the line; null when it is in order. */
function take(
  { school: name, kind, from, to, follows = '' }: Line,
  schools: Map<string, School>,
  holidays: SchoolHolidays,
): string | null {
  if (name === '') return 'school: is required'
  const school = schools.get(name) ?? {}
  schools.set(name, school)
  if (follows !== '') {
    if ((school.follows ?? follows) !== follows) return `follows: ${name} follows another calendar on an earlier line`
    school.follows = follows
    if (kind === '' && from === '' && to === '') return null
  }
  const days = { from: writtenDay(from), to: writtenDay(to === '' ? from : to) }
  if (days.from === null) return 'from: must be a day, as 2026-11-23 or 23/11/2026'
  if (days.to === null) return 'to: must be a day, as 2026-11-23 or 23/11/2026'
  if (days.to < days.from) return 'to: must not be before from'
  const period = { from: days.from, to: days.to }
  if (kind === 'term') school.terms = [...(school.terms ?? []), period]
  else if (kind !== 'closed') return 'kind: must be term or closed'
  else if (mayBeHoliday(period, holidays)) school.closed = [...(school.closed ?? []), period]
  else return `to: closes ${name} for ${lengthOf(period)} days, longer than school.holidays of the policy allows`
  return null
}

function linesOf(file: string, text: string): { record: Line; info: Info }[] {
  try {
    return parse<{ record: Line; info: Info }>(text, {
      bom: true,
      trim: true,
      info: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      columns: (header: string[]) => columnsOf(file, header),
    })
  } catch (error) {
    if (error instanceof CsvError)
      throw new BadFile([{ file, line: Number(error.lines ?? 1), column: 1, message: error.message }])
    throw error
  }
}

/** Columns of other names are notes, and left out. */
function columnsOf(file: string, names: readonly string[]): (string | false)[] {
  const header = names.map((name) => name.toLowerCase())
  const missing = COLUMNS.filter((name) => name !== 'follows' && !header.includes(name))
  if (missing.length > 0)
    throw wholeFile(file, `the first line must name the columns ${COLUMNS.join(',')}; it has no ${missing.join(', ')}`)
  return header.map((name) => COLUMNS.find((column) => column === name) ?? false)
}
