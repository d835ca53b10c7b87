import { expect, it } from '@jest/globals'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { thriveGaps } from '../../machines/rules/thrive.ts'
import { thrive } from './examples.ts'

type Thrive = CaseEventData['thrive.assessed']
const codes = (spoilt: Partial<Thrive>) => thriveGaps({ ...thrive, ...spoilt }).map(({ code }) => code)

it('is adequate when every part is there', () => expect(thriveGaps(thrive)).toEqual([]))

it('names everything that is missing, in THRIVE order and then the rest', () => {
  expect(thriveGaps({ assessor: thrive.assessor }).map(({ code, pointer }) => [code, pointer])).toEqual([
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
])('an element %j leaves %j', (harm, gaps) => expect(codes({ harm })).toEqual(gaps))

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
])('%j leaves %j', (spoilt, gaps) => expect(codes(spoilt)).toEqual(gaps))
