/**
 * `npm run bench -- pairs --against DIR`: what an event and a read cost in this build and in another, in processor time of the server
 * and of PostgreSQL. DIR is a checkout of the other build, installed and built. Both serve at the same time, each on its own
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
  const tableOf = ([kind, { what }]) => [
    [`processor milliseconds ${what}`, 'this build', 'the other', `ratio, median of ${STARTS} starts`, '98 % of the median'],
    row('server and PostgreSQL', (build) => build[kind].server + build[kind].database),
    row('server', (build) => build[kind].server),
    row('PostgreSQL', (build) => build[kind].database),
  ]
  return { tables: Object.entries(KINDS).map(tableOf) }
}

/** What is compared: an event of an evening, a read of an incident, a list. Each is asked by all senders at once. */
const KINDS = {
  event: { what: 'an event', times: EVENTS, ask: ({ api }, { evening }) => api.post(evening.next()) },
  incident: { what: 'a read of an incident', times: EVENTS, ask: ({ api }, { name }) => api.get(`/v1/incidents/${name}-1`) },
  list: { what: 'a list of 50 incidents', times: EVENTS / 2, ask: ({ api }) => api.get('/v1/incidents') },
}

/** @returns for each folder's build what each kind costs, in processor milliseconds of server and database. */
async function compared(folders, isReversed) {
  const builds = new Map()
  const inTurn = isReversed ? [...folders].reverse() : folders
  try {
    for (const folder of inTurn) builds.set(folder, await serve(folder))
    for (const folder of inTurn) await turn(builds.get(folder), { ...KINDS.event, times: WARM_UP })
    const costs = new Map(folders.map((folder) => [folder, {}]))
    for (const [kind, asked] of Object.entries(KINDS)) {
      if (kind !== 'event') for (const folder of inTurn) await turn(builds.get(folder), asked)
      const each = new Map(folders.map((folder) => [folder, []]))
      for (let pair = 0; pair < PAIRS; pair++)
        for (const folder of pair % 2 === 0 ? inTurn : [...inTurn].reverse())
          each.get(folder).push(await turn(builds.get(folder), asked))
      for (const folder of folders)
        costs.get(folder)[kind] = {
          server: mean(each.get(folder).map(({ server }) => server)),
          database: mean(each.get(folder).map(({ database }) => database)),
        }
    }
    return folders.map((folder) => costs.get(folder))
  } finally {
    for (const build of builds.values()) await build.stop()
  }
}

const mean = (figures) => figures.reduce((sum, figure) => sum + figure, 0) / figures.length
const inOrder = (figures) => [...figures].sort((a, b) => a - b)

/** The same for both builds, by all senders at once. @returns the cost of one. */
async function turn(build, { times: most, ask }) {
  const before = build.processor()
  let left = most
  await Promise.all(
    build.senders.map(async (sender) => {
      while (left-- > 0) await ask(build, sender)
    }),
  )
  const after = build.processor()
  return { server: (after.server - before.server) / most, database: (after.database - before.database) / most }
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
    senders: Array.from({ length: CONNECTIONS }, (_, sender) => ({
      name: `PAIR-${sender}`,
      evening: evenings(`PAIR-${sender}`),
    })),
    async stop() {
      api.close()
      await server.stop()
      rmSync(place, { recursive: true, force: true })
    },
  }
}
