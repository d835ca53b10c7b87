/** What the form of a reassessment asks, offers and reads back: without a server. */
import { parseData } from '../../../../machines/rules/events.ts'
import { answeredMeanwhile, demandsOf } from '../../../../src/board/pages/reassess/asked.ts'
import { postedOf } from '../../../../src/board/pages/reassess/dataOf.ts'
import { formOf } from '../../../../src/board/pages/reassess/model.ts'
import { placed, refusalOf } from '../../../../src/board/pages/reassess/refusal.ts'
import { lastShown, nextShown } from '../../../../src/board/pages/reassess/shortTimes.ts'
import { stillMissing } from '../../../../src/board/pages/reassess/stillMissing.ts'
import { COMPLETE } from './filled.ts'
import { knownAt } from './known.ts'

const NOW = Date.parse('2026-11-20T21:30:00.000Z')
const assessor = { id: 'sup-9', role: 'supervisor' }
const formWith = (fields: Readonly<Record<string, string | readonly string[]>>): URLSearchParams => {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
  return form
}
const dataOf = (fields: Parameters<typeof formWith>[0]) => postedOf(formWith(fields), { now: NOW, assessor }).data

describe('a time as it is written at night', () => {
  it.each([
    ['21:05', '2026-11-20T21:30:00Z', '2026-11-20T21:05:00'],
    ['2105', '2026-11-20T21:30:00Z', '2026-11-20T21:05:00'],
    ['9.05', '2026-11-20T21:30:00Z', '2026-11-20T09:05:00'],
    ['23:50', '2026-11-20T00:10:00Z', '2026-11-19T23:50:00'],
    ['21:30:01', '2026-11-20T21:30:00Z', '2026-11-19T21:30:01'],
    ['now', '2026-11-20T21:30:00Z', '2026-11-20T21:30:00.000Z'],
    ['25:10', '2026-11-20T21:30:00Z', '25:10'],
    ['half past nine', '2026-11-20T21:30:00Z', 'half past nine'],
    // In summer the clocks are an hour ahead.
    ['03:00', '2026-07-01T02:10:00Z', '2026-07-01T03:00:00'],
    // Between one and two in October only the first of the two hours has come.
    ['01:30', '2026-10-25T00:40:00Z', '2026-10-25T00:30:00.000Z'],
    // It is ten past one for the second time: half past one was eighty minutes ago, before the clocks went back.
    ['01:30', '2026-10-25T01:10:00Z', '2026-10-25T00:30:00.000Z'],
    // After both of them the reader of forms asks which of the two it was.
    ['01:30', '2026-10-25T02:10:00Z', '2026-10-25T01:30:00'],
    // No clock showed it: the reader of forms says so.
    ['01:30', '2026-03-29T01:10:00Z', '2026-03-29T01:30:00'],
  ])('%s at %s is %s', (written, now, read) => expect(lastShown(written, Date.parse(now))).toBe(read))

  it.each([
    ['21:45', '2026-11-20T21:30:00Z', '2026-11-20T21:45:00'],
    ['00:15', '2026-11-20T23:50:00Z', '2026-11-21T00:15:00'],
    // The first half past one has gone.
    ['01:30', '2026-10-25T00:40:00Z', '2026-10-25T01:30:00.000Z'],
  ])('%s, said at %s of what is to come, is %s', (written, now, read) => expect(nextShown(written, Date.parse(now))).toBe(read))

  it('asks which of two hours it was', () => {
    const form = formWith({ ...COMPLETE, '/data/situation/suspect/knownAt': '01:30' })
    const now = Date.parse('2026-10-25T02:10:00Z')
    expect(postedOf(form, { now, assessor }).issues).toEqual([
      { pointer: '/data/situation/suspect/knownAt', detail: expect.stringContaining('came twice') },
    ])
    form.set('clocks:/data/situation/suspect/knownAt', 'second')
    const { issues, data } = postedOf(form, { now, assessor })
    expect([issues, data.situation?.suspect?.knownAt]).toEqual([[], '2026-10-25T01:30:00.000Z'])
  })
})

describe('what is posted', () => {
  it('is the event that a complete form says', () => {
    const data = dataOf({
      ...COMPLETE,
      '/data/decision/priority': 'P2',
      '/data/demand': 'WK-1-d1',
      '/data/causesSeen/WK-1-d1': '2',
    })
    expect(() => parseData('risk.reassessed', data)).not.toThrow()
    expect(data).toMatchObject({
      demand: 'WK-1-d1',
      causesSeen: { 'WK-1-d1': 2 },
      victimContact: { attempted: true, at: '2026-11-20T21:30:00.000Z' },
      checksRepeated: ['markers', 'his brother’s address'],
      interimSafeguarding: ['Behind locked doors', 'Handler stays on the line'],
      resourceAction: 'Neighbouring area asked',
      nextReviewAt: '2026-11-20T21:45:00.000Z',
    })
  })

  it('answers the first demand that is ticked and the others too, and none where none is', () => {
    const seen = { '/data/causesSeen/WK-1-d1': '1', '/data/causesSeen/WK-1-d2': '3' }
    const both = dataOf({ ...seen, '/data/demand': 'WK-1-d1', '/data/alsoAnswers': 'WK-1-d2' })
    expect(both).toMatchObject({ demand: 'WK-1-d1', alsoAnswers: ['WK-1-d2'], causesSeen: { 'WK-1-d1': 1, 'WK-1-d2': 3 } })
    const second = dataOf({ ...seen, '/data/alsoAnswers': 'WK-1-d2' })
    expect([second.demand, second.alsoAnswers, second.causesSeen]).toEqual(['WK-1-d2', undefined, { 'WK-1-d2': 3 }])
    const unasked = dataOf(seen)
    expect([unasked.demand, unasked.causesSeen]).toEqual([null, undefined])
  })

  it('was made after what it answers, where two clocks differ by a little', () => {
    const at = (came: string) => postedOf(formWith({ came }), { now: NOW, assessor }).at
    expect(at('2026-11-20T21:30:05.000Z')).toBe(NOW + 5_000)
    expect(at('2026-11-20T21:40:00.000Z')).toBe(NOW)
  })

  it('says that nothing is new only where nothing has changed', () => {
    expect(dataOf({ '/data/situation/changed': 'nothing' }).newInformation).toBe('None')
    expect(dataOf({ '/data/situation/changed': 'threats' }).newInformation).toBeUndefined()
  })

  it('lacks nothing once it is complete', () => {
    const missing = (fields: Parameters<typeof formWith>[0]) => {
      const form = formWith({ '/data/decision/priority': 'P2', since: '2026-11-20T21:00:00.000Z assessment', ...fields })
      return stillMissing(postedOf(form, { now: NOW, assessor }), form, 'Europe/London').map(({ pointer }) => pointer)
    }
    expect(missing({}).length).toBeGreaterThan(20)
    expect(missing({})).toContain('/data/situation')
    expect(missing({ ...COMPLETE, '/data/thrive/harm/change': [] })).toEqual([
      '/data/thrive/harm/change',
      '/data/thrive/harm/rationale',
    ])
    expect(missing(COMPLETE)).toEqual([])
  })
})

describe('what is asked', () => {
  it('ticks every demand, with what happened and when', () => {
    const [first, second] = demandsOf(knownAt(), null, NOW)
    expect([first?.name, second?.name, first?.checked, second?.checked]).toEqual([
      '/data/demand',
      '/data/alsoAnswers',
      true,
      true,
    ])
    expect(first?.seen).toEqual({ name: '/data/causesSeen/WK-1-d1', count: 2 })
    expect(first?.causes.map(({ what, text }) => [what, text])).toEqual([
      ['Another call', 'He has kicked the door.'],
      ['Another call', 'He is back.'],
    ])
  })

  it('marks what came while somebody wrote, and leaves a new demand to them', () => {
    const form = formWith({ '/data/demand': 'WK-1-d1', '/data/causesSeen/WK-1-d1': '1' })
    const [first, second] = demandsOf(knownAt(), form, NOW)
    expect([first?.checked, first?.seen.count, first?.also]).toEqual([
      true,
      1,
      { name: '/read/WK-1-d1', count: 2, checked: false },
    ])
    expect(first?.causes.map(({ isNew }) => isNew)).toEqual([true, false])
    expect([second?.checked, second?.isNew]).toEqual([false, true])
  })

  it('says who answered meanwhile', () => {
    expect(answeredMeanwhile(knownAt(), formWith({ '/data/demand': 'WK-1-d0' }))).toEqual([
      { id: 'WK-1-d0', by: 'sup-2', at: '2026-11-20T21:20:00.000Z', said: 'P2: She is locked in.' },
    ])
  })
})

describe('the form', () => {
  const opening = {
    known: knownAt(),
    now: NOW,
    role: 'supervisor' as const,
    person: 'sup-9',
    id: 'e-1',
    form: null,
    refusal: null,
  }

  it('has the last assessment beside each answer, and none of it in an answer', () => {
    const { answers, elements, decision } = formOf(opening)
    expect(answers.map(({ asked }) => asked)).toEqual(['suspect', 'victim', 'canReach', 'changed', 'protects'])
    expect(answers[0]?.before).toEqual({
      ...{ at: '2026-11-20T21:20:00.000Z', age: 600_000, by: 'sup-2', text: 'Nearby, said by the victim' },
      knownAt: '2026-11-20T21:19:00.000Z',
    })
    expect(answers.flatMap(({ fields }) => fields.flatMap(({ options }) => options.filter(({ checked }) => checked)))).toEqual([])
    expect(elements[0]?.before.map(({ text, by }) => [text, by])).toEqual([
      ['High. He said that he will come.', 'ch-1'],
      ['The same', 'sup-2'],
    ])
    expect(decision.grade.options.filter(({ checked }) => checked).map(({ value }) => value)).toEqual(['P2'])
    expect(decision.grade.options.map(({ label }) => label)).toEqual(['P1 (raises it)', 'P2', 'P3 (lowers it)'])
  })

  it('keeps all that was typed, and the minute of what was now', () => {
    const form = formWith({ ...COMPLETE, '/data/interimRisk': 'He could\r\nget in.' })
    const { answers, interimRisk, checks, resources, review } = formOf({ ...opening, form })
    expect(answers[0]?.when?.value).toBe('21:30:00')
    expect(interimRisk.field.value).toBe('He could\nget in.')
    expect(checks.others.value).toBe('his brother’s address')
    expect(resources.ticks.options.filter(({ checked }) => checked).map(({ value }) => value)).toEqual(['neighbour'])
    expect(review.soon.options.filter(({ checked }) => checked).map(({ value }) => value)).toEqual(['15'])
  })

  it('tells whoever made the THRIVE before they write', () => {
    expect(formOf({ ...opening, person: 'CH-1' }).isAuthor).toBe(true)
    expect(formOf(opening).isAuthor).toBe(false)
  })
})

describe('a refusal', () => {
  it('quotes a sentence at its box, and speaks no pointer', () => {
    const data = { decision: { rationale: 'All units committed. He is away.' } }
    const errors = [
      { pointer: '/data/decision/rationale', start: 0, end: 20, detail: 'characters 0 to 20: speaks of resources or procedure' },
      { pointer: '/data/causesSeen/WK-1-d1', detail: 'demand WK-1-d1 waits for more' },
      { pointer: '/data/decision/approvedBy', detail: 'name a second person (/data/decision)' },
    ]
    const { byName, errors: lines } = refusalOf(
      { code: 'explains-delay-not-risk', status: 422, problem: { type: 'urn:x', title: 't', status: 422, detail: 'd', errors } },
      data,
    )
    expect(byName.get('/data/decision/rationale')).toEqual(['“All units committed.” speaks of resources or procedure'])
    expect(lines.map(({ href }) => href)).toEqual(['#data.demand', '#data.decision.approvedBy.id', '#data.decision.rationale'])
    expect(lines.map(({ text }) => text).join()).not.toContain('/data')
  })

  it('goes down the page, and says once what is asked', () => {
    const issues = [
      { pointer: '/data/interimRisk', detail: 'say what could happen before officers arrive' },
      { pointer: '/data/situation/canReach', detail: 'say whether the suspect can reach the victim: yes, no or unknown' },
    ]
    expect(placed(issues, {}).errors.map(({ text }) => text)).toEqual([
      'Say whether the suspect can reach the victim: yes, no or unknown',
      'Say what could happen before officers arrive',
    ])
  })

  it('names an element by its name', () => {
    expect(placed([{ pointer: '/data/thrive/harm/rationale', detail: 'say why' }], {}).errors).toEqual([
      { text: 'Harm: say why', href: '#data.thrive.harm.rationale' },
    ])
  })
})
