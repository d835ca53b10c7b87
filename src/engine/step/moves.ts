/**
 * Moves the machines of a case and keeps their clocks. XState's own names for timers stay inside this file: outside, a
 * clock is a machine of the case and a deadline of it. What a machine asks for comes back as effects, in order.
 */
import { type AnyMachineSnapshot, type AnyStateMachine, getNextTransitions } from 'xstate'
import { alert } from '../../../machines/alert/index.ts'
import { demand } from '../../../machines/demand/index.ts'
import type { Effect } from '../../../machines/effects.ts'
import { incident } from '../../../machines/incident/index.ts'
import { MATTERS } from '../../../machines/matters/index.ts'
import type { Told } from '../../../machines/matters/matter.ts'
import { obligation } from '../../../machines/obligation/index.ts'
import type { Happened } from '../../../machines/rules/time/happened.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { HOMES, type Home, type Timer } from './case.ts'
import type { Step } from './consequences.ts'
import { broughtBack } from './leaving.ts'
import { type LiveCase, stored } from './live.ts'
import { dehydrate, hydrate, initialTransition, type ReturnedAction, transition } from './transitions.ts'

/**
 * What a machine of the case is sent. `demands/WK-1-d1` is the machine `WK-1-d1` among the case's demands, `matters/marker/M1` its
 * marker M1, `incident` the incident.
 */
export type Message = { readonly to: string } & (
  | { readonly event: { readonly type: string; readonly [field: string]: unknown } }
  /** The machine begins with this input; its clocks count from `at`, where that is not when it happened. */
  | { readonly begins: object; readonly at?: Instant }
)

const MACHINES: Readonly<Record<string, AnyStateMachine>> = { duties: obligation, demands: demand, alerts: alert }

function homeOf(name: string): { home: Home; id: string; machine: AnyStateMachine } {
  const cut = name.indexOf('/')
  const home = HOMES.find((known) => known === name.slice(0, cut))
  const id = name.slice(cut + 1)
  const machine = home === 'matters' ? MATTERS[id.slice(0, id.indexOf('/'))]?.machine : MACHINES[home ?? '']
  if (home === undefined || machine === undefined) throw new RangeError(`no machine is called ${name}`)
  return { home, id, machine }
}

/** @throws RangeError when the case has no such machine. */
export function snapshotOf(live: LiveCase, name: string): AnyMachineSnapshot {
  if (name === 'incident') return live.incident
  const { home, id, machine } = homeOf(name)
  return hydrate(machine, stored(live[home], id))
}

/** The matter before anything became of it. @param id its kind and name, as `marker/M1`. */
export function blank(id: string): AnyMachineSnapshot {
  const name = id.slice(id.indexOf('/') + 1)
  const [snapshot] = initialTransition(homeOf(`matters/${id}`).machine, { name })
  return snapshot as AnyMachineSnapshot
}

/** What a matter hears: what happened, with the current case. */
export const told = <Event extends Happened>(live: LiveCase, event: Event): Event & Told => ({
  ...event,
  incident: live.incident.context,
  matters: live.matters,
})

/**
 * Moves or begins one machine. A machine that has ended takes no notice; a matter that is not there begins, where that is what the
 * event does.
 * @returns what it asks for.
 */
export function deliver(step: Step, message: Message): Effect[] {
  const { to } = message
  if ('begins' in message) return begin(step, to, message.begins, message.at)
  const { live, at, recordedAt, touched } = step
  const event = { ...message.event, at, recordedAt }
  if (to === 'incident') {
    const sequence = live.lines + 1
    const [next, actions] = transition(incident, live.incident, Object.assign(event, { sequence }))
    live.incident = next
    return sort(step, to, actions)
  }
  const { home, id, machine } = homeOf(to)
  const heard = home === 'matters' ? told(live, event) : event
  if (home === 'matters' && !Object.hasOwn(live.matters, id) && !broughtBack(live, 'matters', id)) {
    const unbegun = blank(id)
    if (!unbegun.can(heard)) return []
    live.matters[id] = dehydrate(unbegun)
  }
  const snapshot = hydrate(machine, stored(live[home], id))
  const [next, actions] = transition(machine, snapshot, heard)
  if (next !== snapshot) {
    live[home][id] = dehydrate(next)
    touched[home].add(id)
  }
  return sort(step, to, actions)
}

function begin(step: Step, name: string, input: object, at?: Instant): Effect[] {
  const { home, id, machine } = homeOf(name)
  endTimers(step, (timer) => timer.machine === name)
  const [snapshot, actions] = initialTransition(machine, input)
  step.live[home][id] = dehydrate(snapshot as AnyMachineSnapshot)
  step.touched[home].add(id)
  return sort(step, name, actions, at)
}

/** A deadline passes for the machine that set it; a machine that waits for it no longer takes no notice. */
export function pass(step: Step, { machine: to, deadline }: Timer): Effect[] {
  const lapsed = getNextTransitions(snapshotOf(step.live, to)).find(({ eventType }) => deadlineIn(eventType) === deadline)
  return lapsed === undefined ? [] : deliver(step, { to, event: { type: lapsed.eventType } })
}

/** Sorts what a transition asked for: XState's own timers are kept here, our effects are handed on. */
export function sort(step: Step, name: string, actions: readonly ReturnedAction[], at = step.at): Effect[] {
  const effects: Effect[] = []
  for (const { type, params } of actions) {
    if (type === 'xstate.raise') {
      const { delay, event } = params as { delay?: number; event: { type: string } }
      if (delay !== undefined) setTimer(step, name, deadlineIn(event.type), dueAfter(at, delay))
    } else if (type === 'xstate.cancel') {
      const deadline = deadlineIn((params as { sendId: string }).sendId)
      endTimers(step, (timer) => timer.machine === name && timer.deadline === deadline)
    } else effects.push({ type, params } as Effect)
  }
  return effects
}

/** `xstate.after.attendance-warning.incident.attendance.waiting` is the deadline `attendance-warning`. */
const deadlineIn = (xstateName: string): string | null => /^xstate\.after\.([^.]+)\./.exec(xstateName)?.[1] ?? null

const dueAfter = (at: Instant, delay: number): Instant => new Date(Date.parse(at) + delay).toISOString()

/** A deadline set again to the same instant stays the same row; any other is a new one under a new id. */
function setTimer({ live, timersSet, timersEnded }: Step, machine: string, deadline: string | null, dueAt: Instant): void {
  if (deadline === null) throw new RangeError(`${machine} set a timer that is no deadline`)
  const same = (timer: Timer): boolean => timer.machine === machine && timer.deadline === deadline && timer.dueAt === dueAt
  const cancelled = timersEnded.findIndex(same)
  const [kept] = cancelled === -1 ? [] : timersEnded.splice(cancelled, 1)
  if (kept === undefined) {
    live.timersSet += 1
    const timer = { id: `t${live.timersSet}`, machine, deadline, dueAt }
    timersSet.push(timer)
    live.timers = [...live.timers, timer]
  } else live.timers = [...live.timers, kept]
}

function endTimers({ live, timersEnded }: Step, ends: (timer: Timer) => boolean): void {
  const ending = live.timers.filter(ends)
  if (ending.length === 0) return
  timersEnded.push(...ending)
  live.timers = live.timers.filter((timer) => !ends(timer))
}
