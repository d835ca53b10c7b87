/**
 * Calendars as files: the bank holidays that come with the service, and what a force lays beside them, one YAML file for each
 * thing that changes on its own. All of them together are what the start pins with the policy (decision 0022).
 */
import { fileURLToPath } from 'node:url'
import { calendarsSchema, type WrittenCalendars } from '../../machines/rules/calendar/schema.ts'
import { mistakesOf } from '../../machines/rules/issue.ts'
import { BadFile, type Mistake, type Place, placeInWords, type TextFile, unusable, yamlFilesIn } from '../files/byHand.ts'
import { readCalendarFile, type Section } from './calendarFile.ts'
import { coveredAsFarAsWhole, withYears } from './withYears.ts'

/** Of all together, as JSON: they are kept once for each policy that pinned them. */
const MOST_TOGETHER = 4 * 1024 * 1024

const SHIPPED = fileURLToPath(new URL('.', import.meta.url))

/**
 * The calendars that come with the service, with those of a folder beside them; null for no folder.
 * @throws BadFile
 */
export const calendarsWith = (folder: string | null): WrittenCalendars => calendarsOf(folder === null ? [] : yamlFilesIn(folder))

/** What files come to beside those of the service. @throws BadFile */
export function calendarsOf(files: readonly TextFile[]): WrittenCalendars {
  const sections = [...yamlFilesIn(SHIPPED), ...files].map(readCalendarFile)
  const places = placesOf(sections)
  const of = (name: Section['section']) => sections.filter(({ section }) => section === name).map(({ said }) => said)
  const holidays = of('bankHolidays')
  const raw = {
    bankHolidays: coveredAsFarAsWhole(holidays.reduce(withYears), holidays[0] ?? {}),
    oneOffHolidays: Object.assign({}, ...of('oneOffHolidays')),
    schools: Object.assign({}, ...of('schools')),
    courts: Object.assign({}, ...of('courts')),
    marac: Object.assign({}, ...of('marac')),
    partners: Object.assign({}, ...of('partners')),
  }
  const read = calendarsSchema.safeParse(raw)
  if (!read.success) {
    // Each file is in order: what is wrong only shows when all stand together.
    throw new BadFile(
      mistakesOf(read.error, raw).map(({ path, message }) => {
        const at = places.get(`${path[0]}.${path[1]}`) ?? { file: 'calendars', line: 1, column: 1 }
        return { ...at, message: `${path.join('.')}: ${message}` }
      }),
    )
  }
  if (JSON.stringify(raw).length > MOST_TOGETHER)
    throw unusable('calendars', `come to more than ${MOST_TOGETHER} bytes together: leave out years that are long past`)
  return raw as WrittenCalendars
}

/** The place of each school, court and area. @throws BadFile when two files name the same. */
function placesOf(sections: readonly Section[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  const twice: Mistake[] = []
  for (const { section, said, placeOf } of sections) {
    if (section === 'bankHolidays' || section === 'oneOffHolidays') continue
    for (const name of Object.keys(said)) {
      const [here, there] = [placeOf(name), places.get(`${section}.${name}`)]
      if (there !== undefined) twice.push({ ...here, message: `${name}: is in ${placeInWords(there)} too` })
      places.set(`${section}.${name}`, here)
    }
  }
  if (twice.length > 0) throw new BadFile(twice)
  return places
}
