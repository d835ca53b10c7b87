/** Who may read an incident, and whom it tells when that changes: posted events. */
import {
  callReceived,
  closed,
  entered,
  everythingDone,
  gradedP2,
  reopened,
  restricted,
  unrestricted,
} from '../support/happenings.ts'
import { given } from '../support/incident.ts'

const P2 = gradedP2('20:00')

describe('a restriction', () => {
  it('ends no demand, no clock and no alert', () =>
    given(P2, callReceived('20:10'))
      .when(restricted('20:11', ['sup-1']))
      .then({
        state: { risk: 'demanded', attendance: 'waiting.unassigned' },
        demands: { d1: 'further-call open' },
        alerts: [],
        open: ['reassessment-demanded'],
        due: { attendance: '21:00', answer: '20:25' },
      }))

  it('keeps a demand from nobody: it opens and goes up as ever', () =>
    given(P2, restricted('20:05', ['sup-1']))
      .when(callReceived('20:10'), { kind: 'clock', at: '2026-11-20T20:25:00.000Z' })
      .then({
        demands: { d1: 'further-call open level 2' },
        alerts: ['reassessment-demanded', 'reassessment-overdue level 2'],
      }))

  it('is given again to other readers, by a reader, and tells nobody', () =>
    given(P2, restricted('20:05', ['sup-1']))
      .when(restricted('20:06', ['sup-2'], 'sup-1'))
      .then({ alerts: [] }))

  it('given again by who is no reader tells the rank above', () =>
    given(P2, restricted('20:05', ['sup-1']))
      .when(restricted('20:06', ['sup-9'], 'sup-9'))
      .then({ alerts: ['break-glass level 3'] }))

  it('is on a closed incident too, and leaves it closed', () =>
    given(everythingDone, closed('20:50'))
      .when(restricted('20:55', ['sup-1']))
      .then({ state: { closure: 'closed' }, alerts: [] }))

  it('outlives the closing and the reopening', () =>
    given(everythingDone, restricted('20:45', ['sup-1']), closed('20:50'), reopened('20:55'))
      .when(restricted('20:56', ['sup-9'], 'sup-9'))
      .then({ alerts: ['break-glass level 3'] }))

  it('counts from when it happened', () =>
    given(P2)
      .when(entered('20:30', restricted('20:05', ['sup-1'])))
      .then({ alerts: [] }))
})

describe('lifting it', () => {
  it('is for a restricted incident', () => given(P2).when(unrestricted('20:05')).thenRefused('not-accepted-now'))

  it('by a reader tells nobody', () =>
    given(P2, restricted('20:05', ['Sup-1']))
      .when(unrestricted('20:06', 'SUP - 1'))
      .then({ alerts: [] }))

  it('by who is no reader tells the rank above', () =>
    given(P2, restricted('20:05', ['sup-1']))
      .when(unrestricted('20:06', 'sup-9'))
      .then({ alerts: ['break-glass level 3'] }))

  it('ends the alerts of others, and never one of who lifts it', () =>
    given(
      P2,
      restricted('20:05', ['sup-1']),
      restricted('20:06', ['sup-9'], 'sup-9'),
      restricted('20:07', ['sup-9', 'sup-1'], 'sup-1'),
    )
      .when(unrestricted('20:08', 'sup-9'))
      .then({ alerts: ['break-glass level 3 resolved'], open: ['break-glass'] }))
})
