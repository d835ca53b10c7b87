/** Bank holidays from the public list as it is published, https://www.gov.uk/bank-holidays.json: its part for England and Wales. */
import { z } from 'zod'
import { localDate, type WrittenCalendars } from '../../machines/rules/calendar/schema.ts'
import { mistakesOf } from '../../machines/rules/issue.ts'
import { type TextFile, unusable } from '../files/byHand.ts'
import { DAYS_OF_A_YEAR, yearsCovered } from './withYears.ts'

const DIVISION = 'england-and-wales'

/** Ignore other fields and divisions: they may change. */
const feed = z.object({
  [DIVISION]: z.object({
    events: z.array(z.object({ title: z.string(), date: localDate, notes: z.string().optional() })).min(1),
  }),
})

export interface FromGovUk {
  readonly bankHolidays: WrittenCalendars['bankHolidays']
  /** Years that the list does not have whole: their days are left out. */
  readonly leftOut: readonly string[]
}

/** The years that the list has whole, from the first to the last before one is missing. @throws BadFile */
export function holidaysFromGovUk({ file, text }: TextFile): FromGovUk {
  const raw = parsed(file, text)
  const read = feed.safeParse(raw)
  if (!read.success) {
    const mistakes = mistakesOf(read.error, raw)
    throw unusable(file, mistakes.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
  }
  const { events } = read.data[DIVISION]
  const all = Object.fromEntries(events.map(({ date, title, notes }) => [date, notes ? `${title} (${notes})` : title]))
  const years = yearsCovered(all)
  const dates = Object.fromEntries(Object.entries(all).filter(([date]) => years.includes(date.slice(0, 4))))
  const leftOut = [...new Set(Object.keys(all).map((date) => date.slice(0, 4)))].filter((year) => !years.includes(year)).sort()
  const last = years.at(-1)
  if (last === undefined) throw unusable(file, `has no year whole: ${leftOut.join(', ')} needs ${DAYS_OF_A_YEAR} days at least`)
  return { bankHolidays: { source: 'GOV.UK bank holidays, England and Wales', coveredTo: `${last}-12-31`, dates }, leftOut }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unusable(file, 'is no JSON')
  }
}
