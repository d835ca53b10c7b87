/** An import beside the events of tonight: it goes in slices between them, and neither keeps the other waiting for good. */
import type { MemoryStore } from '../../src/engine/memoryStore.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import { instant, logNoted, reported } from '../support/happenings.ts'
import { arrivedEvent, policyWith, startNight } from '../support/incident.ts'

/** The most that one commit of a large import may hold, so that a report does not wait longer. */
const SLICE = 256

/** Incidents on record, and the number of events in each commit since then. A commit takes a turn of the event loop, as a round trip does. */
async function given(references: readonly string[]) {
  const commits: number[] = []
  const night = { duringCommit: () => {} }
  const { engine, store } = startNight(
    policyWith(),
    (store: MemoryStore): CaseStore => ({
      ...store,
      async commit(changes) {
        commits.push(changes.reduce((sum, { entries }) => sum + entries.length, 0))
        night.duringCommit()
        await new Promise((resolve) => setImmediate(resolve))
        return store.commit(changes)
      },
    }),
  )
  store.setNow(instant('20:00'))
  for (const reference of references)
    await engine.record([{ ...arrivedEvent(reported('20:00'), `report-${reference}`), reference }])
  commits.length = 0
  let ids = 0
  const note = (reference: string) => ({ ...arrivedEvent(logNoted('20:00'), `note-${++ids}`), reference })
  const record = async (events: readonly ReturnType<typeof note>[]) => {
    const outcomes = await engine.record(events)
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['accepted']))
  }
  return Object.assign(night, { commits, note, record })
}

/** Posts single notes, each once the one before it is answered, until `isOver` says so. @returns how many. */
async function postUntil(post: () => Promise<void>, isOver: () => boolean, most: number): Promise<number> {
  let posted = 0
  while (!isOver() && posted < most) {
    await post()
    posted += 1
  }
  return posted
}

it('an import of a thousand goes in slices, and single events are answered in between', async () => {
  const old = Array.from({ length: 20 }, (_, n) => `OLD-${n}`)
  const { commits, note, record } = await given([...old, 'LIVE'])
  let isOver = false
  const imported = record(Array.from({ length: 1_000 }, (_, n) => note(old[n % old.length] as string))).then(() => {
    isOver = true
  })
  const answered = await postUntil(
    () => record([note('LIVE')]),
    () => isOver,
    100,
  )
  await imported
  expect(Math.max(...commits)).toBe(SLICE)
  expect(answered).toBeGreaterThanOrEqual(Math.floor(1_000 / SLICE))
})

it('single events of an incident that never cease keep an import of the same incident waiting for a few groups only', async () => {
  const night = await given(['WK-1'])
  const { commits, note, record } = night
  const singles: Promise<void>[] = []
  let isOver = false
  // Posted while a commit is under way: whenever it ends, a single event waits already.
  night.duringCommit = () => {
    if (!isOver && singles.length < 100) singles.push(record([note('WK-1')]))
  }
  singles.push(record([note('WK-1')]))
  await new Promise((resolve) => setImmediate(resolve))
  await record([note('WK-1'), note('WK-1')])
  isOver = true
  await Promise.all(singles)
  expect(commits.length).toBeLessThan(20)
})
