/** What an older release left goes on under this one, under the policy that it pinned, and its record still proves it. */

import type { Case } from '../../src/engine/case.ts'
import { MACHINE_VERSION } from '../../src/engine/live.ts'
import { openCase } from '../../src/engine/openCase.ts'
import { replay } from '../../src/engine/replay.ts'
import { callReceived } from '../support/happenings.ts'
import { arrivedEvent, KEY } from '../support/incident.ts'
import { each, keptNames, pinnedBy, readKept, takeOver, writeSnapshots } from './keptSnapshots.ts'

if (process.env.REASSESS_WRITE_SNAPSHOTS === '1') await writeSnapshots()

const LATER = '2026-11-22T08:00:00.000Z'

it('there are snapshots of these machines', () => {
  expect(keptNames().filter((name) => name.startsWith(`v${MACHINE_VERSION}/`)).length).toBeGreaterThan(10)
})

describe.each(keptNames())('%s', (name) => {
  const kept = readKept(name)
  const isPresent = kept.case.machineVersion === MACHINE_VERSION

  it('loads as it is, or is replayed under these machines; its lines give it again', async () => {
    const { line } = await openCase(kept.case, pinnedBy(kept), () => each(kept.entries), LATER)
    expect(line?.type ?? null).toBe(isPresent ? null : 'machines.changed')
    const { replayed, differences } = await replay(kept.case, each(kept.entries), pinnedBy(kept))
    expect({ replayed, differences }).toEqual({ replayed: isPresent, differences: [] })
  })

  it('goes on: its clocks ring once, news is demanded an answer, and all of it replays', async () => {
    const { engine, store, failures } = await takeOver([kept])
    for (let due = store.nextDue(); due !== null && due.timer.dueAt < LATER; due = store.nextDue()) {
      store.setNow(due.timer.dueAt)
      expect(await engine.fireTimers([{ ...KEY, timer: due.timer.id }])).toEqual(['fired'])
    }
    store.setNow(LATER)
    const news = { ...callReceived('22 07:59'), recordedAt: LATER }
    expect(await engine.record([arrivedEvent(news, 'after-the-upgrade')])).toMatchObject([{ status: 'accepted' }])
    const view = await engine.view(KEY)
    expect(view?.demands.at(-1)).toMatchObject({ reason: 'further-call', status: 'open' })
    expect(view?.policy.version).toBe(1)

    const gone = store.caseOf(KEY) as Case
    const { replayed, differences } = await replay(gone, each(store.entries(KEY)), pinnedBy(kept))
    expect({ replayed, differences, failures }).toEqual({ replayed: true, differences: [], failures: [] })
    const rang = store
      .entries(KEY)
      .flatMap(({ type, content }) => (type === 'deadline.passed' ? [JSON.parse(content).timer] : []))
    expect(new Set(rang).size).toBe(rang.length)
  })
})
