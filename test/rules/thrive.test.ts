import { expect, it } from '@jest/globals'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { findsVulnerability, thriveIssues } from '../../machines/rules/grading/thrive.ts'
import { type Policy, parsePolicy } from '../../machines/rules/policy/policy.ts'
import { thrive } from './examples.ts'
import { smallPolicy } from './policies.ts'

type Thrive = CaseEventData['thrive.assessed']
const rulesOf = (section: object = {}): Policy['thrive'] => {
  const read = parsePolicy({ ...smallPolicy, thrive: section })
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
  return read.policy.thrive
}
const rules = rulesOf()
const codes = (spoilt: Partial<Thrive>, section: object = {}, flags: readonly string[] = []) =>
  thriveIssues({ ...thrive, ...spoilt }, rulesOf(section), flags).map(({ code }) => code)

it('is adequate when every part is there', () => expect(thriveIssues(thrive, rules, [])).toEqual([]))

it('names everything that is missing, in THRIVE order and then the rest', () => {
  expect(thriveIssues({ assessor: thrive.assessor }, rules, []).map(({ code, pointer }) => [code, pointer])).toEqual([
    ['threat-missing', '/data/threat'],
    ['harm-missing', '/data/harm'],
    ['risk-missing', '/data/risk'],
    ['investigation-missing', '/data/investigation'],
    ['vulnerability-missing', '/data/vulnerability'],
    ['engagement-missing', '/data/engagement'],
    ['interim-risk-missing', '/data/interimRisk'],
    ['children-not-asked', '/data/childrenAsked'],
    ['history-checks-missing', '/data/historyChecks'],
    ['safety-advice-missing', '/data/safetyAdvice'],
    ['safe-contact-missing', '/data/safeContact'],
  ])
})

it.each<[Thrive['harm'], string[]]>([
  [{ level: 'unknown', rationale: 'Not known' }, []],
  [{ level: 'none', rationale: 'None known.' }, []],
  [{ level: 'high', rationale: 'None known.' }, ['harm-thin']],
  [{ level: 'unknown' }, ['harm-thin']],
  [{ level: 'unknown', rationale: ' ' }, ['harm-thin']],
  [{ level: 'low', rationale: 'Yes.' }, ['harm-thin']],
  [{ level: '', rationale: 'Earlier injury.' }, ['harm-missing']],
  [{ rationale: 'Earlier injury.' }, ['harm-missing']],
])('an element %j leaves %j', (harm, issues) => expect(codes({ harm })).toEqual(issues))

it('takes a text under three elements for a copy, under two for chance', () => {
  const same = { level: 'high', rationale: 'He is outside.' } as const
  expect(codes({ threat: same, harm: { ...same, rationale: 'he is outside' } })).toEqual([])
  expect(codes({ threat: same, harm: same, engagement: { ...same, rationale: ' HE IS OUTSIDE!' } })).toEqual(['elements-copied'])
})

it.each<[Partial<Thrive>, string[]]>([
  [{ childrenAsked: false }, ['children-not-asked']],
  [{ historyChecks: { done: [' '] } }, ['history-checks-missing']],
  [{ historyChecks: { done: [], notDoneReason: 'Systems down.' } }, []],
  [{ safeContact: { codeword: 'parcel' } }, ['safe-contact-missing']],
  [{ safeContact: { safeTimes: 'Do not ring; text before nine.' } }, []],
  [{ safetyAdvice: '' }, ['safety-advice-missing']],
  [{ interimRisk: '-' }, ['interim-risk-missing']],
  [{ elements: { prevention: { level: 'low' } } }, ['prevention-thin']],
])('%j leaves %j', (spoilt, issues) => expect(codes(spoilt)).toEqual(issues))

const none = (words: string) => ({ level: 'none', rationale: words }) as const
const nothing: Partial<Thrive> = {
  threat: none('No new information.'),
  harm: none('None known.'),
  risk: none('Not known'),
  investigation: none('No news.'),
  vulnerability: none('Nothing new'),
  engagement: none('Not applicable'),
}
const who = { who: 'The caller', from: 'Former partner', where: 'Upstairs' }

describe('where the policy asks for it', () => {
  it.each<[string, Partial<Thrive>, string[], string[]]>([
    ['something-known', nothing, [], ['nothing-known']],
    ['something-known', { ...nothing, threat: none('He is outside.') }, [], []],
    ['people-at-risk', {}, [], ['people-at-risk-missing', 'suspect-whereabouts-missing']],
    ['people-at-risk', { peopleAtRisk: [who], suspectWhereabouts: 'Unknown' }, [], []],
    [
      'people-at-risk',
      { peopleAtRisk: [who, { who: 'Her son' }], suspectWhereabouts: '?' },
      [],
      ['at-risk-from-missing', 'whereabouts-missing', 'suspect-whereabouts-missing'],
    ],
    ['children-answered', {}, [], ['children-answer-missing']],
    ['children-answered', { childrenAnswer: 'None.' }, [], []],
    ['children-answered', { childrenAsked: false }, [], ['children-not-asked']],
    ['history-each', { historyChecks: { done: ['Repeat', 'orders'] } }, [], ['history-check-missing', 'history-check-missing']],
    ['history-each', { historyChecks: { done: ['repeat'], notDoneReason: 'PNC is down.' } }, [], []],
    ['history-each', { historyChecks: { done: [] } }, [], ['history-checks-missing']],
    [
      'vulnerability-flags',
      { vulnerability: none('She says she is fine.') },
      ['vulnerable'],
      ['vulnerability-contradicts-flags'],
    ],
    [
      'vulnerability-flags',
      { vulnerability: none('She says she is fine.'), flags: ['vulnerable'] },
      [],
      ['vulnerability-contradicts-flags'],
    ],
    ['vulnerability-flags', { vulnerability: none('She says she is fine.') }, ['children'], []],
    ['codeword', { safeContact: { phone: '07700900001' } }, [], ['codeword-missing']],
  ])('%s: %j with flags %j leaves %j', (check, said, flags, issues) => {
    expect(codes(said, { checks: [check] }, flags)).toEqual(issues)
    expect(codes(said, {}, flags)).toEqual(
      issues.filter((code) => ['children-not-asked', 'history-checks-missing'].includes(code)),
    )
  })

  it.each<[unknown, string[]]>([
    ['THRIVE', []],
    ['THRIVE-SP', ['scene-preservation-missing', 'prevention-advice-missing']],
    [['specific-need'], ['specific-need-missing']],
  ])('the elements %j must be assessed', (elements, issues) => {
    expect(codes({}, { elements })).toEqual(issues)
    const said = Object.fromEntries(
      rulesOf({ elements }).elements.map((name) => [name, { level: 'low', rationale: `On ${name}.` }]),
    )
    expect(codes({ elements: said as Thrive['elements'] }, { elements })).toEqual([])
  })

  it('a vulnerability is found from its level on', () => {
    const found = (level: string, vulnerableFrom: string) =>
      findsVulnerability({ ...thrive, vulnerability: { level } } as Thrive, rulesOf({ vulnerableFrom }))
    expect(['none', 'low', 'medium', 'high', 'unknown', ''].map((level) => found(level, 'medium'))).toEqual([
      ...[false, false, true, true, false, false],
    ])
    expect([found('high', 'never'), found('low', 'low')]).toEqual([false, true])
  })
})
