/** Which requests that wait for a second person end when somebody records something: their forms say so before it is sent. */
import { ANEW } from '../../../../machines/matters/approval.ts'
import type { DecidedByTwo } from '../../../../machines/rules/decidedByTwo.ts'
import { type EventName, nameOf } from '../../../../machines/rules/events.ts'
import type { approvalWaiting } from '../../../engine/answers/approvals.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { asksWords } from './asks.ts'

type Waiting = Pick<Answer<typeof approvalWaiting>, 'approval' | 'type' | 'asks' | 'askedBy' | 'until'>

export interface Ending {
  readonly approval: string
  readonly by: string
  readonly asks: string
  readonly until: string
  readonly ends: string
}

const RECORDING: Partial<Record<EventName, string>> = {
  'risk.reassessed': 'If you record this reassessment, that request ends, whatever grade you choose',
  'incident.graded': 'If you record this grade, that request ends, whatever grade you choose',
  'crime.outcome': 'If you record an outcome of the same crime, that request ends',
}

const isOfTwo = (event: EventName): event is DecidedByTwo => Object.hasOwn(ANEW, event)

/** @param event that a form is about to record. */
export const endedBy = (event: EventName, approvals: readonly Waiting[]): readonly Ending[] =>
  approvals.flatMap(({ approval, type, asks, askedBy, until }) => {
    const asked = nameOf(type)
    if (asked === null || !isOfTwo(asked) || !ANEW[asked].includes(event)) return []
    const ends = `${RECORDING[event] ?? 'If you record this, that request ends'}, and nobody decides it any more.`
    return [{ approval, by: askedBy.id, asks: asksWords(asked, asks), until, ends }]
  })
