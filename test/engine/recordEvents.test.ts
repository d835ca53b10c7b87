import { type ArrivedEvent, type Engine, type Outcome, TooBusy } from '../../src/engine/engine.ts'
import type { MemoryStore } from '../../src/engine/memoryStore.ts'
import { type CaseChange, type CaseStore, RecordUnavailable } from '../../src/engine/ports.ts'
import type { Case, CaseKey } from '../../src/engine/step/case.ts'
import { wholeContext } from '../../src/engine/step/live.ts'
import {
  as,
  assigned,
  but,
  callReceived,
  closed,
  delayNoted,
  downgraded,
  graded,
  gradedP2,
  instant,
  logNoted,
  type Posted,
  reassessed,
  reported,
} from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

/** Another incident, of other people. */
const about = (reference: string, posted: Posted, id: string): ArrivedEvent => {
  const others = posted.type === 'incident.reported' ? { persons: [{ role: 'victim', personRef: `P-of-${reference}` }] } : {}
  return { ...arrivedEvent(but(posted, others), id), reference }
}
const keyOf = (reference: string): CaseKey => ({ force: KEY.force, reference })

const inWords = (outcome: Outcome | undefined): string =>
  outcome === undefined ? 'none' : outcome.status === 'refused' ? outcome.problem.code : outcome.status

/** An engine at 20:00, with what stands between it and its store. */
function atEight(wrap?: (store: MemoryStore) => CaseStore): { engine: Engine; store: MemoryStore } {
  const { engine, store } = startNight(policyWith(), wrap)
  store.setNow(instant('20:00'))
  return { engine, store }
}

/** Before a commit that touches this incident, somebody else changes it: as many times as said. */
const changedInBetween =
  (reference: string, times: number) =>
  (store: MemoryStore): CaseStore => ({
    ...store,
    async commit(changes) {
      const [mine] = changes.filter((change) => change.case.reference === reference)
      if (mine !== undefined && mine.expectedVersion > 0 && times > 0) {
        times -= 1
        await store.commit([byAnotherProcess(mine, times)])
      }
      return store.commit(changes)
    },
  })

/** The same change, landed first by another process under another event id. */
function byAnotherProcess(mine: CaseChange, number: number): CaseChange {
  const [entry] = mine.entries
  if (entry === undefined) throw new Error('a change has lines')
  const theirs = { ...entry, id: `theirs-${number}` }
  return { ...mine, entries: [theirs], case: { ...mine.case, version: mine.expectedVersion + 1 } }
}

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

/** Of the wait for a unit: the crime has a day longer. */
const attendanceTimers = (store: MemoryStore) =>
  (store.caseOf(KEY)?.timers ?? []).filter(({ machine }) => machine === 'incident').map(({ id }) => ({ ...KEY, timer: id }))

describe('the same event again', () => {
  it('is a duplicate and changes nothing', async () => {
    const { engine, store } = atEight()
    await engine.record([arrivedEvent(reported('20:00'), 'e1')])
    const before = store.caseOf(KEY)
    store.setNow(instant('20:05'))
    const [again] = await engine.record([arrivedEvent(reported('20:00'), 'e1')])
    expect(again).toMatchObject({ status: 'duplicate', sequence: 1, alerts: [], warnings: [], incident: { incident: 'WK-1' } })
    expect(store.caseOf(KEY)).toEqual(before)
  })

  it('is a duplicate inside one group too', async () => {
    const { engine, store } = atEight()
    const report = arrivedEvent(reported('20:00'), 'e1')
    expect((await engine.record([report, report, report])).map(inWords)).toEqual(['accepted', 'duplicate', 'duplicate'])
    expect(store.entries(KEY)).toHaveLength(1)
  })

  it('is a duplicate of an event that would not be taken any more', async () => {
    const { engine, store } = atEight()
    await engine.record(gradedP2('20:00').map((posted, place) => arrivedEvent(posted, `e${place}`)))
    await engine.record([arrivedEvent(callReceived('20:00'), 'call')])
    const answer = arrivedEvent(reassessed('20:00', 'd1'), 'answer')
    expect((await engine.record([answer])).map(inWords)).toEqual(['accepted'])
    store.setNow(instant('20:10'))
    expect((await engine.record([answer])).map(inWords)).toEqual(['duplicate'])
  })

  it.each([
    ['other content', { ...arrivedEvent(reported('20:00', { flags: ['weapons'] }), 'e1') }],
    ['another time alone', { ...arrivedEvent(reported('20:00'), 'e1'), at: instant('19:59:59.999') }],
    ['another type', arrivedEvent(logNoted('20:00'), 'e1')],
    ['another incident', about('WK-2', reported('20:00'), 'e1')],
  ])('with %s is a reused id', async (_, reused) => {
    const { engine, store } = atEight()
    await engine.record([arrivedEvent(reported('20:00'), 'e1')])
    expect((await engine.record([reused])).map(inWords)).toEqual(['event-id-reused'])
    expect(store.entries(KEY)).toHaveLength(1)
    expect(store.caseOf(keyOf('WK-2'))).toBeNull()
  })

  it('with other content inside one group is a reused id, also across incidents', async () => {
    const { engine, store } = atEight()
    const group = [
      arrivedEvent(reported('20:00'), 'e1'),
      arrivedEvent(logNoted('20:00'), 'e1'),
      about('WK-2', reported('20:00'), 'e1'),
    ]
    expect((await engine.record(group)).map(inWords)).toEqual(['accepted', 'event-id-reused', 'event-id-reused'])
    expect(store.entries(KEY)).toHaveLength(1)
  })

  it('under an id that another process committed a moment ago is judged again, not shown as a fault', async () => {
    const blind = { times: 0 }
    const { engine, store } = atEight((store) => ({
      ...store,
      async load(cases, events) {
        const loaded = await store.load(cases, events)
        blind.times -= 1
        return blind.times < 0 ? loaded : { ...loaded, seen: [] }
      },
    }))
    await engine.record([arrivedEvent(reported('20:00'), 'e1')])
    blind.times = 1
    expect((await engine.record([about('WK-2', reported('20:00'), 'e1')])).map(inWords)).toEqual(['event-id-reused'])
    blind.times = 2
    const group = [arrivedEvent(logNoted('20:00'), 'e1'), arrivedEvent(logNoted('20:00'), 'e2')]
    expect((await engine.record(group)).map(inWords)).toEqual(['event-id-reused', 'accepted'])
    expect(store.entries(KEY)).toHaveLength(2)
  })

  it('is another event of another source or another force', async () => {
    const { engine } = atEight()
    const report = arrivedEvent(reported('20:00'), 'e1')
    const group = [report, { ...arrivedEvent(logNoted('20:00'), 'e1'), source: 'urn:example:hub' }, { ...report, force: 'kent' }]
    expect((await engine.record(group)).map(inWords)).toEqual(['accepted', 'accepted', 'accepted'])
  })

  it('was refused before, so it may be posted again', async () => {
    const { engine } = atEight()
    const note = arrivedEvent(logNoted('20:00'), 'e2')
    expect((await engine.record([note])).map(inWords)).toEqual(['unknown-incident'])
    expect((await engine.record([arrivedEvent(reported('20:00'), 'e1'), note])).map(inWords)).toEqual(['accepted', 'accepted'])
  })
})

describe('the order of the questions', () => {
  it('asks for the time before anything else', async () => {
    const { engine } = atEight()
    const [ahead] = await engine.record([arrivedEvent(logNoted('20:02:00.001'), 'e1')])
    expect(ahead).toMatchObject({ problem: { code: 'invalid-event', errors: [{ pointer: '/time' }] } })
  })

  it('takes a time two minutes ahead, and any age', async () => {
    const { engine } = atEight()
    const group = [arrivedEvent(reported('2020-01-01T00:00:00Z'), 'e1'), arrivedEvent(logNoted('20:02'), 'e2')]
    expect((await engine.record(group)).map(inWords)).toEqual(['accepted', 'accepted'])
  })

  it('asks for existence before state, and state before content', async () => {
    const { engine } = atEight()
    const outcomes = await engine.record([
      arrivedEvent(graded('20:00', 'P9'), 'e1'),
      arrivedEvent(reported('20:00'), 'e2'),
      arrivedEvent(graded('20:00', 'P9'), 'e3'),
      arrivedEvent(graded('20:00', 'P2'), 'e4'),
      arrivedEvent(callReceived('20:00'), 'e5'),
      arrivedEvent(reassessed('20:00', 'd1'), 'e6'),
      // Its content is as empty as can be; that the demand is answered comes first.
      arrivedEvent({ ...reassessed('20:00', 'd1'), data: { ...reassessed('20:00', 'd1').data, interimRisk: '' } as never }, 'e7'),
      arrivedEvent(closed('20:00'), 'e8'),
    ])
    expect(outcomes.map(inWords)).toEqual([
      'unknown-incident',
      'accepted',
      'invalid-event',
      'accepted',
      'accepted',
      'accepted',
      'not-accepted-now',
      'closure-blocked',
    ])
  })

  it('says what would be taken', async () => {
    const { engine } = atEight()
    await engine.record([arrivedEvent(reported('20:00'), 'e1')])
    const [outcome] = await engine.record([arrivedEvent(reported('20:00'), 'e2')])
    const accepts = outcome?.status === 'refused' ? (outcome.problem.accepts ?? []) : []
    expect(accepts).toContain('uk.police.da.incident.graded.v1')
    expect(accepts).not.toContain('uk.police.da.incident.reported.v1')
    expect(accepts).not.toContain('uk.police.da.incident.reopened.v1')
  })

  it('lets what is due go first, and keeps that though the event is refused', async () => {
    const { engine, store } = atEight()
    await engine.record(gradedP2('20:00').map((posted, place) => arrivedEvent(posted, `e${place}`)))
    store.setNow(instant('21:00'))
    const [lowered] = await engine.record([arrivedEvent(as('supervisor', downgraded('21:00', 'P3')), 'lower')])
    expect(inWords(lowered)).toBe('downgrade-not-approved')
    expect(store.entries(KEY).map(({ type }) => type)).toEqual([
      'incident.reported',
      'thrive.assessed',
      'incident.graded',
      'deadline.passed',
      'deadline.passed',
    ])
  })
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

describe('a record that cannot be written', () => {
  it('accepts nothing, and takes the same events once it can', async () => {
    let isDown = false
    const { engine, store } = atEight((store) => ({
      ...store,
      commit: (changes) => (isDown ? Promise.reject(new RecordUnavailable('down')) : store.commit(changes)),
    }))
    await engine.record([arrivedEvent(reported('20:00'), 'report')])
    isDown = true
    const note = arrivedEvent(delayNoted('20:00'), 'note')
    await expect(engine.record([note])).rejects.toBeInstanceOf(RecordUnavailable)
    expect(store.entries(KEY)).toHaveLength(1)
    isDown = false
    expect((await engine.record([note])).map(inWords)).toEqual(['accepted'])
  })

  it('turns away what is more than a lane will hold: an import fills its own room, and what is due is never turned away', async () => {
    let open = (): void => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    let isShut = false
    const { engine, store } = atEight((store) => ({
      ...store,
      load: async (...asked) => {
        if (isShut) await gate
        return store.load(...asked)
      },
    }))
    await engine.record(gradedP2('20:00').map((posted, place) => arrivedEvent(posted, `e${place}`)))
    store.setNow(instant('20:45'))
    isShut = true
    const notes = (from: number, count: number) =>
      Array.from({ length: count }, (_, number) => ({
        ...arrivedEvent(logNoted('20:00'), `note-${from + number}`),
        reference: 'WK-9',
      }))
    const batch = engine.record(notes(0, 9_999))
    await expect(engine.record(notes(10_000, 2))).rejects.toMatchObject({ code: 'too-busy' })
    const singles = notes(20_000, 9_999).map((note) => engine.record([note]))
    const last = engine.record([about('WK-2', reported('20:00'), 'report')])
    await expect(engine.record(notes(40_000, 1))).rejects.toMatchObject({ code: 'too-busy' })
    const asleep = Array.from({ length: 10_000 }, (_, number) => ({ ...keyOf('WK-9'), timer: `t${number}` }))
    const superseded = engine.fireTimers(asleep)
    const fired = engine.fireTimers(attendanceTimers(store))
    open()
    expect((await fired).filter((outcome) => outcome === 'fired')).toHaveLength(1)
    expect(await superseded).toHaveLength(10_000)
    expect((await last).map(inWords)).toEqual(['accepted'])
    expect(new Set((await Promise.all([batch, ...singles])).flat().map(inWords))).toEqual(new Set(['unknown-incident']))
    expect((await engine.record([about('WK-3', reported('20:00'), 'another')])).map(inWords)).toEqual(['accepted'])
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

  it('again by who has it already changes nothing; by another person, or once it came back, it does', async () => {
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
