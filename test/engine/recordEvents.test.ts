import { type ArrivedEvent, TooBusy } from '../../src/engine/engine.ts'
import type { CaseChange } from '../../src/engine/ports.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { wholeContext } from '../../src/engine/step/live.ts'
import { about, atEight, attendanceTimers, changedInBetween, inWords, keyOf } from '../support/atEight.ts'
import { assigned, callReceived, graded, gradedP2, instant, logNoted, reassessed, reported } from '../support/happenings.ts'
import { arrivedEvent, KEY } from '../support/incident.ts'

it('tells the store of no timer that was set and ended in one change', async () => {
  const changes: CaseChange[] = []
  const { engine, store } = atEight((store) => ({
    ...store,
    commit: (group) => {
      changes.push(...group)
      return store.commit(group)
    },
  }))
  await engine.record([...gradedP2('20:00'), graded('20:00', 'P1')].map((posted, place) => arrivedEvent(posted, `e${place}`)))
  const [change] = changes
  const inEntries = (of: 'timersSet' | 'timersEnded') =>
    store.entries(KEY).flatMap(({ consequences }) => consequences[of].map(({ id }) => id))
  expect(inEntries('timersEnded').length).toBeGreaterThan(0)
  expect(change?.timersEnded).toEqual([])
  expect(change?.timersSet.map(({ id }) => id)).toEqual(
    inEntries('timersSet').filter((id) => !inEntries('timersEnded').includes(id)),
  )
})

describe('several events of one incident', () => {
  it('apply in the order given, in one commit', async () => {
    let commits = 0
    const { engine, store } = atEight((store) => ({
      ...store,
      commit: (changes) => {
        commits += 1
        return store.commit(changes)
      },
    }))
    const outcomes = await engine.record(
      [...gradedP2('20:00'), assigned('20:00')].map((posted, place) => arrivedEvent(posted, `e${place}`)),
    )
    expect(outcomes.map((outcome) => (outcome.status === 'refused' ? 0 : outcome.sequence))).toEqual([1, 2, 3, 4])
    expect(commits).toBe(1)
    expect(store.entries(KEY).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
  })

  it('are judged each on what the one before it left', async () => {
    const { engine } = atEight()
    const outcomes = await engine.record([
      arrivedEvent(reported('20:00'), 'e1'),
      arrivedEvent(callReceived('20:00'), 'e2'),
      arrivedEvent(reassessed('20:00', 'd1'), 'e3'),
      arrivedEvent(reassessed('20:00', 'd1'), 'e4'),
    ])
    expect(outcomes.map(inWords)).toEqual(['accepted', 'accepted', 'accepted', 'not-accepted-now'])
  })

  it('all land when 200 arrive at once, each once, in an unbroken chain', async () => {
    const { engine, store } = atEight()
    await engine.record([arrivedEvent(reported('20:00'), 'report')])
    const calls = Array.from({ length: 200 }, (_, number) => engine.record([arrivedEvent(logNoted('20:00'), `note-${number}`)]))
    const outcomes = (await Promise.all(calls)).flat()
    expect(outcomes.map(inWords)).toEqual(Array(200).fill('accepted'))
    const sequences = outcomes.map((outcome) => (outcome.status === 'refused' ? 0 : outcome.sequence))
    expect(new Set(sequences).size).toBe(200)
    expect(store.entries(KEY).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 201 }, (_, before) => before + 1))
    expect(store.caseOf(KEY)).toMatchObject({ version: 201, head: store.entries(KEY).at(-1)?.hash })
  })

  it('all land though another process changes the incident under them', async () => {
    const { engine, store } = atEight(changedInBetween('WK-1', 5))
    await engine.record([arrivedEvent(reported('20:00'), 'report')])
    const calls = Array.from({ length: 20 }, (_, number) => engine.record([arrivedEvent(logNoted('20:00'), `note-${number}`)]))
    expect((await Promise.all(calls)).flat().map(inWords)).toEqual(Array(20).fill('accepted'))
    expect(store.entries(KEY).filter(({ id }) => id?.startsWith('note-'))).toHaveLength(20)
    expect(store.entries(KEY).filter(({ id }) => id?.startsWith('theirs-'))).toHaveLength(5)
  })
})

describe('one incident of a group', () => {
  const references = Array.from({ length: 64 }, (_, number) => `WK-${number + 1}`)
  const reports = references.map((reference) => about(reference, reported('20:00'), `report-${reference}`))
  const notes = references.map((reference) => about(reference, logNoted('20:00'), `note-${reference}`))

  it('that was changed in between is judged again alone', async () => {
    const commits: string[][] = []
    const { engine, store } = atEight((store) => {
      const racing = changedInBetween('WK-7', 1)(store)
      return {
        ...racing,
        commit: (changes) => {
          commits.push(changes.map((change) => change.case.reference))
          return racing.commit(changes)
        },
      }
    })
    await engine.record(reports)
    commits.length = 0
    const outcomes = await engine.record(notes)
    expect(outcomes.map(inWords)).toEqual(Array(64).fill('accepted'))
    expect(commits.map((each) => each.length)).toEqual([64, 1])
    expect(outcomes[6]).toMatchObject({ sequence: 3 })
    expect(outcomes[7]).toMatchObject({ sequence: 2 })
    expect(store.entries(keyOf('WK-7')).map(({ id }) => id)).toEqual(['report-WK-7', 'theirs-0', 'note-WK-7'])
  })

  it('whose machine throws fails alone, and leaves its case as it was', async () => {
    const poisoned: { reference: string | null } = { reference: null }
    const { engine, store } = atEight((store) => ({
      ...store,
      async load(cases, events) {
        const loaded = await store.load(cases, events)
        const spoil = (kept: (typeof loaded.cases)[number]) =>
          kept.reference === poisoned.reference
            ? { ...kept, timers: [{ id: 't9', machine: 'demands/none', deadline: 'answer', dueAt: instant('19:00') }] }
            : kept
        return { ...loaded, cases: loaded.cases.map(spoil) }
      },
    }))
    await engine.record(reports)
    poisoned.reference = 'WK-7'
    const before = store.caseOf(keyOf('WK-7'))
    const outcomes = await Promise.allSettled(notes.map((note) => engine.record([note])))
    expect(outcomes.flatMap(({ status }, place) => (status === 'rejected' ? [place] : []))).toEqual([6])
    expect(store.caseOf(keyOf('WK-7'))).toEqual(before)
    expect(references.filter((reference) => store.entries(keyOf(reference)).length === 2)).toHaveLength(63)
  })

  it('is as it was before an event that failed half-way, for the events behind it', async () => {
    const { engine, store } = atEight()
    await engine.record([arrivedEvent(reported('20:00'), 'report')])
    const call = arrivedEvent(callReceived('20:00'), 'call')
    // What no record can write: the demand is open by then.
    const unwritable = { ...call, data: { ...call.data, text: 1n } } as unknown as ArrivedEvent
    const calls = [arrivedEvent(logNoted('20:00'), 'before'), unwritable, arrivedEvent(logNoted('20:00'), 'after')]
    const outcomes = await Promise.allSettled(calls.map((each) => engine.record([each])))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(store.entries(KEY).map(({ id }) => id)).toEqual(['report', 'before', 'after'])
    const kept = store.caseOf(KEY) as Case
    expect(kept).toMatchObject({ version: 3, demands: {} })
    // A snapshot leaves out what nothing has been said of.
    expect(kept.incident.context).not.toHaveProperty('demandsMade')
    expect(wholeContext(kept)).toMatchObject({ demandsMade: 0 })
  })

  it('that never stands still is given up as too busy', async () => {
    const { engine } = atEight(changedInBetween('WK-1', 1_000))
    await engine.record([arrivedEvent(reported('20:00'), 'report')])
    await expect(engine.record([arrivedEvent(logNoted('20:00'), 'note')])).rejects.toBeInstanceOf(TooBusy)
  })
})

describe('waking a case', () => {
  it('fires once, says so, and takes no notice of calls that are doubled, early or about nothing', async () => {
    const { engine, store } = atEight()
    await engine.record(gradedP2('20:00').map((posted, place) => arrivedEvent(posted, `e${place}`)))
    const warning = store.caseOf(KEY)?.timers.find(({ deadline }) => deadline === 'attendance-warning')
    const wake = (timer: string, key = KEY) => engine.fireTimers([{ ...key, timer }])
    const id = warning?.id ?? ''

    store.setNow(instant('20:44:59.999'))
    expect(await wake(id)).toEqual(['not yet'])
    store.setNow(instant('20:45'))
    expect(await Promise.all([wake(id), wake(id), wake(id)])).toEqual([['fired'], ['superseded'], ['superseded']])
    expect(await wake('t99')).toEqual(['superseded'])
    expect(await wake(id, keyOf('WK-404'))).toEqual(['superseded'])
    expect(store.entries(KEY)).toHaveLength(4)
  })

  it('fires everything that is due, so that a second timer of the case finds itself gone', async () => {
    const { engine, store } = atEight()
    await engine.record(gradedP2('20:00').map((posted, place) => arrivedEvent(posted, `e${place}`)))
    const ids = attendanceTimers(store)
    store.setNow(instant('21:00'))
    expect((await engine.fireTimers(ids)).sort()).toEqual(['fired', 'superseded'])
    expect(store.alerts(KEY).map(({ kind }) => kind)).toEqual([
      'attendance-warning',
      'attendance-overdue',
      'reassessment-demanded',
    ])
  })
})

describe('acknowledging', () => {
  const by = { id: 'sup-1', role: 'supervisor' }
  const actor = { key: 'k', role: 'supervisor' } as const

  it('says who has it, and nothing of an unknown alert', async () => {
    const { engine, store } = atEight()
    await engine.record([...gradedP2('20:00'), callReceived('20:00')].map((posted, place) => arrivedEvent(posted, `e${place}`)))
    expect(await engine.acknowledge('WK-1-a1', KEY, by, actor)).toMatchObject({ status: 'acknowledged', acknowledgedBy: by })
    expect(await engine.acknowledge('WK-1-a9', KEY, by, actor)).toBeNull()
    expect(await engine.acknowledge('constructor', KEY, by, actor)).toBeNull()
    expect(await engine.acknowledge('WK-1-a1', keyOf('WK-404'), by, actor)).toBeNull()
    expect(store.entries(KEY).at(-1)).toMatchObject({ type: 'alert.acknowledged', source: null, actor })
  })

  it('again by the same person changes nothing; by another person, or once it came back, it does', async () => {
    const { engine, store } = atEight()
    await engine.record([...gradedP2('20:00'), callReceived('20:00')].map((posted, place) => arrivedEvent(posted, `e${place}`)))
    const taken = await engine.acknowledge('WK-1-a1', KEY, by, actor)
    const before = store.caseOf(KEY)
    expect(await engine.acknowledge('WK-1-a1', KEY, by, actor)).toEqual(taken)
    expect(store.caseOf(KEY)).toEqual(before)

    const other = { id: 'sup-2', role: 'supervisor' }
    expect(await engine.acknowledge('WK-1-a1', KEY, other, actor)).toMatchObject({ acknowledgedBy: other })
    expect(await engine.acknowledge('WK-1-a1', KEY, by, actor)).toEqual(taken)
    expect(store.caseOf(KEY)?.version).toBe((before?.version ?? 0) + 2)

    // Unanswered to the top of the ladder and beyond: the last one comes back, open, and is nobody's.
    for (const later of ['21:00', '21:15', '21:30', '21:45']) {
      store.setNow(instant(later))
      await engine.record([arrivedEvent(logNoted(later), later)])
    }
    const top = store.alerts(KEY).findLast(({ kind }) => kind === 'reassessment-overdue')?.id ?? ''
    expect(await engine.acknowledge(top, KEY, by, actor)).toMatchObject({ status: 'acknowledged', acknowledgedBy: by })
    const lines = store.entries(KEY).length
    store.setNow(instant('22:00'))
    expect(await engine.acknowledge(top, KEY, by, actor)).toMatchObject({ status: 'acknowledged', acknowledgedBy: by })
    expect(
      store
        .entries(KEY)
        .slice(lines)
        .map(({ type }) => type),
    ).toEqual(expect.arrayContaining(['deadline.passed', 'alert.acknowledged']))
  })

  it('leaves one alone that is resolved', async () => {
    const { engine, store } = atEight()
    await engine.record([...gradedP2('20:00'), callReceived('20:00')].map((posted, place) => arrivedEvent(posted, `e${place}`)))
    await engine.record([arrivedEvent(reassessed('20:00', 'd1'), 'answer')])
    const lines = store.entries(KEY).length
    expect(await engine.acknowledge('WK-1-a1', KEY, by, actor)).toMatchObject({ status: 'resolved' })
    expect(store.entries(KEY)).toHaveLength(lines)
  })
})
