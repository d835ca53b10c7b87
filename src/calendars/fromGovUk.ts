/** Bank holidays from the public list as it is published, https://www.gov.uk/bank-holidays.json: its part for England and Wales. */
import { z } from 'zod'
import { localDate, type WrittenCalendars } from '../../machines/rules/calendar/schema.ts'
import { mistakesOf } from '../../machines/rules/issue.ts'
import { type TextFile, unusable } from '../files/byHand.ts'

const DIVISION = 'england-and-wales'

/** Ignore other fields and divisions: they may change. */
const feed = z.object({
  [DIVISION]: z.object({
    events: z.array(z.object({ title: z.string(), date: localDate, notes: z.string().optional() })).min(1),
  }),
})

/** Years are published whole: the list covers the year of its last day to the end [derived]. @throws BadFile */
export function holidaysFromGovUk({ file, text }: TextFile): WrittenCalendars['bankHolidays'] {
  const raw = parsed(file, text)
  const read = feed.safeParse(raw)
  if (!read.success) {
    const mistakes = mistakesOf(read.error, raw)
    throw unusable(file, mistakes.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
  }
  const { events } = read.data[DIVISION]
  const dates = Object.fromEntries(events.map(({ date, title, notes }) => [date, notes ? `${title} (${notes})` : title]))
  const last = Object.keys(dates).sort().at(-1) ?? ''
  return { source: 'GOV.UK bank holidays, England and Wales', coveredTo: `${last.slice(0, 4)}-12-31`, dates }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unusable(file, 'is no JSON')
  }
}
