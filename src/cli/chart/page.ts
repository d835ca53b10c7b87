/** Machines on one page that needs nothing from anywhere: pictures, with the Mermaid source under each. */
import { escaped } from '../../markup/escaped.ts'
import { layoutOf } from './layout.ts'
import type { Drawn } from './machines.ts'
import { mermaidOf } from './mermaid.ts'
import { svgOf } from './svg.ts'

export const page = async (machines: readonly Drawn[]): Promise<string> => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Reassess: statecharts</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 100rem; padding: 0 1rem; color: #0f172a }
  svg { max-width: 100%; height: auto } pre { background: #f1f5f9; padding: 1rem; overflow: auto; border-radius: 6px }
</style>
<h1>Statecharts</h1>
${(await Promise.all(machines.map(section))).join('\n')}
</html>
`

const section = async (machine: Drawn): Promise<string> =>
  [
    `<h2>${machine.name}</h2>`,
    `<p>${machine.about}</p>`,
    svgOf(await layoutOf([machine]), `Statechart of ${machine.name}`).trimEnd(),
    `<details><summary>Mermaid</summary><pre>${escaped(mermaidOf(machine.chart))}</pre></details>`,
  ].join('\n')
