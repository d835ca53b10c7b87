/**
 * Where the boxes and arrows of one region stand: its states one below the other in the order they are written, arrows to
 * the next state down its right side, arrows back up its left side, and longer ones in lanes outside of those. What goes
 * to the same state by the same event from several shares a lane. Plain arithmetic, so that the same machine gives the
 * same picture.
 */
import type { Arrow, Chart, Label, State } from './model.ts'

export const LINE = 15
/** Mean width of a letter of the labels, a little generous. */
const LETTER = 5.7
const BOLD = 6.4
/** Of the names of states, and of states inside one. */
const NAME = 8.4
const INNER_NAME = 6
const BOX = 132
const INNER = 34
const LANE = 16
const INNER_BOX = 76
/** Room for an arrow each way. */
const INNER_GAP = 24

export interface Box {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly initial: boolean
  readonly final: boolean
  /** What takes it out of itself and in again, from the start of what is inside it; and where the first of them is written. */
  readonly again: readonly Label[]
  readonly againAt: number
  /** The states inside it, side by side. */
  readonly inner: readonly {
    readonly name: string
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
    /** The names of those beside it that it leads to. */
    readonly leads: readonly string[]
  }[]
}

export interface Line {
  /** SVG path data; its end carries the arrow head. */
  readonly path: string
  /** Where others join it on its way. */
  readonly joins: readonly { readonly x: number; readonly y: number }[]
  readonly labels: readonly Label[]
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end'
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
}

interface Way {
  /** More than one where they share a lane, the furthest from `to` first. */
  readonly from: readonly number[]
  readonly to: number
  readonly labels: readonly Label[]
}

export function layoutOf({ root, arrows }: Chart): Layout {
  const ways = waysOf(root.states, arrows)
  const next = ways.filter((way) => spanOf(way) === 1)
  const back = ways.filter((way) => spanOf(way) === -1)
  const down = laned(ways.filter((way) => spanOf(way) > 1))
  const up = laned(ways.filter((way) => spanOf(way) < -1))
  const again = root.states.map(({ id }) => arrows.find(({ from, to }) => from === id && to === id)?.labels ?? [])
  const boxWidth = Math.max(BOX, ...root.states.map(widthOfState), ...again.map((labels) => widthOf(labels) + 34))
  const left = lanes(up, widest(back) - boxWidth * 0.2)
  const right = lanes(down, widest(next) - boxWidth * 0.2)
  const leftEdge = left.width + 6
  const heights = root.states.map(({ states }, index) => bareHeight(states) + (again[index]?.length ?? 0) * LINE)
  const tops: number[] = []
  root.states.forEach((_, index) => {
    const above = [...next.filter(({ to }) => to === index), ...back.filter(({ from }) => from.includes(index))]
    const issue = Math.max(36, ...above.map(({ labels }) => labels.length * LINE + 22))
    tops.push(index === 0 ? 26 : (tops[index - 1] ?? 0) + (heights[index - 1] ?? 0) + issue)
  })
  const top = (index: number) => tops[index] ?? 0
  const bottom = (index: number) => top(index) + (heights[index] ?? 0)
  const rightEdge = leftEdge + boxWidth

  const boxes = root.states.map((state, index) => boxOf(state, arrows, again[index] ?? [], leftEdge, top(index), boxWidth))
  const straight = (ways: readonly Way[], x: number, anchor: Line['anchor']): Line[] =>
    ways.map(({ from: [from = 0], to, labels }) => {
      const [start, end] = to > from ? [bottom(from), top(to)] : [top(from), bottom(to)]
      const y = (start + end) / 2 - ((labels.length - 1) * LINE) / 2 + 4
      return { path: `M${x} ${start}V${end}`, joins: [], labels, x: x + (anchor === 'start' ? 8 : -8), y, anchor }
    })
  const around = (ways: readonly Way[], at: readonly number[], side: 1 | -1): Line[] =>
    ways.map(({ from, to, labels }, index) => {
      const edge = side === 1 ? rightEdge : leftEdge
      const x = edge + side * (at[index] ?? 0)
      const height = (place: number) => top(place) + (heights[place] ?? 0) * slot(ways, index, place)
      const [furthest = 0, ...joining] = from.map(height)
      // Beside where it leaves: further on other lanes may cross.
      const end = height(to)
      const y = furthest < end ? furthest + 18 : furthest - 10 - (labels.length - 1) * LINE
      // The head is drawn at the end of the path: those that join come first.
      const path = `${joining.map((start) => `M${edge} ${start}H${x}`).join('')}M${edge} ${furthest}H${x}V${end}H${edge}`
      const joins = joining.map((start) => ({ x, y: start }))
      return { path, joins, labels, x: x + side * 7, y, anchor: side === 1 ? 'start' : 'end' }
    })
  return {
    width: rightEdge + right.width + 6,
    height: bottom(root.states.length - 1) + 14,
    boxes,
    lines: [
      ...straight(next, leftEdge + boxWidth * 0.7, 'start'),
      ...straight(back, leftEdge + boxWidth * 0.3, 'end'),
      ...around(down, right.at, 1),
      ...around(up, left.at, -1),
    ],
  }
}

/**
 * How far down a box a lane leaves or enters it, of 1: each at a height of its own, so that no two share a line. Lanes from
 * above stand over those from below, and an outer one passes an inner one without crossing it.
 */
function slot(ways: readonly Way[], index: number, place: number): number {
  const touching = ways.flatMap((way, lane) => {
    const leaves = way.from.includes(place)
    const fromBelow = spanOf(way) > 0 === leaves
    return leaves || way.to === place ? [{ lane, height: fromBelow ? 2 * ways.length - lane : lane }] : []
  })
  const order = touching.sort((a, b) => a.height - b.height).findIndex(({ lane }) => lane === index)
  return (order + 1) / (touching.length + 1)
}

/** Arrows between the states of the column; those between states inside one are drawn with its box. */
function waysOf(states: readonly State[], arrows: readonly Arrow[]): Way[] {
  const place = (id: string) => states.findIndex((state) => id === state.id || id.startsWith(`${state.id}.`))
  const inner = (id: string) => (states.some((state) => state.id === id) ? null : id.slice(id.lastIndexOf('.') + 1))
  const ways = new Map<string, Way>()
  for (const { from, to, labels } of arrows) {
    const ends = [inner(from) && `from ${inner(from)}`, inner(to) && `to ${inner(to)}`].filter((end) => end !== null).join(' ')
    const said = ends === '' ? labels : labels.map(({ kind, text }) => ({ kind, text: `${text} (${ends})` }))
    // From or to several inside the same state it is one line.
    const key = `${place(from)} ${place(to)}`
    ways.set(key, { from: [place(from)], to: place(to), labels: [...(ways.get(key)?.labels ?? []), ...said] })
  }
  return [...ways.values()].filter((way) => spanOf(way) !== 0)
}

/** How many states down it goes; up is negative. */
const spanOf = ({ from: [from = 0], to }: Way): number => to - from

/**
 * The lanes of one side, from the inmost. Short ones are inside; of two that are as long, and so may cross each other, the
 * one with more to say is outside, where no other runs through its labels.
 */
function laned(ways: readonly Way[]): Way[] {
  const shared = new Map<string, Way>()
  for (const way of [...ways].sort((a, b) => Math.abs(spanOf(b)) - Math.abs(spanOf(a)))) {
    const key = JSON.stringify([way.to, way.labels])
    const { from } = shared.get(key) ?? { from: [] }
    shared.set(key, { ...way, from: [...from, ...way.from] })
  }
  return [...shared.values()].sort((a, b) => Math.abs(spanOf(a)) - Math.abs(spanOf(b)) || a.labels.length - b.labels.length)
}

const widthOf = (labels: readonly Label[]): number =>
  Math.max(0, ...labels.map(({ kind, text }) => text.length * (kind === 'clock' ? BOLD : LETTER)))
const widest = (ways: readonly Way[]): number => Math.max(0, ...ways.map(({ labels }) => widthOf(labels) + 14))

/** How far out each lane runs: past the labels of the straight arrows, and each past the label of the one before. */
function lanes(ways: readonly Way[], taken: number): { at: number[]; width: number } {
  let out = Math.max(0, taken)
  const at = ways.map(({ labels }) => {
    const lane = out + LANE
    out = lane + widthOf(labels) + 10
    return lane
  })
  return { at, width: out }
}

/** One width for all that are inside the same state. */
const innerWidth = (states: readonly State[]): number =>
  Math.max(INNER_BOX, ...states.map(({ name }) => name.length * INNER_NAME + 16))
const innerRow = (states: readonly State[]): number => states.length * (innerWidth(states) + INNER_GAP) - INNER_GAP
const widthOfState = ({ name, states }: State): number => Math.max(name.length * NAME + 18, innerRow(states) + 20)

const bareHeight = (states: readonly State[]): number => (states.length === 0 ? INNER : INNER + 44)

function boxOf(state: State, arrows: readonly Arrow[], again: readonly Label[], x: number, y: number, width: number): Box {
  const { name, initial, final, states } = state
  const inner = states.map((one, index) => ({
    name: one.name,
    x: x + (width - innerRow(states)) / 2 + index * (innerWidth(states) + INNER_GAP),
    y: y + 34,
    width: innerWidth(states),
    height: 30,
    leads: states.filter(({ id }) => arrows.some(({ from, to }) => from === one.id && to === id)).map(({ name }) => name),
  }))
  const bare = bareHeight(states)
  return { name, x, y, width, height: bare + again.length * LINE, initial, final, again, againAt: y + bare + 2, inner }
}
