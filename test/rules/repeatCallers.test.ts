import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ALERT_KINDS, SEVERITIES } from '../../machines/rules/catalogue/alerts.ts'
import { nextReview } from '../../machines/rules/grading/grading.ts'
import { isHighRisk, severityOf } from '../../machines/rules/hau/severity.ts'
import { type Earlier, joined, notYetKnown, repeatOf } from '../../machines/rules/report/repeatCallers.ts'
import { CLUE_KINDS, RISK_GRADES } from '../../machines/rules/vocabulary.ts'
import { policyWith } from '../support/incident.ts'

const { policy } = policyWith()

const earlier = (number: number, parts: Partial<Earlier> = {}): Earlier => ({
  incident: `WK-${number}`,
  reportedAt: `2026-0${(number % 9) + 1}-01T20:00:00.000Z`,
  by: ['person'],
  priority: 'P2',
  risk: 'standard',
  flags: [],
  closed: true,
  ...parts,
})

const anyEarlier: fc.Arbitrary<Earlier> = fc.record({
  incident: fc.integer({ min: 1, max: 9 }).map((number) => `WK-${number}`),
  reportedAt: fc.constantFrom('2026-03-01T20:00:00.000Z', '2026-06-01T20:00:00.000Z'),
  by: fc.subarray([...CLUE_KINDS], { minLength: 1 }),
  priority: fc.constantFrom('P1', 'P3', null),
  risk: fc.constantFrom(...RISK_GRADES, null),
  flags: fc.subarray(['weapons', 'children']),
  closed: fc.boolean(),
})
const histories = fc.array(anyEarlier, { maxLength: 6 }).map((found) => joined([], found))

it('counts what the policy counts by, and this call-out towards the criterion', () => {
  const come = (repeat: readonly Earlier[]) => repeatOf({ policy, repeat })
  expect(come([])).toEqual({ count: 0, highestRisk: null, escalation: false, by: [] })
  expect(come([earlier(1)])).toEqual({ count: 1, highestRisk: 'standard', escalation: false, by: ['person'] })
  expect(come([earlier(1), earlier(2, { by: ['phone'], risk: 'medium' })])).toEqual({
    count: 2,
    highestRisk: 'medium',
    escalation: true,
    by: ['person', 'phone'],
  })
  const neighbours = [
    earlier(1, { by: ['building'], risk: 'high' }),
    earlier(2, { by: ['address'] }),
    earlier(3, { by: ['suspect'] }),
  ]
  expect(come(neighbours)).toEqual({ count: 0, highestRisk: null, escalation: false, by: ['address', 'suspect', 'building'] })
  expect(come([earlier(1, { risk: null, flags: ['strangulation'] })]).highestRisk).toBe('high')
})

it("the window is the policy's alone: with a criterion of one, nobody before is still nobody", () => {
  const strict = { ...policy, repeat: { ...policy.repeat, escalationCount: 1 } }
  expect(repeatOf({ policy: strict, repeat: [] }).escalation).toBe(false)
  expect(repeatOf({ policy: strict, repeat: [earlier(1)] }).escalation).toBe(true)
})

it('what is known already is no news, another way of recognising it is', () => {
  const known = [earlier(1, { by: ['phone'] })]
  expect(notYetKnown(known, [earlier(1, { by: ['phone'], priority: 'P1' })])).toEqual([])
  const found = [earlier(1, { by: ['person'] }), earlier(2)]
  expect(notYetKnown(known, found)).toEqual(found)
  expect(joined(known, found).map(({ incident, by }) => [incident, by])).toEqual([
    ['WK-2', ['person']],
    ['WK-1', ['person', 'phone']],
  ])
})

it('keeps of too many the strongest, newest first', () => {
  const calls = Array.from({ length: 60 }, (_, number) =>
    earlier(100 + number, { by: ['phone'], reportedAt: `2026-10-01T20:00:${String(number).padStart(2, '0')}.000Z` }),
  )
  const kept = joined(calls, [earlier(1, { reportedAt: '2026-01-01T20:00:00.000Z' })])
  expect(kept).toHaveLength(50)
  expect([kept[0]?.incident, kept.at(-1)?.incident]).toEqual(['WK-159', 'WK-1'])
})

it('history never lowers a severity, never lengthens an interval, and more of it never less', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ALERT_KINDS),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom('P1', 'P2', 'P3', null),
      fc.constantFrom(...RISK_GRADES, null),
      fc.subarray(['weapons', 'children']),
      histories,
      histories,
      (kind, level, priority, riskGrade, flags, before, more) => {
        const weighed = (repeat: readonly Earlier[]) => ({ policy, priority, riskGrade, flags, repeat })
        const loudness = (repeat: readonly Earlier[]) => SEVERITIES.indexOf(severityOf(kind, level, weighed(repeat)))
        const all = joined(before, more)
        expect(loudness(before)).toBeGreaterThanOrEqual(loudness([]))
        expect(loudness(all)).toBeGreaterThanOrEqual(loudness(before))
        const at = '2026-11-20T20:00:00.000Z'
        const review = (repeat: readonly Earlier[]) =>
          nextReview(policy, priority, isHighRisk(weighed(repeat)), '2026-11-21T20:00:00.000Z', { at, recordedAt: at })
        expect(review(before) <= review([])).toBe(true)
        expect(repeatOf(weighed(all)).count).toBeGreaterThanOrEqual(repeatOf(weighed(before)).count)
      },
    ),
  )
})
