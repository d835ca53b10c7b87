/** The page counts on from what the server wrote: both say the same length of time in the same words. */
import { lengthOf } from '../../../src/frame/times.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

it.each([
  0,
  999,
  SECOND,
  59_999,
  MINUTE,
  12 * MINUTE + 59 * SECOND,
  HOUR,
  3 * HOUR + 12 * MINUTE,
  24 * HOUR,
  25 * HOUR,
  49 * HOUR,
])('says %d ms as the server does', async (ms) => {
  // @ts-expect-error: the island is JavaScript, for browsers.
  const island = await import('../../../src/board/island/time.js')
  expect(island.lengthOf(ms)).toBe(lengthOf(ms))
})
