/**
 * Calendars as files: the bank holidays that come with the service, and what a force lays beside them, one YAML file for each
 * thing that changes on its own. All of them together are what the start pins with the policy (decision 0022).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { calendarsSchema, type WrittenCalendars } from '../../machines/rules/calendar/schema.ts'
import { mistakesOf } from '../../machines/rules/issue.ts'
import { BadCalendar, type CalendarFile, readCalendarFile, type Section } from './calendarFile.ts'
import { withYears } from './withYears.ts'

const MOST_FILES = 1_000
/** Of all together, as JSON: they are kept once for each policy that pinned them. */
const MOST_TOGETHER = 4 * 1024 * 1024

const SHIPPED = fileURLToPath(new URL('.', import.meta.url))

/**
 * The calendars that come with the service, with those of a folder beside them; null for no folder.
 * @throws BadCalendar
 */
export const calendarsWith = (folder: string | null): WrittenCalendars =>
  calendarsOf(folder === null ? [] : calendarFiles(folder))

/** The YAML files of a folder, in order of their names. @throws BadCalendar */
export function calendarFiles(folder: string): CalendarFile[] {
  const names = namesIn(folder).filter((name) => /\.ya?ml$/.test(name))
  if (names.length > MOST_FILES) throw new BadCalendar(`${folder}: has more than ${MOST_FILES} files`)
  return names.sort().map((name) => ({ file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw new BadCalendar(`${folder}: cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

/** What files come to beside those of the service. @throws BadCalendar */
export function calendarsOf(files: readonly CalendarFile[]): WrittenCalendars {
  const sections = [...calendarFiles(SHIPPED), ...files].map(readCalendarFile)
  const places = placesOf(sections)
  const of = (name: Section['section']) => sections.filter(({ section }) => section === name).map(({ said }) => said)
  const raw = {
    bankHolidays: of('bankHolidays').reduce(withYears),
    oneOffHolidays: Object.assign({}, ...of('oneOffHolidays')),
    schools: Object.assign({}, ...of('schools')),
    courts: Object.assign({}, ...of('courts')),
    marac: Object.assign({}, ...of('marac')),
  }
  const read = calendarsSchema.safeParse(raw)
  if (!read.success) {
    // Each file is in order: what is wrong only shows when all stand together.
    const mistakes = mistakesOf(read.error, raw).map(
      ({ path, message }) => `${places.get(`${path[0]}.${path[1]}`) ?? 'calendars'} ${path.join('.')}: ${message}`,
    )
    throw new BadCalendar(mistakes.join('\n'))
  }
  if (JSON.stringify(raw).length > MOST_TOGETHER)
    throw new BadCalendar(`calendars come to more than ${MOST_TOGETHER} bytes together: leave out years that are long past`)
  return raw as WrittenCalendars
}

/** Where each school, court and area stands. @throws BadCalendar when one stands twice. */
function placesOf(sections: readonly Section[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>()
  const twice: string[] = []
  for (const { section, said, placeOf } of sections) {
    if (section === 'bankHolidays' || section === 'oneOffHolidays') continue
    for (const name of Object.keys(said)) {
      const there = places.get(`${section}.${name}`)
      if (there !== undefined) twice.push(`${placeOf(name)} ${name}: stands in ${there} too`)
      places.set(`${section}.${name}`, placeOf(name))
    }
  }
  if (twice.length > 0) throw new BadCalendar(twice.join('\n'))
  return places
}
