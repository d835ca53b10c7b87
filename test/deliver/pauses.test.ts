import { pauseAfter } from '../../src/deliver/pauses.ts'

it('waits longer after each try, and ten minutes in the end', () => {
  expect([1, 2, 3, 4, 5, 6, 100].map((tries) => pauseAfter(tries, 0) / 1_000)).toEqual([5, 15, 45, 120, 300, 600, 600])
})

it('adds a fifth by chance, at most', () => {
  expect([pauseAfter(1, 0.5), pauseAfter(1, 1), pauseAfter(6, 1)]).toEqual([5_500, 6_000, 720_000])
})
