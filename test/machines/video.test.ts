import { callReceived, graded, gradedP2, reported, videoResponded } from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

const allowing = underPolicy({ videoResponse: { allowed: true } })

describe('seeing the victim by video', () => {
  it('is an interim action: the clock runs on and every demand stays', () =>
    allowing.given(gradedP2('20:00'), callReceived('20:10')).when(videoResponded('20:15')).thenNothing())

  it('is refused where the policy does not allow it', () =>
    given(gradedP2('20:00')).when(videoResponded('20:15')).thenRefused('invalid-event', ['/data']))

  it('is refused before a grade says that it is not urgent', () =>
    allowing.given(reported('20:00')).when(videoResponded('20:15')).thenRefused('invalid-event', ['/data']))

  it('is refused with every condition that is not met', () =>
    allowing
      .given(gradedP2('20:00'), graded('20:05', 'P1'))
      .when(videoResponded('20:15', { suspectAbsent: false, safe: false, consent: false }))
      .thenRefused('invalid-event', ['/data', '/data/suspectAbsent', '/data/safe', '/data/consent']))
})
