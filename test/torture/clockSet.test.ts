/** The database's clock is set: forward, what is then due fires once; back, nothing waits for the past to come again. */
import { createClockwork } from './clockwork.ts'
import { CLOCK_FAULTS } from './faults.ts'
import { rehearse } from './rehearse.ts'

const clockwork = await createClockwork()
if ('skipped' in clockwork) {
  describe.skip(`the clock is set (skipped: ${clockwork.skipped})`, () => it('is not tried', () => {}))
} else {
  afterAll(() => clockwork.remove())
  await rehearse('under load', { clockwork, awayMs: 2_000, postgres: { env: clockwork.env } }, (rehearsal) => {
    it.each(Object.entries(CLOCK_FAULTS))('%s: nothing is early, nothing waits, nothing twice', async (_, fault) => {
      expect(await rehearsal.under(fault)).toEqual({ wrong: [], skipped: [] })
    })
  })
}
