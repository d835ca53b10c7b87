import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { machineOrRegion, machines, regionsOf } from './chart/machines.ts'
import { markdown } from './chart/markdown.ts'
import { mermaidOf } from './chart/mermaid.ts'
import { page } from './chart/page.ts'
import { svgOf } from './chart/svg.ts'

const USAGE = `usage: reassess chart [MACHINE] [--html FILE] [--svg FILE]
  MACHINE is ${machines()
    .map(({ name }) => name)
    .join(', ')}, or a region as incident.attendance; without it, all of them as a page of Markdown
`

/**
 * `reassess chart [MACHINE]`: a machine as Mermaid on stdout; with `--html` or `--svg` a page or a picture in a file.
 * @returns 0, or 2 for words it does not know.
 */
export async function chart(args: string[]): Promise<number> {
  const asked = readArgs(args)
  const drawn = asked?.name === undefined ? machines() : [machineOrRegion(asked.name)].filter((one) => one !== null)
  if (asked === null || drawn.length === 0) {
    process.stderr.write(USAGE)
    return 2
  }
  const { name, html, svg } = asked
  if (html !== undefined) await writeFile(html, page(drawn))
  if (svg !== undefined) await writeFile(svg, svgOf(drawn.flatMap(regionsOf), `Statechart of ${name ?? 'Reassess'}`))
  if (html === undefined && svg === undefined)
    process.stdout.write(name === undefined ? markdown() : drawn.map((one) => mermaidOf(one.chart)).join('\n'))
  return 0
}

function readArgs(args: string[]): { name?: string; html?: string; svg?: string } | null {
  try {
    const options = { html: { type: 'string' }, svg: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
    const [name, ...rest] = positionals
    return rest.length > 0 ? null : { ...values, ...(name === undefined ? {} : { name }) }
  } catch {
    return null
  }
}
