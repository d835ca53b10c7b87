import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hearingDue } from '../../machines/rules/calendar/index.ts'
import { calendarsSchema } from '../../machines/rules/calendar/schema.ts'
import { calendarsWith } from '../../src/calendars/readCalendars.ts'
import { readPolicy } from '../../src/policies/readPolicy.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reassess-calendars-'))
})
afterEach(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

const SCHOOLS = `schema: reassess/schools/v1
schools:
  Wessex County:
    terms:
      - { from: 2026-09-02, to: 2026-12-18 }
  St Brigid:
    follows: Wessex County
    closed:
      - { from: 2026-11-23, to: 2026-11-23 }
`
const LATER_LIST = `schema: reassess/bank-holidays/v1
source: a later list
coveredTo: 2028-12-31
dates:
  2028-01-03: New Year's Day (substitute day)
`

it('comes with the bank holidays of England and Wales and nothing else', () => {
  const { bankHolidays, ...others } = calendarsWith(null)
  expect(bankHolidays).toMatchObject({ coveredTo: '2027-12-31', dates: { '2026-12-28': 'Boxing Day (substitute day)' } })
  expect(others).toEqual({ oneOffHolidays: {}, schools: {}, courts: {}, marac: {}, partners: {} })
})

describe('a bank holiday that was moved', () => {
  const EVENTS = ['2027-01-01', '2027-03-26', '2027-03-29', '2027-05-07', '2027-05-31', '2027-08-30', '2027-12-27', '2027-12-28']
  const list = (coveredTo: string, dates: readonly string[]) =>
    ['schema: reassess/bank-holidays/v1', 'source: ours', `coveredTo: ${coveredTo}`, 'dates:']
      .concat(dates.map((date) => `  ${date}: A holiday`))
      .join('\n')
  const inMay = () => {
    const calendars = calendarsSchema.parse(calendarsWith(folder))
    const days = Object.keys(calendars.bankHolidays.dates).filter((date) => date.startsWith('2027-05'))
    // Served on Saturday 1 May at 10:00: two days that are not left out.
    return { days, heardBy: hearingDue('2027-05-01T09:00:00.000Z', { timezone: 'Europe/London', calendars }).dueBy }
  }

  it('leaves its old day: the hearing is on the day that the law says', () => {
    expect(inMay()).toEqual({ days: ['2027-05-03', '2027-05-31'], heardBy: '2027-05-05T09:00:00.000Z' })
    write('ours.yaml', list('2027-12-31', EVENTS))
    expect(inMay()).toEqual({ days: ['2027-05-07', '2027-05-31'], heardBy: '2027-05-04T09:00:00.000Z' })
  })

  it('leaves the years alone that the list does not name', () => {
    write('ours.yaml', list('2027-12-31', EVENTS))
    expect(calendarsWith(folder).bankHolidays.dates).toMatchObject({ '2026-05-04': expect.any(String) })
  })

  it('stays where a newer list has a day of its year and no more', () => {
    write('ours.yaml', list('2028-12-31', ['2027-05-07', '2028-01-03']))
    expect(inMay().days).toEqual(['2027-05-03', '2027-05-31'])
  })

  it('is not moved back by a list that covers less', () => {
    write('a-newer.yaml', list('2028-12-31', [...EVENTS, '2028-01-03']))
    write('b-older.yaml', list('2027-12-31', ['2027-05-03']))
    expect(inMay().days).toEqual(['2027-05-07', '2027-05-31'])
  })

  it('is moved by the later of two lists that cover as long', () => {
    write('a.yaml', list('2028-12-31', ['2027-05-03', '2028-01-03']))
    write('b.yaml', list('2028-12-31', EVENTS.concat('2028-01-03')))
    expect(inMay().days).toEqual(['2027-05-07', '2027-05-31'])
  })
})

it('lays a folder beside them: years are added, those that it does not name stay', () => {
  write('schools.yaml', SCHOOLS)
  write('list.yml', LATER_LIST)
  write('one-off.yaml', 'schema: reassess/one-off-holidays/v1\ndates: { 2026-06-09: A coronation }\n')
  write(
    'courts.yaml',
    'schema: reassess/courts/v1\ncourts: { Ashford: { weekly: [{ days: [monday], from: "10:00", to: "16:00" }] } }\n',
  )
  write('marac.yaml', 'schema: reassess/marac/v1\nareas: { North: { dates: [{ date: 2026-11-26, time: "10:00" }] } }\n')
  write('notes.txt', 'not a calendar')
  const calendars = calendarsWith(folder)
  expect(calendars.bankHolidays).toMatchObject({
    source: 'a later list',
    // It has one day of 2028: that year is not covered.
    coveredTo: '2027-12-31',
    dates: { '2026-12-28': 'Boxing Day (substitute day)', '2028-01-03': "New Year's Day (substitute day)" },
  })
  expect(calendars.oneOffHolidays).toEqual({ '2026-06-09': 'A coronation' })
  expect([calendars.schools, calendars.courts, calendars.marac].map((part) => Object.keys(part ?? {}))).toEqual([
    ['Wessex County', 'St Brigid'],
    ['Ashford'],
    ['North'],
  ])
})

it('an older list makes the known one no shorter', () => {
  write('list.yaml', LATER_LIST.replace('2028-12-31', '2019-12-31').replace('2028-01-03', '2019-01-01'))
  expect(calendarsWith(folder).bankHolidays).toMatchObject({
    coveredTo: '2027-12-31',
    dates: { '2019-01-01': expect.any(String) },
  })
})

it('a whole year long past, with a hole after it, makes the known list no shorter', () => {
  const days = ['01-01', '04-19', '04-22', '05-06', '05-27', '08-26', '12-25', '12-26'].map((day) => `  2019-${day}: A holiday`)
  write('list.yaml', `schema: reassess/bank-holidays/v1\nsource: old\ncoveredTo: 2019-12-31\ndates:\n${days.join('\n')}\n`)
  expect(calendarsWith(folder).bankHolidays.coveredTo).toBe('2027-12-31')
})

it.each<[string, string, RegExp]>([
  ['no YAML', 'a: [', /ours\.yaml:\d+:\d+ /],
  ['another kind of file', 'schema: reassess/tool/v1\n', /ours\.yaml:1:1 schema: must be one of reassess\/bank-holidays\/v1/],
  ['an empty file', '', /ours\.yaml:1:1 schema: must be one of/],
  [
    'a day that does not exist',
    SCHOOLS.replace('2026-09-02', '2026-09-31'),
    /ours\.yaml:5:11 schools\.Wessex County\.terms\.0\.from: must be a day/,
  ],
  ['a term that ends too soon', SCHOOLS.replace('2026-12-18', '2026-08-18'), /ours\.yaml:5:29 .*must not be before from/],
  [
    'a misspelt field',
    SCHOOLS.replace('closed:', 'close:'),
    /ours\.yaml:\d+:\d+ schools\.St Brigid\.close: there is no such field/,
  ],
  [
    'a school that follows none',
    SCHOOLS.replace('follows: Wessex', 'follows: East'),
    /ours\.yaml:6:3 schools\.St Brigid\.follows: must name/,
  ],
  ['an alias', 'schema: reassess/schools/v1\nschools: { A: &a { terms: [] }, B: *a }\n', /aliases are not allowed/],
])('names %s by its line', (_, text, message) => {
  write('ours.yaml', text)
  expect(() => calendarsWith(folder)).toThrow(message)
})

it('names a school that is in two files, and a folder that is not there', () => {
  write('a.yaml', SCHOOLS)
  write('b.yaml', SCHOOLS)
  expect(() => calendarsWith(folder)).toThrow(/b\.yaml:3:3 Wessex County: is in .*a\.yaml:3:3 too/)
  expect(() => calendarsWith(join(folder, 'nowhere'))).toThrow('nowhere: cannot be read (ENOENT)')
})

describe('with a policy', () => {
  const POLICY = `schema: reassess/policy/v1
id: small
version: 1
timezone: Europe/London
priorities:
  P1: { rank: 1, attendWithin: { urban: PT2S, rural: PT2S }, answerWithin: PT2S, repeatEvery: PT2S }
escalation: [supervisor]
`
  const pinned = (text: string, folder: string | null) => {
    const read = readPolicy(text, {}, calendarsWith(folder))
    if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
    return read
  }

  it('other calendars are other content, and a policy that was read without calendars has no calendars', () => {
    write('schools.yaml', SCHOOLS)
    const [alone, more] = [pinned(POLICY, null), pinned(POLICY, folder)]
    expect(more.hash).not.toBe(alone.hash)
    expect(more.policy.calendars).toEqual(calendarsSchema.parse(calendarsWith(folder)))
    const bare = readPolicy(POLICY)
    expect(bare.ok && bare.policy.calendars).toBeUndefined()
  })

  it('a policy may have a part of its own, as a holiday by proclamation', () => {
    const { calendars } = pinned(`${POLICY}calendars: { oneOffHolidays: { 2026-06-09: A coronation } }\n`, null).policy
    expect(calendars).toMatchObject({
      oneOffHolidays: { '2026-06-09': 'A coronation' },
      bankHolidays: { coveredTo: '2027-12-31' },
    })
    const wrong = readPolicy(`${POLICY}calendars: { oneOffHolidays: { 9 June: A coronation } }\n`, {}, calendarsWith(null))
    expect(wrong).toMatchObject({
      ok: false,
      mistakes: [{ line: 8, message: expect.stringContaining('must be a day of the calendar') }],
    })
  })
})
