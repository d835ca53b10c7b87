import { severityOf } from '../../machines/rules/hau/severity.ts'
import { parsePolicy } from '../../machines/rules/policy/policy.ts'
import type { Earlier } from '../../machines/rules/report/repeatCallers.ts'
import { smallPolicy } from './policies.ts'

const read = parsePolicy({
  ...smallPolicy,
  priorities: { ...smallPolicy.priorities, P2: { ...smallPolicy.priorities.P1, rank: 2 } },
})
if (!read.ok) throw new Error('the policy of this test')
const { policy } = read

const calm = { policy, priority: 'P2', riskGrade: null, flags: [], repeat: [] } as const

it('speaks louder by rank, by risk, by who called before and by each level left unanswered', () => {
  const before = (month: number): Earlier => ({
    incident: `WK-${month}`,
    reportedAt: `2026-0${month}-01T20:00:00.000Z`,
    by: ['person'],
    priority: 'P2',
    risk: null,
    flags: [],
    closed: true,
  })
  const loudness = [
    severityOf('attendance-warning', 1, calm),
    severityOf('attendance-warning', 1, { ...calm, repeat: [before(5)] }),
    severityOf('attendance-warning', 1, { ...calm, repeat: [before(6), before(5)] }),
    severityOf('attendance-warning', 1, { ...calm, priority: 'P1' }),
    severityOf('attendance-warning', 1, { ...calm, flags: ['strangulation'] }),
    severityOf('attendance-warning', 1, { ...calm, riskGrade: 'high' }),
    severityOf('attendance-warning', 1, { ...calm, riskGrade: 'medium', flags: ['quiet'] }),
    severityOf('attendance-warning', 2, calm),
    severityOf('attendance-warning', 3, { ...calm, priority: 'P1', riskGrade: 'high' }),
  ]
  expect(loudness).toEqual(['medium', 'medium', 'high', 'high', 'high', 'high', 'medium', 'high', 'critical'])
})

it('takes an incident that nobody has graded for the most urgent', () => {
  expect(severityOf('thrive-overdue', 1, { ...calm, priority: null })).toBe('high')
})
