/**
 * Where the boxes, arrows and labels of a picture stand. ELK, the Eclipse layout kernel, decides: states inside a state
 * stand in its box, a label interrupts the arrow that it belongs to, and the same machine gives the same picture.
 */
import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js'
import { type Drawn, regionsOf } from './machines.ts'
import type { Arrow, Chart, Label, State } from './model.ts'

/** The page, a state, or the heading of a state with states in it. Lengths are pixels, as everywhere in this file. */
export interface Box extends ElkNode {
  readonly state?: State
  children?: Box[]
  edges?: Line[]
}

export interface Line extends ElkExtendedEdge {
  readonly said: readonly Label[]
}

/** The height of a line of a label. */
export const LINE = 15
/** Mean widths of a letter of labels and names, a little generous, for the sizes of type in `svg.ts`. */
const LETTER = 6.4
const BOLD_LETTER = 6.8
const NAME_LETTER = 8.4
/** The smallest width of a box, and the height of a box with nothing in it. */
const BOX_WIDTH = 90
const BOX_HEIGHT = 32
/** The name of a state with states in it, and the dot from which an arrow leads to its initial state. */
const HEADING_HEIGHT = 28

/** Regions stand side by side in rows. Every position counts from the corner of the page. */
const PAGE: LayoutOptions = {
  'elk.algorithm': 'rectpacking',
  'elk.aspectRatio': '1.2',
  'elk.spacing.nodeNode': '20',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
}

/** States stand below each other in the order of the code; an arrow against that order runs upwards. */
const STATES: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.padding': '[top=10,left=14,bottom=14,right=14]',
  'elk.layered.cycleBreaking.strategy': 'INTERACTIVE',
  'elk.layered.interactiveReferencePoint': 'TOP_LEFT',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.spacing.nodeNode': '24',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.portPort': '14',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
}

/**
 * The page: the regions of each machine side by side, and a machine without regions whole. ELK is loaded here, because only a
 * picture needs its 1.6 MB.
 */
export async function layoutOf(machines: readonly Drawn[]): Promise<Box> {
  const { default: Elk } = (await import('elkjs/lib/elk.bundled.js')).default
  const page: Box = { id: 'page', layoutOptions: PAGE, children: machines.flatMap(regionsOf).map(({ chart }) => regionOf(chart)) }
  return (await new Elk().layout(page)) as Box
}

function regionOf({ root, arrows }: Chart): Box {
  const box = boxOf(root, 0)
  return { ...box, edges: [...(box.edges ?? []), ...arrows.map(lineOf)] }
}

/** @param place its place among the states beside it, which tells ELK their order. */
function boxOf(state: State, place: number): Box {
  const box = { id: state.id, state, x: place, y: place }
  const width = Math.max(BOX_WIDTH, state.name.length * NAME_LETTER + 18)
  if (state.states.length === 0) return { ...box, layoutOptions: atLeast(width, BOX_HEIGHT) }
  const heading = `heading of ${state.id}`
  const initial = state.states.filter((one) => one.initial)
  return {
    ...box,
    layoutOptions: STATES,
    // A box for ELK, so that no arrow from outside runs through the name.
    children: [{ id: heading, width, height: HEADING_HEIGHT, layoutOptions: ON_TOP }, ...state.states.map(boxOf)],
    edges: initial.map(({ id }) => ({ id: `to ${id}`, sources: [heading], targets: [id], said: [] })),
  }
}

const ON_TOP: LayoutOptions = { 'elk.layered.layering.layerConstraint': 'FIRST' }

/** Wider where many arrows meet, so that each has its own place. */
const atLeast = (width: number, height: number): LayoutOptions => ({
  'elk.nodeSize.constraints': 'MINIMUM_SIZE PORTS',
  'elk.nodeSize.minimum': `(${width},${height})`,
})

const lineOf = ({ from, to, labels: said }: Arrow): Line => ({
  id: `${from} ${to}`,
  sources: [from],
  targets: [to],
  said,
  labels: [
    {
      text: said.map(({ text }) => text).join('\n'),
      width: Math.max(...said.map(widthOf)) + 8,
      height: said.length * LINE,
      layoutOptions: { 'elk.edgeLabels.inline': 'true' },
    },
  ],
})

const widthOf = ({ kind, text }: Label): number => text.length * (kind === 'clock' ? BOLD_LETTER : LETTER)
