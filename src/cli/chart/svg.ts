/** A chart as a picture that needs nothing: SVG, drawn the same each time, on light and on dark pages. */
import { type Box, type Layout, LINE, type Line, layoutOf } from './layout.ts'
import type { Drawn } from './machines.ts'

const TITLE = 34
const GAP = 26
/** No row is wider, unless a region is. */
const ROW = 1520

const STYLE = `
  text { font: 11px ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #334155 }
  .page { fill: #ffffff } .region { fill: #f8fafc; stroke: #cbd5e1 }
  .title { font-size: 15px; font-weight: 600; fill: #0f172a }
  .state { fill: #ffffff; stroke: #334155; stroke-width: 1.3 } .inner { fill: #eef2ff; stroke: #6366f1 }
  .urgent { fill: #fef2f2; stroke: #dc2626 }
  .name { font-size: 13px; font-weight: 600; fill: #0f172a; text-anchor: middle } .small { font-size: 11px; font-weight: 500 }
  .arrow { fill: none; stroke: #64748b; stroke-width: 1.3; marker-end: url(#head) } .head { fill: #64748b }
  .clock { fill: #b91c1c; font-weight: 600 } .rule { font-style: italic }
`

/** States that somebody should hurry to leave. */
const URGENT = ['overdue', 'demanded']

/** Draws regions side by side, in rows. */
export function svgOf(regions: readonly Drawn[], title: string): string {
  const placed = rows(regions.map((region) => ({ region, layout: layoutOf(region.chart) })))
  const width = Math.max(...placed.map(({ x, layout }) => x + layout.width)) + GAP * 2
  const height = Math.max(...placed.map(({ y, layout }) => y + layout.height)) + TITLE + GAP
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" role="img" aria-label="${safe(title)}">`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
    `<rect class="page" width="${round(width)}" height="${round(height)}" rx="10"/>`,
    ...placed.map(({ region, layout, x, y, tall }) => column(region.chart.root.name, layout, x, y, tall)),
    '</svg>',
    '',
  ].join('\n')
}

interface Placed {
  readonly region: Drawn
  readonly layout: Layout
  readonly x: number
  readonly y: number
  /** The height of its row. */
  readonly tall: number
}

/** Each in the first row that has room for it, so that a wide one leaves no issue behind. */
function rows(all: readonly { readonly region: Drawn; readonly layout: Layout }[]): Placed[] {
  const filled: { used: number; readonly ones: (typeof all)[number][] }[] = []
  for (const one of all) {
    const width = one.layout.width + GAP * 2
    const row = filled.find(({ used }) => used + width <= ROW)
    if (row === undefined) filled.push({ used: width, ones: [one] })
    else {
      row.ones.push(one)
      row.used += width
    }
  }
  let y = GAP
  return filled.flatMap(({ ones }) => {
    const tall = Math.max(...ones.map(({ layout }) => layout.height))
    let x = GAP
    const placed = ones.map((one) => {
      const at = { ...one, x, y, tall }
      x += one.layout.width + GAP * 2
      return at
    })
    y += tall + TITLE + GAP
    return placed
  })
}

const column = (name: string, { width, boxes, lines }: Layout, x: number, y: number, tall: number): string =>
  [
    `<g transform="translate(${round(x)} ${round(y)})">`,
    `<rect class="region" x="-10" width="${round(width + 20)}" height="${round(tall + TITLE)}" rx="8"/>`,
    `<text class="title" x="4" y="23">${safe(name)}</text>`,
    `<g transform="translate(0 ${TITLE})">`,
    ...lines.map(arrow),
    ...boxes.map(box),
    '</g></g>',
  ].join('\n')

const arrow = ({ path, joins, labels, x, y, anchor }: Line): string =>
  [
    `<path class="arrow" d="${path.replace(/\d+\.\d+/g, (number) => String(round(Number(number))))}"/>`,
    ...joins.map((join) => `<circle class="head" cx="${round(join.x)}" cy="${round(join.y)}" r="3"/>`),
    ...labels.map(
      ({ kind, text }, index) =>
        `<text class="${kind}" x="${round(x)}" y="${round(y + index * LINE)}" text-anchor="${anchor}">${safe(text)}</text>`,
    ),
  ].join('\n')

function box({ name, x, y, width, height, initial, again, againAt, inner }: Box): string {
  const middle = x + width / 2
  const [first, second, third] = inner
  // Of more than two, the way between them is a picture of its own.
  const pair = first && second && third === undefined
  return [
    ...(initial
      ? [
          `<circle class="head" cx="${round(middle)}" cy="${round(y - 18)}" r="4.5"/><path class="arrow" d="M${round(middle)} ${round(y - 14)}V${round(y)}"/>`,
        ]
      : []),
    `<rect class="state${URGENT.includes(name) ? ' urgent' : ''}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="7"/>`,
    `<text class="name" x="${round(middle)}" y="${round(y + 22)}">${safe(name)}</text>`,
    ...again.map(
      ({ kind, text }, index) =>
        `<text class="${kind}" x="${round(middle)}" y="${round(againAt + index * LINE)}" text-anchor="middle">↻ ${safe(text)}</text>`,
    ),
    ...inner.map(
      (state) =>
        `<rect class="state inner" x="${round(state.x)}" y="${round(state.y)}" width="${round(state.width)}" height="${state.height}" rx="6"/>` +
        `<text class="name small" x="${round(state.x + state.width / 2)}" y="${round(state.y + 19)}">${safe(state.name)}</text>`,
    ),
    ...(pair
      ? [
          ...(first.leads.includes(second.name)
            ? [`<path class="arrow" d="M${round(first.x + first.width)} ${round(first.y + 10)}H${round(second.x)}"/>`]
            : []),
          ...(second.leads.includes(first.name)
            ? [`<path class="arrow" d="M${round(second.x)} ${round(first.y + 21)}H${round(first.x + first.width)}"/>`]
            : []),
        ]
      : []),
  ].join('\n')
}

const round = (number: number): number => Math.round(number * 10) / 10
const safe = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
