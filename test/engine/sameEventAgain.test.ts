import { about, atEight, inWords, keyOf } from '../support/atEight.ts'
import {
  callReceived,
  decided,
  downgraded,
  gradedP2,
  instant,
  logNoted,
  reassessed,
  reported,
  until,
} from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

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

  it('waits as before, and is a duplicate with what became of it once somebody has decided', async () => {
    const { engine, store, go } = startNight(policyWith({ approvals: { secondPerson: 'signed-in', within: 'PT15M' } }))
    for (const happening of [...gradedP2('20:00'), until('20:45')]) await go(happening)
    const asked = arrivedEvent(downgraded('20:45', 'P3'), 'asked')
    const [first, again] = await engine.record([asked, asked])
    expect([first, again].map(inWords)).toEqual(['pending', 'pending'])
    const line = store.caseOf(KEY)?.version ?? 0
    store.setNow(instant('20:50'))
    const [later] = await engine.record([asked])
    expect(later).toMatchObject({
      status: 'pending',
      sequence: line,
      approval: { approval: `WK-1-a${line}`, until: instant('21:30') },
    })
    const changed = { ...asked, data: { ...asked.data, priority: 'P4' } } as typeof asked
    expect((await engine.record([changed])).map(inWords)).toEqual(['event-id-reused'])
    expect((await engine.record([{ ...asked, at: instant('20:44') }])).map(inWords)).toEqual(['event-id-reused'])
    await go(decided('20:55', line, 'refused'))
    const [over] = await engine.record([asked])
    expect(over).toMatchObject({ status: 'duplicate', sequence: line, approval: { status: 'refused', until: null } })
  })
})
