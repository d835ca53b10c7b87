/** The guide for control-room systems, against the scenario that plays it. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { EVENT_NAMES } from '../../machines/rules/events.ts'

const GUIDE = readFileSync('docs/control-room.md', 'utf8')
const NIGHT = parse(readFileSync('test/scenarios/the-life-of-a-log.yaml', 'utf8')) as { steps: { at: string; event: string }[] }

it('names events that there are', () => {
  const named = [...GUIDE.matchAll(/`([a-z]+\.[a-z-]+)`/g)].map(([, name]) => name ?? '')
  expect(named.filter((name) => !(EVENT_NAMES as readonly string[]).includes(name))).toEqual([])
})

it('tells the life of the log that the scenario plays, at its times', () => {
  const rows = [...GUIDE.matchAll(/^\| (\d\d:\d\d) \|[^|]*\| `([a-z.-]+)` \|/gm)].map(([, at, event]) => `${at} ${event}`)
  const played = NIGHT.steps.map(({ at, event }) => `${at} ${event}`)
  // One arrival has two ends; the scenario plays one of them.
  expect(rows.filter((row) => !played.includes(row))).toEqual([])
  expect(new Set(played.filter((step) => !rows.includes(step)))).toEqual(new Set())
})
