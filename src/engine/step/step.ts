/**
 * One pure step: a case and what happened, and the case as it then is, with an event for the record. No clock is read
 * here: `at` is when it happened, `recordedAt` when we learnt of it.
 */
import { incident } from '../../../machines/incident/index.ts'
import { gradeInForce } from '../../../machines/incident/risk/checks.ts'
import { answeredBy } from '../../../machines/incident/risk/demands.ts'
import type { Lowering, StoodBefore } from '../../../machines/incident/risk/memory.ts'
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { kindHearing } from '../../../machines/matters/index.ts'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import type { Reading } from '../../../machines/rules/reassessment/reading.ts'
import type { Original } from '../../../machines/rules/report/links.ts'
import type { Earlier } from '../../../machines/rules/report/repeatCallers.ts'
import { causeOf, type Happened } from '../../../machines/rules/time/happened.ts'
import type { Instant, Person } from '../../../machines/rules/vocabulary.ts'
import { askFor, askingOf, loweringOf, lowersLater, tellApprovals } from './approvals.ts'
import type { Actor, CaseKey, Noted, Taken, Timer } from './case.ts'
import { endStep, type Origin, OURS, type Step, stepOn, type Unchained } from './consequences.ts'
import { nothingAway } from './leaving.ts'
import { type LiveCase, MACHINE_VERSION, noMachines, type PinnedPolicy } from './live.ts'
import { pass, sort } from './moves.ts'
import { bringNamed, nameIn } from './named.ts'
import { follow, send } from './send.ts'
import { initialTransition } from './transitions.ts'

/** What is found out beside the case when an event is taken, and read from its line when that is replayed. */
export interface LookedUp {
  /** The earlier incidents that are news to a case. */
  readonly recall: (live: LiveCase) => readonly Earlier[]
  /** For a record that is said to repeat another: that one. */
  readonly original?: Original | null
  /** For a reassessment: what its texts say. */
  readonly reading?: Reading | null
  /** The approval by which it applies. */
  readonly approval?: string | null
}
const NOTHING: LookedUp = { recall: () => [] }

/** A new case from its report. */
export function begin(
  key: CaseKey & { readonly pinned: PinnedPolicy },
  report: Happened & { readonly data: CaseEventData['incident.reported'] },
  { source, id, actor }: Origin,
  lookedUp = NOTHING,
): { live: LiveCase; recorded: Unchained } {
  const { force, reference, pinned } = key
  const { recordedAt, data } = report
  // A report from a clock that is ahead counts from its recording; its line says what was written.
  const at = causeOf(report)
  const [snapshot, actions] = initialTransition(incident, { reference, policy: pinned.policy, data, at, recordedAt })
  const blank = { ...noMachines(), away: nothingAway(null), lines: 0 }
  const live = { force, reference, pinned, machineVersion: MACHINE_VERSION, recordedAt, ...blank, incident: snapshot }
  const step = stepOn(live, { at, recordedAt })
  follow(step, sort(step, 'incident', actions))
  remember(step, lookedUp)
  return { live, recorded: endStep(step, { type: 'incident.reported', source, id, actor, data, at: report.at }) }
}

/** Whoever entered it for another is told to the machines, so that nobody reviews what they entered themselves. */
export const enteredFor = ({ enteredBy }: Actor): { readonly enteredBy?: string } =>
  enteredBy === undefined ? {} : { enteredBy: enteredBy.id }

/** Takes one event that the lifecycle accepts and whose content is in order. */
export function take(live: LiveCase, event: PublicEvent, { source, id, actor }: Origin, lookedUp = NOTHING): Unchained {
  const { type, data } = event
  const step = stepOn(live, event)
  bringNamed(live, event)
  const kind = kindHearing(type)
  if (kind !== null) send(step, `matters/${kind}/${nameIn(kind, event)}`, { type, data })
  step.reading = lookedUp.reading ?? null
  step.approval = lookedUp.approval ?? null
  const { gradesGiven } = live.incident.context
  const waiting = lowersLater(live, event) ? askingOf(live, event, actor) : null
  send(step, 'incident', { type, data, ...enteredFor(actor), ...beside(step, event) })
  remember(step, lookedUp)
  repeats(step, event, lookedUp)
  tellApprovals(step, event, live.incident.context.gradesGiven !== gradesGiven)
  if (waiting !== null) askFor(step, waiting)
  return endStep(step, { type, source, id, actor, data })
}

/** What a reassessment's texts say, and how the case stood before it moved anything. */
function beside(
  step: Step,
  event: PublicEvent,
): { reading?: Reading; before?: StoodBefore; keeps?: string; lowering?: Lowering } {
  const { live, reading } = step
  const { context } = live.incident
  if (event.type === 'incident.graded') return loweringOf(step, event.data)
  if (event.type !== 'risk.reassessed') return {}
  const keeps = lowersLater(live, event) && context.priority !== null ? { keeps: context.priority } : {}
  if (reading === null) return keeps
  const review = live.duties['next-review']
  const before = {
    level: Math.max(1, ...answeredBy(event).map((id) => Number(live.demands[id]?.context.level ?? 1))),
    reviewDueAt: review?.value === 'pending' ? String(review.context.dueAt) : null,
    priority: context.priority,
    grade: gradeInForce(context),
  }
  return { reading, before, ...keeps }
}

/** The earlier incidents that the event told of are part of what happened: one line, in one step. */
function remember(step: Step, { recall }: LookedUp): void {
  const incidents = recall(step.live)
  if (incidents.length === 0) return
  step.earlier = incidents
  send(step, 'incident', { type: 'history.found', incidents })
}

/** What was found of the record that this one repeats is part of the line that says so, whether or not it carries this one. */
function repeats(step: Step, event: PublicEvent, { original = null }: LookedUp): void {
  if (original === null || event.type !== 'incident.linked') return
  step.original = original
  if (original.carries) send(step, 'incident', { type: 'original.found', incident: original.incident, by: event.data.by })
}

interface Known {
  readonly recordedAt: Instant
  readonly actor: Actor
}
/** Who says something, and why. */
export interface Said {
  readonly by: Person
  readonly reason: string
}

/** Somebody has an alert, or all of them: one act, one line. Stops nothing. */
export function acknowledge(live: LiveCase, taken: Taken, { recordedAt, actor }: Known): Unchained {
  const step = stepOn(live, { at: recordedAt, recordedAt })
  const { by } = taken
  for (const alert of 'alert' in taken ? [taken.alert] : taken.alerts)
    send(step, `alerts/${alert}`, { type: 'alert.acknowledged', by })
  return endStep(step, { ...OURS, type: 'alert.acknowledged', actor, data: taken })
}

/** Nobody has the alert any longer. */
export function release(live: LiveCase, released: Noted & { readonly alert: string }, { recordedAt, actor }: Known): Unchained {
  const step = stepOn(live, { at: recordedAt, recordedAt })
  send(step, `alerts/${released.alert}`, { type: 'alert.released' })
  return endStep(step, { ...OURS, type: 'alert.released', actor, data: released })
}

/** Somebody who is not a reader opens the restricted incident. The reason is content: no machine remembers it. */
export function breakGlass(live: LiveCase, said: Said, { recordedAt, actor }: Known): Unchained {
  const step = stepOn(live, { at: recordedAt, recordedAt })
  send(step, 'incident', { type: 'glass.broken', by: said.by })
  return endStep(step, { ...OURS, type: 'glass.broken', actor, data: said })
}

/** Another person has looked into it: the alert ends. */
export function dismiss(live: LiveCase, alert: string, said: Said, { recordedAt, actor }: Known): Unchained {
  const step = stepOn(live, { at: recordedAt, recordedAt })
  send(step, `alerts/${alert}`, { type: 'alert.resolved' })
  return endStep(step, { ...OURS, type: 'alert.dismissed', actor, data: { alert, ...said } })
}

/** One deadline passes: at its own instant, known from when it is recorded. */
export function lapse(live: LiveCase, timer: Timer, recordedAt: Instant): Unchained {
  const { id, machine, deadline, dueAt } = timer
  const step = stepOn(live, { at: dueAt, recordedAt })
  live.timers = live.timers.filter((running) => running.id !== id)
  follow(step, pass(step, timer))
  step.timersEnded.push(timer)
  return endStep(step, { ...OURS, type: 'deadline.passed', data: { timer: id, machine, deadline, dueAt } })
}
