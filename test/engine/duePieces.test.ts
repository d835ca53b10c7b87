/** Much falls due on one incident at once: it fires in pieces, in order, ahead of every event of that incident, and holds up no other. */

import type { MemoryStore } from '../../src/engine/memoryStore.ts'
import { type CaseStore, RecordUnavailable } from '../../src/engine/ports.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Timer } from '../../src/engine/step/case.ts'
import { PIECE } from '../../src/engine/step/settle.ts'
import { callReceived, gradedP2, instant, logNoted } from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

const NEIGHBOUR = { force: KEY.force, reference: 'WK-2' }
const OVERDUE = instant('20:30')

/** Clocks that nothing waits for any more: each is a line of the record all the same. Two at each instant. */
const clocks = (count: number): Timer[] =>
  Array.from({ length: count }, (_, number) => ({
    id: `t${1_000 + number}`,
    machine: 'incident',
    deadline: `long-ago-${number}`,
    dueAt: new Date(Date.parse(OVERDUE) + 1_000 * Math.floor(number / 2)).toISOString(),
  }))

interface Commit {
  readonly reference: string
  readonly types: readonly string[]
}

/** Two incidents graded at 20:00, and `count` more clocks of the first that fell due from 20:30 on while nobody looked. */
async function given(count: number) {
  const commits: Commit[] = []
  let added: readonly Timer[] = []
  // All clocks are overdue: the day that a crime has to be recorded would not be.
  const pinned = policyWith({ crimeRecording: undefined })
  const { engine, store } = startNight(
    pinned,
    (store: MemoryStore): CaseStore => ({
      ...store,
      async load(...asked) {
        const loaded = await store.load(...asked)
        const timers = added
        if (timers.length === 0 || !loaded.cases.some(({ reference }) => reference === KEY.reference)) return loaded
        added = []
        return {
          ...loaded,
          cases: loaded.cases.map((kept) =>
            kept.reference === KEY.reference ? { ...kept, timers: [...timers.toReversed(), ...kept.timers] } : kept,
          ),
        }
      },
      async commit(changes) {
        for (const {
          case: { reference },
          entries,
        } of changes)
          commits.push({ reference, types: entries.map(({ type }) => type) })
        return store.commit(changes)
      },
    }),
  )
  store.setNow(instant('20:00'))
  for (const { reference } of [KEY, NEIGHBOUR])
    for (const [place, posted] of gradedP2('20:00').entries())
      await engine.record([{ ...arrivedEvent(posted, `${reference}-${place}`), reference }])
  commits.length = 0
  added = clocks(count)
  store.setNow(instant('22:00'))
  const note = (id: string) => engine.record([arrivedEvent(logNoted('22:00'), id)])
  const wake = (timers: readonly Timer[], key = KEY) => engine.fireTimers(timers.map(({ id }) => ({ ...key, timer: id })))
  const settled = async (): Promise<void> => {
    while (store.caseOf(KEY)?.timers.some(({ dueAt }) => dueAt <= instant('22:00')))
      await new Promise((resolve) => setImmediate(resolve))
  }
  return { engine, store, pinned, commits, note, wake, settled }
}

const ofFirst = (commits: readonly Commit[]): Commit[] => commits.filter(({ reference }) => reference === KEY.reference)

it('fires 1,500 clocks in pieces, in order; a neighbour is woken in between, and replay gives the same', async () => {
  const { store, pinned, commits, wake, settled } = await given(1_500)
  const [first, ...others] = await Promise.all([
    wake(clocks(500)),
    wake(store.caseOf(NEIGHBOUR)?.timers ?? [], NEIGHBOUR),
    wake(clocks(1_500).slice(500, 1_000)),
  ])
  expect(first?.[0]).toBe('fired')
  expect(first?.at(-1)).toBe('not yet')
  expect(others[0]).toContain('fired')
  // Who woke it is answered after a piece or two; the rest goes on by itself.
  expect(ofFirst(commits).length).toBeLessThan(5)
  await settled()

  const pieces = ofFirst(commits).map(({ types }) => types.length)
  expect(Math.max(...pieces)).toBe(PIECE)
  expect(pieces.length).toBeGreaterThanOrEqual(1_500 / PIECE)
  const passed = store.entries(KEY).filter(({ type }) => type === 'deadline.passed')
  expect(passed.map(({ at }) => at)).toEqual(passed.map(({ at }) => at).sort())
  const long = passed.flatMap(({ content }) => /long-ago-(\d+)/.exec(String(content))?.[1] ?? []).map(Number)
  expect(long).toEqual(Array.from({ length: 1_500 }, (_, number) => number))
  const kept = store.caseOf(KEY)
  if (kept === null) throw new Error('the incident is on record')
  expect((await replay(kept, store.readEntries(KEY, kept.version), pinned)).differences).toEqual([])
})

it('judges no event before the last: a few pieces it waits for, of many it says that it cannot be recorded yet', async () => {
  const few = await given(4 * PIECE)
  expect(await few.note('waits')).toMatchObject([{ status: 'accepted' }])
  expect(few.store.entries(KEY).at(-1)).toMatchObject({ id: 'waits' })

  const many = await given(1_500)
  const acknowledged = many.engine.acknowledge(
    'WK-1-a1',
    KEY,
    { id: 'sup-1', role: 'supervisor' },
    { key: 'k', role: 'supervisor' },
  )
  const answers = await Promise.allSettled([
    many.note('too-soon'),
    acknowledged,
    many.engine.record([{ ...arrivedEvent(logNoted('22:00'), 'of-a-neighbour'), reference: NEIGHBOUR.reference }]),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  expect(answers[0]).toMatchObject({ reason: expect.any(RecordUnavailable) })
  expect(many.commits.findIndex(({ reference }) => reference === NEIGHBOUR.reference)).toBeLessThan(5)
  await many.settled()
  expect(await many.note('too-soon')).toMatchObject([{ status: 'accepted' }])
  const lines = many.store.entries(KEY)
  expect(lines.at(-1)).toMatchObject({ id: 'too-soon' })
  expect(lines.filter(({ type }) => type === 'log.noted')).toHaveLength(1)
})

it('tells clocks that set each other for ever from a backlog: the incident fails alone, each time, with its name', async () => {
  let spoilt = false
  const failures: { error: unknown; reference: string }[] = []
  const night = startNight(
    policyWith(),
    (store) => ({
      ...store,
      async load(...asked) {
        const loaded = await store.load(...asked)
        return spoilt ? { ...loaded, cases: loaded.cases.map(inNoTime) } : loaded
      },
    }),
    (error, { reference }) => failures.push({ error, reference }),
  )
  const { engine, store } = night
  store.setNow(instant('20:00'))
  const events = [...gradedP2('20:00'), callReceived('20:00')]
  await engine.record(events.map((posted, place) => arrivedEvent(posted, `e${place}`)))
  await engine.record(events.map((posted, place) => ({ ...arrivedEvent(posted, `n${place}`), reference: NEIGHBOUR.reference })))
  spoilt = true
  store.setNow(instant('20:20'))
  const before = store.caseOf(KEY)
  const due = (key: typeof KEY) => (store.caseOf(key)?.timers ?? []).map(({ id }) => ({ ...key, timer: id }))
  const [own, neighbours] = await Promise.all([engine.fireTimers(due(KEY)), engine.fireTimers(due(NEIGHBOUR))])
  expect(own).toContain('failed')
  expect(own).not.toContain('fired')
  expect(neighbours).not.toContain('failed')
  expect(store.entries(NEIGHBOUR).at(-1)).toMatchObject({ type: 'deadline.passed' })
  expect(failures[0]).toMatchObject({
    reference: 'WK-1',
    error: { code: 'never-rests', message: expect.stringContaining('WK-1') },
  })
  await expect(engine.record([arrivedEvent(logNoted('20:20'), 'note')])).rejects.toMatchObject({ code: 'never-rests' })
  expect(store.caseOf(KEY)).toEqual(before)
})

/** The demands of the first incident are to be answered in no time at all. */
function inNoTime<
  Kept extends { readonly reference: string; readonly demands: Readonly<Record<string, { readonly context: object }>> },
>(kept: Kept): Kept {
  if (kept.reference !== KEY.reference) return kept
  const demands = Object.entries(kept.demands).map(([id, demand]) => [
    id,
    { ...demand, context: { ...demand.context, answerWithin: 'PT0S' } },
  ])
  return { ...kept, demands: Object.fromEntries(demands) }
}
