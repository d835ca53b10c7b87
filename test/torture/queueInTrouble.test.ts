/** Redis only wakes the system early: away, empty, slow or cut off, it loses no alert. */
import { QUEUE_FAULTS } from './faults.ts'
import { rehearse } from './rehearse.ts'

await rehearse('under load', {}, (rehearsal) => {
  it.each(Object.entries(QUEUE_FAULTS))('%s: nothing is lost, nothing is silent, nothing twice', async (_, fault) => {
    expect(await rehearsal.under(fault)).toEqual({ wrong: [], skipped: [] })
  })
})
