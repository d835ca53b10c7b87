import { extname } from 'node:path'
import { dayOf, holidaysLeft } from '../../../machines/rules/calendar/index.ts'
import type { Calendars } from '../../../machines/rules/calendar/schema.ts'
import { yearPages } from '../../calendars/yearPage.ts'
import { readConfig } from '../config.ts'
import { complain, print, refuse, wordsOf } from '../words.ts'
import { calendarsFolder } from './calendarsFolder.ts'
import { importCalendar } from './importCalendar.ts'
import { readPolicyFile } from './policyFile.ts'

/** `reassess calendars check|show|import`: which calendars the next start uses, and how to add to them. */
export async function calendars([verb, ...args]: string[]): Promise<number> {
  const words = wordsOf(args, { school: { type: 'string' }, yes: { type: 'boolean', default: false } })
  if (words === null) return refuse('calendars')
  const { values, positionals } = words
  const [file, ...rest] = positionals
  if (verb === 'check' && file === undefined && values.school === undefined && !values.yes) return check()
  if (verb === 'show' && file !== undefined && rest.length === 0 && values.school === undefined && !values.yes) return show(file)
  if (verb === 'import' && file !== undefined && rest.length === 0) {
    const kind = extname(file).toLowerCase()
    if (kind === '.ics' ? values.school !== undefined : ['.csv', '.json'].includes(kind) && values.school === undefined)
      return importCalendar(file, values.school ?? null, values.yes)
  }
  return refuse('calendars')
}

async function check(): Promise<number> {
  const config = readConfig(process.env)
  const { policy } = readPolicyFile({ ...config, calendarsDir: calendarsFolder(config) })
  const { coveredTo, line } = holidaysLeft(new Date().toISOString(), policy)
  const { schools = {}, courts = {}, marac = {}, partners = {} } = policy.calendars ?? {}
  const ends = lastDays(schools)
  print(`bank holidays to ${coveredTo}`)
  print(
    `school calendars ${count(schools)}${ends[0] === undefined ? '' : `; the first to run out is ${ends[0].name}, on ${ends[0].to}`}`,
  )
  print(`courts ${count(courts)}, MARAC areas ${count(marac)}, partners with hours ${count(partners)}`)
  if (line !== null) print(`warning: ${line}`)
  return 0
}

async function show(school: string): Promise<number> {
  const config = readConfig(process.env)
  const { policy } = readPolicyFile({ ...config, calendarsDir: calendarsFolder(config) })
  const pages = yearPages(school, policy, dayOf(new Date().toISOString(), policy.timezone))
  for (const line of pages.slice(1)) print(line)
  if (pages.length > 0) return 0
  complain(`No calendar is known for ${school}: each Monday to Friday without a bank holiday counts as a school day.`)
  return 1
}

const count = (entries: object): number => Object.keys(entries).length

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
