/**
 * XState without actors: a stored machine is hydrated, moved, and dehydrated. `initialTransition` and `transition` use one scope
 * a machine. The library's own build an actor for each call, and with it the machine's initial state, only to throw it away:
 * near half the time of a transition, seen in a profile. The scope takes part in nothing: what would be executed is handed back.
 */
import { type ActionExecutor, type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor } from 'xstate'
import type { StoredMachine } from './case.ts'

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

/** @throws what the machine threw: a snapshot in error must not be kept. */
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

/** Stored machines are replaced and never changed, so each is hydrated once, and not at all where it was dehydrated here. */
const snapshots = new WeakMap<StoredMachine, AnyMachineSnapshot>()

/** @throws Error for a state that the machine does not have. */
export function hydrate(machine: AnyStateMachine, stored: StoredMachine): AnyMachineSnapshot {
  const known = snapshots.get(stored)
  if (known !== undefined) return known
  const { value, context } = stored
  const snapshot = machine.resolveState({ value: value as string, context }) as AnyMachineSnapshot
  snapshots.set(stored, snapshot)
  return snapshot
}

export function dehydrate(snapshot: AnyMachineSnapshot): StoredMachine {
  const { value, context } = snapshot
  const stored = { value, context }
  snapshots.set(stored, snapshot)
  return stored
}
