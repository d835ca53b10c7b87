import { MOST_LINKS } from '../../machines/rules/report/links.ts'
import type { LinkKind } from '../../machines/rules/vocabulary.ts'
import { RecordUnavailable } from '../../src/engine/ports.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case, Entry } from '../../src/engine/step/case.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, policyWith, startNight } from '../support/incident.ts'
import {
  answerAll,
  blockersOf,
  contact,
  contextOf,
  each,
  inWords,
  keyOf,
  onItsAccount,
  place,
  policy,
  secondContact,
} from '../support/linked.ts'

describe('the incident that carries the contact', () => {
  it.each<[LinkKind, string]>([
    ['duplicate', 'further-call'],
    ['related', 'new-information'],
  ])('is opened again by a %s, and a reassessment is demanded', async (as, reason) => {
    const here = await secondContact()
    expect(inWords((await here.post(['WK-1', happens.linked('21:05', 'WK-2', as)]))[0])).toBe('accepted')
    const { state, demands } = await here.view('WK-1')
    expect(state).toMatchObject({ closure: 'open', risk: 'demanded' })
    expect(demands).toMatchObject([{ reason, status: 'open' }])
    expect(await blockersOf(here, 'WK-1')).toEqual(['demand-open'])
  })

  it('is not opened by a record that says it repeats another: that is no news', async () => {
    const here = await secondContact()
    const said = await here.post(['WK-1', happens.linked('21:05', 'WK-2', 'duplicate-of')])
    expect(inWords(said[0])).toBe('not-accepted-now')
  })

  it('is another one, and of this force', async () => {
    const here = await secondContact()
    await here.engine.record([{ ...here.about('KT-1', happens.reported('20:00')), force: 'kent' }])
    for (const as of ['duplicate', 'related', 'duplicate-of'] as const)
      for (const other of ['WK-2', 'WK-404', 'KT-1', 'WK-\u0000'])
        expect(inWords((await here.post(['WK-2', happens.linked('21:05', other, as)]))[0])).toBe('invalid-event /data/incident')
    expect((await here.view('WK-2')).version).toBe(4)
  })
})

describe('the record that repeats it', () => {
  it('is closed on its account once it carries the link, and not before', async () => {
    const here = await secondContact()
    expect(await here.post(['WK-2', happens.closed('21:04')])).toMatchObject([{ problem: { code: 'closure-blocked' } }])
    const early = await here.post(['WK-2', happens.linked('21:05', 'WK-1', 'duplicate-of')])
    expect(inWords(early[0])).toBe('accepted original-does-not-carry-it')
    const { closureBlockers } = await here.view('WK-2')
    expect(closureBlockers.map(({ code }) => code)).toEqual(['not-attended', 'dash-missing'])
    expect(closureBlockers[0]?.detail).toContain('post incident.linked on WK-1 first')

    await here.all('WK-1', [happens.linked('21:06', 'WK-2')])
    expect(await blockersOf(here, 'WK-2')).toEqual(['not-attended', 'dash-missing'])
    const [then] = await here.post(['WK-2', happens.linked('21:07', 'WK-1', 'duplicate-of')])
    expect(inWords(then)).toBe('accepted')
    const view = await here.view('WK-2')
    expect(view.state.attendance).toBe('duplicate')
    expect(view.closureBlockers).toEqual([])
    expect(onItsAccount(view)).toMatchObject([
      { blocker: 'not-attended', because: 'duplicate-of', incident: 'WK-1', by: { id: 'ch-1' }, approvedBy: null },
      { blocker: 'dash-missing', because: 'duplicate-of', incident: 'WK-1' },
    ])
    await here.all('WK-2', [happens.closed('21:08')])
    // The other one cannot follow it: what it was told waits for an answer.
    expect(inWords((await here.post(['WK-1', happens.closed('21:09')]))[0])).toBe('closure-blocked')
    await answerAll(here, 'WK-1', '21:10')
    await here.all('WK-1', [happens.closed('21:11')])
  })

  it('may be closed after the original was, where that heard of it first', async () => {
    const here = await secondContact()
    await here.all('WK-1', [happens.linked('21:06', 'WK-2')])
    await answerAll(here, 'WK-1', '21:07')
    await here.all('WK-1', [happens.closed('21:08')])
    expect(inWords((await here.post(['WK-2', happens.linked('21:09', 'WK-1', 'duplicate-of')]))[0])).toBe('accepted')
    expect(here.store.entries(keyOf('WK-2')).at(-1)?.consequences.original).toEqual({
      incident: 'WK-1',
      version: here.store.caseOf(keyOf('WK-1'))?.version,
      closed: true,
      carries: true,
    })
    await here.all('WK-2', [happens.closed('21:10')])
  })

  it('a related record excuses nobody', async () => {
    const here = await secondContact()
    await here.all('WK-1', [happens.linked('21:06', 'WK-2', 'related')])
    const [said] = await here.post(['WK-2', happens.linked('21:07', 'WK-1', 'duplicate-of')])
    expect(inWords(said)).toBe('accepted original-does-not-carry-it')
  })

  it('keeps its own assessment and grade: without a grade nothing is excused', async () => {
    const here = place()
    await here.all('WK-1', contact('20:00'))
    await here.all('WK-2', [happens.reported('20:05')])
    await here.all('WK-1', [happens.linked('20:06', 'WK-2')])
    const said = () => here.post(['WK-2', happens.linked('20:08', 'WK-1', 'duplicate-of')])
    expect(inWords((await said())[0])).toBe('accepted not-graded')
    expect(await blockersOf(here, 'WK-2')).toEqual(['thrive-missing', 'not-graded', 'not-attended', 'dash-missing'])
    await here.all('WK-2', [happens.thriveAssessed('20:07'), happens.graded('20:07', 'P2')])
    expect(inWords((await said())[0])).toBe('accepted')
  })

  it.each([
    ['another call', happens.callReceived('21:20')],
    ['news on the log', happens.logNoted('21:20', true)],
    ['a victim who is not safe', happens.victimContacted('21:20', false)],
    ['a record that it is to carry itself', happens.linked('21:20', 'WK-3')],
    ['a related record', happens.linked('21:20', 'WK-3', 'related')],
  ])('%s sends somebody, opens it again, and is told to the original before anything else', async (_, news) => {
    const here = await secondContact()
    await here.all('WK-3', contact('21:01'))
    await here.all('WK-1', [happens.linked('21:06', 'WK-2')])
    await here.all('WK-2', [happens.linked('21:07', 'WK-1', 'duplicate-of'), happens.closed('21:08'), news])
    expect((await here.view('WK-2')).state).toMatchObject({
      closure: 'open',
      risk: 'demanded',
      attendance: 'waiting.unassigned',
    })
    await answerAll(here, 'WK-2', '21:21')
    // What the original was told before the news does not count.
    const [again] = await here.post(['WK-2', happens.linked('21:22', 'WK-1', 'duplicate-of')])
    expect(inWords(again)).toMatch(/^accepted (original-does-not-carry-it|carries-another)$/)
    expect(await blockersOf(here, 'WK-2')).toEqual(['not-attended', 'dash-missing'])
  })

  it('a higher grade sends somebody, on the clock that was stopped', async () => {
    const here = await secondContact()
    await here.all('WK-1', [happens.linked('21:06', 'WK-2')])
    await here.all('WK-2', [happens.linked('21:07', 'WK-1', 'duplicate-of'), happens.graded('21:08', 'P1')])
    const { state, deadlines } = await here.view('WK-2')
    expect(state.attendance).toBe('waiting.unassigned')
    expect(deadlines.find(({ name }) => name === 'attendance')).toMatchObject({ dueAt: '2026-11-20T21:23:00.000Z' })
  })

  it('a reassessment of a caller who no longer wants police sends somebody too', async () => {
    const here = await secondContact()
    await here.all('WK-1', [happens.linked('21:06', 'WK-2')])
    await here.all('WK-2', [happens.linked('21:07', 'WK-1', 'duplicate-of'), happens.cancelledByCaller('21:08')])
    expect((await here.view('WK-2')).state).toMatchObject({ attendance: 'duplicate', risk: 'demanded' })
    await here.all('WK-2', [happens.reassessed('21:09', null, { demand: 'WK-2-d1' })])
    expect((await here.view('WK-2')).state).toMatchObject({ attendance: 'waiting.unassigned', risk: 'settled' })
  })

  it('who was visited has a DASH, whatever the record repeats', async () => {
    const here = await secondContact()
    await here.all('WK-1', [happens.linked('21:06', 'WK-2')])
    await here.all('WK-2', [happens.linked('21:07', 'WK-1', 'duplicate-of'), happens.arrived('21:20')])
    expect(await blockersOf(here, 'WK-2')).toEqual(['dash-missing'])
    expect(onItsAccount(await here.view('WK-2'))).toEqual([])
  })

  it('who called before is looked at with the original, but not who comes to light afterwards', async () => {
    const here = await secondContact(policyWith())
    expect(await blockersOf(here, 'WK-2')).toContain('history-not-reviewed')
    await here.all('WK-3', [happens.but(happens.reported('21:01'), { persons: [{ role: 'victim', personRef: 'P-9' }] })])
    await here.all('WK-1', [happens.linked('21:06', 'WK-2')])
    await here.all('WK-2', [happens.linked('21:07', 'WK-1', 'duplicate-of')])
    expect(await blockersOf(here, 'WK-2')).toEqual([])
    await here.all('WK-2', [happens.identified('21:08', { personRef: 'P-9' })])
    expect(await blockersOf(here, 'WK-2')).toEqual(['history-not-reviewed'])
  })

  it('nobody is late there any more, and nobody is told that they are', async () => {
    const here = await secondContact()
    await here.all('WK-1', [happens.linked('21:06', 'WK-2')])
    await here.all('WK-2', [happens.linked('21:07', 'WK-1', 'duplicate-of')])
    expect(here.store.caseOf(keyOf('WK-2'))?.timers.filter(({ machine }) => machine === 'incident')).toEqual([])
  })
})

describe('more than two', () => {
  it('a record that carries another is closed as no duplicate, so that a chain ends at somebody who was seen', async () => {
    const here = place()
    for (const reference of ['WK-1', 'WK-2', 'WK-3']) await here.all(reference, contact('20:00'))
    await here.all('WK-2', [happens.linked('20:10', 'WK-3')])
    await here.all('WK-3', [happens.linked('20:11', 'WK-2', 'duplicate-of'), happens.closed('20:12')])
    await here.all('WK-1', [happens.linked('20:13', 'WK-2')])
    const [middle] = await here.post(['WK-2', happens.linked('20:14', 'WK-1', 'duplicate-of')])
    expect(inWords(middle)).toBe('accepted carries-another')
    const [notAttended] = (await here.view('WK-2')).closureBlockers
    expect(notAttended?.detail).toContain('it carries WK-3')
  })

  it('two that say it of each other are not both excused', async () => {
    const here = place()
    for (const reference of ['WK-1', 'WK-2']) await here.all(reference, contact('20:00'))
    await here.all('WK-1', [happens.linked('20:10', 'WK-2')])
    await here.all('WK-2', [happens.linked('20:11', 'WK-1', 'duplicate-of')])
    const [back] = await here.post(['WK-2', happens.linked('20:12', 'WK-1')])
    expect(inWords(back)).toBe('accepted was-a-duplicate')
    expect(contextOf(here, 'WK-2').duplicateOf).toBeNull()
    expect(inWords((await here.post(['WK-1', happens.linked('20:13', 'WK-2', 'duplicate-of')]))[0])).toBe(
      'accepted carries-another',
    )
  })
})

describe('in one batch', () => {
  it('a record, its link on the original, its own word and its closing follow one another', async () => {
    const here = place()
    await here.all('WK-1', contact('20:00'))
    const outcomes = await here.post(
      ...contact('20:10').map((one) => ['WK-2', one] as const),
      ['WK-1', happens.linked('20:10', 'WK-2')],
      ['WK-2', happens.linked('20:10', 'WK-1', 'duplicate-of')],
      ['WK-2', happens.closed('20:10')],
      ['WK-1', happens.logNoted('20:10')],
    )
    expect(outcomes.map(inWords)).toEqual(['accepted earlier-still-open', ...Array.from({ length: 7 }, () => 'accepted')])
    expect((await here.view('WK-2')).state.closure).toBe('closed')
    expect(here.store.entries(keyOf('WK-1')).map(({ type }) => type)).toEqual([
      ...['incident.reported', 'thrive.assessed', 'incident.graded', 'crime.not-recorded', 'incident.linked', 'log.noted'],
    ])
  })

  it('two that are linked with each other', async () => {
    const here = place()
    const outcomes = await here.post(
      ['WK-1', happens.reported('20:00')],
      ['WK-2', happens.reported('20:00')],
      ['WK-1', happens.linked('20:00', 'WK-2', 'related')],
      ['WK-2', happens.linked('20:00', 'WK-1', 'related')],
      ['WK-1', happens.linked('20:00', 'WK-3', 'related')],
      ['WK-3', happens.reported('20:00')],
      ['WK-3', happens.linked('20:00', 'WK-1', 'related')],
    )
    expect(outcomes.map(inWords)).toEqual([
      ...['accepted', 'accepted earlier-still-open', 'accepted', 'accepted', 'accepted'],
      ...['accepted earlier-still-open earlier-still-open', 'accepted'],
    ])
  })

  it('what is not yet on disk of the original carries nobody: of two changes one may be lost', async () => {
    let died = false
    const { engine, store } = startNight(policy, (kept) => ({
      ...kept,
      // Somebody else changes the original in between, and the process dies before it is tried again.
      async commit(changes) {
        if (died) throw new RecordUnavailable('dead')
        died = changes.some(({ links }) => links.length > 0)
        return kept.commit(changes.filter((change) => !died || change.case.reference !== 'WK-1'))
      },
    }))
    store.setNow(happens.instant('20:30'))
    const events = ['WK-1', 'WK-2'].flatMap((reference) =>
      contact('20:00').map((one, n) => ({ ...arrivedEvent(one, `${reference}-${n}`), reference })),
    )
    await engine.record(events)
    const link = { ...arrivedEvent(happens.linked('20:30', 'WK-2'), 'l1'), reference: 'WK-1' }
    const word = { ...arrivedEvent(happens.linked('20:30', 'WK-1', 'duplicate-of'), 'l2'), reference: 'WK-2' }
    const close = { ...arrivedEvent(happens.closed('20:30'), 'l3'), reference: 'WK-2' }
    await engine.record([link, word, close]).catch(() => null)
    const views = await Promise.all(['WK-1', 'WK-2'].map((reference) => engine.view(keyOf(reference))))
    expect(died).toBe(true)
    expect(views.map((view) => [view?.links, view?.state.closure])).toEqual([
      [[], 'open'],
      [[], 'open'],
    ])
  })
})

it('both show the link, and so does the briefing', async () => {
  const here = await secondContact()
  await here.all('WK-1', [happens.linked('21:05', 'WK-2'), happens.linked('21:06', 'WK-2')])
  await here.all('WK-2', [happens.linked('21:07', 'WK-1', 'duplicate-of')])
  const at = (time: string) => happens.instant(time)
  const own = { incident: 'WK-1', as: 'duplicate-of', at: at('21:07') }
  const others = { incident: 'WK-1', as: 'duplicate', at: at('21:06') }
  expect((await here.view('WK-2')).links).toEqual([
    { ...own, direction: 'to' },
    { ...others, direction: 'from' },
  ])
  expect((await here.view('WK-1')).links).toEqual([
    { ...own, incident: 'WK-2', direction: 'from' },
    { ...others, incident: 'WK-2', direction: 'to' },
  ])
  expect((await here.engine.briefing(keyOf('WK-1')))?.links).toEqual((await here.view('WK-1')).links)
})

it('what was found of the original is in the bytes that are hashed', async () => {
  const here = await secondContact()
  await here.all('WK-1', [happens.linked('21:06', 'WK-2')])
  await here.all('WK-2', [happens.linked('21:07', 'WK-1', 'duplicate-of')])
  const kept = here.store.caseOf(keyOf('WK-2')) as Case
  const lines = here.store.entries(keyOf('WK-2'))
  expect(await replay(kept, each(lines), policy)).toMatchObject({ replayed: true, differences: [] })
  const forged = lines.map((line): Entry => {
    const { original, ...consequences } = line.consequences
    return { ...line, consequences: { ...consequences, ...(original && { original: { ...original, closed: true } }) } }
  })
  expect(JSON.stringify((await replay(kept, each(forged), policy)).differences)).toContain('original differs from its bytes')
})

it('names fifty of the incidents that name another, and no more', () => expect(MOST_LINKS).toBe(50))
