import { pauseAfter } from '../../workers/pauses.ts'

it('grows to ten minutes, with up to a fifth by chance', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1_000].map((failures) => pauseAfter(failures, 0, 0) / 1_000)).toEqual([
    5, 15, 45, 120, 300, 600, 600, 600,
  ])
  expect(pauseAfter(1, 0, 1)).toBe(6_000)
})

it('is as long as the receiver asks for, and no longer than ten minutes', () => {
  expect(pauseAfter(1, 60_000, 0)).toBe(60_000)
  expect(pauseAfter(4, 60_000, 0)).toBe(120_000)
  expect(pauseAfter(1, 86_400_000, 0)).toBe(600_000)
})
