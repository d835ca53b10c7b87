/** A machine as a picture that needs nothing: SVG, drawn the same each time, on light and on dark pages. */
import { escaped } from '../../markup/escaped.ts'
import { type Box, LINE, type Line } from './layout.ts'

const STYLE = `
  text { font: 11px ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #334155; text-anchor: middle }
  .name { font-size: 13px; font-weight: 600; fill: #0f172a } .region + .name { font-size: 15px }
  .page { fill: #f1f5f9 } .label { fill: #ffffff } .region { fill: #ffffff; stroke: #cbd5e1 }
  .state { fill: #ffffff; stroke: #334155; stroke-width: 1.3 } .inner { fill: #eef2ff; stroke: #6366f1 }
  .urgent { fill: #fef2f2; stroke: #dc2626 }
  .arrow { fill: none; stroke: #64748b; stroke-width: 1.3; marker-end: url(#head) } .head { fill: #64748b }
  .clock { fill: #b91c1c; font-weight: 600 } .rule { font-style: italic }
`

/** Radius of the dot from which an arrow leads to an initial state. */
const DOT = 4.5

/** States that somebody should hurry to leave. */
const URGENT = ['overdue', 'demanded']

export function svgOf(page: Box, title: string): string {
  const [, , width, height] = area(page)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
    rect('page', page),
    ...(page.children ?? []).flatMap((region) => [...boxOf(region, 'region'), ...linesOf(region)]),
    '</svg>',
    '',
  ].join('\n')
}

function boxOf(box: Box, className: string): string[] {
  const { state, children = [] } = box
  const [x, y, width, height] = area(children[0] ?? box)
  if (state === undefined) return [`<circle class="head" cx="${x + width / 2}" cy="${y + height - DOT}" r="${DOT}"/>`]
  return [
    rect(URGENT.includes(state.name) ? `${className} urgent` : className, box),
    `<text class="name" x="${x + width / 2}" y="${y + (children.length > 0 ? 13 : 21)}">${escaped(state.name)}</text>`,
    ...children.flatMap((child) => boxOf(child, className === 'region' ? 'state' : 'state inner')),
  ]
}

/** Arrows stand over every box, because some of them enter a state inside another. */
const linesOf = ({ edges = [], children = [] }: Box): string[] => [...edges.flatMap(lineOf), ...children.flatMap(linesOf)]

function lineOf({ sections = [], labels = [], said }: Line): string[] {
  const paths = sections.map(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map(({ x, y }) => `${round(x)} ${round(y)}`).join('L'),
  )
  return [
    ...paths.map((path) => `<path class="arrow" d="M${path}"/>`),
    ...labels.flatMap((label) => {
      const [x, y, width] = area(label)
      const text = ({ kind, text }: (typeof said)[number], index: number) =>
        `<text class="${kind}" x="${x + width / 2}" y="${y + 11 + index * LINE}">${escaped(text)}</text>`
      return [rect('label', label), ...said.map(text)]
    }),
  ]
}

type Placed = Pick<Box, 'x' | 'y' | 'width' | 'height'>

const area = ({ x = 0, y = 0, width = 0, height = 0 }: Placed): [number, number, number, number] => [
  round(x),
  round(y),
  round(width),
  round(height),
]
function rect(className: string, placed: Placed): string {
  const [x, y, width, height] = area(placed)
  return `<rect class="${className}" x="${x}" y="${y}" width="${width}" height="${height}" rx="7"/>`
}
const round = Math.round
