/** Supervision that says what is to be done, and supervision that only ticks. */
import fc from 'fast-check'
import { directionIssues, isTick } from '../../machines/rules/investigation/direction.ts'

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
