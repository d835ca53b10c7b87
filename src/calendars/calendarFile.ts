/** One file of calendars: what its `schema` says it is, checked as it is read. */
import { z } from 'zod'
import { calendarsSchema } from '../../machines/rules/calendar/schema.ts'
import { mistakesOf } from '../../machines/rules/issue.ts'
import { type Place, readByHand, type TextFile } from '../files/byHand.ts'

/** The terms of a whole county are some hundred kilobytes. */
const MOST_BYTES = 1024 * 1024

/** What a file has to say, as it says it, for one section of the calendars. */
export interface Section {
  readonly section: keyof typeof calendarsSchema.shape
  readonly said: Readonly<Record<string, unknown>>
  placeOf(entry: string): Place
}

const { bankHolidays, oneOffHolidays, schools, courts, marac, partners } = calendarsSchema.shape
const schema = z.string()

/** What a file may be, by its `schema`; and the key that holds its entries, where they are not the file itself. */
const FORMS = {
  'reassess/bank-holidays/v1': { section: 'bankHolidays', key: null, form: z.strictObject({ schema, ...bankHolidays.shape }) },
  'reassess/one-off-holidays/v1': {
    section: 'oneOffHolidays',
    key: 'dates',
    form: z.strictObject({ schema, dates: oneOffHolidays.unwrap() }),
  },
  'reassess/schools/v1': { section: 'schools', key: 'schools', form: z.strictObject({ schema, schools: schools.unwrap() }) },
  'reassess/courts/v1': { section: 'courts', key: 'courts', form: z.strictObject({ schema, courts: courts.unwrap() }) },
  'reassess/partners/v1': {
    section: 'partners',
    key: 'partners',
    form: z.strictObject({ schema, partners: partners.unwrap() }),
  },
  'reassess/marac/v1': { section: 'marac', key: 'areas', form: z.strictObject({ schema, areas: marac.unwrap() }) },
} as const

/** @throws BadFile */
export function readCalendarFile(file: TextFile): Section {
  const { raw, placeOf, refused } = readByHand(file, MOST_BYTES)
  const named = (raw as { schema?: unknown } | null)?.schema
  if (typeof named !== 'string' || !Object.hasOwn(FORMS, named))
    throw refused([{ path: ['schema'], message: `must be one of ${Object.keys(FORMS).join(', ')}` }])
  const { section, key, form } = FORMS[named as keyof typeof FORMS]
  const read = form.safeParse(raw)
  if (!read.success) throw refused(mistakesOf(read.error, raw))
  const { schema: _, ...rest } = raw as Record<string, unknown>
  const said = (key === null ? rest : rest[key]) as Record<string, unknown>
  return { section, said, placeOf: (entry) => placeOf(key === null ? [entry] : [key, entry]) }
}
