/** The record's time never steps back within a case, whatever a process reads on the clock. */

import type { MemoryStore } from '../../src/engine/memoryStore.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { but, gradedP2, instant, logNoted, type Posted, reported } from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

const other = { ...KEY, reference: 'WK-2' }
const pinned = policyWith()

const replays = async (store: MemoryStore) => {
  const kept = store.caseOf(KEY) as Case
  const { replayed, differences } = await replay(kept, store.readEntries(KEY, kept.version), pinned)
  expect({ replayed, differences }).toEqual({ replayed: true, differences: [] })
}

/** A night on a record whose clock can be read differently for a while, and whose snapshots may be an older release's. */
function givenAClock() {
  const reads: { now: string | null; as: (kept: Case) => Case } = { now: null, as: (kept) => kept }
  const night = startNight(
    pinned,
    (store: MemoryStore): CaseStore => ({
      ...store,
      async load(...asked) {
        const loaded = await store.load(...asked)
        return { ...loaded, now: reads.now ?? loaded.now, cases: loaded.cases.map(reads.as) }
      },
    }),
  )
  let posted = 0
  const event = (happening: Posted, key = KEY) => {
    posted += 1
    return { ...arrivedEvent(happening, `e${posted}`), ...key }
  }
  return { ...night, reads, event, times: (key = KEY) => night.store.entries(key).map(({ recordedAt }) => recordedAt) }
}

it('an event is recorded no earlier than the event before it, by a clock that is behind', async () => {
  const { engine, store, reads, event, times } = givenAClock()
  store.setNow(instant('20:05'))
  await engine.record(gradedP2('20:00').map((happening) => event(happening)))
  const graded = times().length
  reads.now = instant('20:04')
  await engine.record([event(logNoted('20:04'))])
  expect(times().slice(graded)).toEqual([instant('20:05')])

  reads.now = instant('21:00')
  const due = store.caseOf(KEY)?.timers.find(({ deadline }) => deadline === 'attendance')?.id ?? ''
  expect(await engine.fireTimers([{ ...KEY, timer: due }])).toEqual(['fired'])
  reads.now = instant('21:01')
  const breach = store.alerts(KEY).find(({ kind }) => kind === 'attendance-overdue')?.id ?? ''
  await engine.acknowledge(breach, KEY, { id: 'sup-1', role: 'supervisor' }, { key: 'k', role: 'supervisor' })
  reads.now = instant('20:58')
  await engine.record([event(logNoted('20:58'))])
  expect(times()).toEqual([...times()].sort())
  expect(times().at(-1)).toBe(instant('21:01'))
  await replays(store)
})

it('a case that was recorded ahead goes on from there, and drags no neighbour of its group along', async () => {
  const { engine, store, reads, event, times } = givenAClock()
  reads.now = instant('21:05')
  await engine.record([event(reported('20:00'))])
  store.setNow(instant('20:05'))
  reads.now = instant('20:05')
  await engine.record([event(but(reported('20:01'), { persons: [] }), other), event(logNoted('20:01'))])
  await engine.record([event(logNoted('20:01'), other), event(logNoted('20:01'))])
  expect([...new Set(times())]).toEqual([instant('21:05')])
  expect([...new Set(times(other))]).toEqual([instant('20:05')])
  // The clock, and not the case, bounds the time that an event may state.
  expect(await engine.record([event(logNoted('20:55')), event(logNoted('20:07'))])).toMatchObject([
    { status: 'refused', problem: { code: 'invalid-event' } },
    { status: 'accepted' },
  ])
  await replays(store)
})

it('an incident that is replayed continues no earlier than its last recorded event', async () => {
  const { engine, store, reads, event, times } = givenAClock()
  store.setNow(instant('20:05'))
  await engine.record([event(reported('20:00'))])
  reads.as = (kept) => ({ ...kept, machineVersion: 0 })
  reads.now = instant('20:06')
  expect(await engine.record([event(reported('20:00'))])).toMatchObject([{ status: 'refused' }])
  await replays(store)
  reads.now = instant('20:04')
  await engine.record([event(logNoted('20:04'))])
  expect(
    store
      .entries(KEY)
      .map(({ type }) => type)
      .slice(1),
  ).toEqual(['machines.changed', 'machines.changed', 'log.noted'])
  expect(times().slice(1)).toEqual(Array(3).fill(instant('20:06')))
  await replays(store)
})
