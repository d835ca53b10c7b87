/** Supervision that says what is to be done, and supervision that only ticks. */
import fc from 'fast-check'
import { directionIssues, directionWarnings, isTick } from '../../machines/rules/investigation/direction.ts'

const asked = (direction: string) => [...directionIssues({ direction }), ...directionWarnings({ direction })]

it.each([
  'Reviewed.',
  'Reviewed 12/12, all in order. Continue.',
  'Noted, ongoing.',
  'N/A',
  'Investigation progressing well. No further comments at this time.',
  'Supervisor review completed, happy with the enquiries to date.',
  'Seen. OK to proceed as planned - Sgt',
])('%j is a tick', (direction) => {
  expect(isTick(direction)).toBe(true)
  expect(directionIssues({ direction }).map(({ pointer }) => pointer)).toEqual(['/data/direction'])
})

it.each([
  'Arrest him tonight.',
  'Statement from the neighbour by Sunday.',
  'Continue, and ask the bank for the transfers.',
  'Telephone to the examiners; chase on Monday.',
  'Visit her with the IDVA before his bail ends.',
])('%j is a direction', (direction) => expect(directionIssues({ direction })).toEqual([]))

it('one word of what is to be done makes a direction of any tick', () =>
  fc.assert(
    fc.property(
      fc.constantFrom('Reviewed.', 'All in order, continue.', ''),
      fc.constantFrom('arrest', 'statement', 'Brownfield'),
      (tick, word) => expect(isTick(`${tick} ${word}`)).toBe(false),
    ),
  ))

describe('a text that tells nobody what to do is asked about, in whatever words', () => {
  it.each([
    'Reviewed, no further lines of enquiry.',
    'Investigation ongoing. Review again in 28 days.',
    'NFA at this time.',
    'Awaiting statement.',
    'Awaiting statement, expected by Friday.',
    'Happy with progress, file to be reviewed in due course.',
    'All reasonable lines of enquiry pursued.',
    'Victim not supportive.',
    'To be reviewed again by Friday.',
    'Review by DI on Monday.',
    'Outstanding suspect, enquiries ongoing.',
    'Not in the public interest.',
    'I have read the case and I am satisfied.',
    'Still waiting for the phone.',
  ])('%j', (direction) => expect(asked(direction)).toMatchObject([{ pointer: '/data/direction' }]))

  it.each([
    'Arrest him tonight.',
    'Statement by Friday.',
    'Get the CCTV of the shop.',
    'PC Example to obtain the medical records.',
    'OIC to arrest suspect.',
    'Obtain statement from neighbour',
    'Telephone download within 7 days',
    'Reviewed. Circulate him on PNC.',
    'Review the video and get the 999 recording.',
    'Night shift visits his brother; telephone data applied for by PC Example before Monday.',
    'Statement of the neighbour and her doorbell video by Sunday; then to the prosecutors.',
  ])('and not %j', (direction) => expect(asked(direction)).toEqual([]))
})
