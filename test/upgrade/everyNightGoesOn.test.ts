/** Whatever state a night left an incident in: these machines go on from what older ones kept, and the record proves it. */

import { isSameClock, replay } from '../../src/engine/replay.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { MACHINE_VERSION } from '../../src/engine/step/live.ts'
import { openCase } from '../../src/engine/step/openCase.ts'
import { callReceived } from '../support/happenings.ts'
import { arrivedEvent, KEY } from '../support/incident.ts'
import { each, lived, nightNames, ofOlderMachines, patience, pinnedBy, takeOver } from './nights.ts'

const LATER = '2026-11-22T08:00:00.000Z'

describe.each(nightNames())('%s', (name) => {
  it('is replayed under these machines: every timer, demand, alert and obligation is as these machines would have left it', async () => {
    const left = await lived(name)
    const older = ofOlderMachines(left)
    const { live, line } = await openCase(older.case, pinnedBy(left), () => each(left.entries), LATER)
    expect(line).toMatchObject({ type: 'machines.changed', data: { from: MACHINE_VERSION - 1, to: MACHINE_VERSION } })
    expect(live).toMatchObject({
      incident: { value: left.case.incident.value },
      demands: left.case.demands,
      alerts: left.case.alerts,
      duties: left.case.duties,
    })
    for (const timer of left.case.timers) expect(live.timers.filter((clock) => isSameClock(clock, timer))).toHaveLength(1)
    expect(live.timers).toHaveLength(left.case.timers.length)
    // What ran on has its row and its id; what older machines alone had has ended.
    expect(live.timers).toEqual(expect.arrayContaining([...left.case.timers.slice(1)]))
    expect(line?.consequences.timersEnded).toEqual([patience(left.case)])
  })

  it('continues: its timers fire once, news opens a demand, and all of it replays', async () => {
    const older = ofOlderMachines(await lived(name))
    const { engine, store, failures } = await takeOver([older])
    // The sweep knows the rows that older machines set.
    await engine.fireTimers(older.case.timers.map(({ id }) => ({ ...KEY, timer: id })))
    for (let due = store.nextDue(); due !== null && due.timer.dueAt < LATER; due = store.nextDue()) {
      store.setNow(due.timer.dueAt)
      expect(await engine.fireTimers([{ ...KEY, timer: due.timer.id }])).toEqual(['fired'])
    }
    store.setNow(LATER)
    const news = { ...callReceived('22 07:59'), recordedAt: LATER }
    expect(await engine.record([arrivedEvent(news, 'after-the-upgrade')])).toMatchObject([{ status: 'accepted' }])
    const view = await engine.view(KEY)
    expect(view?.demands.filter(({ reason, status }) => reason === 'further-call' && status === 'open')).toHaveLength(1)
    expect(view?.policy.version).toBe(policyVersion(older.policy.canonical))

    const gone = store.caseOf(KEY) as Case
    expect(gone.machineVersion).toBe(MACHINE_VERSION)
    const { replayed, differences } = await replay(gone, each(store.entries(KEY)), pinnedBy(older))
    expect({ replayed, differences, failures }).toEqual({ replayed: true, differences: [], failures: [] })
    const lines = store.entries(KEY)
    expect(lines.filter(({ type }) => type === 'machines.changed')).toHaveLength(1)
    const rang = lines.flatMap(({ type, content }) => (type === 'deadline.passed' ? [JSON.parse(content).timer] : []))
    expect(new Set(rang).size).toBe(rang.length)
  })
})

const policyVersion = (canonical: string): number => (JSON.parse(canonical) as { version: number }).version
