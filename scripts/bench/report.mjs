/**
 * Writes the measurements into `docs/benchmarks.md`, each section between its own marks; sections that did not run keep their
 * text.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from '../prepare.mjs'

const FILE = join(root, 'docs/benchmarks.md')

/** The machine, without its name. */
export function machine() {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} cores (${cpu?.model ?? 'unknown'}), ${memory} GiB, Node ${process.versions.node}, ${process.platform}`
}

export const loadNow = () => loadavg()[0].toFixed(1)

function commit() {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : 'unknown'
}

export const table = ([head, ...rows]) =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

export function write(name, { tables, notes = [] }, loadBefore) {
  const from = `<!-- measured: ${name} -->`
  const to = `<!-- end: ${name} -->`
  const when = new Date().toISOString().slice(0, 10)
  const said = [
    from,
    `*${when}, commit ${commit()}. ${machine()}; load of the machine before it began: ${loadBefore}.*`,
    ...tables.map(table),
    ...notes,
    to,
  ].join('\n\n')
  const text = readFileSync(FILE, 'utf8')
  const [start, end] = [text.indexOf(from), text.indexOf(to)]
  if (start === -1 || end === -1) throw new Error(`docs/benchmarks.md has no marks for ${name}`)
  writeFileSync(FILE, text.slice(0, start) + said + text.slice(end + to.length))
}
