/** What the pages about duty say, without a server: times over clock changes, counts, fields and fates in words. */
import { doneWords, rowOf } from '../../../src/board/pages/deliveries/model.ts'
import { exactlyIn, type Found, questionIn } from '../../../src/board/pages/find/model.ts'
import { fateOf, fieldWords, mistakesOf, readSent, rowOf as refusedRow, turned } from '../../../src/board/pages/refusals/model.ts'
import { daysInWords, NOTHING_TYPED, overrideOf, rolesSeen, wallTime } from '../../../src/board/pages/rota/model.ts'
import { onDutyView, rotaView } from '../../../src/engine/duty/views.ts'
import type { DeliveryItem } from '../../../src/engine/notifications/seen.ts'
import { dutyOf } from '../../support/duty.ts'

const LONDON = 'Europe/London'

describe('who is on duty', () => {
  it.each([
    ['2026-10-24T23:30:00.000Z', 'Sun 25 Oct 00:30'],
    ['2026-10-25T00:30:00.000Z', 'Sun 25 Oct 01:30 BST'],
    ['2026-10-25T01:30:00.000Z', 'Sun 25 Oct 01:30 GMT'],
    ['2026-10-25T02:00:00.000Z', 'Sun 25 Oct 02:00'],
    ['2026-03-29T00:59:00.000Z', 'Sun 29 Mar 00:59'],
    ['2026-03-29T01:00:00.000Z', 'Sun 29 Mar 02:00'],
  ])('writes %s as %s', (instant, words) => expect(wallTime(instant, LONDON)).toBe(words))

  it.each([
    [['mon', 'tue', 'wed', 'thu', 'fri'], 'Mon to Fri'],
    [['sun', 'sat'], 'Sat, Sun'],
    [['mon', 'wed', 'thu'], 'Mon, Wed, Thu'],
    [['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], 'every day'],
  ])('writes %j as %s', (days, words) => expect(daysInWords(days)).toBe(words))

  it('says how long a night lasts in which the clocks go back, and who is told while nobody is on duty', () => {
    const duty = dutyOf()
    const [from, to] = ['2026-10-24T20:00:00.000Z', '2026-10-25T10:00:00.000Z']
    const rota = { items: rotaView(duty, 'supervisor', from, to), next: null, from, to }
    const [role] = rolesSeen(onDutyView(duty, 'supervisor', from), rota)
    expect(role).toMatchObject({ now: [], falls: 'Alerts go at once to the force incident manager: fim-1.', holes: 1 })
    expect(role?.spans).toMatchObject([
      {
        fromWords: 'Sat 24 Oct 21:00',
        toWords: 'Sun 25 Oct 07:00',
        lasts: '11 h',
        note: 'The clocks go back in this time.',
        people: [],
      },
      { lasts: '3 h', note: '', people: [{ person: 'sup-1', why: 'every day 07:00 to 19:00' }, { person: 'sup-2' }] },
    ])
    expect(role?.standing.map(({ person }) => person)).toEqual(['sup-1', 'sup-2'])
    expect(role?.everybody.map(({ person }) => person)).toEqual(['sup-1', 'sup-2', 'sup-3'])
  })

  it('posts whom the form names, and finds the field of each again', () => {
    const { body, nameOf } = overrideOf('supervisor', {
      ...NOTHING_TYPED,
      people: ['', 'sup-2', '', 'sup-3'],
      instead: ['sup-1'],
    })
    expect(body).toEqual({ role: 'supervisor', from: '', to: '', people: ['sup-2', 'sup-3'], instead: ['sup-1'] })
    expect(['/people/0', '/people/1', '/people', '/instead/0', '/to'].map(nameOf)).toEqual([
      ...['/people/1', '/people/3', '/people/0', '/instead', '/to'],
    ])
  })
})

describe('messages', () => {
  const one: DeliveryItem = {
    ...{ id: '1', alert: 'WK-1-a1', incident: 'WK-1', kind: 'attendance-overdue', severity: 'high', level: 1, count: 1 },
    ...{ about: 'ended', way: 'sms', role: 'supervisor', status: 'dead', tries: 9, writtenAt: '2026-11-20T22:00:00.000Z' },
  }

  it('names nobody of a restricted incident, and offers to send again what failed only', () => {
    expect(rowOf({ ...one, restricted: true }, true)).toMatchObject({
      ...{ person: 'not shown: the incident is restricted', way: 'text message', canReplay: true, isBad: true },
    })
    expect(rowOf(one, false).canReplay).toBe(false)
    expect(rowOf({ ...one, status: 'sent' }, true).canReplay).toBe(false)
    expect(rowOf(one, true).what).toMatch(/: said that it has ended$/)
  })

  it.each([
    ['replayed-3-0-0-0-0', '3 messages are sent again now.'],
    [
      'replayed-1-12-2-1-1',
      '1 message is sent again now. 2 left out, since the alert has ended. 1 left out, since somebody has the alert. 1 being sent at this moment. 12 still to be sent again: press the button once more.',
    ],
    ['ended', 'The alert is ended.'],
    ['constructor', ''],
    ['replayed-<b>', ''],
  ])('says of %s what was done', (code, words) => expect(doneWords(code)).toBe(words))
})

describe('refused reports', () => {
  it.each([
    ['/data/persons/0/dateOfBirth', 'Persons, 1, date of birth'],
    ['/time', 'Time'],
    ['/data', 'Data'],
    ['', ''],
    ['/data/a~1b~0c', 'A/b~c'],
  ])('calls the field of %s %j', (pointer, words) => expect(fieldWords(pointer)).toBe(words))

  it('says who wrote what the board sent, and which system sent the rest', () => {
    const one = { refusal: '1', at: '2026-11-20T21:00:00Z', code: 'x', incident: 'WK-1', type: null, id: null, problem: {} }
    const sender = (told: object) =>
      refusedRow({ ...one, ...{ role: 'supervisor' as const, source: 'urn:cad' }, ...told }, new Set()).sender
    expect(sender({ by: 'sup-1', source: 'urn:reassess:board' })).toBe('sup-1 (supervisor), by the board')
    expect(sender({ source: 'urn:reassess:board' })).toBe('the board (supervisor)')
    expect(sender({})).toBe('urn:cad (supervisor)')
    expect(sender({ source: null })).toBe('Supervisor')
  })

  it('quotes the sentence that is wrong, and says what was sent in the words of its form', () => {
    const data = { text: 'No car was free. He\u202E left.', checksRepeated: ['orders'] }
    const read = readSent({ type: 'uk.police.da.call.received.v1', sent: JSON.stringify({ data }) })
    const errors = [{ pointer: '/data/text', detail: 'characters 0 to 16: says nothing of the risk', start: 0, end: 16 }]
    expect(mistakesOf({ problem: { detail: 'Until 2020-01-01T12:00:00Z.', errors } }, read)).toMatchObject({
      ...{ detail: 'Until 1 Jan 2020 12:00.', mistakes: [{ detail: '“No car was free.” says nothing of the risk' }] },
    })
    expect(JSON.stringify(read?.facts)).toContain('[U+202E] left.')
    expect(JSON.stringify(read?.facts)).not.toMatch(/\{\\"|checksRepeated/)
  })

  it.each(['{"data":', 'null', '[]', '{"data":7}', `{"data":${'{"a":'.repeat(12_000)}1${'}'.repeat(12_000)}}`])(
    'shows only as it arrived what cannot be read: %.20s',
    (sent) => expect(() => readSent({ type: 'uk.police.da.call.received.v1', sent })).not.toThrow(),
  )

  it('shows signs that turn a text around', () => expect(turned('a\u202Eb\u2066')).toBe('a[U+202E]b[U+2066]'))

  it('says of each what became of its incident', () => {
    const by = { id: 'sup-1', role: 'supervisor' }
    expect(fateOf('not-reported', null).isOpen).toBe(true)
    expect(fateOf('not-reported', { status: 'acknowledged', acknowledgedBy: by })).toMatchObject({
      words: 'Nobody has reported this incident. No clock runs for it. sup-1 has the alert.',
    })
    expect(fateOf('not-reported', { status: 'resolved', dismissed: { by, reason: 'A test' } })).toEqual({
      ...{ words: 'Nobody has reported it. sup-1 ended the alert: A test', isOpen: false },
    })
    expect([fateOf('reported', null), fateOf('restricted', null), fateOf('none', null)].map(({ isOpen }) => isOpen)).toEqual([
      ...[false, false, false],
    ])
  })
})

describe('a number that leads straight to its incident', () => {
  const question = (reference: string, name = '') => questionIn(new URLSearchParams({ '/reference': reference, '/name': name }))
  const found = (incidents: readonly string[], more: Partial<Found> = {}) =>
    ({ items: incidents.map((incident) => ({ incident })), next: null, restricted: 0, ...more }) as unknown as Found

  it.each([
    ['wk-20261120-0412', found(['WK-20261120-0412']), 'WK-20261120-0412'],
    ['WK 2026 1120 0412', found(['WK-20261120-0412']), 'WK-20261120-0412'],
    ['wk 20261120 412', found(['WK-20261120-0412']), null],
    ['WK-1', found(['WK-1', 'WK1']), null],
    ['WK-1', found(['WK-1'], { restricted: 1 }), null],
    ['WK-1', found(['WK-1'], { next: 'more' }), null],
    ['WK-1', found([]), null],
  ])('%s', (reference, answer, leads) => expect(exactlyIn(question(reference), answer)).toBe(leads))

  it('is asked alone', () => expect(exactlyIn(question('WK-1', 'Person'), found(['WK-1']))).toBeNull())
})
