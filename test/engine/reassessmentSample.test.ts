/** The sample: reassessments that nothing casts doubt on are drawn for a blind reading, and nothing shows which before the verdict. */
import type { IncidentContext } from '../../machines/incident/setup.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Entry } from '../../src/engine/step/case.ts'
import { wholeContext } from '../../src/engine/step/live.ts'
import type { Happening } from '../support/happenings.ts'
import {
  arrived,
  callCutOff,
  callReceived,
  closed,
  doubtful,
  everythingDone,
  gradedP2,
  read,
  reassessed,
  reassessedDown,
  sendsNobody,
  until,
} from '../support/happenings.ts'
import { KEY, type Night, policyWith, startNight, underPolicy } from '../support/incident.ts'

const underSample = (sample: number) => ({
  victimTold: undefined,
  reassessment: { doubtBelow: 0.7, sample, sampleWithin: 'PT24H' },
})
const { given } = underPolicy(underSample(1))

const P2 = gradedP2('20:00')
/** The call is line 4, the reassessment line 5. */
const answered = [...P2, callReceived('20:10'), reassessed('20:12', 'd1')]
const explains = (time: string, sequence = 5, by = 'sup-2') => read(time, sequence, 'explains', by)

async function played(sample: number, ...happenings: readonly (Happening | readonly Happening[])[]) {
  const night = startNight(policyWith(underSample(sample)))
  const outcomes: unknown[] = []
  for (const happening of happenings.flat()) outcomes.push(await night.go(happening))
  return { night, outcomes }
}
const checksOf = ({ store }: Night) => {
  const kept = store.caseOf(KEY)
  if (kept === null) throw new Error('nothing was reported')
  return (wholeContext(kept) as unknown as IncidentContext).checks
}

/** A line as a reader of the timeline has it, by the words that the store takes away from it (src/store/lists/entries.ts). */
const asRead = ({ canonical: _, hash: __, salt: ___, commitment: ____, consequences, ...line }: Entry) => {
  const { reading: _____, ...followed } = consequences
  return { ...line, consequences: followed }
}

it('shows in no answer, line, alert, deadline or register which reassessments were drawn', async () => {
  const story = [
    ...[...answered, callCutOff('20:14'), reassessedDown('20:15', 'd2', 'P3'), until('21:30'), reassessed('21:31', null)],
    ...[until('23:59'), arrived('23:59:30'), until('23 09:00')],
  ]
  const [none, all] = [await played(0, story), await played(1, story)]
  expect(checksOf(none.night)).toEqual([])
  expect(checksOf(all.night).map(({ why }) => why)).toEqual(['drawn', 'drawn', 'drawn'])
  expect(all.outcomes).toEqual(none.outcomes)
  expect(await all.night.engine.view(KEY)).toEqual(await none.night.engine.view(KEY))
  expect(all.night.store.alerts(KEY)).toEqual(none.night.store.alerts(KEY))
  expect(all.night.store.entries(KEY).map(asRead)).toEqual(none.night.store.entries(KEY).map(asRead))
})

it('is said in the hashed bytes of the record, and a replay reads it there', async () => {
  const { night } = await played(1, answered, explains('20:20'))
  const entries = night.store.entries(KEY)
  expect(JSON.parse(entries[4]?.canonical ?? '')).toMatchObject({ reading: { verdict: 'assesses', drawn: true } })
  async function* lines() {
    yield* entries
  }
  const kept = night.store.caseOf(KEY)
  if (kept === null) throw new Error('nothing was reported')
  expect(await replay(kept, lines(), policyWith(underSample(1)))).toMatchObject({ differences: [], replayed: true })
})

it('draws no doubtful reassessment: somebody reads that anyhow', async () => {
  const { night } = await played(1, P2, callReceived('20:10'), doubtful(reassessed('20:12', 'd1')))
  expect(checksOf(night)).toMatchObject([{ why: 'doubtful' }])
  expect(night.store.entries(KEY)[4]?.consequences.reading).toMatchObject({ verdict: 'doubtful', drawn: false })
})

it('draws none where the policy asks for no sample', () =>
  underPolicy(underSample(0)).given(answered).when(explains('20:20')).thenRefused('not-accepted-now'))

describe('a blind reading', () => {
  it('that assesses changes nothing but what is known of it', () =>
    given(answered)
      .when(read('20:20', 5, 'assesses'))
      .then({
        state: { risk: 'settled' },
        alerts: [],
        demands: { d1: 'further-call answered' },
        due: { 'next-review': '20:42' },
      }))

  it('that finds an explanation has the effects of every such verdict', () =>
    given(answered)
      .when(explains('20:20'))
      .then({
        state: { risk: 'demanded' },
        alerts: ['reassessment-demanded'],
        demands: { d1: 'further-call answered', d2: 'reassessment-set-aside open' },
        due: { answer: '20:35', 'next-review': null },
      }))

  it('asks at the level that the demand had reached', () =>
    given(P2, callReceived('20:10'), until('20:25'), reassessed('20:26', 'd1'))
      .when(explains('20:40', 6))
      .then({ demands: { d1: 'further-call answered level 2', d2: 'reassessment-set-aside open level 2' } }))

  it('puts back a grade that was lowered', () =>
    given(P2, callReceived('20:10'), reassessedDown('20:12', 'd1', 'P3'))
      .when(explains('20:20'))
      .then({ priority: 'P2', due: { attendance: '21:00' } }))

  it('opens nothing where the victim was seen since, and is kept', () =>
    given(answered, arrived('20:15'))
      .when(explains('20:20'))
      .then({ state: { risk: 'settled' }, alerts: [], demands: { d1: 'further-call answered' } }))

  it('opens a closed incident again', () =>
    given(everythingDone, callReceived('20:41'), sendsNobody(reassessed('20:45', 'd1')), closed('20:50'))
      .when(explains('20:55', 10))
      .then({ state: { closure: 'open', risk: 'demanded' } }))

  it('is late after its time, and taken all the same', () =>
    given(answered)
      .when(explains('23 20:00', 5))
      .then({ state: { risk: 'demanded' } }))

  it('shows once there is a verdict', async () => {
    const { night } = await played(1, answered, read('20:20', 5, 'assesses'))
    expect(await night.engine.view(KEY)).toMatchObject({ checks: [{ reassessment: 5, verdict: 'assesses' }] })
  })

  it('is given once', () =>
    given(answered, read('20:20', 5, 'assesses'))
      .when(explains('20:21', 5, 'sup-3'))
      .thenRefused('not-accepted-now'))

  it.each([
    ['its author', explains('20:20', 5, 'sup-1')],
    ['whoever dates it before the reassessment', explains('20:11', 5)],
  ])('tells %s no more than that nobody waits for one', async (_, verdict) => {
    const [drawn, not] = [await played(1, answered, verdict), await played(0, answered, verdict)]
    expect(drawn.outcomes.at(-1)).toMatchObject({ status: 'refused', problem: { code: 'not-accepted-now' } })
    expect(drawn.outcomes.at(-1)).toEqual(not.outcomes.at(-1))
  })
})

it('keeps the newest fifty of an incident for a reader; those before them nobody reads any more', async () => {
  const many = Array.from({ length: 52 }, (_, place) => reassessed(`20:${String(place + 1).padStart(2, '0')}`, null))
  const { night } = await played(1, P2, many)
  expect(checksOf(night)).toHaveLength(50)
})
