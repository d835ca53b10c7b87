import { expect, it } from '@jest/globals'
import { agreement, type FourfoldTable } from '../../machines/rules/grading/agreement.ts'
import { weighed } from '../../machines/rules/grading/weighed.ts'

const table = (yesYes: number, yesNo: number, noYes: number, noNo: number): FourfoldTable => ({ yesYes, yesNo, noYes, noNo })
/** Of 1,000 the first rater says yes to 100; all of those are seen, and 45 of the other 900. */
const YES = 100
const NO = 900
const ofAll = (seen: FourfoldTable) => agreement(weighed(seen, { yes: YES, no: NO }) ?? table(0, 0, 0, 0))

it.each([
  // As if all had been seen: 60, 40, 0, 900. Observed 0.96, by chance 0.852.
  ['the sample finds nothing', table(60, 40, 0, 45), 0.96, 0.7297],
  // 60, 40, 20, 880: observed 0.94, by chance 0.836.
  ['the sample finds one, which stands for twenty', table(60, 40, 1, 44), 0.94, 0.6341],
  // 60, 40, 40, 860: observed 0.92, by chance 0.82.
  ['the sample finds two', table(60, 40, 2, 43), 0.92, 0.5556],
  ['half of the first rater’s yes is not seen yet', table(30, 20, 1, 44), 0.94, 0.6341],
])('weighs what was seen: %s', (_, seen, observed, kappa) => {
  expect(ofAll(seen).observed).toBeCloseTo(observed, 4)
  expect(ofAll(seen).kappa).toBeCloseTo(kappa, 4)
})

it('says something else than the table of what was seen, whose kappa falls with the size of the sample', () =>
  expect(agreement(table(60, 40, 1, 44)).kappa).toBeCloseTo(0.4666, 4))

it('is the table itself where everything was seen', () =>
  expect(agreement(weighed(table(20, 5, 10, 15), { yes: 25, no: 25 }) ?? table(0, 0, 0, 0))).toEqual({
    observed: 0.7,
    kappa: 0.4,
  }))

it.each([
  ['none of the rest was seen', table(60, 40, 0, 0), { yes: 100, no: 900 }],
  ['none of what the first rater said yes to was seen', table(0, 0, 1, 44), { yes: 3, no: 900 }],
])('is null where %s', (_, seen, first) => expect(weighed(seen, first)).toBeNull())

it.each([
  ['yes to nothing', table(0, 0, 1, 3), { yes: 0, no: 80 }, 0.75],
  ['yes to everything', table(3, 1, 0, 0), { yes: 8, no: 0 }, 0.75],
])('has no kappa but what chance gives where the first rater says %s', (_, seen, first, observed) =>
  expect(agreement(weighed(seen, first) ?? table(0, 0, 0, 0))).toEqual({ observed, kappa: 0 }),
)

it('has no agreement of nothing', () =>
  expect(agreement(weighed(table(0, 0, 0, 0), { yes: 0, no: 0 }) ?? table(1, 0, 0, 0))).toEqual({ observed: null, kappa: null }))
