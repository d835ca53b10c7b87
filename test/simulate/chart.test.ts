import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { chart } from '../../src/cli/chart/chart.ts'
import { type Box, type Line, layoutOf } from '../../src/cli/chart/layout.ts'
import { machineOrRegion, machines, regionsOf } from '../../src/cli/chart/machines.ts'
import { markdown } from '../../src/cli/chart/markdown.ts'
import { mermaidOf } from '../../src/cli/chart/mermaid.ts'
import { svgOf } from '../../src/cli/chart/svg.ts'
import { STATES_OF_REGIONS } from '../../src/engine/step/stateNames.ts'

const drawn = (name: string) => {
  const found = machineOrRegion(name)
  if (found === null) throw new RangeError(name)
  return found
}

const picture = (folder: string, name: string) => readFileSync(join(folder, `${name}.svg`), 'utf8')

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reassess-chart-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

afterEach(() => jest.restoreAllMocks())

it('the page of statecharts is what the machines are: npx reassess chart > docs/statecharts.md', () => {
  expect(readFileSync('docs/statecharts.md', 'utf8')).toBe(markdown())
})

it('has a picture for each machine: npx reassess chart --svg-folder docs/charts', () =>
  inFolder(async (folder) => {
    expect(readdirSync('docs/charts').sort()).toEqual(
      machines()
        .map(({ name }) => `${name}.svg`)
        .sort(),
    )
    expect(await chart(['--svg-folder', folder])).toBe(0)
    const stale = machines().filter(({ name }) => picture(folder, name) !== picture('docs/charts', name))
    expect(stale.map(({ name }) => name)).toEqual([])
  }))

it('shows every state of the incident and every deadline of its own', () => {
  const picture = mermaidOf(drawn('incident').chart)
  const states = [...STATES_OF_REGIONS].flatMap(([region, names]) => names.map((state) => `incident.${region}.${state}`))
  expect(states.length).toBeGreaterThan(25)
  expect(states.filter((id) => !picture.includes(` as ${id.replaceAll('.', '_')}`))).toEqual([])
  expect(picture).toMatch(/incident_attendance_waiting --> incident_attendance_overdue: .*after attendance$/m)
})

describe.each(machines().map((machine) => [machine.name, machine] as const))('the picture of %s', (_, machine) => {
  interface Area {
    readonly name: string
    readonly left: number
    readonly right: number
    readonly top: number
    readonly bottom: number
  }
  type Placed = Pick<Box, 'x' | 'y' | 'width' | 'height'>
  type Point = { readonly x: number; readonly y: number }
  const areaOf = (name: string, { x = 0, y = 0, width = 0, height = 0 }: Placed): Area => ({
    name,
    left: x,
    right: x + width,
    top: y,
    bottom: y + height,
  })
  const meet = (a: Area, b: Area): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  const holds = (a: Area, b: Area): boolean => a.left <= b.left && a.right >= b.right && a.top <= b.top && a.bottom >= b.bottom
  const onBorder = ({ left, right, top, bottom }: Area, { x, y }: Point): boolean =>
    x >= left - 1 &&
    x <= right + 1 &&
    y >= top - 1 &&
    y <= bottom + 1 &&
    !(x > left + 1 && x < right - 1 && y > top + 1 && y < bottom - 1)

  const pointsOf = ({ sections = [] }: Line): Point[] =>
    sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint])
  const partsOf = (line: Line): Area[] =>
    pointsOf(line).flatMap((point, index, points) => {
      const next = points[index + 1]
      if (next === undefined) return []
      const [x, y] = [Math.min(point.x, next.x), Math.min(point.y, next.y)]
      return [areaOf(line.id, { x, y, width: Math.abs(point.x - next.x), height: Math.abs(point.y - next.y) })]
    })
  const under = (box: Box): Box[] => [box, ...(box.children ?? []).flatMap(under)]

  let page: Box
  beforeAll(async () => {
    page = await layoutOf([machine])
  })

  it('is the one in docs/charts', () => {
    expect(svgOf(page, `Statechart of ${machine.name}`)).toBe(picture('docs/charts', machine.name))
  })

  function drawing() {
    const boxes = under(page)
    const lines = boxes.flatMap(({ edges = [] }) => edges)
    return {
      boxes,
      lines,
      areas: new Map(boxes.map((box) => [box.id, areaOf(box.id, box)])),
      labels: lines.flatMap((line) => (line.labels ?? []).map((label) => areaOf(line.id, label))),
      headings: boxes.filter(({ state }) => state === undefined).slice(1),
    }
  }

  it('says every label on the page, where no box, no other label and no other arrow stands', () => {
    const { boxes, lines, labels } = drawing()
    const filled = boxes.filter(({ children }) => children === undefined).map((box) => areaOf(box.id, box))
    const parts = lines.flatMap(partsOf)
    const borders = boxes.filter(({ children }) => children !== undefined).map((box) => areaOf(box.id, box))
    const hidden = labels.filter(
      (label) =>
        !holds(areaOf('page', page), label) ||
        [...filled, ...labels].some((other) => other !== label && meet(other, label)) ||
        parts.some((part) => part.name !== label.name && meet(part, label)) ||
        borders.some((border) => meet(border, label) && !holds(border, label)),
    )
    expect(hidden.map(({ name }) => name)).toEqual([])
    expect(labels.length).toBe(regionsOf(machine).flatMap(({ chart }) => chart.arrows).length)
  })

  it('leads every arrow from the border of its state to the border of the next', () => {
    const { lines, areas } = drawing()
    const arrows = regionsOf(machine).flatMap(({ chart }) => chart.arrows)
    const loose = arrows.filter(({ from, to, labels }) => {
      const line = lines.find(({ sources, targets }) => sources[0] === from && targets[0] === to)
      const points = line === undefined ? [] : pointsOf(line)
      const [first, last] = [points[0], points.at(-1)]
      const [start, end] = [areas.get(from), areas.get(to)]
      const drawn = first && last && start && end && onBorder(start, first) && onBorder(end, last)
      return !(drawn && line?.said === labels)
    })
    expect(loose.map(({ from, to }) => `${from} ${to}`)).toEqual([])
  })

  it('shows a state in the box of its parent and beside its siblings, each with room for its name', () => {
    const { boxes, lines, headings } = drawing()
    const outside = boxes.flatMap((box) => {
      const inside = (box.children ?? []).map((child) => areaOf(child.id, child))
      return inside.filter(
        (child) => !holds(areaOf(box.id, box), child) || inside.some((sibling) => sibling !== child && meet(sibling, child)),
      )
    })
    // 7.9 pixels are the mean width of a letter of a name; a little less than the picture reserves.
    const tight = boxes.filter(({ state, width = 0 }) => state !== undefined && state.name.length * 7.9 > width)
    const crossed = headings.filter((heading) => lines.flatMap(partsOf).some((part) => meet(part, areaOf(heading.id, heading))))
    expect(outside.map(({ name }) => name)).toEqual([])
    expect([...tight, ...crossed].map(({ id }) => id)).toEqual([])
  })
})

it('draws the states of a region in the order of the code, from the initial state downwards', async () => {
  const page = await layoutOf([drawn('incident.attendance')])
  const states = (page.children?.[0]?.children ?? []).flatMap(({ state, y }) => (state ? [[state.name, y] as const] : []))
  const names = [...states].sort(([, a = 0], [, b = 0]) => a - b).map(([name]) => name)
  expect(names).toEqual(['ungraded', 'waiting', 'overdue', 'resolvedByTelephone', 'duplicate', 'attended'])
})

it('draws a region alone', () => {
  expect(mermaidOf(drawn('incident.risk').chart)).toMatch(
    /^stateDiagram-v2\n( {2}state "(settled|demanded)" as incident_risk_\2\n){2} {2}\[\*\] --> incident_risk_settled\n.*unit\.diverted<br\/>.*\n.*risk\.reassessed.*\n$/,
  )
})

it('draws what a parent takes for its states from each of them', () => {
  expect(
    drawn('alert')
      .chart.arrows.filter(({ to }) => to === 'alert.resolved')
      .map(({ from }) => from),
  ).toEqual(['alert.open', 'alert.acknowledged'])
})

it('writes a page that needs nothing from anywhere', () =>
  inFolder(async (folder) => {
    expect(await chart(['demand', '--html', join(folder, 'demand.html')])).toBe(0)
    const html = readFileSync(join(folder, 'demand.html'), 'utf8')
    expect(html).toMatch(/<h2>demand<\/h2>[\s\S]*<svg [\s\S]*<pre>stateDiagram-v2/)
    expect(html).not.toMatch(/(?:src|href)=|<script|@import/)
  }))

it('names the machines when it is asked for another', async () => {
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect([await chart(['incidents']), await chart(['demand.open']), await chart(['demand', 'obligation'])]).toEqual([2, 2, 2])
  expect(said.mock.calls[0]?.[0]).toContain('incident, demand, obligation, alert')
})
