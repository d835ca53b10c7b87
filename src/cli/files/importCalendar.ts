import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { stringify } from 'yaml'
import { dayOf, type ForceCalendar } from '../../../machines/rules/calendar/index.ts'
import { calendarsSchema } from '../../../machines/rules/calendar/schema.ts'
import type { Policy } from '../../../machines/rules/policy/policy.ts'
import { readCalendarFile } from '../../calendars/calendarFile.ts'
import { schoolsFromCsv } from '../../calendars/fromCsv.ts'
import { holidaysFromGovUk } from '../../calendars/fromGovUk.ts'
import { schoolFromICalendar } from '../../calendars/fromICalendar.ts'
import { calendarsOf } from '../../calendars/readCalendars.ts'
import { withYears } from '../../calendars/withYears.ts'
import { unknownOf, yearPages } from '../../calendars/yearPage.ts'
import { type TextFile, textFile, unusable, yamlFilesIn } from '../../files/byHand.ts'
import { readConfig } from '../config.ts'
import { complain, print } from '../words.ts'
import { ownCalendars } from './calendarsFolder.ts'
import { readPolicyFile } from './policyFile.ts'

interface Imported {
  /** Its file name among the calendars: the same import again replaces it. */
  readonly name: string
  readonly content: Readonly<Record<string, unknown>>
  readonly said: readonly string[]
  /** School calendars with terms of their own. */
  readonly schools: readonly string[]
  /** Half of its events or more were not understood. */
  readonly halfLeftOut: boolean
}

/**
 * Turns a foreign calendar into a file of ours, and shows the year that it makes. Writes only when all calendars are in order with it
 * and, where half of it was left out, when `yes` says that somebody looked.
 */
export async function importCalendar(path: string, school: string | null, yes: boolean): Promise<number> {
  const config = readConfig(process.env)
  const { policy } = readPolicyFile({ ...config, calendarsDir: null })
  const imported = read(textFile(path), school, policy)
  const folder = ownCalendars(config)
  const file = join(folder, imported.name)
  const there = existsSync(folder) ? yamlFilesIn(folder) : []
  const others = there.filter((other) => other.file !== file)
  const content = over(
    imported,
    school,
    there.find((other) => other.file === file),
  )
  const text = `# From ${JSON.stringify(basename(path))}. What is here counts, and may be mended by hand.\n${stringify(content)}`
  const calendars = calendarsSchema.parse(calendarsOf([...others, { file, text }]))
  const force = { timezone: policy.timezone, calendars, school: policy.school }
  const unknown = imported.schools.map((name) => ({ name, ...unknownOf(name, force) }))
  say([...imported.said, ...pagesOf(imported.schools, force), ...unknown.flatMap(unknownInWords)])
  if (!yes && (imported.halfLeftOut || unknown.some(({ share }) => share >= HALF))) {
    complain(
      `${path}: half of it or more was left out, so nothing is written. Import it again with --yes if the year above is right.`,
    )
    return 1
  }
  await mkdir(folder, { recursive: true })
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
  say([`written to ${file}: look at it. It counts for what is reported after the next start.`])
  return 0
}

const HALF = 0.5
const say = (lines: readonly string[]): void => print(lines.join('\n'))

const MOST_PAGES = 5

function pagesOf(schools: readonly string[], force: ForceCalendar): string[] {
  const today = dayOf(new Date().toISOString(), force.timezone)
  const more = schools.length - MOST_PAGES
  return [
    ...schools.slice(0, MOST_PAGES).flatMap((school) => yearPages(school, force, today)),
    '',
    ...(more > 0 ? [`${more} more calendars: reassess calendars show SCHOOL`] : []),
  ]
}

const MOST_RUNS = 10
function unknownInWords({ name, runs }: ReturnType<typeof unknownOf> & { readonly name: string }): string[] {
  if (runs.length === 0) return []
  const shown = runs.slice(0, MOST_RUNS).map(({ from, to }) => (from === to ? from : `${from} to ${to}`))
  const more = runs.length > MOST_RUNS ? ` and ${runs.length - MOST_RUNS} more` : ''
  return [`${name}: nobody has said whether the school is open: ${shown.join(', ')}${more}. These weekdays count as school days.`]
}

/**
 * What replaces the existing file: the school's own file, never another school's with a similar name. For bank holidays the
 * years that the new list does not name stay.
 */
function over({ content }: Imported, school: string | null, there: TextFile | undefined): Imported['content'] {
  if (there === undefined) return content
  const { section, said } = readCalendarFile(there)
  if (school !== null && !Object.hasOwn(said, school))
    throw unusable(there.file, "is another school's; give one of the two another file name")
  return section === 'bankHolidays' ? { ...content, ...withYears(said, content) } : content
}

function read(source: TextFile, school: string | null, policy: Policy): Imported {
  const from = basename(source.file)
  if (school !== null) return oneSchool(source, school, policy)
  if (extname(from).toLowerCase() === '.json') {
    const { bankHolidays, leftOut } = holidaysFromGovUk(source)
    const said = [
      `bank holidays ${Object.keys(bankHolidays.dates).length}, to ${bankHolidays.coveredTo}`,
      ...(leftOut.length === 0 ? [] : [`left out, because the list has not the whole year: ${leftOut.join(', ')}`]),
    ]
    const content = { schema: 'reassess/bank-holidays/v1', ...bankHolidays }
    return { name: 'bank-holidays.yaml', content, said, schools: [], halfLeftOut: false }
  }
  const schools = schoolsFromCsv(source, policy.school.holidays)
  const own = Object.keys(schools).filter((name) => schools[name]?.follows === undefined)
  const said = [`school calendars ${Object.keys(schools).length}, of which ${own.length} have terms of their own`]
  const name = `${slug(basename(from, extname(from)))}.yaml`
  return { name, content: { schema: 'reassess/schools/v1', schools }, said, schools: own, halfLeftOut: false }
}

const MOST_NAMES = 100
function oneSchool(source: TextFile, school: string, { timezone, school: { holidays } }: Policy): Imported {
  const { terms, closed, leftOut, understood } = schoolFromICalendar(source, timezone, { name: school, holidays })
  const said = [
    `${school}: terms ${terms.length}, closed periods ${closed.length}`,
    ...(leftOut.length === 0
      ? []
      : [`left out, so that they close no day (${leftOut.length} of ${leftOut.length + understood.length} names):`]),
    ...leftOut.slice(0, MOST_NAMES).map((name) => `  ${name}`),
    ...(leftOut.length > MOST_NAMES ? [`  and ${leftOut.length - MOST_NAMES} more`] : []),
  ]
  const schools = { [school]: { source: basename(source.file), terms, closed } }
  return {
    name: `school-${slug(school)}.yaml`,
    content: { schema: 'reassess/schools/v1', schools },
    said,
    schools: [school],
    halfLeftOut: leftOut.length >= understood.length,
  }
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60) || 'calendar'
