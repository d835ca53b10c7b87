/**
 * What the answer to an event tells of a restricted incident, to a sender who is not among its readers: what happened to the event,
 * references and codes. Systems go on posting, and learn nothing by it (decision 0056).
 */
import type { Outcome } from '../../engine/engine.ts'
import type { Problem, Warning } from '../../engine/problems.ts'
import type { Caller, Reads } from '../../engine/reads.ts'
import { alertSeen, unnamed } from '../../engine/views/hidden.ts'
import { type Hidden, isReader, NOTHING_HIDDEN } from '../../engine/views/readers.ts'
import { hiddenFor, readerBehind } from '../reads/restricted.ts'

const FOR_READERS = 'This incident is restricted: what else there is to say is told to the people named for it.'

/** @param caller who posted it. @returns the same, without what this caller may not be told. */
export async function toldTo(reads: Pick<Reads, 'restricted'>, caller: Caller, outcome: Outcome): Promise<Outcome> {
  const { readers, others = [] } = outcome
  if (readers !== undefined && !isReader(readers, readerBehind(caller))) return inCodes(outcome)
  const hidden = others.length === 0 ? NOTHING_HIDDEN : await hiddenFor(reads, caller)
  return others.some((incident) => hidden.has(incident)) ? withoutNames(outcome, hidden) : outcome
}

function inCodes(outcome: Outcome): Outcome {
  if (outcome.status === 'refused') return { ...outcome, problem: problemInCodes(outcome.problem) }
  const own: Hidden = new Set([outcome.incident.incident])
  return {
    ...outcome,
    alerts: outcome.alerts.map((alert) => alertSeen(alert, own)),
    matters: [],
    warnings: outcome.warnings.map((warning) => ({ ...warning, detail: FOR_READERS })),
  }
}

const problemInCodes = ({ errors, blockers, ...problem }: Problem): Problem => ({
  ...problem,
  detail: FOR_READERS,
  ...(errors && { errors: errors.map((error) => ({ ...error, detail: FOR_READERS })) }),
  ...(blockers && { blockers: blockers.map(({ code }) => ({ code, detail: FOR_READERS })) }),
})

function withoutNames(outcome: Outcome, hidden: Hidden): Outcome {
  const all = <Told extends { readonly detail: string }>(list: readonly Told[]) => list.map((one) => unnamed(one, hidden))
  if (outcome.status !== 'refused') return { ...outcome, warnings: all<Warning>(outcome.warnings) }
  const { errors, blockers, ...problem } = outcome.problem
  return {
    ...outcome,
    problem: {
      ...unnamed(problem, hidden),
      ...(errors && { errors: all(errors) }),
      ...(blockers && { blockers: all(blockers) }),
    },
  }
}
