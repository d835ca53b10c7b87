/** Who called before: recognised at the report and when somebody is identified, across the record and inside a group. */
import type { IncidentContext } from '../../machines/incident/setup.ts'
import type { ArrivedEvent, Engine, Outcome } from '../../src/engine/engine.ts'
import type { MemoryStore } from '../../src/engine/memoryStore.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case, Entry } from '../../src/engine/step/case.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

const keyOf = (reference: string) => ({ force: KEY.force, reference })
const about = (reference: string, posted: happens.Posted): ArrivedEvent => ({
  ...arrivedEvent(posted, `${reference}-${posted.type}-${posted.at}`),
  reference,
})
type Persons = readonly { readonly role: string; readonly personRef?: string; readonly phone?: string }[]
const VICTIM: Persons = [{ role: 'victim', personRef: 'P-7', phone: '07700 900007' }]
const called = (reference: string, at: string, persons: Persons = VICTIM, location: object = {}): ArrivedEvent =>
  about(
    reference,
    happens.but(happens.reported(at), { persons, location: { address: '1 Fictional Row', area: 'urban', ...location } }),
  )

interface Place {
  readonly engine: Engine
  readonly store: MemoryStore
  /** Posts events, each in a group of its own unless they are given together. */
  post(...events: readonly ArrivedEvent[]): Promise<Outcome[]>
}

const policy = policyWith()
function place(pinned = policy): Place {
  const { engine, store } = startNight(pinned)
  const post = (...events: readonly ArrivedEvent[]) => {
    store.setNow(events.at(-1)?.at ?? '')
    return engine.record(events)
  }
  return { engine, store, post }
}

const alertsIn = (outcome: Outcome | undefined) =>
  outcome?.status === 'accepted' ? outcome.alerts.map(({ kind, severity, audience }) => `${kind} ${severity} ${audience}`) : []
const repeatOn = async ({ engine }: Place, reference: string) => (await engine.view(keyOf(reference)))?.risk.repeat
const linesOf = ({ store }: Place, reference: string) => store.entries(keyOf(reference)).map(({ type }) => type)
const foundIn = ({ store }: Place, reference: string) =>
  store
    .entries(keyOf(reference))
    .flatMap(({ consequences: { earlier } }) => (earlier ? [earlier.map(({ incident }) => incident)] : []))

describe('at the report', () => {
  it('a victim who called before is recognised in the answer, and the line of the report says so', async () => {
    const here = place()
    await here.post(called('WK-1', '2026-05-01T20:00:00.000Z'))
    const [second] = await here.post(called('WK-2', '2026-11-20T20:00:00.000Z'))
    expect(second).toMatchObject({ status: 'accepted', sequence: 1 })
    expect(alertsIn(second)).toEqual(['repeat-victim high supervisor'])
    expect(linesOf(here, 'WK-2')).toEqual(['incident.reported'])
    expect(foundIn(here, 'WK-2')).toEqual([['WK-1']])
    expect((await here.engine.view(keyOf('WK-2')))?.version).toBe(1)
    expect(await repeatOn(here, 'WK-2')).toEqual({
      count: 1,
      highestRisk: null,
      escalation: false,
      by: ['person', 'phone'],
      incidents: [
        {
          incident: 'WK-1',
          reportedAt: '2026-05-01T20:00:00.000Z',
          by: ['person', 'phone'],
          priority: null,
          risk: null,
          flags: [],
          closed: false,
        },
      ],
    })
    expect(await repeatOn(here, 'WK-1')).toMatchObject({ count: 0, incidents: [] })
  })

  it('whoever takes the second call of a night is told that the first still waits, and what demands a reassessment of it', async () => {
    const here = place()
    await here.post(called('WK-1', '2026-11-20T20:00:00.000Z'))
    const [second] = await here.post(called('WK-2', '2026-11-20T20:30:00.000Z'))
    expect(second?.status === 'accepted' && second.warnings).toEqual([
      { code: 'earlier-still-open', pointer: '/data', detail: expect.stringContaining('post call.received on WK-1') },
    ])
    for (const [reference, persons] of [['WK-3', []] as const, ['WK-4', [{ role: 'victim', personRef: 'P-8' }]] as const]) {
      const [other] = await here.post(called(reference, '2026-11-20T20:40:00.000Z', persons))
      expect(other?.status === 'accepted' && other.warnings).toEqual([])
    }
    // Who is identified later is recognised then.
    const [known] = await here.post(about('WK-3', happens.identified('2026-11-20T20:50:00.000Z', { personRef: 'P-8' })))
    expect(known?.status === 'accepted' && known.warnings.map(({ detail }) => detail.slice(0, 4))).toEqual(['WK-4'])
  })

  it('nobody before is no line, no alert', async () => {
    const here = place()
    const [first] = await here.post(called('WK-1', '2026-05-01T20:00:00.000Z'))
    expect(alertsIn(first)).toEqual([])
    expect(linesOf(here, 'WK-1')).toEqual(['incident.reported'])
  })

  it('counts to the last millisecond of the window and not beyond, and not in another force', async () => {
    const here = place()
    await here.post(called('WK-OLD', '2025-11-20T19:59:59.999Z'))
    await here.post(called('WK-EDGE', '2025-11-20T20:00:00.000Z'))
    await here.post({ ...called('KT-1', '2026-05-01T20:00:00.000Z'), force: 'kent' })
    await here.post(called('WK-NOW', '2026-11-20T20:00:00.000Z'))
    expect(foundIn(here, 'WK-NOW')).toEqual([['WK-EDGE']])
  })

  it('a third call-out within the window meets the criterion and speaks louder', async () => {
    const here = place()
    await here.post(called('WK-1', '2026-05-01T20:00:00.000Z'))
    await here.post(called('WK-2', '2026-08-01T20:00:00.000Z'))
    const [third] = await here.post(called('WK-3', '2026-11-20T20:00:00.000Z'))
    expect(alertsIn(third)).toEqual(['repeat-victim critical supervisor'])
    expect(await repeatOn(here, 'WK-3')).toMatchObject({ count: 2, escalation: true })
  })

  it('by the flat it is an alert, by another flat of the building it is shown and silent', async () => {
    const here = place()
    const flat = (uprn: string) => ({ uprn, parentUprn: '100070000009' })
    await here.post(called('WK-1', '2026-05-01T20:00:00.000Z', [], flat('100070000001')))
    const [sameFlat] = await here.post(called('WK-2', '2026-06-01T20:00:00.000Z', [], flat('100070000001')))
    expect(alertsIn(sameFlat)).toEqual(['repeat-victim high supervisor'])
    const [nextDoor] = await here.post(called('WK-3', '2026-07-01T20:00:00.000Z', [], flat('100070000002')))
    expect(alertsIn(nextDoor)).toEqual([])
    expect(await repeatOn(here, 'WK-3')).toMatchObject({ count: 0, by: ['building'], incidents: [{}, {}] })
    const [house] = await here.post(called('WK-4', '2026-08-01T20:00:00.000Z', [], { uprn: '100070000009' }))
    expect(alertsIn(house)).toEqual([])
    expect(await repeatOn(here, 'WK-4')).toMatchObject({ by: ['building'] })
  })

  it('a list names the newest five, the incident itself all of them', async () => {
    const here = place()
    for (let month = 1; month <= 7; month++) await here.post(called(`WK-${month}`, `2026-0${month}-01T20:00:00.000Z`))
    expect((await repeatOn(here, 'WK-7'))?.incidents.map(({ incident }) => incident)).toEqual(
      [6, 5, 4, 3, 2, 1].map((month) => `WK-${month}`),
    )
  })
})

describe('in one group', () => {
  it('the second report of a victim sees the first, which no look-up could', async () => {
    const here = place()
    const at = '2026-11-20T20:00:00.000Z'
    const outcomes = await here.post(
      called('WK-1', at),
      called('WK-2', at),
      called('WK-3', at, [{ role: 'victim', personRef: 'P-8' }]),
    )
    expect(outcomes.map(alertsIn)).toEqual([[], ['repeat-victim high supervisor'], []])
    expect(foundIn(here, 'WK-2')).toEqual([['WK-1']])
  })

  it("a report that was refused is nobody's history", async () => {
    const here = place()
    const at = '2026-11-20T20:00:00.000Z'
    const future = { ...called('WK-1', '2026-11-21T20:00:00.000Z'), at: '2026-11-21T20:00:00.000Z' }
    const outcomes = await here.post(future, called('WK-2', at))
    expect(outcomes.map(({ status }) => status)).toEqual(['refused', 'accepted'])
    expect(linesOf(here, 'WK-2')).toEqual(['incident.reported'])
  })
})

describe('when somebody is identified later', () => {
  const NOW = '2026-11-20T20:00:00.000Z'
  const NOBODY: Persons = []
  const identified = (who: object = { personRef: 'P-7' }) => about('WK-2', happens.identified('2026-11-20T20:10:00.000Z', who))

  it('what is known of them comes then, once; the same again is no line and no alert', async () => {
    const here = place()
    await here.post(called('WK-1', '2026-05-01T20:00:00.000Z'))
    expect(alertsIn((await here.post(called('WK-2', NOW, NOBODY)))[0])).toEqual([])
    const [then] = await here.post(identified())
    expect(alertsIn(then).filter((alert) => alert.startsWith('repeat'))).toEqual(['repeat-victim high supervisor'])
    const lines = linesOf(here, 'WK-2').length
    const again = about('WK-2', happens.identified('2026-11-20T20:10:30.000Z', { personRef: 'p-7' }))
    expect(alertsIn((await here.post(again))[0])).toEqual([])
    expect(linesOf(here, 'WK-2').length).toBe(lines + 1)
  })

  it('from then on the incident is found by them', async () => {
    const here = place()
    await here.post(called('WK-2', NOW, NOBODY))
    await here.post(identified({ phone: '+44 7700 900007' }))
    await here.post(called('WK-3', '2026-11-20T21:00:00.000Z'))
    expect(foundIn(here, 'WK-3')).toEqual([['WK-2']])
  })

  /** WK-2, with a review owed at 20:35, of a victim whose high risk in WK-1 nobody has recognised yet. */
  async function beforeSheIsKnown() {
    const here = place()
    const before = [called('WK-1', '2026-05-01T20:00:00.000Z')]
    for (const posted of happens.everythingDone.filter(({ type }) => type !== 'incident.reported' && type !== 'incident.closed'))
      before.push(about('WK-1', { ...posted, at: '2026-05-01T21:00:00.000Z' }))
    await here.post(...before)
    const high = happens.dashSubmitted('2026-05-01T22:00:00.000Z', 'high')
    await here.post(about('WK-1', high))
    await here.post(called('WK-2', NOW, NOBODY))
    for (const posted of [happens.thriveAssessed('20:01'), happens.graded('20:02', 'P3'), happens.callReceived('20:03')])
      await here.post(about('WK-2', posted))
    const answered = happens.reassessed('20:05', 'd1', { priority: 'P2' })
    const own = { ...answered, data: JSON.parse(JSON.stringify(answered.data).replaceAll('WK-1-d1', 'WK-2-d1')) }
    await here.post(about('WK-2', { ...own, data: { ...own.data, nextReviewAt: '2026-11-20T23:00:00.000Z' } }))
    const reviewAt = async () =>
      (await here.engine.view(keyOf('WK-2')))?.deadlines.find(
        ({ name, status }) => name === 'next-review' && status === 'pending',
      )?.dueAt
    expect(await reviewAt()).toBe('2026-11-20T20:35:00.000Z')
    return { here, reviewAt }
  }

  it('a high risk before brings the review that is owed forward, and tells the supervisor once more', async () => {
    const { here, reviewAt } = await beforeSheIsKnown()
    await here.post(identified())
    expect(await repeatOn(here, 'WK-2')).toMatchObject({ count: 1, highestRisk: 'high' })
    expect(await reviewAt()).toBe('2026-11-20T20:25:00.000Z')
  })

  it('a review that has ended is not brought back: no clock runs for it, and nobody is alerted', async () => {
    const { here } = await beforeSheIsKnown()
    await here.post(about('WK-2', happens.arrived('20:06')))
    await here.post(identified())
    expect(await repeatOn(here, 'WK-2')).toMatchObject({ count: 1, highestRisk: 'high' })
    const view = await here.engine.view(keyOf('WK-2'))
    expect(view?.deadlines.filter(({ name }) => name === 'next-review')).toMatchObject([{ status: 'cancelled' }])
    await here.post(about('WK-2', happens.logNoted('21:30')))
    expect(await here.engine.view(keyOf('WK-2'))).toMatchObject({
      demands: view?.demands,
      state: { risk: 'settled' },
    })
  })

  it('on a closed incident it goes on the record and opens nothing; under a policy that follows nobody it waits for the reopening', async () => {
    const { referrals, school } = policy.policy
    const without = policyWith({
      referrals: { ...referrals, rules: undefined },
      school: { ...school, encompass: undefined },
    })
    for (const [pinned, status] of [[policy, 'accepted'] as const, [without, 'refused'] as const]) {
      const here = place(pinned)
      await here.post(called('WK-1', '2026-11-20T20:00:00.000Z'))
      for (const posted of [...happens.everythingDone.slice(1), happens.closed('20:50')]) await here.post(about('WK-1', posted))
      const [late] = await here.post(about('WK-1', happens.identified('20:55')))
      expect([status, late]).toEqual([status, expect.objectContaining({ status })])
      expect((await here.engine.view(keyOf('WK-1')))?.state.closure).toBe('closed')
    }
  })

  it('a child is one to be safeguarded', async () => {
    const here = place()
    await here.post(called('WK-2', NOW, NOBODY))
    await here.post(identified({ role: 'child', personRef: 'P-9' }))
    expect((here.store.caseOf(keyOf('WK-2')) as Case).incident.context as unknown as IncidentContext).toMatchObject({
      children: ['P-9'],
    })
  })
})

it('the record gives the same case again, and looks nothing up', async () => {
  const here = place()
  await here.post(called('WK-1', '2026-05-01T20:00:00.000Z'))
  await here.post(called('WK-2', '2026-11-20T20:00:00.000Z'), about('WK-2', happens.identified('20:00', { personRef: 'P-8' })))
  const kept = here.store.caseOf(keyOf('WK-2')) as Case
  const lines = async function* (): AsyncGenerator<Entry> {
    yield* here.store.entries(keyOf('WK-2'))
  }
  expect(await replay(kept, lines(), policy)).toMatchObject({ replayed: true, differences: [] })

  // Who was found is in the bytes that are hashed: nobody makes somebody unknown afterwards.
  const forgotten = async function* (): AsyncGenerator<Entry> {
    for await (const line of lines()) yield { ...line, consequences: { ...line.consequences, earlier: undefined } as never }
  }
  const { differences } = await replay(kept, forgotten(), policy)
  expect(JSON.stringify(differences)).toContain('earlier differs from its bytes')
})
