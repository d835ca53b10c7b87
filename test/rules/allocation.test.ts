/** Who should have a crime, by the rules that come with the service. */
import { allocationRuleFor, allocationWarnings } from '../../machines/rules/investigation/allocation.ts'
import type { RiskGrade } from '../../machines/rules/vocabulary.ts'
import { policyWith } from '../support/incident.ts'

const rules = policyWith().policy.investigation?.allocate ?? []
const teamFor = (offences: string[], risk: RiskGrade | null) =>
  allocationRuleFor(rules, { offences, risk, flags: [] })?.teams[0] ?? null

it.each<[string[], RiskGrade | null, string | null]>([
  [['common-assault'], 'standard', 'response'],
  [['common-assault'], 'medium', 'harm-investigation-team'],
  [['common-assault'], 'high', 'harm-investigation-team'],
  [['gbh-s18'], 'standard', 'cid'],
  [['rape'], 'high', 'cid'],
  [['common-assault', 'Sexual assault'], 'medium', 'cid'],
  [['Common Assault'], null, null],
  [['gbh-s20'], null, 'cid'],
  [[], 'medium', 'harm-investigation-team'],
])('%j at risk %s goes to %s', (offences, risk, team) => expect(teamFor(offences, risk)).toBe(team))

it('the tie at medium risk is the policy’s: the first team is where it goes, and another one that is named may have it', () => {
  const rule = allocationRuleFor(rules, { offences: ['common-assault'], risk: 'medium', flags: [] })
  expect(allocationWarnings(rule, { team: 'response' })).toEqual([])
  expect(allocationWarnings(rule, { team: 'cid' })).toMatchObject([{ code: 'allocated-against-rule', pointer: '/data/team' }])
})

it('names the rule, and what it asks of the officer in the case', () => {
  const rule = allocationRuleFor(rules, { offences: ['rape'], risk: null, flags: [] })
  const [against, accreditation] = allocationWarnings(rule, { team: 'response', accreditation: 'PIP1' })
  expect([against?.detail, accreditation?.detail]).toEqual([
    expect.stringContaining('serious-injury-or-sexual'),
    expect.stringContaining('PIP2'),
  ])
  expect(allocationWarnings(rule, { team: 'cid', accreditation: 'PIP2' })).toEqual([])
})

it('a rule with flags fits only where one of them is set, and everything it names must fit', () => {
  const stalked = [{ rule: 'stalking', flags: ['stalking'], risk: ['high' as const], teams: ['stalking-unit'] }]
  const fits = (risk: RiskGrade, flags: string[]) => allocationRuleFor(stalked, { offences: [], risk, flags })?.rule ?? null
  expect([fits('high', ['stalking']), fits('medium', ['stalking']), fits('high', [])]).toEqual(['stalking', null, null])
})
