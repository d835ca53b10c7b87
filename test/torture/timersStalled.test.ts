/** A queue that is away for long: every process says so of itself within 15 s, and it is an alert. */
import type { AlertItem } from '../../src/engine/views/views.ts'
import { eventually } from '../support/eventually.ts'
import { QUEUE_FAULTS } from './faults.ts'
import { rehearse } from './rehearse.ts'

await rehearse('Redis away for long', { awayMs: 19_000, senders: 1, pauseMs: 200 }, (rehearsal) => {
  it('within 15 s no worker is ready, the apis are and say that timers are stalled, and that is one alert until they fire', async () => {
    const [api] = rehearsal.night.living('api')
    const stalled = async () =>
      ((await api?.server.list<AlertItem>('/v1/alerts')) ?? []).filter(({ kind }) => kind === 'timers-stalled')
    const raised = eventually('it is an alert', async () => (await stalled()).length > 0)
    expect(await rehearsal.under(QUEUE_FAULTS['Redis is away'])).toEqual({ wrong: [], skipped: [] })
    await raised
    await eventually('it is resolved', async () => (await stalled())[0]?.status === 'resolved')
    expect(await stalled()).toHaveLength(1)
  })
})
