/** A machine as a picture needs it: states in states, and arrows with the events that take them. Read off the definition itself. */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'

export interface State {
  /** `incident.attendance.waiting`. */
  readonly id: string
  readonly name: string
  readonly initial: boolean
  /** Nothing leads out of it. */
  readonly final: boolean
  /** Its regions run side by side. */
  readonly parallel: boolean
  readonly states: readonly State[]
}

export type Label = { readonly kind: 'event' | 'clock' | 'rule'; readonly text: string }

export interface Arrow {
  readonly from: string
  readonly to: string
  readonly labels: readonly Label[]
}

export interface Chart {
  readonly root: State
  readonly arrows: readonly Arrow[]
  /** Events that a state takes without leaving it. */
  readonly stays: readonly { readonly state: string; readonly labels: readonly Label[] }[]
}

export function chartOf(machine: AnyStateMachine): Chart {
  const moves = nodesUnder(machine.root).flatMap(movesOf)
  const arrows = group(moves.filter(({ to }) => to !== null))
  return {
    root: stateOf(machine.root, false),
    arrows: arrows.map(({ from, to, labels }) => ({ from, to: to as string, labels })),
    stays: group(moves.filter(({ to }) => to === null)).map(({ from, labels }) => ({ state: from, labels })),
  }
}

/** One part of a chart as a chart of its own. */
export function partOf({ root, arrows, stays }: Chart, name: string): Chart | null {
  const part = root.states.find((state) => state.name === name)
  if (part === undefined) return null
  const within = (id: string) => id === part.id || id.startsWith(`${part.id}.`)
  return {
    root: part,
    arrows: arrows.filter(({ from }) => within(from)),
    stays: stays.filter(({ state }) => within(state)),
  }
}

const children = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states)
const nodesUnder = (node: AnyStateNode): AnyStateNode[] => [node, ...children(node).flatMap(nodesUnder)]

const stateOf = (node: AnyStateNode, initial: boolean): State => ({
  id: node.id,
  name: node.key,
  initial,
  final: node.type === 'final',
  parallel: node.type === 'parallel',
  states: children(node).map((child) => stateOf(child, node.initial?.target?.some(({ id }) => id === child.id) === true)),
})

interface Move {
  readonly from: string
  /** Null when the state stays as it is. */
  readonly to: string | null
  readonly label: Label
}

function movesOf(node: AnyStateNode): Move[] {
  const taken = [...node.transitions.values()].flat()
  return [...taken, ...(node.always ?? [])].flatMap((transition): Move[] => {
    const label = labelOf(transition)
    const [target] = transition.target ?? []
    if (target === undefined || (target === node && !transition.reenter)) return [{ from: node.id, to: null, label }]
    if (!isInside(target, node) || target === node) return [{ from: node.id, to: target.id, label }]
    // Taken by the parent for all of its states: drawn from each that does not take it itself, and is not there already.
    const sources = children(node).filter((child) => child !== target && !child.transitions.has(transition.eventType))
    return sources.map(({ id }) => ({ from: id, to: target.id, label }))
  })
}

const isInside = (node: AnyStateNode, parent: AnyStateNode): boolean => node.id.startsWith(`${parent.id}.`)

function labelOf({ eventType, guard }: AnyTransitionDefinition): Label {
  const rule = ruleOf(guard)
  const clock = /^xstate\.after\.([^.]+)\./.exec(eventType)?.[1]
  if (clock !== undefined) return { kind: 'clock', text: `after ${clock}${rule && `, ${rule}`}` }
  if (eventType === '') return { kind: 'rule', text: rule || 'at once' }
  return { kind: 'event', text: `${eventType}${rule && `, ${rule}`}` }
}

/** A guard that has a name of its own, in words: `stopsClock` is `stops clock`. */
function ruleOf(guard: unknown): string {
  const name = typeof guard === 'function' ? guard.name : typeof guard === 'string' ? guard : ''
  return name === 'guard' ? '' : name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function group(moves: readonly Move[]): (Omit<Move, 'label'> & { labels: Label[] })[] {
  const grouped = new Map<string, Omit<Move, 'label'> & { labels: Label[] }>()
  for (const { from, to, label } of moves) {
    const key = `${from} ${to}`
    const arrow = grouped.get(key) ?? { from, to, labels: [] }
    if (!arrow.labels.some(({ text }) => text === label.text)) arrow.labels.push(label)
    grouped.set(key, arrow)
  }
  return [...grouped.values()].map((arrow) => ({ ...arrow, labels: arrow.labels.filter(isNews(arrow.labels)) }))
}

/** An event that goes there in any case does not say again that it does so under a condition. */
const isNews =
  (labels: readonly Label[]) =>
  ({ text }: Label): boolean =>
    !labels.some((other) => text.startsWith(`${other.text}, `))
