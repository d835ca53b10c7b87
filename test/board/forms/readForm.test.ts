/** What becomes of fields that are blank, unknown, unreadable or too many. */
import fc from 'fast-check'
import { EVENT_NAMES, type EventName } from '../../../machines/rules/events.ts'
import { shapesOfEvent } from '../../../src/board/forms/formOf.ts'
import { MOST_FIELDS, readForm } from '../../../src/board/forms/read.ts'

const read = (event: EventName, fields: Readonly<Record<string, string | readonly string[]>>) => {
  const sent = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) sent.append(name, String(one))
  return readForm(shapesOfEvent(event), sent)
}

it('leaves out what is blank, and keeps what must be there for the API to say what it lacks', () => {
  const { data, time, issues } = read('bail.granted', {
    '/time': '',
    '/data/bail': ' B-1 ',
    '/data/suspect': '\u200b',
    '/data/rationale': 'One.\r\nTwo.',
    '/data/victimViews/views': '',
    '/data/by/id': '',
  })
  expect({ data, time, issues }).toEqual({
    data: { bail: 'B-1', rationale: 'One.\nTwo.', conditions: [], victimViews: {} },
    time: null,
    issues: [],
  })
})

it('refuses one field with two answers, and leaves out neither in silence', () => {
  const { issues, typed } = read('log.noted', { '/data/text': ['He has left.', 'He has a knife.'] })
  expect(issues).toEqual([{ pointer: '/data/text', detail: 'This was sent with more than one answer. Give one.' }])
  expect(typed.get('/data/text')).toEqual(['He has left.', 'He has a knife.'])
  expect(read('log.noted', { '/data/text': ['He has left.', 'He has left.'] }).issues).toEqual([])
})

it('reads yes, no and the third answer', () => {
  const seen = (value: string) => read('unit.arrived', { '/data/victimSeen': value }).data.victimSeen
  expect(['true', 'false', 'null', ''].map(seen)).toEqual([true, false, null, undefined])
  expect(read('unit.arrived', { '/data/victimSeen': 'maybe' }).issues).toEqual([
    { pointer: '/data/victimSeen', detail: 'Choose one of the answers.' },
  ])
})

it('says of what it cannot read where it is', () => {
  const { issues } = read('incident.reported', { '/data/location/lat': 'abc', '/data/receivedAt': 'soon', '/data/colour': 'red' })
  expect(issues.map(({ pointer }) => pointer)).toEqual(['/data/receivedAt', '/data/location/lat', '/data/colour'])
})

it('asks which of two hours is meant, and takes the answer', () => {
  const twice = { '/time': '2026-10-25T01:30' }
  expect(read('call.cut-off', twice).issues).toMatchObject([{ pointer: '/time' }])
  expect(read('call.cut-off', { ...twice, 'clocks:/time': 'second' }).time).toBe('2026-10-25T01:30:00.000Z')
})

it('moves rows up where others were left blank, with what was typed', () => {
  const { data, typed, rows } = read('dash.submitted', {
    '/data/children/0/personRef': '',
    '/data/children/1/personRef': 'P-3',
    '/data/children/1/present': 'false',
    add: '/data/children',
  })
  expect(data.children).toEqual([{ personRef: 'P-3', present: false }])
  expect(typed.get('/data/children/0/personRef')).toEqual(['P-3'])
  expect(rows.get('/data/children')).toBe(3)
})

it('takes a hundred rows, and says that there were more', () => {
  const names = Array.from({ length: 150 }, (_, at) => [`/data/persons/${at}/name`, `Person ${at}`])
  const { data, rows, issues } = read('incident.reported', { ...Object.fromEntries(names), add: '/data/persons' })
  expect(data.persons).toHaveLength(100)
  expect(issues).toContainEqual({ pointer: '/data/persons', detail: 'At most 100 can be recorded at once.' })
  expect(rows.get('/data/persons')).toBe(100)
})

it('takes an order without an end only where somebody says so, and not beside an end', () => {
  const ends = (value: string | string[]) => read('order.granted', { '/data/expiresAt': value })
  expect(ends(['', 'null']).data.expiresAt).toBeNull()
  expect(ends('').data).not.toHaveProperty('expiresAt')
  expect(ends(['2026-12-01T10:00', 'null']).issues).toMatchObject([{ pointer: '/data/expiresAt' }])
})

it('keeps words of the force as codes, however they are typed', () => {
  const { data } = read('bail.varied', { '/data/conditions': 'No contact\r\n\r\nnot at the school\r\n' })
  expect(data.conditions).toEqual(['no-contact', 'not-at-the-school'])
})

it('leaves out the topics that nobody answered, and keeps the one that was half answered', () => {
  const { data } = read('dash.submitted', {
    ...{ '/data/answers/injury/answer': 'yes', '/data/answers/injury/comment': '' },
    ...{ '/data/answers/weapons/answer': '', '/data/answers/weapons/comment': '' },
    ...{ '/data/answers/stalking/answer': '', '/data/answers/stalking/comment': 'At work.' },
    ...{ '/data/followUps/hba/truanting/answer': '', '/data/followUps/hba/truanting/comment': '' },
  })
  expect(data).toEqual({ answers: { injury: { answer: 'yes' }, stalking: { comment: 'At work.' } } })
})

it('reads answers by names, also a name with a slash', () => {
  const { data } = read('dash.submitted', { '/data/answers/a~1b/answer': 'yes', '/data/answers/a~1b/comment': '' })
  expect(data.answers).toEqual({ 'a/b': { answer: 'yes' } })
})

it('reads no more fields than an event has', () => {
  const many = Object.fromEntries(Array.from({ length: MOST_FIELDS + 1 }, (_, at) => [`x${at}`, '']))
  expect(read('call.cut-off', many).issues).toHaveLength(1)
})

it('reads anything at all without failing', () => {
  const names = fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom('data', 'persons', 'answers', '0', '99', '__proto__', 'role', 'by', 'id', '~1', ''), {
        maxLength: 6,
      })
      .map((parts) => `/${parts.join('/')}`),
  )
  fc.assert(
    fc.property(fc.constantFrom(...EVENT_NAMES), fc.array(fc.tuple(names, fc.string()), { maxLength: 30 }), (event, fields) => {
      const { data } = readForm(shapesOfEvent(event), new URLSearchParams(fields as [string, string][]))
      expect(JSON.parse(JSON.stringify(data))).toBeInstanceOf(Object)
      expect(({} as Record<string, unknown>).answer).toBeUndefined()
    }),
  )
})
