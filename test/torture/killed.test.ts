/** Two apis and two workers under load: any of them, or everything, dies or stops at any moment. */
import { KILLS } from './faults.ts'
import { rehearse } from './rehearse.ts'

await rehearse('under load', {}, (rehearsal) => {
  it.each(Object.entries(KILLS))('%s: nothing is lost, nothing is silent, nothing twice', async (_, fault) => {
    expect(await rehearsal.under(fault)).toEqual({ wrong: [], skipped: [] })
  })
})
