/**
 * The kinds of files that the public test suites of libical, ical4j, ical.js and icalendar (Python) have, each written anew with events of
 * a school. Most are legal and odd; each is read as its RFC says, or left out by name.
 */
import { AUTUMN, allDay, calendar, closedDays, event, read } from '../fictional.ts'

const INSET = 'SUMMARY:INSET day'
const on = (...lines: string[]) => calendar(AUTUMN, event(INSET, ...lines))
const MONDAY = 'DTSTART;VALUE=DATE:20261116'
const WEEKLY = [MONDAY, 'RRULE:FREQ=WEEKLY;COUNT=3']

describe('lines (RFC 5545 3.1, 3.2)', () => {
  it.each([
    ['folded', ['SUMMARY:INS', ' ET d', '\tay', MONDAY]],
    ['in small letters', ['summary:INSET day', 'dtstart;value=date:20261116']],
    ['with a language and other parameters', ['SUMMARY;LANGUAGE=en-GB;ALTREP="cid:a;b:c@x":INSET day', MONDAY]],
    ['with an empty description', [INSET, 'DESCRIPTION:', MONDAY]],
    [
      'with an alarm inside',
      [INSET, MONDAY, 'BEGIN:VALARM', 'TRIGGER:-PT15M', 'ACTION:DISPLAY', 'SUMMARY:Sports day', 'END:VALARM'],
    ],
    ['without VALUE=DATE', [INSET, 'DTSTART:20261116']],
    ['with a property twice: the first counts', [INSET, MONDAY, 'DTSTART;VALUE=DATE:20261123']],
    ['with properties of others', ['X-WR-ALARMUID:1', INSET, 'X-MICROSOFT-CDO-BUSYSTATUS:OOF', MONDAY]],
  ])('%s', (_, lines) => expect(closedDays(calendar(AUTUMN, event(...lines)))).toEqual(['2026-11-16']))

  it.each([
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['line feeds alone', (text: string) => text.replaceAll('\r\n', '\n')],
    ['carriage returns alone', (text: string) => text.replaceAll('\r\n', '\r')],
    ['blank lines', (text: string) => text.replaceAll('END:VEVENT', 'END:VEVENT\r\n\r\n')],
    ['calendars in small letters', (text: string) => text.replaceAll('BEGIN:', 'begin:').replaceAll('END:', 'end:')],
  ])('with %s', (_, change) => expect(closedDays([change(on(MONDAY).join('\r\n'))])).toEqual(['2026-11-16']))

  it('a line that was broken in two is refused, because it lost what it says', () => {
    const broken = event('SUMMARY:School closed', 'to Year 6: others as usual', MONDAY)
    expect(() => read(calendar(AUTUMN, broken))).toThrow(/school\.ics:15:1 is not an iCalendar file here/)
  })

  it('lines that say nothing of a school year are not looked at, however long; others have a bound', () => {
    const parameters = ';A=b'.repeat(100_000)
    expect(closedDays(on(MONDAY, `X-WR-LONG${parameters}:1`, `ATTACH${parameters}:1`))).toEqual(['2026-11-16'])
    expect(() => read(on(MONDAY, `LOCATION${parameters}:1`))).toThrow(/is longer than 50000 characters/)
  })

  it('an event that lost its first or last line is refused with the line', () => {
    const lines = on(MONDAY)
    for (const lost of ['BEGIN:VEVENT', 'END:VEVENT', 'END:VCALENDAR', 'BEGIN:VCALENDAR'])
      expect(() => read(lines.toSpliced(lines.indexOf(lost), 1))).toThrow(/school\.ics/)
    expect(() => read(lines.toSpliced(lines.indexOf('BEGIN:VEVENT'), 1))).toThrow(
      /school\.ics:9:1 END:VEVENT ends nothing that began/,
    )
  })
})

describe('calendars (RFC 5545 3.4, 3.6)', () => {
  it('several in one file are one calendar', () => {
    expect(read([...calendar(AUTUMN), ...calendar(event(INSET, MONDAY))])).toMatchObject({
      terms: [{ from: '2026-09-02', to: '2026-12-18' }],
      closed: [{ from: '2026-11-16', to: '2026-11-16' }],
    })
  })
  it('tasks, journals, busy times and zones are no events', () => {
    const others = ['VTODO', 'VJOURNAL', 'VFREEBUSY', 'X-SCHOOL'].map((name) => [`BEGIN:${name}`, INSET, MONDAY, `END:${name}`])
    expect(closedDays(calendar(AUTUMN, ...others))).toEqual([])
  })
  it('a calendar that is something else is refused', () => {
    expect(() => read(['BEGIN:VCARD', 'VERSION:4.0', 'FN:School', 'END:VCARD'])).toThrow(/is not an iCalendar file/)
    expect(() => read([])).toThrow(/is not an iCalendar file/)
  })
  it('a zone whose rules never end is not worked out', () => {
    const zone = ['BEGIN:VTIMEZONE', 'TZID:Europe/London', 'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'RRULE:FREQ=SECONDLY']
    const ends = ['TZOFFSETFROM:+0000', 'TZOFFSETTO:+0000', 'END:STANDARD', 'END:VTIMEZONE']
    const whole = event(INSET, 'DTSTART;TZID=Europe/London:20261116T000000', 'DTEND;TZID=Europe/London:20261117T000000')
    expect(closedDays(calendar([...zone, ...ends], AUTUMN, whole))).toEqual(['2026-11-16'])
  })
})

describe('when an event is (RFC 5545 3.3.4-6, 3.6.1)', () => {
  it.each([
    ['a day alone lasts it', [MONDAY], ['2026-11-16']],
    ['the end is the day after', [MONDAY, 'DTEND;VALUE=DATE:20261118'], ['2026-11-16', '2026-11-17']],
    ['an end on the same day is that day', [MONDAY, 'DTEND;VALUE=DATE:20261116'], ['2026-11-16']],
    ['a length in days', [MONDAY, 'DURATION:P2D'], ['2026-11-16', '2026-11-17']],
    ['a length in weeks', [MONDAY, 'DURATION:P1W'], ['16', '17', '18', '19', '20', '21', '22'].map((day) => `2026-11-${day}`)],
    ['from midnight to midnight', ['DTSTART:20261116T000000', 'DTEND:20261117T000000'], ['2026-11-16']],
    ['to the last minute', ['DTSTART:20261116T000000', 'DTEND:20261116T235900'], ['2026-11-16']],
    ['in summer time as UTC has it', ['DTSTART:20260930T230000Z', 'DTEND:20261001T230000Z'], ['2026-10-01']],
    ['over the night when clocks change', ['DTSTART:20261025T000000', 'DURATION:P1D'], ['2026-10-25']],
    ['as Outlook names London', ['DTSTART;TZID=GMT Standard Time:20261116T000000', 'DURATION:P1D'], ['2026-11-16']],
    ['with a path before the zone', ['DTSTART;TZID=/cal.example/Europe/London:20261116T000000', 'DURATION:P1D'], ['2026-11-16']],
  ])('%s', (_, lines, days) => expect(closedDays(on(...lines))).toEqual(days))

  it.each([
    ['no start', [], 'has no DTSTART'],
    ['a start without a value', ['DTSTART:'], 'has a DTSTART that is no known time'],
    ['a month that does not exist', ['DTSTART;VALUE=DATE:20261399'], 'has a DTSTART that is no known time'],
    ['a day that does not exist', ['DTSTART;VALUE=DATE:20260231'], 'has a DTSTART that is no known time'],
    ['a day with dashes', ['DTSTART;VALUE=DATE:2026-11-16'], 'has a DTSTART that is no known time'],
    ['an end before the start', [MONDAY, 'DTEND;VALUE=DATE:20261110'], 'ends before it begins'],
    ['a negative length', [MONDAY, 'DURATION:-P1D'], 'lasts -P1D'],
    ['a length that is no length', [MONDAY, 'DURATION:tomorrow'], 'lasts tomorrow'],
    ['no length', [MONDAY, 'DURATION:'], 'lasts '],
    ['a length of very many weeks', [MONDAY, 'DURATION:P9999999999999W'], 'lasts P9999999999999W'],
    ['an end in very many years', [MONDAY, 'DTEND;VALUE=DATE:99990101'], 'lasts more than 400 days'],
    ['a zone nobody knows', ['DTSTART;TZID=Nowhere:20261116T000000', 'DURATION:P1D'], 'has a DTSTART that is no known time'],
    ['a time alone', ['DTSTART:20261116T000000'], 'is a part of a day'],
    ['lessons', ['DTSTART:20261116T090000', 'DTEND:20261116T150000'], 'is a part of a day'],
    ['hours that are called a day', ['DTSTART;VALUE=DATE:20261116T154500', 'DTEND:20261116T170000'], 'is a part of a day'],
    ['a day of another zone', ['DTSTART;TZID=Asia/Tokyo:20261116T000000', 'DURATION:P1D'], 'is a part of a day'],
  ])('with %s it closes nothing, and is named', (_, lines, why) =>
    expect(read(on(...lines))).toMatchObject({ closed: [], leftOut: [`INSET day (${why})`] }),
  )
})

describe('repetition (RFC 5545 3.8.5)', () => {
  it.each([
    ['a rule', WEEKLY, ['2026-11-16', '2026-11-23', '2026-11-30']],
    ['a rule of one time', [MONDAY, 'RRULE:FREQ=WEEKLY;COUNT=1'], ['2026-11-16']],
    ['a rule in small letters', [MONDAY, 'RRULE:freq=weekly;count=2'], ['2026-11-16', '2026-11-23']],
    ['a rule to a day', [MONDAY, 'RRULE:FREQ=WEEKLY;UNTIL=20261123'], ['2026-11-16', '2026-11-23']],
    ['a rule to an instant', [MONDAY, 'RRULE:FREQ=WEEKLY;UNTIL=20261123T000000Z'], ['2026-11-16', '2026-11-23']],
    ['two rules', [MONDAY, 'RRULE:FREQ=WEEKLY;COUNT=2', 'RRULE:FREQ=DAILY;COUNT=2'], ['2026-11-16', '2026-11-17', '2026-11-23']],
    ['without a day (EXDATE)', [...WEEKLY, 'EXDATE;VALUE=DATE:20261123'], ['2026-11-16', '2026-11-30']],
    ['without its first day', [...WEEKLY, 'EXDATE;VALUE=DATE:20261116'], ['2026-11-23', '2026-11-30']],
    ['without all of its days', [MONDAY, 'RRULE:FREQ=DAILY;COUNT=1', 'EXDATE;VALUE=DATE:20261116'], []],
    ['without days that it never had', [...WEEKLY, 'EXDATE;VALUE=DATE:20261117,20261118,20261123'], ['2026-11-16', '2026-11-30']],
    ['without an hour of a day', [...WEEKLY, 'EXDATE:20261123T090000Z'], ['2026-11-16', '2026-11-30']],
    [
      'with a day more (RDATE)',
      [...WEEKLY, 'RDATE;VALUE=DATE:20261204'],
      ['2026-11-16', '2026-11-23', '2026-11-30', '2026-12-04'],
    ],
    ['with a day more and no rule', [MONDAY, 'RDATE;VALUE=DATE:20261204'], ['2026-11-16', '2026-12-04']],
    ['with a day that it has already', [...WEEKLY, 'RDATE;VALUE=DATE:20261123'], ['2026-11-16', '2026-11-23', '2026-11-30']],
    ['with a day before the first', [MONDAY, 'RDATE;VALUE=DATE:20261109'], ['2026-11-09', '2026-11-16']],
    ['with a day more and without it', [MONDAY, 'RDATE;VALUE=DATE:20261204', 'EXDATE;VALUE=DATE:20261204'], ['2026-11-16']],
    [
      'with periods, each as long as it says',
      ['DTSTART:20261116T000000', 'DURATION:P1D', 'RDATE;VALUE=PERIOD:20261123T000000/P2D,20261201T000000/20261202T000000'],
      ['2026-11-16', '2026-11-23', '2026-11-24', '2026-12-01'],
    ],
    [
      'with a period in a zone',
      ['DTSTART:20261116T000000', 'DURATION:P1D', 'RDATE;VALUE=PERIOD;TZID=Europe/London:20261123T000000/PT24H'],
      ['2026-11-16', '2026-11-23'],
    ],
    [
      'with a period of hours',
      ['DTSTART:20261116T000000', 'DURATION:P1D', 'RDATE;VALUE=PERIOD:20261123T090000/PT6H'],
      ['2026-11-16'],
    ],
    [
      'as the clock of its zone goes, over the change in October',
      ['DTSTART;TZID=Europe/London:20261019T000000', 'DURATION:P1D', 'RRULE:FREQ=WEEKLY;UNTIL=20261026T000000Z'],
      ['2026-10-19', '2026-10-26'],
    ],
    [
      'as UTC goes: from October on it is no whole day',
      ['DTSTART:20261018T230000Z', 'DURATION:P1D', 'RRULE:FREQ=WEEKLY;COUNT=2'],
      ['2026-10-19'],
    ],
  ])('%s', (_, lines, days) => expect(closedDays(on(...lines))).toEqual(days))

  it.each([
    ['an EXRULE (RFC 2445)', [...WEEKLY, 'EXRULE:FREQ=WEEKLY;COUNT=1'], 'has an EXRULE'],
    ['an empty RDATE', [MONDAY, 'RDATE:'], 'has a RDATE that is no known time'],
    ['an EXDATE that is no day', [...WEEKLY, 'EXDATE;VALUE=DATE:20261131'], 'has a EXDATE that is no known time'],
    ['seconds on 30 February', [MONDAY, 'RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30'], 'repeats secondly'],
    ['week numbers', [MONDAY, 'RRULE:FREQ=YEARLY;BYWEEKNO=47;BYDAY=MO'], 'repeats by a rule with BYWEEKNO'],
    ['an end that is no day', [MONDAY, 'RRULE:FREQ=WEEKLY;UNTIL=20261131'], 'repeats until no known time'],
  ])('%s closes nothing, and is named', (_, lines, why) =>
    expect(read(on(...lines))).toMatchObject({ closed: [], leftOut: [`INSET day (${why})`] }),
  )

  it.each([
    [
      'an interval of 0',
      [MONDAY, 'RRULE:FREQ=WEEKLY;INTERVAL=0'],
      /school\.ics:16:1 RRULE:FREQ=WEEKLY;INTERVAL=0: an INTERVAL is a whole number/,
    ],
    ['a frequency that there is not', [MONDAY, 'RRULE:FREQ=FORTNIGHTLY'], /is not an iCalendar file \(invalid frequency/],
    [
      'a day that never comes',
      [MONDAY, 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
      /"INSET day" repeats too often to be worked out/,
    ],
    ['a hundred years of days', [MONDAY, 'RRULE:FREQ=DAILY;UNTIL=21261231'], /"INSET day" repeats too often to be worked out/],
    ['a million times', [MONDAY, 'RRULE:FREQ=DAILY;COUNT=1000000'], /"INSET day" repeats too often to be worked out/],
  ])('%s is refused with its line or its name', (_, lines, message) => expect(() => read(on(...lines))).toThrow(message))

  it('a club may repeat as it likes: what closes nothing is not worked out', () => {
    const clubs = ['FREQ=SECONDLY', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;COUNT=1000000'].map((rule) =>
      event('SUMMARY:Chess club', MONDAY, `RRULE:${rule}`),
    )
    expect(read(calendar(AUTUMN, ...clubs))).toMatchObject({ closed: [], leftOut: ['Chess club'] })
  })
})

describe('changes of occurrences (RFC 5545 3.8.4.4; RFC 5546 2.1.5)', () => {
  const series = event('UID:a@x', INSET, ...WEEKLY)
  const changed = (...lines: string[]) => event('RECURRENCE-ID;VALUE=DATE:20261123', ...lines)
  const days = (...changes: string[][]) => closedDays(calendar(AUTUMN, series, ...changes))

  it('a moved occurrence leaves its old day', () =>
    expect(days(changed('UID:a@x', INSET, 'DTSTART;VALUE=DATE:20261124'))).toEqual(['2026-11-16', '2026-11-24', '2026-11-30']))
  it('a renamed occurrence means what its new name means', () =>
    expect(days(changed('UID:a@x', 'SUMMARY:School open', 'DTSTART;VALUE=DATE:20261123'))).toEqual(['2026-11-16', '2026-11-30']))
  it('an occurrence that becomes hours closes nothing', () =>
    expect(days(changed('UID:a@x', INSET, 'DTSTART:20261123T154500', 'DTEND:20261123T170000'))).toEqual([
      '2026-11-16',
      '2026-11-30',
    ]))
  it('the change of another event changes nothing here', () =>
    expect(days(changed('UID:b@x', 'SUMMARY:Chess club', 'DTSTART;VALUE=DATE:20261123', 'STATUS:CANCELLED'))).toHaveLength(3))
  it('a change without a UID counts for each series that has the day', () =>
    expect(days(changed('UID:', INSET, 'DTSTART;VALUE=DATE:20261123', 'STATUS:CANCELLED'))).toEqual(['2026-11-16', '2026-11-30']))
  it('the change of an occurrence that is not there is named', () => {
    const lost = event('UID:a@x', 'RECURRENCE-ID;VALUE=DATE:20261125', INSET, 'DTSTART;VALUE=DATE:20261126')
    expect(read(calendar(AUTUMN, series, lost)).leftOut).toEqual(['INSET day (changes an occurrence that is not there)'])
  })
  it('this and all that follow', () => {
    const onwards = (...lines: string[]) =>
      event('UID:a@x', 'RECURRENCE-ID;VALUE=DATE;RANGE=thisandfuture:20261123', INSET, ...lines)
    expect(days(onwards('DTSTART;VALUE=DATE:20261124'))).toEqual(['2026-11-16', '2026-11-24', '2026-12-01'])
    expect(days(onwards('DTSTART;VALUE=DATE:20261123', 'STATUS:CANCELLED'))).toEqual(['2026-11-16'])
  })
  it('this and all before are not followed, and the series is named', () => {
    const before = event('UID:a@x', 'RECURRENCE-ID;VALUE=DATE;RANGE=THISANDPRIOR:20261123', INSET, 'STATUS:CANCELLED')
    expect(read(calendar(AUTUMN, series, before))).toMatchObject({
      closed: [],
      leftOut: ['INSET day (changes occurrences with RANGE=THISANDPRIOR)'],
    })
  })
  it('of two revisions of a change the higher SEQUENCE counts', () => {
    const first = changed('UID:a@x', INSET, 'SEQUENCE:1', 'DTSTART;VALUE=DATE:20261124')
    const second = changed('UID:a@x', INSET, 'SEQUENCE:2', 'DTSTART;VALUE=DATE:20261125')
    expect(days(second, first)).toEqual(['2026-11-16', '2026-11-25', '2026-11-30'])
  })
  it('an occurrence whose series is elsewhere is an event of its own', () =>
    expect(closedDays(calendar(AUTUMN, changed('UID:b@x', INSET, 'DTSTART;VALUE=DATE:20261124')))).toEqual(['2026-11-24']))
  it.each([
    ['in UTC', 'RECURRENCE-ID:20261019T080000Z'],
    ['in its zone', 'RECURRENCE-ID;TZID=Europe/London:20261019T090000'],
    ['as a day', 'RECURRENCE-ID;VALUE=DATE:20261019'],
  ])('a day with hours is found %s', (_, id) => {
    const days = event(
      'UID:c@x',
      INSET,
      'DTSTART;TZID=Europe/London:20261012T090000',
      'DURATION:PT47H',
      'RRULE:FREQ=WEEKLY;COUNT=2',
    )
    const cancelled = event('UID:c@x', id, 'STATUS:CANCELLED')
    expect(closedDays(calendar(AUTUMN, days))).toEqual(['2026-10-13', '2026-10-20'])
    expect(closedDays(calendar(AUTUMN, days, cancelled))).toEqual(['2026-10-13'])
  })
})

describe('cancellations and other methods (RFC 5545 3.8.1.11; RFC 5546 1.4, 3.2)', () => {
  const inset = (...lines: string[]) => event('UID:a@x', INSET, MONDAY, ...lines)
  const method = (name: string, ...events: string[][]) => calendar([`METHOD:${name}`], ...events)

  it('a METHOD:CANCEL cancels what its calendar names, whatever the STATUS', () => {
    for (const name of ['CANCEL', 'Cancel'])
      expect(closedDays([...calendar(AUTUMN, inset()), ...method(name, inset('SEQUENCE:1'))])).toEqual([])
  })
  it('a METHOD:CANCEL with a RECURRENCE-ID cancels that occurrence', () => {
    const cancel = method('CANCEL', event('UID:a@x', 'RECURRENCE-ID;VALUE=DATE:20261123'))
    const series = event('UID:a@x', INSET, ...WEEKLY)
    expect(closedDays([...calendar(AUTUMN, series), ...cancel])).toEqual(['2026-11-16', '2026-11-30'])
  })
  it('a series that is cancelled takes its changed occurrences with it', () => {
    const moved = event('UID:a@x', 'RECURRENCE-ID;VALUE=DATE:20261123', INSET, 'DTSTART;VALUE=DATE:20261124')
    expect(closedDays(calendar(AUTUMN, event('UID:a@x', INSET, ...WEEKLY), moved, inset('STATUS:CANCELLED')))).toEqual([])
  })
  it('a cancellation is taken back by a higher SEQUENCE, and by no later DTSTAMP', () => {
    const cancelled = inset('STATUS:CANCELLED', 'SEQUENCE:1')
    expect(closedDays(calendar(AUTUMN, cancelled, inset('SEQUENCE:2')))).toEqual(['2026-11-16'])
    expect(closedDays(calendar(AUTUMN, cancelled, inset('SEQUENCE:1', 'DTSTAMP:20261001T090000Z')))).toEqual([])
    expect(closedDays(calendar(AUTUMN, inset('STATUS:CANCELLED'), inset('SEQUENCE:2')))).toEqual([])
  })
  it('of two revisions the later counts, and the other is named', () => {
    const later = event('UID:a@x', INSET, 'SEQUENCE:1', 'DTSTART;VALUE=DATE:20261117')
    expect(read(calendar(AUTUMN, inset(), later))).toMatchObject({
      closed: [{ from: '2026-11-17', to: '2026-11-17' }],
      leftOut: ['INSET day (a later revision replaces it)'],
    })
  })
  it('events that all have one UID are events nevertheless', () => {
    const other = event('UID:a@x', INSET, 'DTSTART;VALUE=DATE:20261117')
    expect(closedDays(calendar(AUTUMN, inset(), other))).toEqual(['2026-11-16', '2026-11-17'])
  })
  it('a METHOD:ADD adds and replaces nothing', () => {
    const more = method('ADD', event('UID:a@x', INSET, 'SEQUENCE:1', 'DTSTART;VALUE=DATE:20261117'))
    expect(closedDays([...calendar(AUTUMN, inset()), ...more])).toEqual(['2026-11-16', '2026-11-17'])
  })
  it.each(['COUNTER', 'REPLY', 'REFRESH', 'DECLINECOUNTER', 'X-ELSE'])('a METHOD:%s states nothing', (name) =>
    expect(read([...calendar(AUTUMN), ...method(name, inset())])).toMatchObject({
      closed: [],
      leftOut: [`INSET day (METHOD:${name} states nothing)`],
    }),
  )
  it('what is tentative closes nothing', () =>
    expect(read(on(MONDAY, 'STATUS:Tentative'))).toMatchObject({ closed: [], leftOut: ['INSET day (is tentative)'] }))
})

describe('what else an event says', () => {
  it.each(['School is open to Year 11', 'Nursery only', 'Not for Reception', 'Provisional: to be confirmed'])(
    '%s: it closes nothing',
    (about) =>
      expect(read(on(MONDAY, `DESCRIPTION:${about}`))).toMatchObject({
        closed: [],
        leftOut: ['INSET day (its description limits it)'],
      }),
  )
  it('a description that says nothing of it does not matter', () =>
    expect(closedDays(on(MONDAY, 'DESCRIPTION:Staff only. School starts again on Tuesday. Visit www.school.example'))).toEqual([
      '2026-11-16',
    ]))
  it('a category of closed days does not close what its name takes back', () => {
    const closed = (name: string) => event(`SUMMARY:${name}`, 'CATEGORIES:School,Closed', MONDAY)
    expect(closedDays(calendar(AUTUMN, closed('Founders day')))).toEqual(['2026-11-16'])
    expect(closedDays(calendar(AUTUMN, closed('Nursery closed'), closed('Not closed'), closed('Chess club')))).toEqual([])
  })
  it('a category does not make a holiday longer than holidays are', () =>
    expect(read(calendar(AUTUMN, event('SUMMARY:Exeat', 'CATEGORIES:CLOSED', MONDAY, 'DURATION:P30D'))).closed).toEqual([]))
  it('an event without a name closes nothing', () =>
    expect(read(calendar(AUTUMN, event(MONDAY))).leftOut).toEqual(['an event without a name']))
  it('names may be in quotes, with other dashes and blanks', () =>
    expect(closedDays(calendar(AUTUMN, allDay('“Half\u2011term”\u00A0holiday', '20261116')))).toEqual(['2026-11-16']))
})
