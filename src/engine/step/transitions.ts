/**
 * `initialTransition` and `transition` of XState, on one scope a machine. The library's own build an actor for each
 * call, and with it the machine's initial state, only to throw it away: near half the time of a transition, seen in a
 * profile. The scope takes part in nothing: what would be executed is handed back.
 */
import { type ActionExecutor, type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor } from 'xstate'

export interface ReturnedAction {
  readonly type: string
  readonly params: unknown
}

interface Scope {
  readonly actor: AnyActorScope
  /** What the transition under way has asked for. */
  asked: ReturnedAction[]
}

const scopes = new WeakMap<AnyStateMachine, Scope>()

function scopeOf(machine: AnyStateMachine): Scope {
  const known = scopes.get(machine)
  if (known !== undefined) return known
  const self = createActor(machine, { input: undefined as never })
  const executor: ActionExecutor = ({ type, params }) => {
    scope.asked.push({ type, params })
  }
  const inert = { defer: () => {}, id: '', logger: () => {}, sessionId: '', stopChild: () => {}, emit: () => {} }
  const scope: Scope = { actor: { ...inert, self, system: self.system, actionExecutor: executor }, asked: [] }
  scopes.set(machine, scope)
  return scope
}

/** @throws what the machine threw: a snapshot in error is none to keep. */
export function initialTransition<Machine extends AnyStateMachine>(
  machine: Machine,
  input: object,
): [ReturnType<Machine['getInitialSnapshot']>, readonly ReturnedAction[]] {
  const scope = scopeOf(machine)
  scope.asked = []
  const snapshot: AnyMachineSnapshot = machine.getInitialSnapshot(scope.actor, input)
  if (snapshot.status === 'error') throw snapshot.error
  return [snapshot as ReturnType<Machine['getInitialSnapshot']>, scope.asked]
}

/** @throws what the machine threw. */
export function transition<Snapshot extends AnyMachineSnapshot>(
  machine: AnyStateMachine,
  snapshot: Snapshot,
  event: { readonly type: string },
): [Snapshot, readonly ReturnedAction[]] {
  const scope = scopeOf(machine)
  scope.asked = []
  const next = machine.transition(snapshot, event, scope.actor) as Snapshot
  if (next.status === 'error') throw next.error
  return [next, scope.asked]
}
