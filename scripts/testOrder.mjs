/**
 * Tests that start whole systems wait half of their time, for a clock or for a process. In a clean checkout Jest would begin
 * with the longest test files and end with these, all at the same time; here the longest begin, so that none runs on alone at
 * the end, and the other systems are spread between what only computes.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Sequencer from '@jest/test-sequencer'

/** Each takes most of a minute or more. Bad nights, which keep many processes busy, take turns with what mostly waits. */
const LONGEST = [
  'torture/rollingRestart',
  'house/embedded',
  'torture/killed',
  'journeys/killedInTheMiddle',
  'queue/alarmClock',
  'torture/queueInTrouble',
  'journeys/anyDatabaseUrl',
  'journeys/startAndStop',
  'torture/databaseInTrouble',
  'journeys/restored',
  'journeys/neighbours',
  'torture/clockSet',
  'journeys/apiAndWorkers',
  'journeys/mattersGoOn',
  'torture/poisoned',
  'journeys/holdsNobodyUp',
  'torture/timersStalled',
].map((name) => fileURLToPath(new URL(`../test/${name}.test.ts`, import.meta.url)))
/** Folders of other tests that start whole systems. */
const SYSTEMS = ['torture', 'journeys', 'upgrade', 'board', 'queue']
/** So many of the others come between them that some are left for the end, where each worker takes a short test. */
const LEFT_FOR_THE_END = 0.15

export default class Mixed extends Sequencer {
  async sort(tests) {
    const gone = LONGEST.filter((path) => !existsSync(path))
    if (gone.length > 0) throw new Error(`scripts/testOrder.mjs names tests that are gone: ${gone.join(', ')}`)
    const sorted = await super.sort(tests)
    const longest = LONGEST.flatMap((name) => sorted.filter(({ path }) => path === name))
    const rest = sorted.filter(({ path }) => !LONGEST.includes(path))
    const systems = SYSTEMS.flatMap((folder) => rest.filter(({ path }) => folderOf(path) === folder))
    const others = rest.filter(({ path }) => !SYSTEMS.includes(folderOf(path)))
    const between = (others.length * (1 - LEFT_FOR_THE_END)) / systems.length
    const until = (place) => Math.floor(place * between)
    const mixed = systems.flatMap((test, place) => [test, ...others.slice(until(place), until(place + 1))])
    return [...longest, ...mixed, ...others.slice(until(systems.length) || 0)]
  }
}

const folderOf = (path) => /[\\/]test[\\/]([^\\/]+)[\\/]/.exec(path)?.[1]
