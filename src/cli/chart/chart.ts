import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse, wordsOf } from '../words.ts'
import { layoutOf } from './layout.ts'
import { type Drawn, machineOrRegion, machines } from './machines.ts'
import { markdown } from './markdown.ts'
import { mermaidOf } from './mermaid.ts'
import { page } from './page.ts'
import { svgOf } from './svg.ts'

const MACHINE = `MACHINE is ${machines()
  .map(({ name }) => name)
  .join(', ')}, or a region as incident.attendance; without it, all of them as a page of Markdown`

/**
 * `reassess chart [MACHINE]`: a machine as Mermaid on stdout; with `--html` or `--svg` a page or a picture in a file, and
 * with `--svg-folder` a picture each, named after its machine.
 * @returns 0, or 2 for words it does not know.
 */
export async function chart(args: string[]): Promise<number> {
  const words = wordsOf(args, { html: { type: 'string' }, svg: { type: 'string' }, 'svg-folder': { type: 'string' } })
  const [name, ...rest] = words?.positionals ?? []
  const drawn = name === undefined ? machines() : [machineOrRegion(name)].filter((one) => one !== null)
  if (words === null || rest.length > 0 || drawn.length === 0) return refuse('chart', MACHINE)
  const { html, svg, 'svg-folder': folder } = words.values
  if (html !== undefined) await writeFile(html, await page(drawn))
  if (svg !== undefined) await writeFile(svg, svgOf(await layoutOf(drawn), `Statechart of ${name ?? 'Reassess'}`))
  if (folder !== undefined) await writeEach(folder, drawn)
  if (html === undefined && svg === undefined && folder === undefined)
    process.stdout.write(name === undefined ? markdown() : drawn.map((one) => mermaidOf(one.chart)).join('\n'))
  return 0
}

async function writeEach(folder: string, drawn: readonly Drawn[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  await Promise.all(
    drawn.map(async (one) =>
      writeFile(join(folder, `${one.name}.svg`), svgOf(await layoutOf([one]), `Statechart of ${one.name}`)),
    ),
  )
}
