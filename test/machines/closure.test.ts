import type { Happening } from '../support/happenings.ts'
import {
  arrived,
  attendanceFailed,
  callCutOff,
  callReceived,
  closed,
  crimeRecorded,
  dashReviewed,
  dashSubmitted,
  deadlinePasses,
  delayNoted,
  diverted,
  everythingDone,
  graded,
  gradedP2,
  hauReceived,
  logNoted,
  reassessed,
  referred,
  reopened,
  reported,
  shiftChanged,
  thriveAssessed,
  until,
  victimContacted,
} from '../support/happenings.ts'
import { given } from '../support/incident.ts'

const over = [...everythingDone, closed('21:00')]

describe('closing', () => {
  it('is granted when nothing is in the way, and ends what is owed', () =>
    given(everythingDone)
      .when(closed('21:00'))
      .then({ state: { closure: 'closed' }, blockers: [], due: { 'hau-receipt': null }, alerts: [] }))

  it('is refused with everything that is in the way, by name', () =>
    given(reported('20:00', { children: ['P-3'] }), callReceived('20:01'), crimeRecorded('20:02'))
      .when(closed('20:03'))
      .thenRefused('closure-blocked'))

  it.each<[string, readonly Happening[], readonly string[]]>([
    [
      'a bare report of a child',
      [reported('20:00', { children: ['P-3'] })],
      ['thrive-missing', 'not-graded', 'not-attended', 'dash-missing', 'referral-not-made', 'school-not-notified'],
    ],
    ['an inadequate THRIVE', [...everythingDone, thriveAssessed('20:41', { interimRisk: '' })], ['thrive-inadequate']],
    ['an open demand', [...everythingDone, callReceived('20:41')], ['demand-open']],
    ['a DASH nobody reviewed', everythingDone.slice(0, -1), ['dash-not-reviewed']],
    [
      'a DASH that was returned',
      [...everythingDone.slice(0, -1), dashReviewed('20:40', 'returned', { missing: ['injury'] })],
      ['dash-returned'],
    ],
    ['no DASH', everythingDone.slice(0, -2), ['dash-missing']],
    ['a crime nobody was given', [...everythingDone, crimeRecorded('20:41')], ['investigation-not-allocated']],
    [
      'a high risk',
      [...everythingDone.slice(0, -1), dashSubmitted('20:35', 'high'), dashReviewed('20:40')],
      ['referral-not-made', 'referral-not-made', 'referral-not-made'],
    ],
    [
      'a referral nobody acknowledged',
      [...everythingDone, hauReceived('20:41'), referred('20:42', 'idva')],
      ['referral-not-acknowledged'],
    ],
    ['a new wait after an upgrade', [...everythingDone, graded('20:41', 'P1')], ['not-attended']],
  ])('is held up by %s', (_, before, blockers) => given(before).when(until('20:43')).then({ blockers }))

  it('comes once', () => given(over).when(closed('21:01')).thenRefused('not-accepted-now'))
})

describe('on a closed incident', () => {
  it.each([
    ['another call', callReceived('23:00'), 'further-call'],
    ['a call that was cut off', callCutOff('23:00'), 'cut-off'],
    ['a diversion', diverted('23:00'), 'diverted'],
    ['a failed attendance', attendanceFailed('23:00'), 'attendance-failed'],
    ['an arrival that saw nobody', arrived('23:00', { victimSeen: false }), 'attendance-failed'],
    ['new information', logNoted('23:00', true), 'new-information'],
    ['a victim who is not safe', victimContacted('23:00', false), 'unsafe-contact'],
    ['somebody’s decision', reopened('23:00'), 'reopened'],
  ])('%s reopens and demands', (_, news, reason) =>
    given(over)
      .when(news)
      .then({
        state: { closure: 'open', risk: 'demanded' },
        demands: { d1: `${reason} open` },
        alerts: ['reassessment-demanded'],
        due: { answer: '23:15' },
      }),
  )

  it.each([
    ['a note', logNoted('23:00')],
    ['an explanation', delayNoted('23:00')],
    ['a safe victim with nothing new', victimContacted('23:00', true)],
    ['an arrival that saw the victim', arrived('23:00')],
    ['a change of shift', shiftChanged('23:00')],
    ['a grade', graded('23:00', 'P1')],
    ['a THRIVE', thriveAssessed('23:00')],
    ['a reassessment', reassessed('23:00', null)],
    ['a DASH', dashSubmitted('23:00')],
    ['a crime', crimeRecorded('23:00')],
  ])('%s is not taken', (_, event) => given(over).when(event).thenRefused('not-accepted-now'))

  it('can be closed again once the demand is answered', () =>
    given(over, callReceived('23:00'), reassessed('23:05', 'd1'))
      .when(closed('23:06'))
      .then({ state: { closure: 'closed' } }))

  it('nothing falls due any more', () => given(over).when(until('2026-12-20T00:00:00Z')).then({ alerts: [], demands: {} }))
})

it('is not reopened while it is open', () => given(gradedP2('20:00')).when(reopened('20:10')).thenRefused('not-accepted-now'))

it('cannot be closed while the breach waits for its answer', () =>
  given(gradedP2('20:00'), deadlinePasses('attendance')).when(closed('21:05')).thenRefused('closure-blocked'))
