/** A trigger whose reason has an open demand joins it (contract §4). */
import {
  acknowledged,
  arrived,
  but,
  callReceived,
  deadlinePasses,
  demandId,
  entered,
  graded,
  gradedP2,
  type Happening,
  logNoted,
  type Posted,
  reassessed,
  until,
} from '../support/happenings.ts'
import { given, KEY, startNight } from '../support/incident.ts'

const seen = (reassessment: Posted, count: number): Posted => but(reassessment, { causesSeen: { [demandId('d1')]: count } })
const played = async (...happenings: readonly Happening[]) => {
  const night = startNight()
  let last = null
  for (const happening of happenings) last = await night.go(happening)
  const view = await night.engine.view(KEY)
  if (view === null) throw new Error('nothing was reported')
  return { view, last, alerts: night.store.alerts(KEY) }
}
const twelveCalls = Array.from({ length: 12 }, (_, call) => callReceived(`20:1${call < 6 ? 0 : 1}:${10 + (call % 6) * 5}`))

describe('a further call while a demand for calls is open', () => {
  it('joins it: one demand, one alert, its level and its answer clock as they were', async () => {
    const { view, alerts } = await played(...gradedP2('20:00'), ...twelveCalls)
    expect(view.demands).toMatchObject([{ id: demandId('d1'), reason: 'further-call', status: 'open', level: 1, causeCount: 12 }])
    expect(view.demands[0]?.dueAt).toBe('2026-11-20T20:25:10.000Z')
    expect(view.demands[0]?.causes).toHaveLength(12)
    expect(alerts.filter(({ kind }) => kind === 'reassessment-demanded')).toHaveLength(1)
  })

  it('is shown among the newest twenty, and all are counted', async () => {
    const calls = Array.from({ length: 30 }, (_, call) => callReceived(`20:10:${10 + call}`))
    const [demand] = (await played(...gradedP2('20:00'), ...calls)).view.demands
    expect(demand).toMatchObject({ causeCount: 30, causes: expect.arrayContaining([expect.anything()]) })
    expect(demand?.causes).toHaveLength(20)
    expect(demand?.causes.at(-1)).toEqual({ at: '2026-11-20T20:10:39.000Z', sequence: 33 })
  })

  it('gives back the alert that somebody had, at most once while an answer is owed', async () => {
    const had = [...gradedP2('20:00'), callReceived('20:10'), acknowledged('20:11', 'reassessment-demanded')]
    const again = acknowledged('20:13', 'reassessment-demanded')
    const statusAfter = async (...happenings: readonly Happening[]) => {
      const { alerts } = await played(...had, ...happenings)
      return alerts.find(({ kind }) => kind === 'reassessment-demanded')
    }
    expect(await statusAfter()).toMatchObject({ status: 'acknowledged' })
    expect(await statusAfter(callReceived('20:12'))).toMatchObject({ status: 'open', count: 1 })
    expect(await statusAfter(callReceived('20:12'))).not.toHaveProperty('acknowledgedBy')
    expect(await statusAfter(callReceived('20:12'), again, callReceived('20:14'))).toMatchObject({ status: 'acknowledged' })
    expect(await statusAfter(callReceived('20:12'), again, callReceived('20:27'))).toMatchObject({ status: 'open' })
  })

  it('opens a demand of its own beside one of another reason', () =>
    given(gradedP2('20:00'), callReceived('20:10'))
      .when(logNoted('20:11', true))
      .then({ demands: { d1: 'further-call open', d2: 'new-information open' } }))
})

describe('a reassessment', () => {
  const called = [...gradedP2('20:00'), callReceived('20:10'), callReceived('20:21')]

  it('written from a form opened before the latest call leaves that call open, and says so', async () => {
    const written = seen(reassessed('20:22', 'd1'), 1)
    const { view, last } = await played(...called, written)
    expect(last).toMatchObject({ status: 'accepted', warnings: [{ code: 'demand-still-open' }] })
    expect(view.demands).toMatchObject([{ status: 'open', causeCount: 2, causes: [{ at: '2026-11-20T20:21:00.000Z' }] }])
    const again = await played(...called, written, seen(reassessed('20:23', 'd1'), 1))
    expect(again.last).toMatchObject({ status: 'refused', problem: { code: 'invalid-event' } })
  })

  it('answers the causes that its author had read, and the demand stays open at its level for the rest', () =>
    given(gradedP2('20:00'), callReceived('20:10'), callReceived('20:20'), until('20:25'))
      .when(seen(reassessed('20:26', 'd1'), 1))
      .then({ demands: { d1: 'further-call open level 2' }, warnings: ['demand-still-open'], state: { risk: 'demanded' } }))

  it('answers no cause that came after its own time', () =>
    given(gradedP2('20:00'), callReceived('20:10'), callReceived('20:20'))
      .when(entered('20:22', reassessed('20:15', 'd1')))
      .then({ demands: { d1: 'further-call open' }, warnings: ['demand-still-open'] }))

  it('is refused where it answers no cause at all, with the reason at its place', () =>
    given(gradedP2('20:00'), callReceived('20:10'))
      .when(seen(reassessed('20:15', 'd1'), 0))
      .thenRefused('invalid-event', [`/data/causesSeen/${demandId('d1')}`]))

  it('that says nothing of causes answers all of them that came before it', () =>
    given(gradedP2('20:00'), callReceived('20:10'), callReceived('20:20'))
      .when(reassessed('20:21', 'd1'))
      .then({ demands: { d1: 'further-call answered' }, state: { risk: 'settled' } }))

  it('names no demand in causesSeen that was never made', () =>
    given(gradedP2('20:00'), callReceived('20:10'))
      .when(but(reassessed('20:15', 'd1'), { causesSeen: { [demandId('d9')]: 1 } }))
      .thenRefused('invalid-event', [`/data/causesSeen/${demandId('d9')}`]))
})

describe('an arrival that saw the victim', () => {
  it('removes the causes before it and leaves the demand open for those after it', () =>
    given(gradedP2('20:00'), callReceived('20:10'), callReceived('20:40'))
      .when(entered('20:45', arrived('20:30')))
      .then({ demands: { d1: 'further-call open level 3' }, state: { risk: 'demanded' } }))

  it('ends a demand that is left without a cause', () =>
    given(gradedP2('20:00'), callReceived('20:10'), callReceived('20:20'))
      .when(arrived('20:30'))
      .then({ demands: { d1: 'further-call superseded level 2' }, state: { risk: 'settled' } }))

  it('in time, told late, voids the breach of its clock and leaves the demand for the breach after it', async () => {
    const twice = [...gradedP2('20:00'), deadlinePasses('attendance'), graded('21:05', 'P1'), deadlinePasses('attendance')]
    const { view } = await played(...twice, entered('21:25', arrived('21:10')))
    expect(view.demands).toMatchObject([{ reason: 'attendance-overdue', status: 'superseded', causeCount: 2 }])
  })

  it('takes away the cause of a voided breach alone', async () => {
    const night = [...gradedP2('20:00'), deadlinePasses('attendance'), entered('21:05', arrived('20:50'))]
    expect((await played(...night)).view.demands).toMatchObject([{ reason: 'attendance-overdue', status: 'superseded' }])
  })
})
