/** Who has an alert: taken, taken over and released. None of it moves a clock, a level or a demand (the second law). */
import { samePerson } from '../../../machines/rules/person.ts'
import { type Person, type Role, SUPERVISING } from '../../../machines/rules/vocabulary.ts'
import type { Release } from '../engine.ts'
import type { TakenFrom } from '../step/case.ts'
import { partOf } from '../step/leaving.ts'
import { alertOf, type LiveCase } from '../step/live.ts'
import { acknowledge, release } from '../step/step.ts'
import type { AlertItem } from '../views/views.ts'
import { append, type CaseWork } from './caseWork.ts'
import type { Request } from './request.ts'

/** Whoever has it already takes it again only to leave a note: the record loses none. */
export function judgeTaking(work: CaseWork, request: Extract<Request, { kind: 'acknowledge' }>): readonly AlertItem[] | null {
  const { live, now: recordedAt } = work
  const { alert, by, note, from, actor } = request
  if (live === null || (alert !== null && partOf(live, 'alerts', alert) === undefined)) return null
  const wanted = alert === null ? unresolvedIn(live) : [alert]
  const taken = wanted.filter((id) => {
    const { status, acknowledgedBy } = alertOf(live, id)
    const hasIt = acknowledgedBy !== undefined && samePerson(acknowledgedBy.id, by.id)
    return status !== 'resolved' && (!hasIt || note !== undefined)
  })
  if (wanted.some((id) => isLeft(alertOf(live, id), by, from))) return wanted.map((id) => alertOf(live, id))
  const said = { by, ...(note !== undefined && { note }) }
  if (taken.length > 0)
    append(work, [acknowledge(live, { ...(alert === null ? { alerts: taken } : { alert }), ...said }, { recordedAt, actor })])
  return wanted.map((id) => alertOf(live, id))
}

/** Whether somebody has it from whom it is not to be taken. */
export const isLeft = ({ status, acknowledgedBy }: AlertItem, by: Person, from: TakenFrom | undefined): boolean =>
  from !== undefined &&
  status === 'acknowledged' &&
  acknowledgedBy !== undefined &&
  ![by.id, ...from].some((id) => samePerson(id, acknowledgedBy.id))

const unresolvedIn = ({ alerts }: LiveCase): readonly string[] =>
  Object.keys(alerts).filter((id) => alerts[id]?.value !== 'resolved')

export function judgeRelease(work: CaseWork, request: Extract<Request, { kind: 'release' }>): Release {
  const { live, now: recordedAt } = work
  const { alert, by, note, actor } = request
  if (live === null || partOf(live, 'alerts', alert) === undefined) return 'unknown'
  const { status, acknowledgedBy } = alertOf(live, alert)
  if (status !== 'acknowledged' || acknowledgedBy === undefined) return 'not-taken'
  if (!mayRelease(acknowledgedBy, by, actor.role)) return 'not-theirs'
  append(work, [release(live, { alert, by, ...(note !== undefined && { note }) }, { recordedAt, actor })])
  return alertOf(live, alert)
}

/** Whoever has it, or who supervises. */
export const mayRelease = (holder: Person, by: Person, role?: Role): boolean =>
  samePerson(holder.id, by.id) || (role !== undefined && SUPERVISING.includes(role))
