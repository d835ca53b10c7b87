import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { machineOrRegion, machines, regionsOf } from '../../src/cli/chart/machines.ts'
import { markdown } from '../../src/cli/chart/markdown.ts'
import { mermaidOf } from '../../src/cli/chart/mermaid.ts'
import { svgOf } from '../../src/cli/chart/svg.ts'
import { chart } from '../../src/cli/chart.ts'
import { REGIONS, stateNames } from '../../src/simulate/states.ts'

const drawn = (name: string) => {
  const found = machineOrRegion(name)
  if (found === null) throw new RangeError(name)
  return found
}

afterEach(() => jest.restoreAllMocks())

it('the page of statecharts is what the machines are: npx reassess chart > docs/statecharts.md', () => {
  expect(readFileSync('docs/statecharts.md', 'utf8')).toBe(markdown())
})

it('so is the picture: npx reassess chart incident --svg docs/incident.svg', () => {
  expect(readFileSync('docs/incident.svg', 'utf8')).toBe(svgOf(regionsOf(drawn('incident')), 'Statechart of incident'))
})

it('shows every state of the incident and every deadline of its own', () => {
  const picture = mermaidOf(drawn('incident').chart)
  const states = REGIONS.flatMap((region) => stateNames(region).map((state) => `incident.${region}.${state}`))
  expect(states.length).toBeGreaterThan(25)
  expect(states.filter((id) => !picture.includes(` as ${id.replaceAll('.', '_')}`))).toEqual([])
  expect(picture).toMatch(/incident_attendance_waiting --> incident_attendance_overdue: .*after attendance$/m)
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

it('writes a page that needs nothing from anywhere', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reassess-chart-'))
  try {
    expect(await chart(['--html', join(folder, 'charts.html')])).toBe(0)
    const html = readFileSync(join(folder, 'charts.html'), 'utf8')
    for (const { name } of machines()) expect(html).toContain(`<h2>${name}</h2>`)
    expect(html).not.toMatch(/(?:src|href)=|<script|@import/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('names the machines when it is asked for another', async () => {
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect([await chart(['incidents']), await chart(['demand.open']), await chart(['demand', 'duty'])]).toEqual([2, 2, 2])
  expect(said.mock.calls[0]?.[0]).toContain('incident, demand, duty, alert')
})
