import { describe, expect, it } from '@jest/globals'
import { EXAMPLE_AT } from '../../machines/rules/catalogue/event.ts'
import { lookedAt, type Situation } from '../../machines/rules/catalogue/incident/situation.ts'
import { parseData } from '../../machines/rules/events.ts'
import { contradictions } from '../../machines/rules/reassessment/contradictions.ts'
import { isCheck, nothingLookedAt, situationIssues, situationWarnings } from '../../machines/rules/reassessment/situation.ts'
import { NOBODY, NOBODY_KNOWS, reassessment } from './examples.ts'

const AT = new Date(EXAMPLE_AT).toISOString()
const { situation } = lookedAt('2026-11-20T21:28:00.000Z')

describe('a situation', () => {
  const gaps = (said: Situation | undefined) =>
    situationIssues(said, AT).map(({ pointer }) => pointer.replace('/data/situation/', ''))
  const nearby = { where: 'nearby', source: 'victim', knownAt: '2026-11-20T21:28:00.000Z' } as const

  it('is whole as somebody found it who rang her', () => expect(gaps(situation)).toEqual([]))
  it('is whole where nobody knows anything of it', () => expect(gaps(NOBODY_KNOWS)).toEqual([]))
  it.each([undefined, {}, { suspect: {}, victim: {}, canReach: '', changed: [''], protects: [] } as const])(
    'names every part that nobody answered: %j',
    (said) =>
      expect(gaps(said as Situation)).toEqual([
        'suspect/where',
        'suspect/source',
        'victim/where',
        'victim/source',
        'canReach',
        'changed',
        'protects',
      ]),
  )

  it.each<[Partial<Situation>, string[]]>([
    // Who told of a place, and when.
    [{ suspect: { ...nearby, source: 'none' } }, ['suspect/source']],
    [{ suspect: { where: 'nearby' } }, ['suspect/source', 'suspect/knownAt']],
    [{ suspect: { where: 'nearby', source: 'victim' } }, ['suspect/knownAt']],
    [{ suspect: { where: 'unknown', source: 'officer' } }, ['suspect/knownAt']],
    [{ victim: { where: 'unknown' } }, ['victim/source']],
    [{ victim: { ...nearby, where: '' } }, ['victim/where']],
    [{ victim: { where: 'unknown', source: 'victim', knownAt: '2026-11-20T21:28:00.000Z' } }, []],
    // Nobody knows what is yet to come.
    [{ suspect: { ...nearby, knownAt: '2026-11-20T21:30:00.000Z' } }, []],
    [{ suspect: { ...nearby, knownAt: '2026-11-20T21:30:00.001Z' } }, ['suspect/knownAt']],
    // Lists.
    [{ changed: ['nothing'] }, []],
    [{ changed: ['nothing', 'nothing', ''] }, []],
    [{ changed: ['nothing', 'threats'] }, ['changed']],
    [{ changed: ['threats', 'unknown'] }, ['changed']],
    [{ changed: ['nothing', 'unknown'] }, ['changed']],
    [{ protects: ['locked-in', 'nothing'] }, ['protects']],
    [{ protects: [] }, ['protects']],
  ])('%j leaves %j', (spoilt, left) => expect(gaps({ ...situation, ...spoilt } as Situation)).toEqual(left))

  it('in a THRIVE has its gaps as warnings, and may be left out whole', () => {
    expect(situationWarnings(undefined, AT)).toEqual([])
    expect(situationWarnings({ ...situation, canReach: '' }, AT)).toEqual([
      { code: 'situation-incomplete', pointer: '/data/situation/canReach', detail: expect.stringMatching(/yes, no or unknown/) },
    ])
  })

  it.each(['thrive.assessed', 'risk.reassessed'] as const)('with an unknown word or field is no %s', (type) => {
    const wrong = (said: unknown) => {
      const read = parseData(type, { ...reassessment, situation: said })
      return read.ok ? [] : read.issues.map(({ pointer }) => pointer).filter((pointer) => pointer.startsWith('/data/situation'))
    }
    expect(wrong({ ...situation, suspect: { ...nearby, where: 'at-address' } })).toEqual(['/data/situation/suspect/where'])
    expect(wrong({ ...situation, protects: ['a-dog'] })).toEqual(['/data/situation/protects/0'])
    expect(wrong({ ...situation, changed: 'threats' })).toEqual(['/data/situation/changed'])
    expect(wrong({ ...situation, mood: 'calm' })).toEqual(['/data/situation/mood'])
    expect(wrong({ ...situation, victim: { ...nearby, knownAt: 'just now' } })).toContain('/data/situation/victim/knownAt')
  })
})

describe('somebody looked', () => {
  const LAST = '2026-11-20T21:05:00.000Z'
  const AFTER = '2026-11-20T21:05:00.001Z'
  const found = (parts: object, since = { at: LAST, what: 'the last assessment' } as const) =>
    nothingLookedAt(
      { ...reassessment, victimContact: { attempted: false }, checksRepeated: [], situation: NOBODY_KNOWS, ...parts },
      since,
      { at: AT, zone: 'Europe/London' },
    )
  const told = (knownAt?: string, source = 'caller') => ({ ...NOBODY_KNOWS, suspect: { where: 'unknown', source, knownAt } })

  it('names the instant in local time, and what to do next', () => {
    expect(found({})).toEqual([
      {
        code: 'nothing-looked-at',
        pointer: '/data/situation',
        detail:
          'By this record nobody has tried to reach the victim since 21:05 (the last assessment), no check was repeated and nothing was learnt: ring the safe number, or repeat a check, then answer.',
      },
    ])
    const summer = nothingLookedAt(
      { ...reassessment, victimContact: undefined, checksRepeated: undefined, situation: undefined },
      { at: '2026-07-20T22:30:00.000Z', what: 'the report' },
      { at: '2026-07-20T23:30:00.000Z', zone: 'Europe/London' },
    )
    expect(summer[0]?.detail).toMatch(/since 23:30 on 20 July \(the report\)/)
  })

  it.each<[string, object]>([
    ['nobody answered', {}],
    ['tried at the instant of the last assessment', { victimContact: { attempted: true, at: LAST } }],
    ['tried before it', { victimContact: { attempted: true, at: '2026-11-20T20:59:00.000Z' } }],
    ['not tried, whatever the time', { victimContact: { attempted: false, at: AFTER } }],
    ['known at that instant', { situation: told(LAST) }],
    ['a time at which nobody told anything', { situation: told(AFTER, 'none') }],
    ['a time and no source', { situation: told(AFTER, '') }],
    ['blank checks', { checksRepeated: ['', ' ', '\u200b'] }],
    ['words for no check', { checksRepeated: ['None', 'N/A', 'nil.', 'No checks', 'not repeated', 'none done'] }],
  ])('is not said by %s', (_, parts) => expect(found(parts)).toHaveLength(1))

  it.each<[string, object]>([
    ['the victim was tried after it', { victimContact: { attempted: true, at: AFTER } }],
    ['a check was repeated', { checksRepeated: ['orders'] }],
    ['a check found nothing', { checksRepeated: ['No trace on PNC'] }],
    ['somebody told that nobody knows', { situation: told(AFTER) }],
    [
      'where she is was learnt',
      { situation: { ...NOBODY_KNOWS, victim: { where: 'elsewhere', source: 'officer', knownAt: AFTER } } },
    ],
    // These are refused for the time that is left out; their author is not told that nobody did anything.
    ['the victim was tried, and nobody says when', { victimContact: { attempted: true } }],
    ['somebody told, and nobody says when', { situation: told() }],
  ])('where %s', (_, parts) => expect(found(parts)).toEqual([]))

  it.each([
    ['PNC', true],
    ['none', false],
    ['', false],
    ['no checks needed', false],
    ['not repeated', false],
    ['No bail conditions', true],
    ['Nothing on PND', true],
  ])('%j is a check: %j', (named, is) => expect(isCheck(named)).toBe(is))
})

describe('answers that contradict each other', () => {
  const ofReassessment = (said: Parameters<typeof contradictions>[0]) => contradictions(said, 'reassess again')
  const change = (word: 'unchanged' | 'increased' | 'decreased') => ({ change: word, rationale: 'x' })
  const found = (said: Partial<Situation>, thrive = {}, elements = {}) =>
    ofReassessment({ situation: { ...situation, ...said } as Situation, thrive, elements }).map(({ code, pointer, detail }) => [
      code,
      pointer.replace('/data/', ''),
      (/\((.*)\)/.exec(detail)?.[1] ?? '').replaceAll('/data/', ''),
    ])
  const suspect = (where: string) => ({ suspect: { ...situation.suspect, where } }) as Partial<Situation>
  const victim = (where: string) => ({ victim: { ...situation.victim, where } }) as Partial<Situation>

  it('are not found where all may be true', () => {
    expect(found({})).toEqual([])
    expect(ofReassessment({ situation: NOBODY_KNOWS })).toEqual([])
    expect(ofReassessment({})).toEqual([])
    expect(found({ ...suspect('in-custody'), canReach: 'no', protects: ['suspect-detained'] })).toEqual([])
    expect(found({ changed: ['nothing'] }, { threat: change('unchanged') })).toEqual([])
    expect(found({ ...suspect('elsewhere'), canReach: 'no', protects: ['nothing'] })).toEqual([])
  })

  it.each(['reassess again', 'assess again'] as const)('say what their author does next: %s', (again) => {
    const [warning] = contradictions(
      { situation: { ...situation, suspect: { ...situation.suspect, where: 'in-custody' } } },
      again,
    )
    expect(warning?.detail).toMatch(RegExp(`: ${again} to correct it$`))
  })

  it.each<[Partial<Situation>, object, string, string]>([
    [{ ...suspect('with-victim'), canReach: 'no' }, {}, 'situation/suspect/where', 'situation/canReach'],
    [{ ...suspect('with-victim'), canReach: 'unknown' }, {}, 'situation/suspect/where', 'situation/canReach'],
    [
      { ...suspect('with-victim'), ...victim('elsewhere'), protects: ['refuge'] },
      {},
      'situation/suspect/where',
      'situation/protects',
    ],
    [{ ...suspect('elsewhere'), protects: ['suspect-detained'] }, {}, 'situation/suspect/where', 'situation/protects'],
    [{ ...suspect('in-custody'), canReach: 'yes' }, {}, 'situation/suspect/where', 'situation/canReach'],
    [{ canReach: 'no', protects: ['nothing'] }, {}, 'situation/suspect/where', 'situation/canReach, /data/situation/protects'],
    [
      { ...suspect('unknown'), canReach: 'no', protects: ['nothing'] },
      {},
      'situation/suspect/where',
      'situation/canReach, /data/situation/protects',
    ],
    [victim('safe-place'), {}, 'situation/victim/where', 'situation/canReach'],
    [{ protects: ['left-address'] }, {}, 'situation/victim/where', 'situation/protects'],
    [{ changed: ['nothing'] }, { harm: change('increased') }, 'situation/changed', 'thrive/harm/change'],
    [{ changed: ['weapon'] }, { threat: change('decreased') }, 'situation/changed', 'thrive/threat/change'],
    [{ changed: ['injury'] }, { harm: change('decreased') }, 'situation/changed', 'thrive/harm/change'],
    [{ suspect: { ...NOBODY, knownAt: AT } }, {}, 'situation/suspect/source', 'situation/suspect/knownAt'],
    [{ victim: { ...NOBODY, knownAt: AT } }, {}, 'situation/victim/source', 'situation/victim/knownAt'],
  ])('%j beside %j names both', (said, thrive, at, beside) =>
    expect(found(said, thrive)).toEqual([['situation-contradicts', at, beside.replaceAll('/data/', '')]]),
  )

  it.each<[string, Situation['changed'], boolean]>([
    ['None.', ['threats'], true],
    ['', ['other'], true],
    ['None.', ['nothing'], false],
    ['None.', ['unknown'], false],
    ['He has rung her twice.', ['threats'], false],
  ])('are found where %j is new and %j has changed: %j', (newInformation, changed, are) =>
    expect(ofReassessment({ situation: { ...situation, changed }, newInformation }).map(({ pointer }) => pointer)).toEqual(
      are ? ['/data/situation/changed'] : [],
    ),
  )
  it('are found in an element that the policy added', () =>
    expect(found({ changed: ['nothing'] }, {}, { prevention: change('increased') })).toEqual([
      ['situation-contradicts', 'situation/changed', 'elements/prevention/change'],
    ]))
  it('are all named', () =>
    expect(found({ ...suspect('with-victim'), ...victim('safe-place'), canReach: 'no' }).map(([, at]) => at)).toEqual([
      'situation/suspect/where',
      'situation/suspect/where',
    ]))
})
