/**
 * `npm run bench`: measures, prints, and writes `docs/benchmarks.md`. With names, only those sections; `--large` adds the slow
 * measurements (a million incidents); `--dry` writes nothing.
 */
import { parseArgs } from 'node:util'
import { prepare } from '../prepare.mjs'
import { loadNow, machine, table, write } from './report.mjs'

const SECTIONS = [
  'throughput',
  'lateness',
  'cost',
  'import',
  'stream',
  'board',
  'readiness',
  'lookups',
  'registers',
  'verify',
  'scale-out',
  'reader',
  'access',
  'delivery',
]
/** Needs another build beside this build, so it runs only when named. */
const ASKED_FOR = ['pairs']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { large: { type: 'boolean', default: false }, dry: { type: 'boolean', default: false }, against: { type: 'string' } },
})
const known = [...SECTIONS, ...ASKED_FOR]
const unknown = positionals.find((name) => !known.includes(name))
if (unknown !== undefined) {
  process.stderr.write(`bench: no section is called ${unknown}; the sections are ${known.join(', ')}\n`)
  process.exit(2)
}

await prepare()
const { openGround } = await import('./ground.mjs')
const ground = await openGround()
// Its servers and its database are processes of their own: an interrupted run stops them as well.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => ground.close().finally(() => process.exit(1)))
process.stdout.write(`${machine()}\n`)
try {
  for (const name of positionals.length > 0 ? positionals : SECTIONS) {
    const loadBefore = loadNow()
    process.stdout.write(`\n── ${name} (load ${loadBefore})\n`)
    const { measure } = await import(`./sections/${name}.mjs`)
    const measured = await measure(ground, values)
    for (const rows of measured.tables) process.stdout.write(`${table(rows)}\n\n`)
    for (const note of measured.notes ?? []) process.stdout.write(`${note}\n`)
    if (!values.dry) write(name, measured, loadBefore)
  }
} finally {
  await ground.close()
}
