/**
 * Tests that start whole systems wait half of their time, for a clock or for a process. In a clean checkout Jest would begin
 * with the longest test files and end with these, all at the same time; here they are spread between the others.
 */
import Sequencer from '@jest/test-sequencer'

/** Folders of tests that start whole systems: they take half of all the time, so the first of them begin first. */
const SYSTEMS = ['torture', 'journeys', 'upgrade', 'board', 'queue']
/** So many of the others come between them that some are left for the end, where each worker takes a short test. */
const LEFT_FOR_THE_END = 0.15

export default class Mixed extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests)
    const systems = SYSTEMS.flatMap((folder) => sorted.filter(({ path }) => folderOf(path) === folder))
    const others = sorted.filter(({ path }) => !SYSTEMS.includes(folderOf(path)))
    const between = (others.length * (1 - LEFT_FOR_THE_END)) / systems.length
    const until = (place) => Math.floor(place * between)
    const mixed = systems.flatMap((test, place) => [test, ...others.slice(until(place), until(place + 1))])
    return [...mixed, ...others.slice(until(systems.length) || 0)]
  }
}

const folderOf = (path) => /[\\/]test[\\/]([^\\/]+)[\\/]/.exec(path)?.[1]
