/** What waits for a second person, as its incident tells it: references, codes and instants. */
import { APPROVAL, type ApprovalContext } from '../../../machines/matters/approval.ts'
import { typeOf } from '../../../machines/rules/events.ts'
import type { LiveCase } from '../step/live.ts'
import type { IncidentView } from './views.ts'

export const approvalsOf = ({ matters }: LiveCase): IncidentView['approvals'] =>
  Object.entries(matters).flatMap(([id, { value, context }]) => {
    if (!id.startsWith(`${APPROVAL}/`) || value !== 'waiting') return []
    const { name, of, asks, askedBy, askedAt, decides, level, dueAt, until } = context as unknown as ApprovalContext
    if (of === null || asks === null || askedBy === null || askedAt === null || dueAt === null || until === null) return []
    return [{ approval: name, type: typeOf(of), asks, askedBy, askedAt, decides: [...decides], level, dueAt, until }]
  })
