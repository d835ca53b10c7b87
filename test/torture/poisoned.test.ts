/**
 * A case whose memory is damaged, so that its machines throw or never come to rest, and ten thousand clocks that ring at
 * once. Neither holds up anybody else's.
 */
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { herd } from './herd.ts'
import type { Night } from './night.ts'
import { rehearse } from './rehearse.ts'

/** What is written into the memory of a demand that waits for its answer, so that its machine throws, or would loop for ever. */
const DAMAGES = { THROWS: 'not a duration', LOOPS: 'PT0S' }

await rehearse('those that cannot be fired', {}, (rehearsal) => {
  const { night } = rehearsal
  it('show, back off, hold up nobody, and each fires once when it is mended', async () => {
    const [api] = night.living('api') as [Night['lives'][number]]
    const poisoned = Object.entries(DAMAGES).map(([how, answerWithin]) => ({ incident: `WK-${how}`, answerWithin }))
    for (const { incident } of poisoned) {
      const posted = [event('incident.reported', incident), event('incident.graded', incident, { priority: 'P1' })]
      expect(await api.server.postBatch('control-room', posted)).toMatchObject({ code: 200 })
      await api.server.alertRaised(incident, 'attendance-overdue')
    }
    const whole = new Map<string, string>()
    for (const { incident, answerWithin } of poisoned) whole.set(incident, await damage(night, incident, answerWithin))

    // Beside them everything goes on as on any night.
    const beside = rehearsal.under(
      async () => {
        await eventually(
          'they show in the metric',
          async () => (await metric(night, 'reassess_timers_failed')) === poisoned.length,
        )
        await eventually('each was tried again', async () => poisoned.every(({ incident }) => triesOf(night, incident) > 1))
        return undefined
      },
      { except: poisoned.map(({ incident }) => incident) },
    )
    expect(await beside).toEqual({ wrong: [], skipped: [] })
    // One attempt of the queue; then two, four and eight seconds apart, between all processes.
    for (const { incident } of poisoned) expect(triesOf(night, incident)).toBeLessThan(8)

    for (const [incident, snapshot] of whole) {
      await night.query('update reassess.cases set snapshot = $2 where reference = $1', [incident, snapshot])
      await night.query(
        'update reassess.timers t set leased_until = null from reassess.cases c where c.id = t.case_id and c.reference = $1',
        [incident],
      )
    }
    for (const { incident } of poisoned)
      await api.server.incidentIs(incident, 'has escalated', ({ demands }) => (demands[0]?.level ?? 0) > 1)
    await eventually('none is failing any longer', async () => (await metric(night, 'reassess_timers_failed')) === 0)
    for (const { incident } of poisoned)
      expect((await api.server.post('officer', event('unit.arrived', incident))).code).toBe(201)
    expect(await rehearsal.under()).toEqual({ wrong: [], skipped: [] })
  })

  it('a herd of a thousand clocks that ring in one second: each once, none early, and fresh ones do not wait behind them', async () => {
    // The other grades ask again every few seconds, a thousand times over, until the night ends.
    const { wrong } = await herd(night, { size: 1_000, random: rehearsal.random, inMs: 12_000, grades: ['P3'] })
    expect(wrong).toEqual([])
  })
})

/** How often a process said that the clock of an incident could not be fired. */
const triesOf = ({ lives }: Night, incident: string): number =>
  lives
    .flatMap(({ server }) => server.said().split('\n'))
    .filter((line) => line.includes('"a timer could not be fired"') && line.includes(incident)).length

/** @returns the snapshot as it was. */
async function damage(night: Night, incident: string, answerWithin: string): Promise<string> {
  const [row] = await night.query<{ snapshot: string }>('select snapshot from reassess.cases where reference = $1 for update', [
    incident,
  ])
  const snapshot = row?.snapshot ?? ''
  const broken = JSON.parse(snapshot) as { demands: Record<string, { context: Record<string, unknown> }> }
  Object.assign(broken.demands[`${incident}-d1`]?.context ?? {}, { answerWithin, level: 3 })
  await night.query('update reassess.cases set snapshot = $2 where reference = $1', [incident, JSON.stringify(broken)])
  return snapshot
}

async function metric(night: Night, name: string): Promise<number> {
  const text = await (await (night.living('worker')[0] as Night['lives'][number]).server.ask('/metrics', null)).text()
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN)
}
