import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { stringify } from 'yaml'
import { readCalendarFile } from '../../calendars/calendarFile.ts'
import { schoolsFromCsv } from '../../calendars/fromCsv.ts'
import { holidaysFromGovUk } from '../../calendars/fromGovUk.ts'
import { schoolFromICalendar } from '../../calendars/fromICalendar.ts'
import { calendarsOf } from '../../calendars/readCalendars.ts'
import { withYears } from '../../calendars/withYears.ts'
import { type TextFile, textFile, unusable, yamlFilesIn } from '../../files/byHand.ts'
import { readConfig } from '../config.ts'
import { print } from '../words.ts'
import { ownCalendars } from './calendarsFolder.ts'
import { readPolicyFile } from './policyFile.ts'

interface Imported {
  /** Its file name among the calendars: the same import again replaces it. */
  readonly name: string
  readonly content: Readonly<Record<string, unknown>>
  readonly said: readonly string[]
}

/** Turns a foreign calendar into a file of ours. Writes only when all calendars are in order with it. */
export async function importCalendar(path: string, school: string | null): Promise<number> {
  const config = readConfig(process.env)
  const { policy } = readPolicyFile(config.policyFile, config.toolsDir, null)
  const imported = read(textFile(path), school, policy.timezone)
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
  calendarsOf([...others, { file, text }])
  await mkdir(folder, { recursive: true })
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
  const lines = [...imported.said, `written to ${file}: look at it. It counts for what is reported after the next start.`]
  print(lines.join('\n'))
  return 0
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

function read(source: TextFile, school: string | null, zone: string): Imported {
  const from = basename(source.file)
  if (school !== null) {
    const { terms, closed, leftOut } = schoolFromICalendar(source, zone)
    const said = [
      `${school}: terms ${terms.length}, closed periods ${closed.length}`,
      ...(leftOut.length === 0 ? [] : [`left out, so that they are school days if they fall into a term: ${leftOut.join('; ')}`]),
    ]
    const schools = { [school]: { source: from, terms, closed } }
    return { name: `school-${slug(school)}.yaml`, content: { schema: 'reassess/schools/v1', schools }, said }
  }
  if (extname(from).toLowerCase() === '.json') {
    const holidays = holidaysFromGovUk(source)
    const said = [`bank holidays ${Object.keys(holidays.dates).length}, to ${holidays.coveredTo}`]
    return { name: 'bank-holidays.yaml', content: { schema: 'reassess/bank-holidays/v1', ...holidays }, said }
  }
  const schools = schoolsFromCsv(source)
  const said = [`school calendars ${Object.keys(schools).length}`]
  return { name: `${slug(basename(from, extname(from)))}.yaml`, content: { schema: 'reassess/schools/v1', schools }, said }
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60) || 'calendar'
