/** A new release in the middle of a shift: two apis behind a load balancer and two workers, replaced one after another. */
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { RESTARTS } from './faults.ts'
import type { Life } from './night.ts'
import { rehearse } from './rehearse.ts'

await rehearse('under load', { balanced: true, senders: 4, pauseMs: 40 }, (rehearsal) => {
  it.each(Object.entries(RESTARTS))(
    '%s: no event is refused, nothing is lost, nothing is silent, nothing twice',
    async (_, fault) => {
      const before = rehearsal.night.lives.length
      expect(await rehearsal.under(fault)).toEqual({ wrong: [], skipped: [] })
      expect(rehearsal.night.lives.length).toBeGreaterThanOrEqual(before + 4)
    },
    180_000,
  )

  it('an api that is told to stop says so, and goes on taking events from those who have not heard yet', async () => {
    const { night } = rehearsal
    const [api] = night.living('api') as [Life]
    await api.server.post('control-room', event('incident.reported', 'WK-1'))
    const stopped = night.stop(api)
    await eventually('it is not ready, and lets connections go', async () => {
      const answer = await api.server.ask('/readyz', null)
      return answer.status === 503 && answer.headers.get('connection') === 'close'
    })
    expect(await api.server.post('control-room', event('log.noted', 'WK-1'))).toMatchObject({ code: 201 })
    const listener = await api.server.listen()
    await listener.ended
    await stopped
    await night.start('api')
  })
})
