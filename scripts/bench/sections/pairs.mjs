/**
 * `npm run bench -- pairs --against DIR`: what an event costs in this build and in another, in processor time of the server and of
 * PostgreSQL. DIR is a checkout of the other build, installed and built. Both serve at the same time, each on a database of its
 * own, and take turns with the same evenings.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../../prepare.mjs'
import { evenings } from '../events.mjs'
import { caller } from '../load.mjs'
import { times } from '../numbers.mjs'
import { watchProcessor } from '../processor.mjs'

const PAIRS = 20
const CONNECTIONS = 16
/** About two seconds of work: a tick of the processor's clock (10 ms) is half a hundredth of it. */
const EVENTS = 1_600
const READY_WITHIN_MS = 60_000
/** Of twenty figures in order, the 6th and the 15th hold their true middle between them nineteen times in twenty. */
const INTERVAL = [5, 14]

export async function measure(_ground, { against }) {
  if (against === undefined) throw new Error('say against which checkout: npm run bench -- pairs --against DIR')
  const builds = [await serve(root), await serve(resolve(against))]
  try {
    // A server that has just started spends its first events on compiling what it runs.
    for (const build of builds) await turn(build, 3 * EVENTS)
    const pairs = []
    for (let pair = 0; pair < PAIRS; pair++) {
      const order = pair % 2 === 0 ? builds : [...builds].reverse()
      const costs = new Map()
      for (const build of order) costs.set(build, await turn(build, EVENTS))
      pairs.push(builds.map((build) => costs.get(build)))
    }
    const ratio = (part) => inOrder(pairs.map(([now, before]) => part(now) / part(before)))
    const middle = (part) => (figures) => inOrder(figures.map(part))[PAIRS / 2]
    const row = (name, part) => {
      const [low, high] = INTERVAL.map((place) => times(ratio(part)[place]))
      const [now, before] = [0, 1].map((build) => middle(part)(pairs.map((pair) => pair[build])).toFixed(3))
      return [name, now, before, times(ratio(part)[PAIRS / 2]), `${low} to ${high}`]
    }
    return {
      tables: [
        [
          ['processor milliseconds an event', 'this build', 'the other', 'ratio, median of 20 pairs', '95 % of the median'],
          row('server and PostgreSQL', ({ server, database }) => server + database),
          row('server', ({ server }) => server),
          row('PostgreSQL', ({ database }) => database),
        ],
      ],
    }
  } finally {
    for (const build of builds) await build.stop()
  }
}

const inOrder = (figures) => [...figures].sort((a, b) => a - b)

/** The same evenings for both, on as many connections. @returns what an event cost. */
async function turn({ api, processor, senders }, events) {
  const before = processor()
  let left = events
  await Promise.all(
    senders.map(async (evening) => {
      while (left-- > 0) await api.post(evening.next())
    }),
  )
  const after = processor()
  return { server: (after.server - before.server) / events, database: (after.database - before.database) / events }
}

async function serve(folder) {
  const place = mkdtempSync(join(tmpdir(), 'reassess-pairs-'))
  chmodSync(place, 0o711)
  const dataDir = join(place, 'data')
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: '0' }
  const child = spawn(process.execPath, [join(folder, 'dist/src/cli/main.js'), 'start'], {
    env,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-20_000)
  })
  const ended = new Promise((done) => child.once('close', done))
  const until = performance.now() + READY_WITHIN_MS
  let port
  while (port === undefined) {
    const line = said.split('\n').find((text) => text.includes('"msg":"serving"'))
    if (line !== undefined) port = JSON.parse(line).port
    else if (child.exitCode !== null || performance.now() > until) throw new Error(`${folder} does not serve:\n${said}`)
    else await pause(50)
  }
  const { supervisor } = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8'))
  const api = caller(`http://127.0.0.1:${port}`, supervisor, CONNECTIONS)
  return {
    api,
    processor: watchProcessor(child.pid, dataDir),
    senders: Array.from({ length: CONNECTIONS }, (_, sender) => evenings(`PAIR-${sender}`)),
    async stop() {
      api.close()
      child.kill('SIGTERM')
      await ended
      rmSync(place, { recursive: true, force: true })
    },
  }
}
