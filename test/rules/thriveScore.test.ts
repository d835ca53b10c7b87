import { expect, it } from '@jest/globals'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { thriveIssues } from '../../machines/rules/grading/thrive.ts'
import { checkOf, isCheck, rubricChecks } from '../../machines/rules/grading/thriveRubric.ts'
import { type ScoredThrive, scoreIssues } from '../../machines/rules/grading/thriveScore.ts'
import { THRIVE_CHECKS } from '../../machines/rules/grading/thriveVariants.ts'
import { parsePolicy } from '../../machines/rules/policy/policy.ts'
import { thrive } from './examples.ts'
import { smallPolicy } from './policies.ts'

type Score = CaseEventData['thrive.scored']

const one: ScoredThrive = { author: 'ch-1', elements: ['prevention'], scorers: ['sup-2'] }
const pointers = (score: Partial<Score>, of: ScoredThrive | null = one) =>
  scoreIssues({ thrive: 2, scorer: { id: 'sup-1', role: 'sergeant' }, adequate: true, ...score }, of, ['specific-need']).map(
    ({ pointer }) => pointer,
  )

it.each<[string, Partial<Score>, string[]]>([
  ['adequate', {}, []],
  ['inadequate, by a check that only a person can judge', { adequate: false, missing: ['grade-follows'] }, []],
  ['inadequate, by elements of this THRIVE and of the policy', { adequate: false, missing: ['prevention', 'specific-need'] }, []],
  ['inadequate, for a reason in words', { adequate: false, note: 'It is about another call.' }, []],
  ['inadequate, and not why', { adequate: false, note: 'None.' }, ['/data/missing']],
  ['adequate, and yet not', { missing: ['threat'] }, ['/data/missing']],
  ['by a check that there is not', { adequate: false, missing: ['threat', 'threat-thin'] }, ['/data/missing/1']],
  ['by a name that every object has', { adequate: false, missing: ['toString'] }, ['/data/missing/0']],
  ['by its author', { scorer: { id: 'ch-1', role: 'sergeant' } }, ['/data/scorer/id']],
  ['again by the same person', { scorer: { id: 'sup-2', role: 'sergeant' } }, ['/data/scorer/id']],
])('a score: %s', (_, score, wrong) => expect(pointers(score)).toEqual(wrong))

it('is of a THRIVE, and says so before anything else', () => {
  expect(pointers({ adequate: false, missing: ['nonsense'] }, null)).toEqual(['/data/thrive'])
})

it('has a name of its own for everything that the engine may find', () => {
  const read = parsePolicy({ ...smallPolicy, thrive: { checks: [...THRIVE_CHECKS], elements: ['specific-need'] } })
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
  const { thrive: rules } = read.policy
  const none = { level: 'none', rationale: 'None known.' } as const
  const nothing = { threat: none, harm: none, risk: none, investigation: none, vulnerability: none, engagement: none }
  const found = [
    thriveIssues({ assessor: thrive.assessor }, rules, []),
    thriveIssues({ ...thrive, ...nothing }, rules, ['vulnerable']),
    thriveIssues({ ...thrive, threat: { level: 'high' }, peopleAtRisk: [{}], historyChecks: { done: ['orders'] } }, rules, []),
    thriveIssues({ ...thrive, historyChecks: {} }, rules, []),
  ].flatMap((issues) => issues.map(({ code }) => code))
  const checks = new Set(found.map(checkOf))
  for (const check of checks) expect([check, isCheck(check, rules.elements)]).toEqual([check, true])
  // All that a program can judge was found here: none of these names is a dead one.
  const onlyAPerson = ['grade-follows', 'investigation-action']
  expect([...checks].sort()).toEqual(
    [...rubricChecks().map(({ check }) => check), 'specific-need'].filter((check) => !onlyAPerson.includes(check)).sort(),
  )
})
