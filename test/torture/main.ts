/**
 * `npm run torture -- --seeds 200`: bad nights without end, each from a seed that repeats its choices, then the recovery
 * figures. `--seed N` repeats one night, `--recovery` only measures. Exit 1 when anything was wrong.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomFrom, shuffled } from '../support/chance.ts'
import { verifyFails } from './checks.ts'
import { createClockwork } from './clockwork.ts'
import { CLOCK_FAULTS, DATABASE_FAULTS, type Fault, KILLS, QUEUE_FAULTS, RESTARTS } from './faults.ts'
import { CLOCK_JUMPS, NEIGHBOUR_FAULTS } from './neighbours.ts'
import { beginNight, type Night } from './night.ts'
import { measureRecovery } from './recovery.ts'
import { mountSmallDisk } from './smallDisk.ts'
import { tryOut } from './trial.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    seed: { type: 'string' },
    recovery: { type: 'boolean', default: false },
    open: { type: 'string', default: '100000' },
    overdue: { type: 'string', default: '5000' },
  },
})
// Whoever gives up leaves no server behind: what was started is ended when this process exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const say = (line: string) => process.stdout.write(`${line}\n`)
const clocked = { ...CLOCK_FAULTS, ...CLOCK_JUMPS }
const neighbours = { ...NEIGHBOUR_FAULTS, ...CLOCK_JUMPS }
const FAULTS: Readonly<Record<string, Fault>> = {
  ...{ ...KILLS, ...RESTARTS, ...DATABASE_FAULTS, ...QUEUE_FAULTS },
  ...{ ...clocked, ...neighbours },
}
const clocks = Object.keys(clocked)

const first = Number(values.seed ?? Math.floor(Math.random() * 1e6))
const nights = values.recovery ? 0 : values.seed === undefined ? Number(values.seeds) : 1
let bad = 0
for (let seed = first; seed < first + nights; seed++) if (!(await night(seed))) bad += 1
if (nights > 0) say(`${nights - bad} of ${nights} nights went well`)
if (values.seed === undefined) {
  const wrong = await measureRecovery({
    random: randomFrom(first),
    open: Number(values.open),
    overdue: Number(values.overdue),
    say,
  })
  for (const line of wrong) say(`  WRONG ${line}`)
  bad += wrong.length
}
process.exit(bad === 0 ? 0 : 1)

/** @returns the folder with a file a process. */
function keepLogs(seed: number, { lives, postgres }: Night): string {
  const folder = mkdtempSync(join(tmpdir(), `reassess-night-${seed}-`))
  writeFileSync(join(folder, 'postgres.log'), postgres.said())
  for (const { name, server } of lives) writeFileSync(join(folder, `${name.replace(' ', '-')}.log`), server.said())
  return folder
}

/** Three to six faults one after another, one of them at a neighbour, in the midst of a load. @returns whether all went well. */
async function night(seed: number): Promise<boolean> {
  const random = randomFrom(seed)
  const [neighbour = ''] = shuffled(random, Object.keys(neighbours))
  const others = shuffled(random, Object.keys(FAULTS)).filter((name) => name !== neighbour)
  const names = shuffled(random, [neighbour, ...others.slice(0, 2 + Math.floor(4 * random()))])
  const sets = names.some((name) => clocks.includes(name)) ? await createClockwork() : null
  const clockwork = sets !== null && 'skipped' in sets ? null : sets
  const disk = names.includes('the disk of PostgreSQL is full' satisfies keyof typeof DATABASE_FAULTS) ? mountSmallDisk() : null
  const postgres = { ...(clockwork && { env: clockwork.env }), ...(disk && { under: disk.folder }) }
  const begun = await beginNight({ apis: 1 + Math.ceil(2 * random()), workers: 1 + Math.ceil(2 * random()), postgres })
  say(`seed ${seed}: ${names.join('; ')}`)
  if ('skipped' in begun) {
    say(`  skipped: ${begun.skipped}`)
    return true
  }
  try {
    const { skipped, lasted, acknowledged, sentAgain, ...result } = await tryOut({
      night: begun,
      random,
      awayMs: 2_000 + 18_000 * random(),
      clockwork,
      faults: names.map((name) => FAULTS[name] as Fault),
      prefix: 'T',
      senders: 4 + Math.floor(8 * random()),
      pauseMs: 10 + 60 * random(),
    })
    const wrong = [...result.wrong, ...(await verifyFails(begun))]
    for (const reason of skipped) say(`  skipped: ${reason}`)
    for (const line of wrong) say(`  WRONG ${line}`)
    if (wrong.length > 0) {
      const beganAt = new Date(performance.timeOrigin + begun.begunAt).toISOString()
      say(`  what the processes said is in ${keepLogs(seed, begun)}; the night began at ${beganAt}`)
      lasted.forEach(({ from, to }, at) => {
        say(`  from ${(from / 1000).toFixed(1)} s to ${(to / 1000).toFixed(1)} s: ${names[at]}`)
      })
    }
    say(`  ${acknowledged} events acknowledged, sent again ${sentAgain} times: ${wrong.length === 0 ? 'well' : 'NOT WELL'}`)
    return wrong.length === 0
  } catch (error) {
    say(`  BROKE ${error instanceof Error ? error.stack : error}`)
    return false
  } finally {
    await begun.end()
    disk?.remove()
    clockwork?.remove()
  }
}
