/** `reassess verify` over a record of whole evenings: every line replayed, hashed and compared, by the command as it is run. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recorder } from '../crowd.mjs'
import { EVENING, event } from '../events.mjs'
import { count } from '../numbers.mjs'

const INCIDENTS = 2_500
const AT_ONCE = 100
const MAIN = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url))

export async function measure(ground) {
  const record = await ground.record()
  const empty = verify(ground, record)
  const send = recorder(record)
  for (let first = 0; first < INCIDENTS; first += AT_ONCE) {
    const names = Array.from({ length: AT_ONCE }, (_, place) => `VERIFY-${first + place}`)
    await send(names.flatMap((name) => EVENING.map((type) => event(type, name))))
  }
  const full = verify(ground, record)
  await record.drop()
  const [, lines] = /(\d+) lines.*: no difference/.exec(full.said) ?? []
  if (lines === undefined) throw new Error(`verify said: ${full.said}`)
  const seconds = (full.ms - empty.ms) / 1000
  return {
    tables: [
      [
        ['', 'lines', 'seconds', 'lines a second'],
        [`\`reassess verify\`, ${count(INCIDENTS)} incidents`, count(lines), seconds.toFixed(1), count(lines / seconds)],
      ],
    ],
    notes: ['Without the start of the command, which is measured on an empty record.'],
  }
}

function verify(ground, record) {
  const began = performance.now()
  const env = { PATH: process.env.PATH, ...record.env, DATA_DIR: join(ground.folder, 'verify') }
  const { stdout, stderr } = spawnSync(process.execPath, [MAIN, 'verify'], { env, encoding: 'utf8' })
  return { ms: performance.now() - began, said: stdout + stderr }
}
