import { atEight, inWords } from '../support/atEight.ts'
import {
  as,
  callReceived,
  closed,
  downgraded,
  graded,
  gradedP2,
  instant,
  logNoted,
  reassessed,
  reported,
} from '../support/happenings.ts'
import { arrivedEvent, KEY } from '../support/incident.ts'

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
