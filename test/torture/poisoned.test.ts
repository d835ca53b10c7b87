/**
 * A case whose memory is damaged, so that its machines throw or never come to rest, and ten thousand clocks that ring at
 * once. Neither holds up anybody else's.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { herd } from './herd.ts'
import type { Night } from './night.ts'
import { rehearse } from './rehearse.ts'

/** Of `WK-POISON`, whose demand waits for its answer. */
const DAMAGES = {
  throws: 'not a duration',
  'would loop for ever': 'PT0S',
}

await rehearse('one that cannot be fired', {}, (rehearsal) => {
  const { night } = rehearsal
  it.each(Object.entries(DAMAGES))(
    'whose machine %s: shows, backs off, holds up nobody, and fires once when it is mended',
    async (_, answerWithin) => {
      const incident = `WK-${answerWithin.length}`
      const [api] = night.living('api') as [Night['lives'][number]]
      const posted = [event('incident.reported', incident), event('incident.graded', incident, { priority: 'P1' })]
      expect(await api.server.postBatch('control-room', posted)).toMatchObject({ code: 200 })
      await api.server.alertRaised(incident, 'attendance-overdue')
      const demand = `${incident}-d1`
      const whole = await damage(night, incident, demand, answerWithin)

      // Beside it everything goes on as on any night.
      const beside = rehearsal.under(
        async () => {
          await eventually('it shows in the metric', async () => (await metric(night, 'reassess_timers_failed')) > 0)
          await pause(4_000)
          return undefined
        },
        { except: [incident] },
      )
      expect(await beside).toEqual({ wrong: [], skipped: [] })
      const told = night.lives
        .flatMap(({ server }) => server.said().split('\n'))
        .filter((line) => line.includes('"a timer could not be fired"') && line.includes(incident))
      expect(told.length).toBeGreaterThan(0)
      // One attempt of the queue; then two, four and eight seconds apart, between all processes.
      expect(told.length).toBeLessThan(8)

      await night.query('update reassess.cases set snapshot = $2 where reference = $1', [incident, whole])
      await night.query(
        'update reassess.timers t set leased_until = null from reassess.cases c where c.id = t.case_id and c.reference = $1',
        [incident],
      )
      await api.server.incidentIs(incident, 'has escalated', ({ demands }) => (demands[0]?.level ?? 0) > 1)
      await eventually('it is no longer failing', async () => (await metric(night, 'reassess_timers_failed')) === 0)
      expect((await api.server.post('officer', event('unit.arrived', incident))).code).toBe(201)
      expect(await rehearsal.under()).toEqual({ wrong: [], skipped: [] })
    },
  )

  it('a herd of a thousand clocks that ring in one second: each once, none early, and fresh ones do not wait behind them', async () => {
    const { wrong } = await herd(night, { size: 1_000, random: rehearsal.random, inMs: 12_000 })
    expect(wrong).toEqual([])
  })
})

/** @returns the snapshot as it was. */
async function damage(night: Night, incident: string, demand: string, answerWithin: string): Promise<string> {
  const [row] = await night.query<{ snapshot: string }>('select snapshot from reassess.cases where reference = $1 for update', [
    incident,
  ])
  const snapshot = row?.snapshot ?? ''
  const broken = JSON.parse(snapshot) as { demands: Record<string, { context: Record<string, unknown> }> }
  Object.assign(broken.demands[demand]?.context ?? {}, { answerWithin, level: 3 })
  await night.query('update reassess.cases set snapshot = $2 where reference = $1', [incident, JSON.stringify(broken)])
  return snapshot
}

async function metric(night: Night, name: string): Promise<number> {
  const text = await (await (night.living('worker')[0] as Night['lives'][number]).server.ask('/metrics', null)).text()
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN)
}
