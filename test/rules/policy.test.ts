import { describe, expect, it } from '@jest/globals'
import { mostUrgent, type Policy, parsePolicy, rankOf } from '../../machines/rules/policy/policy.ts'
import { smallPolicy } from './policies.ts'

const { P1 } = smallPolicy.priorities
const mistakes = (part: object): string[] => {
  const read = parsePolicy({ ...smallPolicy, ...part })
  return read.ok ? [] : read.mistakes.map(({ path }) => path.join('.'))
}
const inP1 = (part: object) => mistakes({ priorities: { P1: { ...P1, ...part } } })
const policyOf = (part: object): Policy => {
  const read = parsePolicy({ ...smallPolicy, ...part })
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
  return read.policy
}

it('fills in the defaults of the contract', () => {
  expect(policyOf({})).toMatchObject({
    ...smallPolicy,
    priorities: { P1: { ...P1, warnAt: 0.75, repeatEveryHighRisk: 'PT4S' } },
    clock: { start: 'reported', stop: 'arrived', upgradeBeforeArrival: 'reopens' },
    thrive: {
      assessWithin: 'PT10M',
      gradeWithin: 'PT15M',
      inadequateAfter: 'PT0S',
      elements: [],
      checks: [],
      historyChecks: ['repeat', 'markers', 'orders', 'marac'],
      vulnerableFrom: 'never',
    },
    lowGradeFromRank: 3,
    videoResponse: { allowed: false },
    telephoneResolution: { allowed: false, override: ['force-incident-manager'], dash: 'required' },
    dash: {
      submitWithin: 'PT8H',
      reviewWithin: 'PT4H',
      reviewWithinHigh: 'PT4H',
      modes: ['face-to-face'],
      visibleHighRisk: 14,
      visibleHighRiskByTool: {},
      downgradeQuotes: false,
      exceptionBy: ['force-incident-manager', 'duty-superintendent'],
    },
    tools: {},
    highRiskFlags: expect.any(Array),
    repeat: {
      window: 'P12M',
      escalationCount: 3,
      countBy: ['person', 'role-reversed', 'phone', 'uprn'],
      alertBy: ['person', 'role-reversed', 'phone', 'uprn', 'address', 'perhaps-the-same'],
    },
    hau: {
      receiveWithin: 'PT12H',
      checksWithin: { high: 'PT24H', medium: 'PT72H', standard: 'P7D' },
      checks: [],
      checksRequired: false,
      owedAgain: false,
    },
    closure: { crimeDecision: false, historyReviewed: false, maracReferred: false, referralsAcknowledged: true },
    bail: {
      months: { 'custody-officer': 3, inspector: 6, superintendent: 9 },
      warnBefore: 'P14D',
      checkWithin: { high: 'P7D', medium: 'P14D', standard: 'P28D' },
      courtExtends: 'P12M',
      grantRationale: false,
      climbEvery: 'PT24H',
    },
    referrals: {
      acknowledgeWithin: 'PT24H',
      required: { high: ['daro', 'marac', 'idva'], child: ['childrens-services'] },
      escalateWithin: 'PT24H',
      legalBases: [],
      notRepresented: {},
    },
    school: {
      notifyBefore: '08:00',
      escalateWithin: 'PT4H',
      holidays: { halfTermDays: 16, otherDays: 23, summerDays: 51 },
    },
    marac: {
      repeat: { version: 'any-instance-of-abuse', months: 12 },
      listWithin: 'P2D',
      recordWithin: 'P2D',
      climbEvery: 'PT24H',
    },
    transfers: { acknowledgeWithin: 'PT5M' },
    markers: { reviewWithin: 'P6M', expireWithin: 'P12M' },
    // The file of the default policy says each of them, and is held to it.
    orders: expect.any(Object),
    disclosures: expect.any(Object),
    tasks: expect.any(Object),
    plans: expect.any(Object),
  })
  expect(policyOf({ hau: { checksWithin: { high: 'PT1H' } } }).hau).toEqual({
    receiveWithin: 'PT12H',
    checksWithin: { high: 'PT1H', medium: 'PT72H', standard: 'P7D' },
    checks: [],
    checksRequired: false,
    owedAgain: false,
  })
})

describe('refuses', () => {
  it.each(['15M', 'PT0S', '-PT5M', 'PT-5M', 'P', '', 'soon', 'P401D', 'P1M', 15, null])('%j as a target', (urban) => {
    expect(inP1({ attendWithin: { urban, rural: 'PT1H' } })).toEqual(['priorities.P1.attendWithin.urban'])
  })
  it.each([0, 1, -0.1, '0.5'])('%j as the warning point', (warnAt) => expect(inP1({ warnAt })).toEqual(['priorities.P1.warnAt']))
  it('a high risk that waits longer', () => {
    expect(inP1({ repeatEveryHighRisk: 'PT5S' })).toEqual(['priorities.P1.repeatEveryHighRisk'])
    expect(inP1({ repeatEveryHighRisk: 'PT4S' })).toEqual([])
  })
  it('an unknown rank, and priorities without a most urgent one', () => {
    expect(inP1({ rank: 0 })).toContain('priorities.P1.rank')
    expect(inP1({ rank: 1.5 })).toContain('priorities.P1.rank')
    expect(inP1({ rank: 2 })).toEqual(['priorities'])
    expect(mistakes({ priorities: {} })).toEqual(['priorities'])
  })
  it('an escalation that names no role, one twice, none or too many', () => {
    expect(mistakes({ escalation: ['supervisor', 'chief'] })).toEqual(['escalation.1'])
    expect(mistakes({ escalation: ['hau', 'hau'] })).toEqual(['escalation'])
    expect(mistakes({ escalation: [] })).toEqual(['escalation'])
  })
  it.each<[string, object]>([
    ['clok', { clok: {} }],
    ['clock.starts', { clock: { starts: 'graded' } }],
    ['priorities.P1.warn', { priorities: { P1: { ...P1, warn: 0.5 } } }],
    ['timezone', { timezone: 'Europe/Lundun' }],
    ['schema', { schema: 'reassess/policy/v2' }],
    ['version', { version: '1' }],
    ['closure.crimeDecision', { closure: { crimeDecision: 'yes' } }],
    ['closure.crime', { closure: { crime: true } }],
    ['hau.owedAgain', { hau: { owedAgain: 'once' } }],
    ['hau.intake.0', { hau: { intake: ['every-report'] } }],
    ['hau.intake', { hau: { intake: [] } }],
    ['hau.recheckOn.0', { hau: { recheckOn: ['attendance-overdue'] } }],
    ['hau.completion.of', { hau: { completion: { riskConfirmed: true } } }],
    ['hau.completion.of', { hau: { completion: { of: ['high', 'high'] } } }],
    ['clock.upgradeBeforeArrival', { clock: { upgradeBeforeArrival: 'ignored' } }],
    ['victimTold.afterFailedVisit', { victimTold: { within: 'PT15M', afterFailedVisit: 1 } }],
    ['school.notifyBefore', { school: { notifyBefore: '8:00' } }],
    ['repeat.window', { repeat: { window: 'P14M' } }],
    ['thrive.elements', { thrive: { elements: 'THRIVE+' } }],
    ['thrive.checks.0', { thrive: { checks: ['mind-reading'] } }],
    ['thrive.inadequateAfter', { thrive: { inadequateAfter: '0' } }],
    ['victimTold.within', { victimTold: { from: 'warning' } }],
    ['id', { id: undefined }],
  ])('%s in %j', (path, part) => expect(mistakes(part)).toEqual([path]))
  it.each([null, [], 'policy', 7])('%j', (raw) => expect(parsePolicy(raw).ok).toBe(false))
})

it('knows ranks, and whose settings hold before the first grade', () => {
  const slow = { ...P1, answerWithin: 'PT1H' }
  const policy = policyOf({ priorities: { P2: { ...P1, rank: 2 }, P1a: slow, P1b: P1 } })
  expect([rankOf(policy, 'P2'), rankOf(policy, 'P1a'), rankOf(policy, 'P9'), rankOf(policy, 'toString')]).toEqual([
    2,
    1,
    null,
    null,
  ])
  expect(mostUrgent(policy).answerWithin).toBe('PT2S')
})
