import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type CaseEventData,
  demandReasonOf,
  EVENT_NAMES,
  type EventName,
  envelopeSchema,
  nameOf,
  parseData,
  typeOf,
} from '../../machines/rules/events.ts'
import { reassessment, thrive } from './examples.ts'

const by = { id: 'ch-1', role: 'call-handler' }
const report = {
  force: 'warwickshire',
  channel: '999',
  receivedAt: '2026-11-20T22:00:00+01:00',
  location: { address: '1 Fictional Row', area: 'urban' },
  narrative: 'Shouting outside.',
}

/** Pointers of what was wrong; none for data that is whole. */
const wrong = (name: EventName, raw: unknown): string[] => {
  const read = parseData(name, raw)
  return read.ok ? [] : read.issues.map(({ pointer }) => pointer)
}
const whole = <Name extends EventName>(name: Name, raw: unknown): CaseEventData[Name] => {
  const read = parseData(name, raw)
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  return read.data
}

describe('names', () => {
  it('go to types and back, and no other type is ours', () => {
    for (const name of EVENT_NAMES) expect(nameOf(typeOf(name))).toBe(name)
    expect(typeOf('call.cut-off')).toBe('uk.police.da.call.cut-off.v1')
    expect(['uk.police.da.call.cut-off.v2', 'call.cut-off', '', 'uk.police.da.constructor.v1'].map(nameOf)).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

describe('data', () => {
  it('is read whole, with its instants in UTC', () => {
    expect(whole('incident.reported', report).receivedAt).toBe('2026-11-20T21:00:00.000Z')
    expect(whole('risk.reassessed', { ...reassessment, nextReviewAt: '2026-11-20t22:02:00.1239z' }).nextReviewAt).toBe(
      '2026-11-20T22:02:00.123Z',
    )
  })

  it('names every mistake at once, each where it is', () => {
    const mistaken = {
      force: '',
      chanel: '999',
      receivedAt: '2026-02-30T00:00:00Z',
      location: { address: 'x', area: 'sea' },
      narrative: true,
    }
    expect(parseData('incident.reported', mistaken)).toEqual({
      ok: false,
      more: 0,
      issues: [
        { pointer: '/data/force', detail: 'must not be empty' },
        { pointer: '/data/channel', detail: 'is required' },
        { pointer: '/data/receivedAt', detail: expect.stringContaining('offset or Z') },
        { pointer: '/data/narrative', detail: 'must be text' },
      ],
    })
    expect(wrong('call.cut-off', null)).toEqual(['/data'])
    expect(parseData('delay.noted', { reason: null, by: null })).toMatchObject({
      issues: [{ detail: 'must be text, not null' }, { detail: 'must be an object, not null' }],
    })
  })

  it('never repeats what it refuses', () => {
    const read = parseData('incident.reported', { ...report, channel: '\u0000secret', persons: [{ role: 'secret' }] })
    expect(JSON.stringify(read)).not.toContain('secret')
  })

  it.each([
    '2026-11-20T21:00:00',
    '2026-11-20 21:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T21:00:60Z',
    '2026-11-20',
    '0000-01-01T00:00:00+01:00',
    'now',
    '',
  ])('takes no %j for an instant', (receivedAt) =>
    expect(wrong('incident.reported', { ...report, receivedAt })).toEqual(['/data/receivedAt']),
  )

  it.each([
    ['NUL', 'a\u0000b'],
    ['another control', 'a\u001bb'],
    ['half a surrogate pair', 'a\ud83d'],
    ['only spaces', ' \n'],
    ['too long', 'x'.repeat(20_001)],
  ])('refuses text with %s', (_, text) => expect(wrong('delay.noted', { reason: text, by })).toEqual(['/data/reason']))

  it('takes text with tabs, line ends, emoji and 20,000 characters, however many halves these are', () => {
    expect(wrong('delay.noted', { reason: `\t\r\n😀${'x'.repeat(19_996)}`, by })).toEqual([])
    expect(wrong('delay.noted', { reason: '😀'.repeat(20_000), by })).toEqual([])
    expect(wrong('delay.noted', { reason: '😀'.repeat(20_001), by })).toEqual(['/data/reason'])
    expect(wrong('delay.noted', { reason: 'x', by: { id: '😀'.repeat(256), role: '😀'.repeat(257) } })).toEqual(['/data/by/role'])
  })

  it('judges the keys of a record like the text in it', () => {
    const form = (answers: unknown) => ({ tool: 'DASH', mode: 'video', answers, grade: 'high', judgement: 'x', author: by })
    const answer = { answer: 'yes' }
    expect(wrong('dash.submitted', form({ injury: answer }))).toEqual([])
    expect(wrong('dash.submitted', form({ 'a/\ud800': answer }))).toEqual(['/data/answers/a~1\u{FFFD}'])
    expect(wrong('dash.submitted', form(JSON.parse('{"__proto__":{"answer":"yes"}}')))).toEqual(['/data/answers'])
    expect(wrong('dash.submitted', form(Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`t${n}`, answer]))))).toEqual([
      '/data/answers',
    ])
    expect(wrong('thrive.assessed', { ...thrive, elements: { Prevention: {} } })).toEqual(['/data/elements/Prevention'])
  })

  it('refuses what is no assessment: half an exception, unknown answers, a follow-up without its tool', () => {
    const form = {
      tool: 'DARA',
      mode: 'video',
      answers: { fear: { answer: 'often' } },
      grade: 'high',
      judgement: 'x',
      author: by,
    }
    expect(
      wrong('dash.submitted', { ...form, followUps: { 's-dash': { visits: { answer: 'yes' } } }, secondaryTo: 'WK-1-as1' }),
    ).toEqual([])
    expect(wrong('dash.submitted', { ...form, tool: '', mode: 'letter', grade: 'low' })).toEqual([
      '/data/tool',
      '/data/mode',
      '/data/grade',
    ])
    expect(wrong('dash.submitted', { ...form, modeException: { reason: ' ' } })).toEqual([
      '/data/modeException/reason',
      '/data/modeException/by',
    ])
    expect(
      wrong('dash.submitted', {
        ...form,
        answers: { fear: 'often', harm: { answer: 'A lot!' }, hurt: { answer: 'yes', why: '' } },
      }),
    ).toEqual(['/data/answers/fear', '/data/answers/harm/answer', '/data/answers/hurt/why'])
    expect(wrong('dash.submitted', { ...form, followUps: { visits: { answer: 'yes' } } })).toEqual([
      '/data/followUps/visits/answer',
    ])
    expect(wrong('dash.reviewed', { reviewer: by, decision: 'lowered', rationale: 'x', changed: 3 })).toEqual([
      '/data/decision',
      '/data/changed',
    ])
    expect(wrong('dash.excepted', { reason: '', approvedBy: { id: 'x' } })).toEqual([
      '/data/reason',
      '/data/by',
      '/data/approvedBy/role',
    ])
  })

  it('refuses what is no score: of nothing, by nobody, neither adequate nor not', () => {
    const score = { thrive: 2, scorer: by, adequate: false, missing: ['safe-contact'] }
    expect(wrong('thrive.scored', score)).toEqual([])
    expect(wrong('thrive.scored', { ...score, thrive: 0, scorer: { id: ' ' }, adequate: 'yes', missing: [''] })).toEqual([
      ...['/data/thrive', '/data/scorer/id', '/data/scorer/role', '/data/adequate', '/data/missing/0'],
    ])
    expect(wrong('thrive.scored', { thrive: 'WK-1-t1', missing: 'none', note: 1, verdict: true })).toEqual([
      ...['/data/thrive', '/data/scorer', '/data/adequate', '/data/missing', '/data/note', '/data/verdict'],
    ])
    expect(wrong('thrive.scored', { ...score, thrive: 1.5 })).toEqual(['/data/thrive'])
  })

  it('refuses what is half a decision of the control room', () => {
    const settled = { by, rationale: 'She is abroad.', victimAgreed: true, safe: true }
    expect(wrong('incident.resolved-by-telephone', settled)).toEqual([])
    expect(wrong('incident.resolved-by-telephone', { ...settled, rationale: ' ', victimAgreed: 'yes', safe: null })).toEqual([
      ...['/data/rationale', '/data/victimAgreed', '/data/safe'],
    ])
    expect(wrong('incident.resolved-by-telephone', { by: {}, approvedBy: 'fim-1', reason: 'x' })).toEqual([
      ...[
        '/data/by/id',
        '/data/by/role',
        '/data/approvedBy',
        '/data/rationale',
        '/data/victimAgreed',
        '/data/safe',
        '/data/reason',
      ],
    ])
    expect(wrong('incident.transferred', { to: 'x'.repeat(65), reason: ' ', force: 'x' })).toEqual([
      ...['/data/to', '/data/reason', '/data/by', '/data/force'],
    ])
    expect(wrong('transfer.acknowledged', { to: '', by })).toEqual(['/data/to', '/data/reference'])
    expect(wrong('crime.not-recorded', { reason: ' ', by: { id: 'x' }, crimeRef: 'CR-1' })).toEqual([
      '/data/reason',
      '/data/by/role',
      '/data/crimeRef',
    ])
    expect(wrong('hau.not-checked', { system: ' ', by })).toEqual(['/data/reason', '/data/system'])
    expect(wrong('hau.checked', { system: 'PND', result: 'x', outcome: 'none', partner: '', checkedAt: 'noon', by })).toEqual([
      ...['/data/outcome', '/data/partner', '/data/checkedAt'],
    ])
    expect(wrong('hau.feedback', { by, quality: 'poor', missing: ['Weapons!'], text: ' ', sentBack: 'yes', author: {} })).toEqual(
      [...['/data/author/id', '/data/author/role', '/data/quality', '/data/missing/0', '/data/text', '/data/sentBack']],
    )
    expect(wrong('hau.risk-confirmed', { grade: 'severe', rationale: '', note: 'x' })).toEqual([
      ...['/data/by', '/data/grade', '/data/rationale', '/data/note'],
    ])
    expect(wrong('hau.completed', { by: { id: 'hau-1' }, note: 7 })).toEqual(['/data/by/role', '/data/note'])
    expect(wrong('video.responded', { by, suspectAbsent: 1, safe: true, outcome: '' })).toEqual([
      ...['/data/suspectAbsent', '/data/consent', '/data/outcome'],
    ])
    expect(
      wrong('thrive.assessed', {
        assessor: by,
        peopleAtRisk: [{ who: 'caller', age: 30 }],
        weapons: true,
        adviceLine: { at: 'yesterday' },
        childrenAnswer: '',
      }),
    ).toEqual(['/data/peopleAtRisk/0/age', '/data/weapons', '/data/adviceLine/at'])
    expect(wrong('incident.graded', { priority: 'P3', rationale: 'x', by, highRiskRationale: ['x'] })).toEqual([
      '/data/highRiskRationale',
    ])
  })

  it('refuses a link that says not with what, as what or by whom', () => {
    const link = { incident: 'WK-2', as: 'duplicate', by }
    for (const as of ['duplicate', 'related', 'duplicate-of'])
      expect(wrong('incident.linked', { ...link, as, text: '' })).toEqual([])
    expect(wrong('incident.linked', { incident: ' ', as: 'same', by: 'ch-1', text: 7, of: 'WK-3' })).toEqual([
      ...['/data/incident', '/data/as', '/data/by', '/data/text', '/data/of'],
    ])
    expect(wrong('incident.linked', {})).toEqual(['/data/incident', '/data/as', '/data/by'])
  })

  it('leaves what is absent or empty in a THRIVE or a reassessment to the gaps', () => {
    expect(wrong('thrive.assessed', { assessor: by })).toEqual([])
    expect(
      wrong('thrive.assessed', {
        assessor: by,
        threat: { level: '', rationale: '' },
        safeContact: {},
        historyChecks: { done: [''] },
      }),
    ).toEqual([])
    const empty = { demand: null, assessor: by, decision: { priority: 'P2' } }
    expect(wrong('risk.reassessed', empty)).toEqual([])
    expect(
      wrong('risk.reassessed', {
        ...empty,
        victimContact: {},
        thrive: { harm: { change: '' } },
        nextReviewAt: '',
        decision: { priority: 'P2', rationale: '', approvedBy: { id: '', role: '' } },
      }),
    ).toEqual([])
    expect(
      whole('risk.reassessed', { ...empty, decision: { priority: 'P2', approvedBy: { id: '' } } }).decision.approvedBy,
    ).toBeUndefined()
  })

  it('but not a wrong type, an unknown field, or the few parts without which nothing can be judged', () => {
    expect(wrong('thrive.assessed', { threat: { level: 'huge' }, harm: 'bad', colour: 1 })).toEqual([
      '/data/assessor',
      '/data/threat/level',
      '/data/harm',
      '/data/colour',
    ])
    expect(
      wrong('risk.reassessed', {
        assessor: { id: 'x', role: '' },
        decision: { priority: '' },
        nextReviewAt: 'soon',
        interimRisk: null,
      }),
    ).toEqual(['/data/demand', '/data/assessor/role', '/data/interimRisk', '/data/decision/priority', '/data/nextReviewAt'])
  })

  it('never throws, whatever JSON comes, and every pointer is under /data', () => {
    const keys = fc.constantFrom(
      'by',
      'unit',
      'thrive',
      'decision',
      'answers',
      'elements',
      'victimContact',
      'toString',
      '__proto__',
      'x',
    )
    const json = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, fc.jsonValue(), fc.dictionary(keys, tie('any'), { noNullPrototype: true })),
    })).any
    fc.assert(
      fc.property(fc.constantFrom(...EVENT_NAMES), json, (name, raw) => {
        const read = parseData(name, raw)
        return (
          read.ok ||
          (read.issues.length > 0 && read.issues.every(({ pointer, detail }) => /^\/data(\/|$)/.test(pointer) && detail !== ''))
        )
      }),
      { numRuns: 2_000 },
    )
  })
})

it('a report is received at most two minutes after it happened: clocks differ', () => {
  expect(parseData('incident.reported', report, '2026-11-20T20:58:00.000Z')).toMatchObject({ ok: true })
  expect(parseData('incident.reported', report, '2026-11-20T20:57:59.999Z')).toEqual({
    ok: false,
    issues: [{ pointer: '/data/receivedAt', detail: expect.any(String) }],
    more: 0,
  })
})

describe('news', () => {
  const contacted = { by, channel: 'phone', safe: true, outcome: 'Safe upstairs.' }
  it.each<[EventName, object, string | null]>([
    ['unit.diverted', { unit: 'B12', reason: 'x' }, 'diverted'],
    ['unit.arrived', { unit: 'B12', victimSeen: false }, 'attendance-failed'],
    ['unit.arrived', { unit: 'B12', victimSeen: true }, null],
    ['attendance.failed', { reason: 'x', by, nextAction: 'x' }, 'attendance-failed'],
    ['call.cut-off', { by }, 'cut-off'],
    ['call.received', { by, caller: 'neighbour', text: 'x' }, 'further-call'],
    ['log.noted', { text: 'x', by, newInformation: true }, 'new-information'],
    ['log.noted', { text: 'x', by, newInformation: false }, null],
    ['log.noted', { text: 'x', by }, null],
    ['victim.contacted', contacted, null],
    ['victim.contacted', { ...contacted, newInformation: ' None. ' }, null],
    ['victim.contacted', { ...contacted, newInformation: 'He is back.' }, 'new-information'],
    ['victim.contacted', { ...contacted, safe: false, newInformation: 'He is back.' }, 'unsafe-contact'],
    ['victim.contacted', { ...contacted, safe: null }, 'unsafe-contact'],
    ['shift.changed', { by, from: 'late', to: 'night' }, 'shift-change'],
    ['incident.reopened', { by, reason: 'x' }, 'reopened'],
    ['incident.linked', { incident: 'WK-2', as: 'duplicate', by }, 'further-call'],
    ['incident.linked', { incident: 'WK-2', as: 'related', by }, 'new-information'],
    ['incident.linked', { incident: 'WK-2', as: 'duplicate-of', by }, null],
    ['delay.noted', { reason: 'He is back with a knife.', by }, null],
    ['unit.assigned', { unit: 'B12' }, null],
    ['risk.reassessed', reassessment, null],
  ])('%s %j opens %s', (name, data, reason) => expect(demandReasonOf(name, whole(name, data))).toBe(reason))
})

describe('the envelope', () => {
  const event = {
    specversion: '1.0',
    id: '0193-0001',
    source: 'urn:example:warwickshire:control-room',
    type: 'uk.police.da.call.cut-off.v1',
    subject: 'WK-20261120-0412',
    time: '2026-11-20T22:00:00.5+01:00',
    data: { by },
  }
  const paths = (raw: unknown) => envelopeSchema.safeParse(raw).error?.issues.map(({ path }) => path.join('.')) ?? []

  it('keeps what the engine needs, with its time in UTC, and ignores extensions', () => {
    const { specversion: _, ...needed } = event
    const sent = {
      ...event,
      datacontenttype: 'application/json',
      dataschema: 'https://example.org/s',
      traceparent: '00-1',
      sampled: true,
    }
    expect(envelopeSchema.parse(sent)).toEqual({ ...needed, time: '2026-11-20T21:00:00.500Z' })
  })

  it.each<[string, object]>([
    ['specversion', { specversion: '0.3' }],
    ['id', { id: '' }],
    ['id', { id: 'x'.repeat(129) }],
    ['source', { source: '' }],
    ['source', { source: 'two words' }],
    ['source', { source: '%zz' }],
    ['subject', { subject: undefined }],
    ['subject', { subject: 'a b' }],
    ['subject', { subject: 'x'.repeat(65) }],
    ['time', { time: '2026-11-20T21:00:00' }],
    ['datacontenttype', { datacontenttype: 'application/xml' }],
    ['data', { data: [] }],
    ['data', { data: undefined }],
    ['data_base64', { data_base64: 'e30=' }],
    ['nested', { nested: {} }],
  ])('refuses a wrong %s: %j', (path, part) => expect(paths({ ...event, ...part })).toEqual([path]))
})
