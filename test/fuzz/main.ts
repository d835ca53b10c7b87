/** `npm run fuzz -- --seed 7 --bodies 100000`: the same as in the tests, longer, with the memory of the server. Exit 1 when anything was wrong. */
import { parseArgs } from 'node:util'
import { createPlace } from '../support/server.ts'
import { fuzz } from './fuzz.ts'
import { SLOW } from './policy.ts'

const { values } = parseArgs({ options: { seed: { type: 'string' }, bodies: { type: 'string', default: '5000' } } })
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6))
const bodies = Number(values.bodies)
/** More than the second half of a long run may add: 100,000 bodies that stayed in memory would be a gigabyte. */
const MOST_GROWTH_MIB = 150

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const say = (line: string) => process.stdout.write(`${line}\n`)

say(`seed ${seed}, ${bodies} bodies`)
const place = await createPlace(SLOW)
const began = performance.now()
const server = await place.start()
const { wrong, answers, taken, memory } = await fuzz(place, server, { seed, bodies })
const seconds = Math.round((performance.now() - began) / 1000)
await server.stop()
const verified = await place.run('verify')
await place.remove()

const mistakes = [...wrong]
if (verified.code !== 0) mistakes.push(`verify says ${verified.stdout}${verified.stderr}`)
if ((memory.end ?? 0) - (memory.middle ?? 0) > MOST_GROWTH_MIB) mistakes.push('memory grew in the second half')
for (const [answer, count] of Object.entries(answers).sort(([, a], [, b]) => b - a)) say(`  ${count} × ${answer}`)
say(
  `  ${taken} taken in ${seconds} s; memory ${memory.middle} MiB in the middle, ${memory.end} MiB at the end; ${verified.stdout.trim()}`,
)
for (const line of mistakes) say(`  WRONG ${line}`)
say(
  mistakes.length === 0
    ? 'nothing was wrong'
    : `${mistakes.length} things were wrong; repeat with --seed ${seed} --bodies ${bodies}`,
)
process.exit(mistakes.length === 0 ? 0 : 1)
