/** A new release in the middle of a shift: two apis behind a load balancer and two workers, replaced one after another. */
import { RESTARTS } from './faults.ts'
import { rehearse } from './rehearse.ts'

await rehearse('under load', { balanced: true, senders: 6, pauseMs: 10 }, (rehearsal) => {
  it.each(Object.entries(RESTARTS))(
    '%s: no event is refused, nothing is lost, nothing is silent, nothing twice',
    async (_, fault) => {
      const before = rehearsal.night.lives.length
      expect(await rehearsal.under(fault)).toEqual({ wrong: [], skipped: [] })
      expect(rehearsal.night.lives.length).toBeGreaterThanOrEqual(before + 4)
    },
    180_000,
  )
})
