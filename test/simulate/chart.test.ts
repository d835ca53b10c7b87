import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { LINE, layoutOf } from '../../src/cli/chart/layout.ts'
import { machineOrRegion, machines, panelsOf } from '../../src/cli/chart/machines.ts'
import { markdown } from '../../src/cli/chart/markdown.ts'
import { mermaidOf } from '../../src/cli/chart/mermaid.ts'
import { chart } from '../../src/cli/chart.ts'
import { REGIONS, stateNames } from '../../src/simulate/states.ts'

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

it('so are the pictures, one a machine: npx reassess chart --svg-folder docs/charts', async () => {
  await inFolder(async (folder) => {
    expect(await chart(['--svg-folder', folder])).toBe(0)
    expect(readdirSync('docs/charts').sort()).toEqual(readdirSync(folder).sort())
    for (const { name } of machines()) expect([name, picture('docs/charts', name)]).toEqual([name, picture(folder, name)])
  })
})

it('shows every state of the incident and every deadline of its own', () => {
  const picture = mermaidOf(drawn('incident').chart)
  const states = REGIONS.flatMap((region) => stateNames(region).map((state) => `incident.${region}.${state}`))
  expect(states.length).toBeGreaterThan(25)
  expect(states.filter((id) => !picture.includes(` as ${id.replaceAll('.', '_')}`))).toEqual([])
  expect(picture).toMatch(/incident_attendance_waiting --> incident_attendance_overdue: .*after attendance$/m)
})

describe('the picture can be read', () => {
  /** The straight parts of a path, as boxes without breadth. */
  const partsOf = (path: string) => {
    let [x, y] = [0, 0]
    return [...path.matchAll(/([MHV])([\d.]+)(?: ([\d.]+))?/g)].flatMap(([, letter, first, second]) => {
      const [toX, toY] = letter === 'M' ? [first, second] : letter === 'H' ? [first, y] : [x, first]
      const part = {
        left: Math.min(x, Number(toX)),
        right: Math.max(x, Number(toX)),
        top: Math.min(y, Number(toY)),
        bottom: Math.max(y, Number(toY)),
      }
      ;[x, y] = [Number(toX), Number(toY)]
      return letter === 'M' ? [] : [part]
    })
  }
  type Area = ReturnType<typeof partsOf>[number]
  const meet = (a: Area, b: Area): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

  it.each(
    machines()
      .flatMap(panelsOf)
      .map((one) => [one.name, one] as const),
  )('of %s: nothing runs through a label', (_, { chart }) => {
    const { lines, boxes, width, height } = layoutOf(chart)
    const labels = lines.flatMap(({ labels, x, y, anchor }, line) =>
      labels.map(({ text }, index): Area & { text: string; line: number } => {
        const baseline = y + index * LINE
        // Five pixels a letter is less than the type is wide: a label that a line only touches is still read.
        const left = anchor === 'start' ? x : x - text.length * 5
        return { text, line, left, right: left + text.length * 5, top: baseline - 11, bottom: baseline + 4 }
      }),
    )
    const through = [
      ...lines.flatMap(({ path }) => partsOf(path)),
      ...boxes.map(({ x, y, width, height }) => ({ left: x, right: x + width, top: y, bottom: y + height })),
    ]
    const outside = labels.filter(({ left, right, top, bottom }) => left < 0 || top < 0 || right > width || bottom > height)
    const crossed = labels.filter((label) => through.some((part) => meet(label, part)))
    const covered = labels.filter((label) => labels.some((other) => other !== label && meet(label, other)))
    expect([...outside, ...crossed, ...covered].map(({ text }) => text)).toEqual([])
    expect(labels.length).toBeGreaterThan(0)
  })

  it.each(
    machines()
      .flatMap(panelsOf)
      .map((one) => [one.name, one] as const),
  )('of %s: every name fits its box, and no arrow is drawn between states inside one that is not there', (_, { chart }) => {
    const { boxes } = layoutOf(chart)
    const named = boxes.flatMap((box) => [{ ...box, letter: 7.9 }, ...box.inner.map((inner) => ({ ...inner, letter: 5.8 }))])
    const led = boxes.flatMap(({ name, inner }) =>
      inner.flatMap((one) => one.leads.map((to) => `${name}.${one.name} ${name}.${to}`)),
    )
    const arrows = chart.arrows.map(({ from, to }) => [from, to].map((id) => id.slice(chart.root.id.length + 1)).join(' '))
    expect(named.filter(({ name, width, letter }) => name.length * letter > width).map(({ name }) => name)).toEqual([])
    expect(led.filter((arrow) => !arrows.includes(arrow))).toEqual([])
  })

  it('of a state with more than two inside shows the way between them beside it, and says which of them something leaves', () => {
    expect(panelsOf(drawn('order')).map(({ name }) => name)).toEqual([
      'order',
      'order.notice',
      'order.active',
      'order.active.dated',
    ])
    const labels = layoutOf(drawn('order').chart).lines.flatMap(({ labels }) => labels.map(({ text }) => text))
    expect(labels).toContain('after order-expiry (from dated)')
  })

  it('shows what takes a state to itself', () => {
    const again = layoutOf(drawn('bail').chart).boxes.map(({ name, again }) => [name, ...again.map(({ text }) => text)])
    expect(again).toContainEqual(['standing', 'bail.extended'])
  })

  it('shows what several states take to the same one as one line that they join', () => {
    const lines = layoutOf(drawn('incident.attendance').chart).lines.filter(({ joins }) => joins.length > 0)
    expect(lines.map(({ labels, joins }) => [labels.map(({ text }) => text).join(), joins.length])).toEqual([
      ['original.found, carries nobody', 1],
      ['unit.arrived, stops clock', 3],
      [expect.stringMatching(/^log.noted,call.received,.*,risk.reassessed$/), 1],
    ])
  })
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
    expect(await chart(['--html', join(folder, 'charts.html')])).toBe(0)
    const html = readFileSync(join(folder, 'charts.html'), 'utf8')
    for (const { name } of machines()) expect(html).toContain(`<h2>${name}</h2>`)
    expect(html).not.toMatch(/(?:src|href)=|<script|@import/)
  }))

it('names the machines when it is asked for another', async () => {
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect([await chart(['incidents']), await chart(['demand.open']), await chart(['demand', 'obligation'])]).toEqual([2, 2, 2])
  expect(said.mock.calls[0]?.[0]).toContain('incident, demand, obligation, alert')
})
