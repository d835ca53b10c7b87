import { expect, it } from '@jest/globals'
import { agreement, type FourfoldTable } from '../../machines/rules/grading/agreement.ts'

const table = (yesYes: number, yesNo: number, noYes: number, noNo: number): FourfoldTable => ({ yesYes, yesNo, noYes, noNo })

it('gives what the worked example gives: fifty proposals, read by two', () => {
  // docs/sources.md#thrive-sampling: observed 0.70, by chance 0.50, kappa 0.40.
  expect(agreement(table(20, 5, 10, 15))).toEqual({ observed: 0.7, kappa: 0.4 })
})

it('gives what another gives: twenty patients, seen by two doctors', () => {
  const { observed, kappa } = agreement(table(12, 2, 4, 2))
  expect(observed).toBe(0.7)
  // 0.08 of 0.38.
  expect(kappa).toBeCloseTo(0.2105, 4)
})

it.each<[string, FourfoldTable, number | null, number | null]>([
  ['nothing was compared', table(0, 0, 0, 0), null, null],
  ['both only ever said yes: chance alone explains it', table(9, 0, 0, 0), 1, null],
  ['both only ever said no', table(0, 0, 0, 4), 1, null],
  ['they agree on everything', table(6, 0, 0, 3), 1, 1],
  ['one said yes to everything', table(8, 2, 0, 0), 0.8, 0],
  ['they agree as often as chance has it', table(4, 4, 4, 4), 0.5, 0],
  ['they never agree', table(0, 5, 5, 0), 0, -1],
])('%s', (_, counts, observed, kappa) => expect(agreement(counts)).toEqual({ observed, kappa }))
