/** What waits for a second person, as lines of the record make it and end it. */
import { gradeInForce } from '../../../machines/incident/risk/checks.ts'
import type { Lowering } from '../../../machines/incident/risk/memory.ts'
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { APPROVAL, type ApprovalContext, type Asking, approvalId } from '../../../machines/matters/approval.ts'
import { type DecidedByTwo, ruleOf, waitsForSecond } from '../../../machines/rules/decidedByTwo.ts'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import type { Happened } from '../../../machines/rules/time/happened.ts'
import { SUPERVISING } from '../../../machines/rules/vocabulary.ts'
import type { Actor } from './case.ts'
import { endStep, type Origin, OURS, type Step, stepOn, type Unchained } from './consequences.ts'
import type { LiveCase } from './live.ts'
import { send } from './send.ts'

/** The lowering of a reassessment waits for a second person: everything else of it counts at once. */
export const lowersLater = ({ incident: { context } }: LiveCase, { type, data }: Pick<PublicEvent, 'type' | 'data'>): boolean =>
  type === 'risk.reassessed' && waitsForSecond(context, type, data)

/** Its id is of the line that is recorded now. */
export const askFor = (step: Step, asking: Asking): void =>
  send(step, `matters/${APPROVAL}/${approvalId(step.live.reference, step.live.lines + 1)}`, { type: 'approval.asked', ...asking })

/** What one of two people asks for by an event, and who may decide on it. */
export function askingOf(
  { incident: { context }, lines }: LiveCase,
  { type, data }: Pick<PublicEvent, 'type' | 'data'>,
  { role }: Actor,
): Asking {
  const { asks, actor, ranks } = ruleOf(type) as NonNullable<ReturnType<typeof ruleOf>>
  const wanted = ranks(context.policy)
  return {
    of: type as DecidedByTwo,
    asks: asks(context, data),
    crime: type === 'crime.outcome' ? (data as CaseEventData['crime.outcome']).crimeRef : null,
    reassessment: type === 'risk.reassessed' ? lines + 1 : null,
    by: actor(data),
    decides: wanted === null || wanted.includes(role) ? SUPERVISING : wanted,
  }
}

/** What only two people may decide is asked for by one of them: it moves nothing, and is kept as what was asked. */
export function ask(live: LiveCase, event: PublicEvent, { source, id, actor }: Origin): Unchained {
  const { type, data, at } = event
  const step = stepOn(live, event)
  askFor(step, askingOf(live, event, actor))
  return endStep(step, { type: 'approval.asked', source, id, actor, data: { type, time: at, data } })
}

/** A second person has approved it, and it cannot be done as things are now. */
export function endApproval(
  live: LiveCase,
  approval: string,
  why: { readonly code: string; readonly detail: string },
  happened: Happened,
): Unchained {
  const step = stepOn(live, happened)
  send(step, `matters/${APPROVAL}/${approval}`, { type: 'approval.lapsed' })
  return endStep(step, { ...OURS, type: 'approval.lapsed', data: { approval, ...why } })
}

/** What waits for a second person hears of what may leave nothing to decide. */
export function tellApprovals(step: Step, { type, data }: PublicEvent, regraded: boolean): void {
  const { matters, pinned } = step.live
  if (pinned.policy.approvals.secondPerson === 'named') return
  const waiting = Object.keys(matters).filter((id) => id.startsWith(`${APPROVAL}/`) && matters[id]?.value === 'waiting')
  if (waiting.length === 0) return
  const read = type === 'reassessment.checked' ? (data as CaseEventData['reassessment.checked']) : null
  const setAside = read?.verdict === 'explains' ? read.reassessment : null
  const crime = type === 'crime.outcome' ? (data as CaseEventData['crime.outcome']).crimeRef : null
  for (const id of waiting) send(step, `matters/${id}`, { type: 'decided.otherwise', of: type, crime, setAside, regraded })
}

/** A grade that was approved after a reassessment had answered under the grade before. */
export function loweringOf({ live, approval }: Step, { approvedBy }: CaseEventData['incident.graded']): { lowering?: Lowering } {
  const asked = approval === null ? undefined : live.matters[`${APPROVAL}/${approval}`]
  const { reassessment = null } = (asked?.context ?? {}) as Partial<ApprovalContext>
  if (reassessment === null || approvedBy === undefined) return {}
  const { context } = live.incident
  return { lowering: { reassessment, approvedBy: approvedBy.id, priority: context.priority, grade: gradeInForce(context) } }
}
