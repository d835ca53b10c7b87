/** Where two people are two acts: over random histories a late grade falls, and a high risk, only by what two people did. */

import { samePerson } from '../../machines/rules/person.ts'
import { rankOf } from '../../machines/rules/policy/policy.ts'
import { COMMAND_ROLES, RISK_GRADES, type RiskGrade } from '../../machines/rules/vocabulary.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case, Entry } from '../../src/engine/step/case.ts'
import { approving } from '../support/histories.ts'
import { KEY, policyWith } from '../support/incident.ts'
import { caseOf, contentOf, contextOf, everywhere, play, RUNS } from '../support/played.ts'
import { SIGNED_IN } from '../support/secondPerson.ts'

const policy = policyWith(SIGNED_IN)
const rank = (kept: Case) => rankOf(policy.policy, contextOf(kept).priority ?? '') ?? 0
const riskOf = (kept: Case): number => RISK_GRADES.indexOf(contextOf(kept).riskGrade as RiskGrade)

it('moves nothing by what one asks, lowers nothing without the act of another, and replays to the same case', async () => {
  const met = { asked: 0, waits: 0, given: 0, lowered: 0, refused: 0, lapsed: 0, notTheirs: 0 }
  await everywhere(
    async (history) => {
      const { night, moments } = await play(history, 'now and then', undefined, policy)
      const lines = night.store.entries(KEY)
      const at = (sequence: number) => lines[sequence - 1] as Entry
      for (const { posted, outcome, before, after } of moments) {
        if (outcome.status === 'refused') {
          if (posted.type === 'approval.given' && outcome.problem.code !== 'not-accepted-now') met.notTheirs += 1
          continue
        }
        if (outcome.status === 'pending') {
          expectMovedNothing(at(outcome.sequence))
          met.asked += 1
        }
        if (outcome.warnings.some(({ code }) => code === 'lowering-waits')) met.waits += 1
        if (posted.type === 'approval.given')
          met[(posted.data as { decision: string }).decision === 'refused' ? 'refused' : 'given'] += 1
        const own = lines.filter(({ sequence }) => sequence > before.version && sequence <= after.version)
        const wasLate = lines.slice(0, outcome.sequence - 1).some(isOfAttendance)
        const isHigh = contextOf(before).riskGrade === 'high'
        const falls = contextOf(before).priority !== null && rank(after) > rank(before)
        if ((falls && wasLate) || (isHigh && riskOf(after) < riskOf(before))) {
          expectTwoActs(own, at)
          met.lowered += 1
        }
      }
      for (const { type, consequences } of lines) {
        if (type === 'approval.given' || type === 'approval.asked') expect(consequences.demands).toEqual([])
        met.lapsed += (consequences.matters ?? []).filter(({ kind, state }) => kind === 'approval' && state === 'lapsed').length
      }
      const kept = caseOf(night)
      const { differences, replayed } = await replay(kept, night.store.readEntries(KEY, kept.version), policy)
      expect({ differences, replayed }).toEqual({ differences: [], replayed: true })
    },
    { of: approving, runs: 2 * RUNS },
  )
  // What is rare comes a few times in a hundred and twenty histories, now and then once.
  expect(Object.entries(met).filter(([, times]) => times === 0)).toEqual([])
})

const isOfAttendance = (line: Entry): boolean => line.type === 'deadline.passed' && contentOf(line).machine === 'incident'

function expectMovedNothing({ type, consequences }: Entry): void {
  expect(type).toBe('approval.asked')
  expect(consequences.demands).toEqual([])
  expect(consequences.timersEnded).toEqual([])
  expect(consequences.alerts.map(({ kind }) => kind)).toEqual(['approval-waiting'])
  expect(consequences.matters).toMatchObject([{ kind: 'approval', state: 'waiting' }])
}

/** The line that applied comes right after the decision of another person than who asked, and one of the two has the rank. */
function expectTwoActs(own: readonly Entry[], at: (sequence: number) => Entry): void {
  const applied = own.find(({ consequences }) => consequences.approval !== undefined) as Entry
  expect(applied).toMatchObject({ source: null, id: null })
  const given = at(applied.sequence - 1)
  expect([given.type, given.at]).toEqual(['approval.given', applied.at])
  const { approval, by, decision } = contentOf(given)
  expect([decision, approval]).toEqual(['approved', applied.consequences.approval])
  const asked = at(Number(approval.slice(`${KEY.reference}-a`.length)))
  expect(['approval.asked', 'risk.reassessed']).toContain(asked.type)
  const data = asked.type === 'approval.asked' ? contentOf(asked).data : contentOf(asked)
  const named = data.by ?? data.assessor ?? data.reviewer
  expect(samePerson(named.id, by.id)).toBe(false)
  if (applied.type === 'incident.graded')
    expect([asked.actor?.role, given.actor?.role].some((role) => role !== undefined && COMMAND_ROLES.includes(role))).toBe(true)
  expect(contentOf(applied)).toMatchObject({ approvedBy: by })
}
