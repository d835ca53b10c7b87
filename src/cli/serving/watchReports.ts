/**
 * Each process escalates the alerts of refused reports, and ends those whose subjects were reported. The api also raises them,
 * and ends them at once when it knows of the report.
 */
import type { Logger } from 'pino'
import { paceOf } from '../../../machines/rules/grading/grading.ts'
import type { Policy } from '../../../machines/rules/policy/policy.ts'
import { msOf } from '../../../machines/rules/time/instants.ts'
import { caseKey } from '../../engine/judge/request.ts'
import type { RefusedReports } from '../../engine/reads.ts'
import type { RefusedReportRows } from '../../store/watch/refusedReports.ts'
import { inRounds } from './rounds.ts'

const EVERY_MS = 1_000

export interface WatchReportsPorts {
  readonly rows: RefusedReportRows
  readonly policy: Policy
  readonly log: Pick<Logger, 'warn'>
}

export interface WatchReports extends RefusedReports {
  stop(): Promise<void>
}

export function watchReports({ rows, policy, log }: WatchReportsPorts): WatchReports {
  // As an ungraded incident's own alerts: nobody has graded these either.
  const escalation = { ladder: policy.escalation, everyMs: msOf(paceOf(policy, null).answerWithin) }
  let open = new Set<string>()

  const look = async (): Promise<void> => {
    const subjects = await rows.refusedSubjects()
    open = new Set(subjects.map(caseKey))
    if (open.size === 0) return
    await rows.endReported(escalation)
    await rows.escalateRefused(escalation)
  }
  const stop = inRounds(EVERY_MS, look, { atOnce: true })
  return {
    async refused(subjects, key) {
      for (const subject of subjects) open.add(caseKey(subject))
      const alerts = await rows.raiseRefused(subjects, key, escalation)
      const incidents = alerts.map(({ incident }) => incident)
      if (alerts.length > 0) log.warn({ incidents }, 'something was refused of incidents that nobody has reported')
    },
    async reported(subjects) {
      // The next round ends what another process has raised.
      if (subjects.some((subject) => open.has(caseKey(subject)))) await rows.endReported(escalation).catch(() => {})
    },
    dismiss: (force, alert, by, reason) => rows.dismissRefused(force, alert, by, reason),
    stop,
  }
}
