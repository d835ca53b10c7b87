/**
 * Moves the machines of a case and keeps their clocks. XState's own names for timers stay inside this file: outside, a
 * clock is a machine of the case and a deadline of it. What a machine asks for comes back as effects, in order.
 */
import { type AnyMachineSnapshot, type AnyStateMachine, getNextTransitions } from 'xstate'
import { alert } from '../../../machines/alert/index.ts'
import { demand } from '../../../machines/demand/index.ts'
import type { Effect } from '../../../machines/effects.ts'
import { incident } from '../../../machines/incident/index.ts'
import type { IncidentEvent, IncidentInput } from '../../../machines/incident/setup.ts'
import { MATTERS } from '../../../machines/matters/index.ts'
import type { Told } from '../../../machines/matters/matter.ts'
import { obligation } from '../../../machines/obligation/index.ts'
import type { Happened } from '../../../machines/rules/time/happened.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { HOMES, type Home, type StoredMachine, type Timer } from './case.ts'
import { broughtBack } from './leaving.ts'
import { type LiveCase, stored, type Traces } from './live.ts'
import { initialTransition, type ReturnedAction, transition } from './transitions.ts'

export type MachineEvent = Happened & { readonly type: string; readonly [field: string]: unknown }

const MACHINES: Readonly<Record<string, AnyStateMachine>> = { duties: obligation, demands: demand, alerts: alert }

/** `demands/WK-1-d1` is the machine `WK-1-d1` among the case's demands, `matters/marker/M1` its marker M1. */
function homeOf(name: string): { home: Home; id: string; machine: AnyStateMachine } {
  const cut = name.indexOf('/')
  const home = HOMES.find((known) => known === name.slice(0, cut))
  const id = name.slice(cut + 1)
  const machine = home === 'matters' ? MATTERS[id.slice(0, id.indexOf('/'))]?.machine : MACHINES[home ?? '']
  if (home === undefined || machine === undefined) throw new RangeError(`no machine is called ${name}`)
  return { home, id, machine }
}

/** @throws RangeError when the case has no such machine. */
export function revive(live: LiveCase, name: string): { snapshot: AnyMachineSnapshot; machine: AnyStateMachine } {
  const { home, id, machine } = homeOf(name)
  const { value, context } = stored(live[home], id)
  return { machine, snapshot: machine.resolveState({ value: value as string, context }) as AnyMachineSnapshot }
}

const plain = ({ value, context }: AnyMachineSnapshot): StoredMachine => ({ value, context })

/** Starts a machine of the case at an instant. */
export function start(live: LiveCase, name: string, input: object, happened: Happened, traces: Traces): Effect[] {
  const { home, id, machine } = homeOf(name)
  for (const timer of live.timers) if (timer.machine === name) endTimer(live, timer, traces)
  const [snapshot, actions] = initialTransition(machine, input as never)
  live[home][id] = plain(snapshot as AnyMachineSnapshot)
  traces[home].add(id)
  return sort(live, name, actions, happened, traces)
}

/** The incident of a new case. */
export function startIncident(
  live: Omit<LiveCase, 'incident'>,
  input: IncidentInput,
  traces: Traces,
): { live: LiveCase; effects: Effect[] } {
  const [snapshot, actions] = initialTransition(incident, input)
  const begun = { ...live, incident: snapshot }
  return { live: begun, effects: sort(begun, 'incident', actions, input, traces) }
}

/** Moves any machine of the case; a machine that has ended takes nothing. */
export function move(live: LiveCase, name: string, event: MachineEvent, traces: Traces): Effect[] {
  if (name === 'incident') return moveIncident(live, event as unknown as IncidentEvent, traces)
  const { home, id } = homeOf(name)
  const { snapshot, machine } = revive(live, name)
  const [next, actions] = transition(machine, snapshot, home === 'matters' ? told(live, event) : event)
  if (next !== snapshot) {
    live[home][id] = plain(next as AnyMachineSnapshot)
    traces[home].add(id)
  }
  return sort(live, name, actions, event, traces)
}

/** What a matter hears: what happened, with the case as it stands. */
export const told = <Event extends Happened>(live: LiveCase, event: Event): Event & Told => ({
  ...event,
  incident: live.incident.context,
  matters: live.matters,
})

/** The matter before anything became of it. */
export function blank(kind: string, name: string): { snapshot: AnyMachineSnapshot; machine: AnyStateMachine } {
  const { machine } = homeOf(`matters/${kind}/${name}`)
  const [snapshot] = initialTransition(machine, { name })
  return { machine, snapshot: snapshot as AnyMachineSnapshot }
}

/** Tells a matter, and begins it where that is what the event does. One that takes no notice is not begun. */
export function moveMatter(live: LiveCase, kind: string, name: string, event: MachineEvent, traces: Traces): Effect[] {
  const id = `${kind}/${name}`
  if (!Object.hasOwn(live.matters, id) && !broughtBack(live, 'matters', id)) {
    const { snapshot } = blank(kind, name)
    if (!snapshot.can(told(live, event))) return []
    live.matters[id] = plain(snapshot)
  }
  return move(live, `matters/${id}`, event, traces)
}

function moveIncident(live: LiveCase, event: IncidentEvent, traces: Traces): Effect[] {
  const [next, actions] = transition(incident, live.incident, { ...event, sequence: live.lines + 1 } as IncidentEvent)
  live.incident = next
  return sort(live, 'incident', actions, event, traces)
}

/** A deadline passes for the machine that set it; one that waits for it no longer takes no notice. */
export function pass(live: LiveCase, { machine, deadline, dueAt }: Timer, recordedAt: Instant, traces: Traces): Effect[] {
  const snapshot = machine === 'incident' ? live.incident : revive(live, machine).snapshot
  const lapsed = getNextTransitions(snapshot).find(({ eventType }) => deadlineIn(eventType) === deadline)
  return lapsed === undefined ? [] : move(live, machine, { type: lapsed.eventType, at: dueAt, recordedAt }, traces)
}

/** Sorts what a transition asked for: XState's own timers are kept here, our effects are handed on. */
function sort(live: LiveCase, name: string, actions: readonly ReturnedAction[], { at }: Happened, traces: Traces): Effect[] {
  const effects: Effect[] = []
  for (const { type, params } of actions) {
    if (type === 'xstate.raise') {
      const { delay, event } = params as { delay?: number; event: { type: string } }
      if (delay !== undefined) setTimer(live, name, deadlineIn(event.type), dueAfter(at, delay), traces)
    } else if (type === 'xstate.cancel') {
      const deadline = deadlineIn((params as { sendId: string }).sendId)
      for (const timer of live.timers) if (timer.machine === name && timer.deadline === deadline) endTimer(live, timer, traces)
    } else effects.push({ type, params } as Effect)
  }
  return effects
}

/** `xstate.after.attendance-warning.incident.attendance.waiting` is the deadline `attendance-warning`. */
const deadlineIn = (xstateName: string): string | null => /^xstate\.after\.([^.]+)\./.exec(xstateName)?.[1] ?? null

const dueAfter = (at: Instant, delay: number): Instant => new Date(Date.parse(at) + delay).toISOString()

/** A deadline set again to the same instant stays the same row; any other is a new one under a new id. */
function setTimer(live: LiveCase, machine: string, deadline: string | null, dueAt: Instant, traces: Traces): void {
  if (deadline === null) throw new RangeError(`${machine} set a timer that is no deadline`)
  const same = (timer: Timer): boolean => timer.machine === machine && timer.deadline === deadline && timer.dueAt === dueAt
  const cancelled = traces.timersEnded.findIndex(same)
  const [kept] = cancelled === -1 ? [] : traces.timersEnded.splice(cancelled, 1)
  if (kept === undefined) {
    live.timersSet += 1
    const timer = { id: `t${live.timersSet}`, machine, deadline, dueAt }
    traces.timersSet.push(timer)
    live.timers = [...live.timers, timer]
  } else live.timers = [...live.timers, kept]
}

function endTimer(live: LiveCase, timer: Timer, traces: Traces): void {
  live.timers = live.timers.filter(({ id }) => id !== timer.id)
  traces.timersEnded.push(timer)
}
