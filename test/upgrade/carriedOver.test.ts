/** A snapshot that these machines cannot go on from: the lines of the record say what it should be. */

import { createEngine } from '../../src/engine/createEngine.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case, Entry, Timer } from '../../src/engine/step/case.ts'
import { hydrateCase, MACHINE_VERSION } from '../../src/engine/step/live.ts'
import { columnsOf, itemOf } from '../../src/engine/views/view.ts'
import { callReceived, delayNoted, logNoted } from '../support/happenings.ts'
import { arrivedEvent, KEY } from '../support/incident.ts'
import { useStore } from '../support/store.ts'
import { each, type KeptCase, lived, ofOlderMachines, patience, pinnedBy, takeOver } from './nights.ts'

const found = await lived('two-demands-open')
const [first, ...others] = found.case.timers as readonly [Timer, ...Timer[]]
const strange = patience(found.case)
const older = ofOlderMachines(found)

function aged(parts: Partial<Case>): KeptCase {
  return { ...found, case: { ...found.case, ...parts } }
}
const at = (time: string) => `2026-11-20T${time}:00.000Z`
const caseIn = (store: { caseOf(key: typeof KEY): Case | null }) => store.caseOf(KEY) as Case
const clocks = ({ timers }: Case) => timers.map(({ machine, deadline, dueAt }) => [machine, deadline, dueAt])

describe('an incident of older machines', () => {
  it('stands as these machines would have it, before anything else happens to it', async () => {
    const { engine, store } = await takeOver([older])
    const asItWas = await (await takeOver([found])).engine.view(KEY)
    expect(await engine.view(KEY)).toEqual(asItWas)
    // Looking changes nothing.
    expect(caseIn(store)).toEqual(older.case)

    store.setNow(at('20:12'))
    await engine.record([arrivedEvent(logNoted('20:12'), 'n1')])
    expect(store.entries(KEY).map(({ type }) => type)).toEqual([
      ...found.entries.map(({ type }) => type),
      'machines.changed',
      'log.noted',
    ])
    const now = caseIn(store)
    expect(now).toMatchObject({ machineVersion: MACHINE_VERSION, policy: found.policy.hash, version: found.case.version + 2 })
    expect(clocks(now)).toEqual(clocks(found.case))

    // Clocks that run on keep their rows; the strange one is ended, and the one that was missing has an id that was never used.
    const line = store.entries(KEY).find(({ type }) => type === 'machines.changed')
    const fresh = { ...first, id: `t${found.case.timersSet + 2}` }
    expect(line?.consequences).toMatchObject({ timersSet: [fresh], timersEnded: [strange] })
    expect(now.timers.filter(({ id }) => id !== fresh.id)).toEqual(others)
  })

  it('rings the clocks that it now has, once, and its whole record replays', async () => {
    const { engine, store } = await takeOver([older])
    const wakes = [strange, ...others].map(({ id }) => ({ ...KEY, timer: id }))
    store.setNow(first.dueAt)
    await engine.fireTimers([...wakes, ...wakes])
    const lines = store.entries(KEY).slice(found.entries.length)
    expect(lines.filter(({ type }) => type === 'machines.changed')).toHaveLength(1)
    const rang = lines.flatMap(({ type, content }) => (type === 'deadline.passed' ? [JSON.parse(content)] : []))
    expect(rang).toContainEqual(expect.objectContaining({ deadline: first.deadline, dueAt: first.dueAt }))
    expect(rang.map(({ deadline }) => deadline)).not.toContain('patience')
    const { replayed, differences } = await replay(caseIn(store), each(store.entries(KEY)), pinnedBy(found))
    expect({ replayed, differences }).toEqual({ replayed: true, differences: [] })
  })

  it('is replayed also where these machines could read its snapshot', async () => {
    const { engine, store } = await takeOver([aged({ machineVersion: MACHINE_VERSION - 1 })])
    store.setNow(at('20:12'))
    expect(await engine.record([arrivedEvent(delayNoted('20:12'), 'n1')])).toMatchObject([{ status: 'accepted' }])
    expect(store.entries(KEY).filter(({ type }) => type === 'machines.changed')).toHaveLength(1)
    expect(caseIn(store).timers).toEqual(found.case.timers)
  })

  it('is carried over as well when a snapshot of these machines is damaged', async () => {
    const { engine, store } = await takeOver([aged({ incident: { value: 'nowhere', context: {} } })])
    store.setNow(at('20:12'))
    expect(await engine.record([arrivedEvent(delayNoted('20:12'), 'n1')])).toMatchObject([{ status: 'accepted' }])
    expect(clocks(caseIn(store))).toEqual(clocks(found.case))
  })
})

describe('on PostgreSQL', () => {
  const { fresh } = useStore()

  it('the rows of its clocks and alerts follow', async () => {
    const store = await fresh()
    await store.pinPolicy({ id: 'kept', version: 1, ...found.policy })
    const live = hydrateCase(found.case, pinnedBy(found))
    const item = itemOf(live, found.case.version)
    const change = {
      expectedVersion: 0,
      columns: columnsOf(live, item),
      item,
      timersSet: older.case.timers,
      timersEnded: [],
      ...{ matters: [], listed: [], unlisted: [] },
      matchKeys: [],
      findKeys: [],
      links: [],
      counted: [],
      ...{ left: [], back: [], leftIsWhole: false, told: null },
    }
    await store.commit([{ ...change, case: older.case, entries: found.entries, alerts: found.alerts.slice(1) }])
    const ports = { alarms: { ring: () => {} }, salt: () => '0'.repeat(64), failed: () => {} }
    const engine = createEngine({ store, ...ports, policy: pinnedBy(found) })
    await engine.fireTimers([{ ...KEY, timer: strange.id }])
    const now = (await store.caseOf(KEY)) as Case
    expect(now.machineVersion).toBe(MACHINE_VERSION)
    const overdue = (await store.leaseDue(100, 60_000, null)).timers.map(({ dueAt }) => dueAt)
    const pending = (await store.dueSoon(100 * 365 * 86_400_000, 1)).instants
    expect(new Set([...overdue, ...pending])).toEqual(new Set(now.timers.map(({ dueAt }) => dueAt)))
    const { items } = await store.alerts(KEY.force, { openOnly: false }, { limit: 500 })
    expect(items.map(({ id }) => id).sort()).toEqual(Object.keys(now.alerts).sort())
    const { replayed, differences } = await replay(now, store.readEntries(KEY, now.version), pinnedBy(found))
    expect({ replayed, differences }).toEqual({ replayed: true, differences: [] })
  })
})

describe('an incident that these machines cannot take over', () => {
  const lost = { alerts: { ...found.case.alerts, a99: Object.values(found.case.alerts)[0] } } as Partial<Case>
  const destroyed = found.entries.map((entry) => ({ ...entry, content: null, salt: null }) as unknown as Entry)
  it.each([
    ['was moved by newer machines', aged({ machineVersion: MACHINE_VERSION + 1 }), 'machines-newer'],
    [
      'needs content that was destroyed',
      { ...aged({ machineVersion: MACHINE_VERSION - 1 }), entries: destroyed },
      'cannot-carry-over',
    ],
    ['would lose an alert', aged({ machineVersion: MACHINE_VERSION - 1, ...lost }), 'cannot-carry-over'],
  ])('fails by itself when it %s: nothing of it is changed, and others are not held up', async (_, kept, code) => {
    const other = { ...found, case: { ...found.case, reference: 'WK-2' }, entries: [] }
    const { engine, store, failures } = await takeOver([kept, other])
    store.setNow(at('20:12'))
    const call = arrivedEvent(callReceived('20:12'), 'c1')
    const [failed, taken] = await Promise.allSettled([
      engine.record([call]),
      engine.record([{ ...call, reference: 'WK-2', id: 'c2' }]),
    ])
    expect(failed).toMatchObject({ status: 'rejected', reason: { code } })
    expect(taken).toMatchObject({ status: 'fulfilled', value: [{ status: 'accepted' }] })
    expect(await engine.fireTimers([{ ...KEY, timer: first.id }])).not.toContain('fired')
    // A timer that only a newer build can fire is that build's to tell of.
    expect(failures).toMatchObject(code === 'machines-newer' ? [] : [{ code }])
    expect(caseIn(store)).toEqual(kept.case)
  })
})
