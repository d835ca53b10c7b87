/**
 * `npm run bench -- pairs --against DIR`: what an event costs in this build and in another, in processor time of the server and
 * of PostgreSQL. DIR is a checkout of the other build, installed and built. Both serve at the same time, each on its own
 * database, and take turns with the same evenings. They are restarted for each comparison: two processes of the same build
 * differ by a tenth for as long as they live, by what the compiler happened to make of it.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { root } from '../../prepare.mjs'
import { evenings } from '../events.mjs'
import { serveBuild } from '../ground.mjs'
import { caller } from '../load.mjs'
import { times } from '../numbers.mjs'
import { watchProcessor } from '../processor.mjs'

const STARTS = 10
/** In each start: each build goes first once. */
const PAIRS = 2
const CONNECTIONS = 16
/** About two seconds of work: a tick of the processor's clock (10 ms) is half a per cent of it. */
const EVENTS = 1_600
/** A server that has just started spends its events on compiling, and PostgreSQL's work grows with its tables at first. */
const WARM_UP = 6 * EVENTS
/** Of ten figures in order, the second and the ninth hold their true middle between them 98 times in a hundred. */
const INTERVAL = [1, 8]

export async function measure(_ground, { against }) {
  if (against === undefined) throw new Error('say against which checkout: npm run bench -- pairs --against DIR')
  const costs = []
  for (let start = 0; start < STARTS; start++) costs.push(await compared([root, resolve(against)], start % 2 === 1))
  const middle = (figures) => (figures[STARTS / 2 - 1] + figures[STARTS / 2]) / 2
  const row = (name, part) => {
    const ratios = inOrder(costs.map(([now, before]) => part(now) / part(before)))
    const [low, high] = INTERVAL.map((place) => times(ratios[place]))
    const [now, before] = [0, 1].map((build) => middle(inOrder(costs.map((both) => part(both[build])))).toFixed(3))
    return [name, now, before, times(middle(ratios)), `${low} to ${high}`]
  }
  return {
    tables: [
      [
        ['processor milliseconds an event', 'this build', 'the other', `ratio, median of ${STARTS} starts`, '98 % of the median'],
        row('server and PostgreSQL', ({ server, database }) => server + database),
        row('server', ({ server }) => server),
        row('PostgreSQL', ({ database }) => database),
      ],
    ],
  }
}

/** @returns the cost of an event in each folder's build, in processor milliseconds of server and database. */
async function compared(folders, isReversed) {
  const builds = new Map()
  const inTurn = isReversed ? [...folders].reverse() : folders
  try {
    for (const folder of inTurn) builds.set(folder, await serve(folder))
    for (const folder of inTurn) await turn(builds.get(folder), WARM_UP)
    const costs = new Map(folders.map((folder) => [folder, []]))
    for (let pair = 0; pair < PAIRS; pair++) {
      for (const folder of pair % 2 === 0 ? inTurn : [...inTurn].reverse()) {
        costs.get(folder).push(await turn(builds.get(folder), EVENTS))
      }
    }
    const mean = (figures) => figures.reduce((sum, figure) => sum + figure, 0) / figures.length
    return folders.map((folder) => ({
      server: mean(costs.get(folder).map(({ server }) => server)),
      database: mean(costs.get(folder).map(({ database }) => database)),
    }))
  } finally {
    for (const build of builds.values()) await build.stop()
  }
}

const inOrder = (figures) => [...figures].sort((a, b) => a - b)

/** The same evenings for both, on as many connections. @returns the cost of an event. */
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
  const server = await serveBuild(folder, { DATA_DIR: dataDir })
  const { supervisor } = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8'))
  const api = caller(server.url, supervisor, CONNECTIONS)
  return {
    api,
    processor: watchProcessor(server.pid, dataDir),
    senders: Array.from({ length: CONNECTIONS }, (_, sender) => evenings(`PAIR-${sender}`)),
    async stop() {
      api.close()
      await server.stop()
      rmSync(place, { recursive: true, force: true })
    },
  }
}
