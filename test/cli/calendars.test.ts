import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../support/built.ts'

const folder = mkdtempSync(join(tmpdir(), 'reassess-calendars-'))
afterAll(() => rmSync(folder, { recursive: true }))
const env = { DATA_DIR: join(folder, 'data') }
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const kept = (name: string): string => readFileSync(join(env.DATA_DIR, 'calendars', name), 'utf8')

const ICS = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//example//EN',
  'BEGIN:VEVENT',
  'UID:1@example.org',
  'SUMMARY:Autumn term',
  'DTSTART;VALUE=DATE:20260902',
  'DTEND;VALUE=DATE:20261219',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:2@example.org',
  'SUMMARY:Sports day',
  'DTSTART;VALUE=DATE:20261002',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

it('imports what schools, authorities and GOV.UK publish, and says what the next start uses', async () => {
  const school = await run(['calendars', 'import', write('feed.ics', ICS), '--school', 'St Brigid', '--yes'], env)
  expect(school).toMatchObject({ code: 0, stderr: '' })
  expect(school.stdout).toContain('St Brigid: terms 1, closed periods 0')
  expect(school.stdout).toContain('left out, so that they close no day (1 of 2 names):\n  Sports day\n')
  expect(school.stdout).toContain('Nov 2026  ooooo ooooo ooooo ooooo o\n')
  expect(kept('school-st-brigid.yaml')).toContain('from: 2026-09-02')

  const csv = write('wessex.csv', 'school,kind,from,to,follows\nWessex,term,2026-09-02,2027-07-21,\nThe Grange,,,,Wessex\n')
  expect(await run(['calendars', 'import', csv], env)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /school calendars 2, of which 1 have terms of their own\n\nWessex, September 2026 to August 2027\n/,
    ),
  })

  const days = ['04-14', '04-17', '05-01', '05-29', '08-28', '12-25', '12-26']
  const list = (first: string) => {
    const dates = [first, ...days.map((day) => `${first.slice(0, 4)}-${day}`)]
    return JSON.stringify({ 'england-and-wales': { events: dates.map((date) => ({ title: 'A holiday', date })) } })
  }
  expect(await run(['calendars', 'import', write('list.json', list('2028-01-03'))], env)).toMatchObject({ code: 0 })
  expect(await run(['calendars', 'import', write('list.json', list('2029-01-01'))], env)).toMatchObject({ code: 0 })
  expect(kept('bank-holidays.yaml')).toMatch(/2028-01-03[\s\S]*2028-12-26.*\n.*2029-01-01/)
  // It was moved: the list that says so takes the place of its year.
  expect(await run(['calendars', 'import', write('list.json', list('2029-01-02'))], env)).toMatchObject({ code: 0 })
  expect(kept('bank-holidays.yaml')).toMatch(/2028-01-03[\s\S]*2028-12-26.*\n.*2029-01-02/)
  expect(kept('bank-holidays.yaml')).not.toContain('2029-01-01')

  expect(await run(['calendars', 'check'], env)).toEqual({
    code: 0,
    stderr: '',
    stdout:
      'bank holidays to 2029-12-31\nschool calendars 3; the first to run out is St Brigid, on 2026-12-18\ncourts 0, MARAC areas 0, partners with hours 0\n',
  })
})

it('writes a calendar of which half was left out only when somebody says yes to its year', async () => {
  const feed = write('half.ics', ICS)
  const asked = await run(['calendars', 'import', feed, '--school', 'The Elms'], env)
  expect(asked).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Import it again with --yes if the year above is right.'),
  })
  expect(asked.stdout).toContain('The Elms, September 2026 to August 2027')
  expect(existsSync(join(env.DATA_DIR, 'calendars', 'school-the-elms.yaml'))).toBe(false)

  const gap = write('gap.csv', 'school,kind,from,to\nThe Oaks,term,2026-09-02,2026-09-30\nThe Oaks,term,2027-01-04,2027-01-29\n')
  const unknown = await run(['calendars', 'import', gap], env)
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing is written') })
  expect(unknown.stdout).toContain('The Oaks: nobody has said whether the school is open: 2026-10-01 to 2026-12-31.')
  expect(await run(['calendars', 'import', gap, '--yes'], env)).toMatchObject({ code: 0 })
  expect(await run(['calendars', 'show', 'The Oaks'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^The Oaks, September 2026[\s\S]*Nov 2026 {2}\?/),
  })
  expect(await run(['calendars', 'show', 'Nowhere'], env)).toMatchObject({ code: 1, stderr: expect.stringContaining('Nowhere') })
  rmSync(join(env.DATA_DIR, 'calendars', 'gap.yaml'))
})

it('writes nothing that does not stand together with the rest', async () => {
  const before = readdirSync(join(env.DATA_DIR, 'calendars'))
  const again = write('again.csv', 'school,kind,from,to\nSt Brigid,term,2026-09-02,2026-12-18\n')
  expect(await run(['calendars', 'import', again], env)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/St Brigid: is in .* too/),
  })
  expect(await run(['calendars', 'import', join(folder, 'feed.ics'), '--school', 'St. Brigid'], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is another school's"),
  })
  expect(await run(['calendars', 'import', write('old.csv', 'school,kind,from,to\nÉcole\u0000')], env)).toMatchObject({ code: 1 })
  expect(readdirSync(join(env.DATA_DIR, 'calendars'))).toEqual(before)
})

it.each([
  [['calendars']],
  [['calendars', 'import', 'feed.ics']],
  [['calendars', 'import', 'feed.txt']],
  [['calendars', 'check', 'x']],
  [['calendars', 'show']],
])('asks for its words: %j', async (words) => {
  expect(await run(words, env)).toMatchObject({ code: 2, stderr: expect.stringContaining('usage: reassess calendars') })
  expect(existsSync(join(folder, 'data', 'calendars', 'feed.yaml'))).toBe(false)
})
