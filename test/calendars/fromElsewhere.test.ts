import { schoolsFromCsv } from '../../src/calendars/fromCsv.ts'
import { holidaysFromGovUk } from '../../src/calendars/fromGovUk.ts'
import { schoolFromICalendar } from '../../src/calendars/fromICalendar.ts'

describe('school terms from a spreadsheet', () => {
  const csv = (text: string) => schoolsFromCsv({ file: 'terms.csv', text })

  it('takes terms, closed days and a school that follows an authority, as a spreadsheet saves them', () => {
    const text = [
      '\uFEFFSchool,Kind,From,To,Note,Follows',
      'Wessex County,term,02/09/2026,18/12/2026,"autumn, long",',
      'Wessex County,closed,2026-10-26,2026-10-30,half-term,',
      '',
      'St Brigid,,,,,Wessex County',
      ' St Brigid ,closed,23/11/2026,,training,',
      ',,,,,',
    ].join('\r\n')
    expect(csv(text)).toEqual({
      'Wessex County': {
        terms: [{ from: '2026-09-02', to: '2026-12-18' }],
        closed: [{ from: '2026-10-26', to: '2026-10-30' }],
      },
      'St Brigid': { follows: 'Wessex County', closed: [{ from: '2026-11-23', to: '2026-11-23' }] },
    })
  })

  it.each([
    ['a column that is missing', 'school,kind,from\n', /terms\.csv:1:1 .*it has no to/],
    ['an unknown kind', 'school,kind,from,to\nA,holiday,2026-10-26,2026-10-30\n', /terms\.csv:2:1 kind: must be term or closed/],
    [
      'a day that does not exist',
      'school,kind,from,to\nA,term,2026-09-02,\nA,term,31/02/2027,\n',
      /terms\.csv:3:1 from: must be a day/,
    ],
    ['an American date', 'school,kind,from,to\nA,term,12/31/2026,\n', /terms\.csv:2:1 from: must be a day/],
    [
      'days in the wrong order',
      'school,kind,from,to\nA,term,2026-09-02,2026-09-01\n',
      /terms\.csv:2:1 to: must not be before from/,
    ],
    [
      'a closing that no holiday is as long as',
      'school,kind,from,to\nA,closed,2026-10-26,2027-10-30\n',
      /terms\.csv:2:1 to: closes A for 370 days, longer than school\.holidays/,
    ],
    ['no school', 'school,kind,from,to\n,term,2026-09-02,\n', /terms\.csv:2:1 school: is required/],
    ['two authorities', 'school,kind,from,to,follows\nA,,,,B\nA,,,,C\n', /terms\.csv:3:1 follows: A follows another/],
    ['a line that is too short', 'school,kind,from,to\nA,term\n', /terms\.csv:2:1 /],
    ['an open quotation', 'school,kind,from,to\n"A,term,2026-09-02,\n', /terms\.csv:\d:1 /],
    ['nothing at all', 'school,kind,from,to\n', /terms\.csv: names no school/],
  ])('names %s by its line', (_, text, message) => expect(() => csv(text)).toThrow(message))
})

describe("a school's calendar from iCalendar", () => {
  const event = (lines: string) =>
    `BEGIN:VEVENT\nUID:${lines.length}-${lines.replaceAll(/\W/g, '')}@example.org\nDTSTAMP:20260701T090000Z\n${lines}\nEND:VEVENT`
  const ics = (...events: string[]) =>
    schoolFromICalendar(
      {
        file: 'st-brigid.ics',
        text: ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//EN', ...events.map(event), 'END:VCALENDAR']
          .join('\n')
          .replaceAll('\n', '\r\n'),
      },
      'Europe/London',
    )
  const AUTUMN = 'SUMMARY:Autumn term\nDTSTART;VALUE=DATE:20260902\nDTEND;VALUE=DATE:20261219'

  it('takes terms and what schools call a closed day, and leaves out what it does not understand', () => {
    expect(
      ics(
        AUTUMN,
        'SUMMARY:Half-term\nDTSTART;VALUE=DATE:20261026\nDTEND;VALUE=DATE:20261031',
        'SUMMARY:INSET day (school closed)\nDTSTART;VALUE=DATE:20261123',
        'SUMMARY:Sports day\nDTSTART;VALUE=DATE:20261002',
        'SUMMARY:Holiday club\nDTSTART;VALUE=DATE:20261027\nDTEND;VALUE=DATE:20261029',
        'SUMMARY:Non-uniform day\\, last day before half term\nDTSTART;VALUE=DATE:20261023',
        'SUMMARY:School closes at noon\nDTSTART;VALUE=DATE:20261218',
        'SUMMARY:INSET day\nDTSTART;VALUE=DATE:20261124\nSTATUS:CANCELLED',
      ),
    ).toEqual({
      terms: [{ from: '2026-09-02', to: '2026-12-18' }],
      closed: [
        { from: '2026-10-26', to: '2026-10-30' },
        { from: '2026-11-23', to: '2026-11-23' },
      ],
      leftOut: ['Sports day', 'Holiday club', 'Non-uniform day, last day before half term', 'School closes at noon'],
      understood: ['Autumn term', 'Half-term', 'INSET day (school closed)'],
    })
  })

  it('takes the half of a term for a term and no half-term, and says with its days what is too long', () => {
    const { terms, closed, leftOut } = ics(
      'SUMMARY:Autumn Half Term 1\nDTSTART;VALUE=DATE:20260902\nDTEND;VALUE=DATE:20261024',
      'SUMMARY:Autumn half-term\nDTSTART;VALUE=DATE:20261024\nDTEND;VALUE=DATE:20261109',
      'SUMMARY:Spring half-term\nDTSTART;VALUE=DATE:20270213\nDTEND;VALUE=DATE:20270302',
      'SUMMARY:Summer Half Term 2\nDTSTART;VALUE=DATE:20270607\nDTEND;VALUE=DATE:20270722',
      'SUMMARY:Christmas holidays\nDTSTART;VALUE=DATE:20261219\nDTEND;VALUE=DATE:20270111',
      'SUMMARY:Easter holidays\nDTSTART;VALUE=DATE:20270326\nDTEND;VALUE=DATE:20270419',
      'SUMMARY:Summer holidays\nDTSTART;VALUE=DATE:20270722\nDTEND;VALUE=DATE:20270902',
      AUTUMN,
    )
    expect({ terms, closed, leftOut }).toEqual({
      terms: [
        { from: '2026-09-02', to: '2026-10-23' },
        { from: '2026-09-02', to: '2026-12-18' },
        { from: '2027-06-07', to: '2027-07-21' },
      ],
      closed: [
        { from: '2026-10-24', to: '2026-11-08' },
        { from: '2026-12-19', to: '2027-01-10' },
        { from: '2027-07-22', to: '2027-09-01' },
      ],
      leftOut: [
        'Spring half-term (2027-02-13 to 2027-03-01: too long for closed days)',
        'Easter holidays (2027-03-26 to 2027-04-18: too long for closed days)',
      ],
    })
  })

  it.each([
    'Main car park closed for resurfacing',
    'Kitchen closed - packed lunch',
    'Holiday homework due',
    'Bank holiday fundraiser',
    'Year 6 training day - cycling proficiency',
    'Library closed',
  ])('%s shuts no school: it is left out, and named', (name) =>
    expect(ics(AUTUMN, `SUMMARY:${name}\nDTSTART;VALUE=DATE:20261116`)).toMatchObject({ closed: [], leftOut: [name] }),
  )

  it.each([
    'School closed to all pupils (INSET)',
    'Half term holiday',
    'October Half-Term Break',
    'Early May Bank Holiday - School Closed',
    'INSET Day 3',
    "Teachers' training day",
    'Occasional Day',
    'Non-pupil day (staff only)',
  ])('%s is a day on which nobody is there', (name) =>
    expect(ics(AUTUMN, `SUMMARY:${name}\nDTSTART;VALUE=DATE:20261116`)).toMatchObject({
      closed: [{ from: '2026-11-16', to: '2026-11-16' }],
      leftOut: [],
    }),
  )

  it('uses categories where there are any', () => {
    const { terms, closed, leftOut } = ics(
      'SUMMARY:Michaelmas\nCATEGORIES:Term\nDTSTART;VALUE=DATE:20260902\nDTEND;VALUE=DATE:20261219',
      'SUMMARY:Exeat\nCATEGORIES:BOARDING,CLOSED\nDTSTART;VALUE=DATE:20261009\nDTEND;VALUE=DATE:20261013',
    )
    expect({ terms, closed, leftOut }).toEqual({
      terms: [{ from: '2026-09-02', to: '2026-12-18' }],
      closed: [{ from: '2026-10-09', to: '2026-10-12' }],
      leftOut: [],
    })
  })

  it('makes a term of its first and last day', () => {
    const { terms } = ics(
      'SUMMARY:First day of autumn term\nDTSTART;VALUE=DATE:20260902',
      'SUMMARY:Spring term begins\nDTSTART;VALUE=DATE:20270104',
      'SUMMARY:End of autumn term\nDTSTART;VALUE=DATE:20261218',
      'SUMMARY:Last day of term\nDTSTART;VALUE=DATE:20270325',
    )
    expect(terms).toEqual([
      { from: '2026-09-02', to: '2026-12-18' },
      { from: '2027-01-04', to: '2027-03-25' },
    ])
  })

  it('takes what lies between holidays for term when nothing else is said', () => {
    const { terms } = ics(
      'SUMMARY:Christmas holidays\nDTSTART;VALUE=DATE:20261219\nDTEND;VALUE=DATE:20270104',
      'SUMMARY:Summer holidays\nDTSTART;VALUE=DATE:20260722\nDTEND;VALUE=DATE:20260902',
    )
    expect(terms).toEqual([{ from: '2026-07-22', to: '2027-01-03' }])
  })

  it('repeats an event as its rule says, without its exceptions', () => {
    const { closed } = ics(
      AUTUMN,
      'SUMMARY:Staff day\nDTSTART;VALUE=DATE:20261106\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20261113',
    )
    expect(closed).toEqual([
      { from: '2026-11-06', to: '2026-11-06' },
      { from: '2026-11-20', to: '2026-11-20' },
    ])
  })

  it.each(['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'FREQ=DAILY;COUNT=24'])(
    'leaves out what closes one day after the other for longer than a holiday may be: %s',
    (rule) => {
      const { closed, leftOut } = ics(AUTUMN, `SUMMARY:INSET day\nDTSTART;VALUE=DATE:20261116\nRRULE:${rule}`)
      expect([closed, leftOut]).toEqual([
        [],
        [expect.stringMatching(/^INSET day \(repeats from 2026-11-16 to .*too long for closed days\)$/)],
      ])
      const week = ics(AUTUMN, 'SUMMARY:Half term\nDTSTART;VALUE=DATE:20261026\nRRULE:FREQ=DAILY;COUNT=5')
      expect([week.closed.length, week.leftOut]).toEqual([5, []])
    },
  )

  it('reads a rule without end to the last day that the calendar names, and refuses it where there is no such day', () => {
    const endless = 'SUMMARY:Staff day\nDTSTART;VALUE=DATE:20261006\nRRULE:FREQ=MONTHLY;BYDAY=1TU'
    expect(ics(AUTUMN, endless).closed.map(({ from }) => from)).toEqual(['2026-10-06', '2026-11-03', '2026-12-01'])
    expect(() => ics(endless)).toThrow(/"Staff day" repeats without end, and no other event says when the school year ends/)
  })

  it.each([
    ['FREQ=WEEKLY', 'without end'],
    ['FREQ=WEEKLY;INTERVAL=2', 'without end'],
    ['FREQ=DAILY;INTERVAL=7', 'without end'],
    ['FREQ=MONTHLY;BYDAY=FR', 'without end'],
    ['FREQ=WEEKLY;UNTIL=20281231', 'for more than a year'],
    ['FREQ=WEEKLY;COUNT=54', 'for more than a year'],
  ])('leaves out what would close a weekday for ever, and names it: %s', (rule, how) => {
    const { closed, leftOut } = ics(AUTUMN, `SUMMARY:Training day\nDTSTART;VALUE=DATE:20261204\nRRULE:${rule}`)
    expect([closed, leftOut]).toEqual([[], [`Training day (repeats every week ${how}: no school closes so)`]])
  })

  it('closes the Fridays of a term whose end the rule names, and Christmas every year', () => {
    const fridays = 'SUMMARY:School closed\nDTSTART;VALUE=DATE:20261204\nRRULE:FREQ=WEEKLY;UNTIL=20261218'
    const christmas = 'SUMMARY:School closed for Christmas\nDTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY'
    expect(ics(AUTUMN, fridays).closed.map(({ from }) => from)).toEqual(['2026-12-04', '2026-12-11', '2026-12-18'])
    expect(ics(AUTUMN, christmas).closed.map(({ from }) => from)).toEqual(['2025-12-25'])
  })

  it('takes an event with hours for the days that it covers whole in London', () => {
    const { closed } = ics(
      AUTUMN,
      'SUMMARY:INSET\nDTSTART:20260930T230000Z\nDTEND:20261001T150000Z',
      'SUMMARY:INSET day\nDTSTART;TZID=Europe/London:20261105T090000\nDTEND;TZID=Europe/London:20261105T150000',
      'SUMMARY:School closed\nDTSTART:20261110T000000\nDTEND:20261111T000000',
    )
    expect(closed).toEqual([{ from: '2026-11-10', to: '2026-11-10' }])
  })

  it('refuses a file that is no calendar, and a calendar without terms', () => {
    expect(() => schoolFromICalendar({ file: 'x.ics', text: 'hello' }, 'Europe/London')).toThrow(
      /x\.ics: is not an iCalendar file/,
    )
    expect(() => ics('SUMMARY:Sports day\nDTSTART;VALUE=DATE:20261002')).toThrow(
      /has no event that is a term or a holiday; it has Sports day\. Where each begins with/,
    )
  })
})

describe("GOV.UK's list of bank holidays", () => {
  const DAYS = ['01-03', '04-14', '04-17', '05-01', '05-29', '08-28', '12-25', '12-26']
  const event = (date: string, title = 'A holiday', notes = '') => ({ title, date, notes, bunting: true })
  const feed = {
    'england-and-wales': {
      division: 'england-and-wales',
      events: [event('2028-01-03', "New Year's Day", 'Substitute day'), ...DAYS.slice(1).map((day) => event(`2028-${day}`))],
    },
    scotland: { division: 'scotland', events: [event('2028-01-04', '2nd January')] },
  }
  const read = (raw: unknown) => holidaysFromGovUk({ file: 'bank-holidays.json', text: JSON.stringify(raw) })
  const listOf = (...dates: string[]) => ({ 'england-and-wales': { events: dates.map((date) => event(date)) } })
  const year = (number: number) => DAYS.map((day) => `${number}-${day}`)

  it('is taken as it is published, and covers its last year', () => {
    const { bankHolidays, leftOut } = read(feed)
    expect(bankHolidays).toMatchObject({ source: 'GOV.UK bank holidays, England and Wales', coveredTo: '2028-12-31' })
    expect(Object.keys(bankHolidays.dates)).toEqual(year(2028))
    expect(bankHolidays.dates['2028-01-03']).toBe("New Year's Day (Substitute day)")
    expect(leftOut).toEqual([])
  })

  it('covers no year of which it has a day or seven, nor a year after it', () => {
    const { bankHolidays, leftOut } = read(listOf(...year(2028), ...year(2029).slice(1), ...year(2030), '2031-01-01'))
    expect(bankHolidays.coveredTo).toBe('2028-12-31')
    expect(Object.keys(bankHolidays.dates)).toEqual(year(2028))
    expect(leftOut).toEqual(['2029', '2030', '2031'])
  })

  it.each([
    ['another division alone', { scotland: feed.scotland }, /england-and-wales is required/],
    [
      'a date that does not exist',
      { 'england-and-wales': { events: [{ title: 'x', date: '3 January' }] } },
      /events\.0\.date must be a day/,
    ],
    ['no events', { 'england-and-wales': { events: [] } }, /events needs at least one entry/],
    ['one day of a year', listOf('2028-01-03'), /has no year whole: 2028 needs 8 days at least/],
  ])('is refused with %s', (_, raw, message) => expect(() => read(raw)).toThrow(message))
})
