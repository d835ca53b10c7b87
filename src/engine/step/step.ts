/**
 * One pure step: a case and what happened, and the case as it then is, with a line for the record. No clock is read
 * here: `at` is when it happened, `recordedAt` when we learnt of it.
 */
import type { Effect } from '../../../machines/effects.ts'
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { kindHearing } from '../../../machines/matters/index.ts'
import { isAsked, safeguardedIn } from '../../../machines/matters/safeguarded.ts'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import type { Original } from '../../../machines/rules/report/links.ts'
import type { Earlier } from '../../../machines/rules/report/repeatCallers.ts'
import { causeOf, type Happened } from '../../../machines/rules/time/happened.ts'
import type { Instant, Person } from '../../../machines/rules/vocabulary.ts'
import { bringNamed, nameIn } from '../judge/matters.ts'
import type { Actor, CaseKey, Consequences, Timer } from './case.ts'
import { carryOut } from './effects.ts'
import { nothingAway, putAway } from './leaving.ts'
import {
  consequencesOf,
  type Line,
  type LiveCase,
  MACHINE_VERSION,
  noMachines,
  noTraces,
  type PinnedPolicy,
  type Traces,
} from './live.ts'
import { move, moveMatter, pass, startIncident } from './moves.ts'

/** Where an event came from, for its line in the record. */
export interface Origin {
  readonly source: string
  readonly id: string
  readonly actor: Actor
}

/** The earlier incidents that are news to a case: looked up when the event is taken, read from its line when that is replayed. */
export type Recall = (live: LiveCase) => readonly Earlier[]
const nobody: Recall = () => []

/** A new case from its report. */
export function begin(
  key: CaseKey,
  pinned: PinnedPolicy,
  event: Happened & { readonly data: CaseEventData['incident.reported'] },
  { source, id, actor }: Origin,
  recall: Recall = nobody,
): { live: LiveCase; line: Line } {
  const { recordedAt, data } = event
  // A report from a clock that is ahead counts from its recording; its line says what was written.
  const at = causeOf(event)
  const blank = { ...noMachines(), away: nothingAway(null), lines: 0 }
  const traces = noTraces()
  const { live, effects } = startIncident(
    { force: key.force, reference: key.reference, pinned, machineVersion: MACHINE_VERSION, recordedAt, ...blank },
    { reference: key.reference, policy: pinned.policy, data, at, recordedAt },
    traces,
  )
  follow(live, effects, { at, recordedAt }, traces)
  remember(live, recall, { at, recordedAt }, traces)
  live.lines += 1
  const line = { type: 'incident.reported', source, id, at: event.at, recordedAt, actor, data }
  return { live, line: { ...line, consequences: closing(live, traces) } }
}

/** What followed of a line, once all of it did: then what has ended may leave. */
function closing(live: LiveCase, traces: Traces): Consequences {
  const consequences = consequencesOf(live, traces)
  putAway(live, traces)
  return consequences
}

/**
 * Takes one event that the lifecycle accepts and whose content is in order.
 * @param original for a record that is said to repeat another: that one, looked up when it was said, read from the line in a replay.
 */
export function take(
  live: LiveCase,
  event: PublicEvent,
  { source, id, actor }: Origin,
  recall: Recall = nobody,
  original: Original | null = null,
): Line {
  const traces = noTraces()
  bringNamed(live, event)
  const kind = kindHearing(event.type)
  if (kind !== null) follow(live, moveMatter(live, kind, nameIn(kind, event), { ...event }, traces), event, traces)
  follow(live, move(live, 'incident', { ...event }, traces), event, traces)
  remember(live, recall, event, traces)
  repeats(live, original, event, traces)
  const { type, at, recordedAt, data } = event
  live.recordedAt = recordedAt
  live.lines += 1
  return { type, source, id, at, recordedAt, actor, data, consequences: closing(live, traces) }
}

/** Earlier incidents of whom the event told of are part of what happened: one line, in one step. */
function remember(live: LiveCase, recall: Recall, { at, recordedAt }: Happened, traces: Traces): void {
  const incidents = recall(live)
  if (incidents.length === 0) return
  traces.earlier = incidents
  follow(live, move(live, 'incident', { type: 'history.found', incidents, at, recordedAt }, traces), { at, recordedAt }, traces)
}

/** What was found of the record that this one repeats is part of the line that says so, whether or not it carries this one. */
function repeats(live: LiveCase, original: Original | null, event: PublicEvent, traces: Traces): void {
  if (original === null || event.type !== 'incident.linked') return
  traces.original = original
  if (!original.carries) return
  const { at, recordedAt, data } = event
  const found = { type: 'original.found', incident: original.incident, by: data.by, at, recordedAt }
  follow(live, move(live, 'incident', found, traces), { at, recordedAt }, traces)
}

/** Somebody has an alert. Stops nothing. */
export function acknowledge(live: LiveCase, id: string, by: Person, recordedAt: Instant, actor: Actor): Line {
  const traces = noTraces()
  move(live, `alerts/${id}`, { type: 'alert.acknowledged', by, at: recordedAt, recordedAt }, traces)
  live.recordedAt = recordedAt
  live.lines += 1
  const data = { alert: id, by }
  const consequences = closing(live, traces)
  return { type: 'alert.acknowledged', source: null, id: null, at: recordedAt, recordedAt, actor, data, consequences }
}

/** One deadline passes: at its own instant, known from when it is recorded. */
export function lapse(live: LiveCase, timer: Timer, recordedAt: Instant): Line {
  const traces = noTraces()
  const { machine, deadline, dueAt } = timer
  live.timers = live.timers.filter(({ id }) => id !== timer.id)
  follow(live, pass(live, timer, recordedAt, traces), { at: dueAt, recordedAt }, traces)
  live.recordedAt = recordedAt
  live.lines += 1
  traces.timersEnded.push(timer)
  const data = { timer: timer.id, machine, deadline, dueAt }
  const consequences = closing(live, traces)
  return { type: 'deadline.passed', source: null, id: null, at: dueAt, recordedAt, actor: null, data, consequences }
}

/** Carries out what was asked for; then the incident hears what its matters say now, where those that it asks were moved. */
function follow(live: LiveCase, effects: readonly Effect[], { at, recordedAt }: Happened, traces: Traces): void {
  carryOutAll(live, effects, { at, recordedAt }, traces)
  if (![...traces.matters].some(isAsked)) return
  const changed = { type: 'matters.changed', safeguarded: safeguardedIn(live.matters), at, recordedAt }
  carryOutAll(live, move(live, 'incident', changed, traces), { at, recordedAt }, traces)
}

/** And what that asks for in turn, depth first: an alert belongs to the demand that raised it. */
function carryOutAll(live: LiveCase, effects: readonly Effect[], happened: Happened, traces: Traces): void {
  for (const effect of effects) carryOutAll(live, carryOut(live, effect, happened, traces), happened, traces)
}
