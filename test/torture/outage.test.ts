/** What fell due in a long outage drains worst first when it is over, and who is late meanwhile does not wait behind it. */
import { randomFrom } from '../support/chance.ts'
import { verifyFails } from './checks.ts'
import { beginNight } from './night.ts'
import { outage } from './outage.ts'
import { CALM } from './policy.ts'

const seed = Number(process.env.TORTURE_SEED ?? Math.floor(Math.random() * 1e6))
/** More than the pages in hand at once, or no order would show. `npm run torture -- --recovery` has 100,000 and 5,000. */
const SIZE = { open: 3_200, overdue: 3_000 }
/** For each answer of the database, so that a drain takes seconds on any machine and something can fall due in it. */
const SLOW_MS = 40

const night = await beginNight({ apis: 1, workers: 1, policy: CALM })
if ('skipped' in night) {
  describe.skip(`a long outage (skipped: ${night.skipped})`, () => it('is not tried', () => {}))
} else {
  describe(`a long outage (TORTURE_SEED=${seed})`, () => {
    afterAll(() => night.end())

    it('drains worst first, each once, and fresh ones fire in the midst of it', async () => {
      night.database.slow(SLOW_MS)
      const { wrong, outOfOrder, fresh } = await outage(night, { ...SIZE, random: randomFrom(seed) })
      night.database.heal()
      expect({ wrong, outOfOrder, stalled: fresh.stalled }).toEqual({ wrong: [], outOfOrder: 0, stalled: 0 })
      // Without any that fell due early in the drain, nothing was tried of them.
      expect(fresh.early).toBeGreaterThan(2)
    }, 120_000)

    it('and in the end the record proves itself', async () => {
      expect(await verifyFails(night)).toEqual([])
    })
  })
}
