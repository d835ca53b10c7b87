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

it('fills in what a priority and a section leave out', () => {
  expect(policyOf({}).priorities.P1).toEqual({ ...P1, warnAt: 0.75, repeatEveryHighRisk: P1.repeatEvery })
  const { hau } = policyOf({})
  const sooner = policyOf({ hau: { checksWithin: { high: 'PT1H' } } }).hau
  expect(sooner).toEqual({ ...hau, checksWithin: { ...hau.checksWithin, high: 'PT1H' } })
})

it('asks for nothing that came later than it: what its file does not name is off', () => {
  expect(policyOf({})).toMatchObject({
    clock: { upgradeBeforeArrival: 'reopens' },
    thrive: { elements: [], checks: [], vulnerableFrom: 'never' },
    videoResponse: { allowed: false },
    telephoneResolution: { allowed: false },
    dash: { visibleHighRiskByTool: {}, downgradeQuotes: false },
    hau: { checks: [], checksRequired: false, owedAgain: false },
    closure: { crimeDecision: false, historyReviewed: false, maracReferred: false },
    bail: { grantRationale: false },
  })
  for (const section of ['victimTold', 'suspects', 'investigation', 'victimsCode'])
    expect(policyOf({})).not.toHaveProperty(section)
})

it('says of a number, or of words, how a length of time is written', () => {
  const said = (answerWithin: unknown) => {
    const read = parsePolicy({ ...smallPolicy, priorities: { P1: { ...P1, answerWithin } } })
    return read.ok ? [] : read.mistakes.map(({ message }) => message)
  }
  for (const wrong of [8, '8 minutes'])
    expect(said(wrong)).toEqual([expect.stringMatching(/^must be an ISO 8601 duration as PT15M/)])
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
