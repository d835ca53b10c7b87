import { extname } from 'node:path'
import { dayOf, holidaysLeft } from '../../machines/rules/calendar/index.ts'
import type { Calendars } from '../../machines/rules/calendar/schema.ts'
import { yearPages } from '../calendars/yearPage.ts'
import { calendarsFolder } from './calendarsFolder.ts'
import { readConfig } from './config.ts'
import { importCalendar } from './importCalendar.ts'
import { readPolicyFile } from './policyFile.ts'
import { refuse, wordsOf } from './words.ts'

const USAGE = `usage: reassess calendars check
       reassess calendars show REF                       a school's year, as it counts after the next start
       reassess calendars import FILE.csv                school terms: school,kind,from,to,follows
       reassess calendars import FILE.ics --school REF   one school's calendar
       reassess calendars import FILE.json               bank holidays, as https://www.gov.uk/bank-holidays.json has them
                                 --yes                   write it although half of it was left out
`

/** `reassess calendars check|show|import`: which calendars the next start uses, and how to add to them. */
export async function calendars([verb, ...args]: string[]): Promise<number> {
  const words = wordsOf(args, { school: { type: 'string' }, yes: { type: 'boolean', default: false } })
  if (words === null) return refuse(USAGE)
  const { values, positionals } = words
  const [file, ...rest] = positionals
  if (verb === 'check' && file === undefined && values.school === undefined && !values.yes) return check()
  if (verb === 'show' && file !== undefined && rest.length === 0 && values.school === undefined && !values.yes) return show(file)
  if (verb === 'import' && file !== undefined && rest.length === 0) {
    const kind = extname(file).toLowerCase()
    if (kind === '.ics' ? values.school !== undefined : ['.csv', '.json'].includes(kind) && values.school === undefined)
      return importCalendar(file, values.school ?? null, values.yes)
  }
  return refuse(USAGE)
}

async function check(): Promise<number> {
  const config = readConfig(process.env)
  const { policy } = readPolicyFile(config.policyFile, config.toolsDir, calendarsFolder(config))
  const { coveredTo, line } = holidaysLeft(new Date().toISOString(), policy)
  const { schools = {}, courts = {}, marac = {} } = policy.calendars ?? {}
  const ends = lastDays(schools)
  say(`bank holidays to ${coveredTo}`)
  say(
    `school calendars ${count(schools)}${ends[0] === undefined ? '' : `; the first to run out is ${ends[0].name}, on ${ends[0].to}`}`,
  )
  say(`courts ${count(courts)}, MARAC areas ${count(marac)}`)
  if (line !== null) say(`warning: ${line}`)
  return 0
}

async function show(school: string): Promise<number> {
  const config = readConfig(process.env)
  const { policy } = readPolicyFile(config.policyFile, config.toolsDir, calendarsFolder(config))
  const pages = yearPages(school, policy, dayOf(new Date().toISOString(), policy.timezone))
  for (const line of pages.slice(1)) say(line)
  if (pages.length > 0) return 0
  process.stderr.write(
    `No calendar is known for ${school}: each Monday to Friday without a bank holiday counts as a school day.\n`,
  )
  return 1
}

const count = (entries: object): number => Object.keys(entries).length
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** The last day of each calendar with its own terms, the earliest first. */
const lastDays = (schools: Calendars['schools']): { readonly name: string; readonly to: string }[] =>
  Object.entries(schools)
    .filter(([, { follows }]) => follows === undefined)
    .map(([name, { terms, closed }]) => ({
      name,
      to:
        [...terms, ...closed]
          .map(({ to }) => to)
          .sort()
          .at(-1) ?? '',
    }))
    .sort((a, b) => (a.to < b.to ? -1 : 1))
