import { readerFor } from '../../src/calendars/schoolsName.ts'
import { hasLimits, meaningOf } from '../../src/calendars/schoolWords.ts'
import { AUTUMN, allDay, calendar, closedDays, read } from './fictional.ts'

describe('a name that means days without pupils', () => {
  it.each([
    'Half term',
    'Half-term holiday',
    'October half term week',
    'Christmas break',
    'Easter Holidays 2027',
    'Summer holiday',
    'School holidays',
    'INSET',
    'INSET day 3',
    'INSET Day 1 of 5',
    'Staff training day',
    'Staff training day - school closed',
    'Training day (school closed to all pupils)',
    'Professional Development Day',
    'Non-pupil day',
    'School closed',
    'The school is closed on Monday',
    'School closed for INSET',
    'Closed for Easter Monday',
    'Bank Holiday Monday',
    'May Day bank holiday',
    'Holiday for all pupils',
    'Half term 26-30 October',
    'Half term: Monday 26th October to Friday 30th October',
  ])('%s', (name) => expect(meaningOf(name)).toBe('closed'))
})

describe('a name that closes nothing, because it', () => {
  const NAMES: Readonly<Record<string, readonly string[]>> = {
    denies: [
      'School not closed',
      'School not closed on Monday',
      'No INSET day',
      'No holiday',
      'School isn’t closed',
      'School open',
      'School open as usual (INSET day cancelled)',
      'Cancelled: INSET day',
      'Canceled: School closed',
      'INSET day moved to 4 January',
      'INSET day postponed',
      'Pupils in school on staff training day',
      'Non-closed day',
    ],
    'names a part of the school': [
      'Nursery closed',
      'Nursery half term',
      'Pre-school closed',
      'Reception closed',
      'Year 6 closed',
      'Year 6 training day',
      'Years 3 and 4 closed',
      'Y6 INSET',
      'KS2 closed',
      'Key stage one closed',
      'Sixth form closed',
      'Class 3 closed',
      'Infants closed',
      'Primary closed',
      'Upper school closed',
      'Closed to Year 7',
      'Closed to the public',
      'Holiday for Year 11',
      'School closed to some pupils',
      'Only nursery closed',
      'Boarders: holiday',
    ],
    'names a place or a thing': [
      'School pool closed',
      'School office closed',
      'Car park closed',
      'School kitchen closed',
      'Breakfast club closed',
      'Registration closed',
    ],
    'names a part of the day': [
      'Half day',
      'Half day holiday',
      'Half-day closed',
      'INSET (am)',
      'INSET 1.30-3.15',
      'School closed 1:30',
      'School closed 9-12',
      'School closed 1330',
      'School closed from 1pm',
      'School closed in the afternoon',
      'Closed at noon',
      'Closed early',
      'Early closed Friday',
    ],
    'is a trip or something else': [
      'Year 6 trip (half term)',
      'Holiday club',
      'Holiday homework due',
      'INSET day for parents',
      'Bank holiday fundraiser',
      'Break',
      'Training',
      'School council holiday',
    ],
    doubts: ['School closed?', 'INSET day (TBC)', 'Provisional INSET day', 'School may be closed', 'INSET day or not'],
    'marks a day': [
      'Back to school after half term',
      'Break up for Christmas holidays',
      'Last day before half term',
      'Holiday starts',
    ],
  }
  it.each(Object.entries(NAMES).flatMap(([what, names]) => names.map((name) => [what, name])))('%s: %s', (_, name) =>
    expect(meaningOf(name)).not.toBe('closed'),
  )
})

describe('terms', () => {
  it.each([
    ['Autumn term', 'term'],
    ['Autumn Term 2026', 'term'],
    ['Spring term 2026/27', 'term'],
    ['Term 1', 'term'],
    ['Term 3 of 6', 'term'],
    ['School term', 'term'],
    ['Michaelmas term', 'term'],
    ['Autumn half term 1', 'half'],
    ['Half term 6', 'half'],
    ['Summer term second half', 'half'],
    ['First half of spring term', 'half'],
    ['Autumn 1', 'half'],
    ['First day of term', 'first-day'],
    ['Start of the Spring Term', 'first-day'],
    ['Spring term begins for all pupils', 'first-day'],
    ['Last day of term', 'last-day'],
    ['End of Autumn Term - school closes at 1.30pm', 'last-day'],
    ['Summer term ends', 'last-day'],
  ])('%s', (name, meaning) => expect(meaningOf(name)).toBe(meaning))

  it.each([
    'Spring term book fair',
    'Term time only',
    'Term dates published',
    'Autumn term (Year 7 only)',
    'Last day of term for Year 11',
    'First day of term (staff)',
    'Autumn term menu',
  ])('%s is no term and no end of one', (name) => expect(meaningOf(name)).toBeNull())

  it('an end of a part of the school does not end the term of the rest', () => {
    const marks = [allDay('First day of autumn term', '20260902'), allDay('Last day of term for Year 11', '20261204')]
    expect(read(calendar(...marks, allDay('Last day of autumn term', '20261218'))).terms).toEqual([
      { from: '2026-09-02', to: '2026-12-18' },
    ])
  })
  it('of two ends before the next beginning the later counts: a term that is too long closes nothing', () => {
    const marks = [
      allDay('Autumn term begins', '20260902'),
      allDay('Term ends', '20261023'),
      allDay('Term ends', '20261218'),
      allDay('Spring term begins', '20270104'),
      allDay('End of spring term', '20270325'),
    ]
    expect(read(calendar(...marks)).terms).toEqual([
      { from: '2026-09-02', to: '2026-12-18' },
      { from: '2027-01-04', to: '2027-03-25' },
    ])
  })
  it('a numbered half of a term that is as short as a holiday is neither', () =>
    expect(read(calendar(AUTUMN, allDay('Autumn half term 1', '20261026', '20261031')))).toMatchObject({
      closed: [],
      leftOut: ['Autumn half term 1'],
    }))
})

describe("the school's name before each event", () => {
  const BEFORE: readonly (readonly [string, (name: string) => string])[] = [
    ['a colon', (name) => `Example Primary: ${name}`],
    ['a dash', (name) => `Example Primary School - ${name}`],
    ['a long dash', (name) => `St Fiction’s C of E Academy – ${name}`],
    ['a bar', (name) => `Example Primary | ${name}`],
    ['nothing', (name) => `Example Primary ${name}`],
  ]
  it.each(BEFORE)('with %s after it', (_, named) => {
    const lines = calendar(
      allDay(named('Autumn term'), '20260902', '20261219'),
      allDay(named('half-term'), '20261026', '20261027'),
      allDay(named('INSET day'), '20261116'),
      allDay(named('Nursery closed'), '20261117'),
    )
    expect(closedDays(lines)).toEqual(['2026-10-26', '2026-11-16'])
    expect(read(lines).leftOut).toEqual([named('Nursery closed')])
  })

  it('is taken off where somebody typed it, though not all events have it', () => {
    const lines = calendar(AUTUMN, allDay("Example Primary's INSET day", '20261116'))
    expect(closedDays(lines, 'Example Primary')).toEqual(['2026-11-16'])
    expect(closedDays(lines)).toEqual([])
  })
  it('of a nursery is a part of a school, until somebody types it', () => {
    const lines = calendar(
      allDay('Acorns Nursery: Autumn term', '20260902', '20261219'),
      allDay('Acorns Nursery: closed', '20261116'),
    )
    expect(() => closedDays(lines)).toThrow(/it has Acorns Nursery: Autumn term; Acorns Nursery: closed\. Where each begins/)
    expect(closedDays(lines, 'Acorns Nursery')).toEqual(['2026-11-16'])
  })
  it.each([
    ['a part', ['Year 6: closed', 'Year 6: Autumn term']],
    ['a denial', ['Not: closed', 'Not: Autumn term']],
    ['a place, beside terms of the school', ['Autumn term', 'Car park: closed', 'Car park: holiday']],
    ['a cancellation', ['Cancelled: INSET day', 'Cancelled: Autumn term']],
  ])('is not what %s says', (_, names) => {
    const reader = readerFor(names, '')
    expect(names.map((name) => reader(name)).filter((meaning) => meaning === 'closed')).toEqual([])
  })
})

it('words that limit a description', () => {
  expect(['Staff only', 'Happy New Year', 'School closed to all pupils'].map(hasLimits)).toEqual([false, false, false])
  expect(['Open to Year 11', 'pre-school', 'Except nursery', 'School will not be closed'].map(hasLimits)).toEqual([
    true,
    true,
    true,
    true,
  ])
})

it('a name that could be read in very many ways is read at once', () => {
  const slow = ['may 1 ', 'staff training day ', '1st may ', 'half term ', 'the of and '].map((part) => part.repeat(30))
  for (const name of slow) expect(meaningOf(`${name}x`)).toBeNull()
  for (const name of slow) expect(meaningOf(`${name.slice(0, 118)} x`)).toBeNull()
})
