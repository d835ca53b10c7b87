/** Many clocks that ring at one instant, and a few fresh ones that are set meanwhile. */
import { setTimeout as pause } from 'node:timers/promises'
import type { TimelineItem } from '../../src/engine/ports.ts'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import type { Night } from './night.ts'

export interface Herd {
  readonly wrong: readonly string[]
  /** Milliseconds from the due instant, in ascending order. */
  readonly latenessMs: readonly number[]
  readonly freshLatenessMs: readonly number[]
}

const BATCH = 250
/** The policy's attendance time in the country. */
const WITHIN_MS = 60_000
const FRESH = 10

export async function herd(
  night: Night,
  { size, random, inMs }: { readonly size: number; readonly random: () => number; readonly inMs: number },
): Promise<Herd> {
  const [api] = night.living('api')
  if (api === undefined) throw new Error('no api is left')
  const name = `H${Math.floor(random() * 1e6)}`
  const dueAt = new Date(Date.now() + inMs).toISOString()
  const receivedAt = new Date(Date.parse(dueAt) - WITHIN_MS).toISOString()
  const data = { location: { address: '1 Fictional Lane', area: 'rural' }, receivedAt }
  for (let done = 0; done < size; done += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, size - done) }, (_, place) => {
      const incident = `${name}-${done + place}`
      const priority = ['P1', 'P2', 'P3'][Math.floor(random() * 3)]
      return [event('incident.reported', incident, data, { time: receivedAt }), event('incident.graded', incident, { priority })]
    }).flat()
    const { code, body } = await api.server.postBatch('control-room', events)
    const refused = body.results?.filter((result) => result.code !== 201)
    if (code !== 200 || refused?.length !== 0) throw new Error(`the herd was not taken: ${code} ${JSON.stringify(refused?.[0])}`)
  }
  const ready = Date.parse(dueAt) - Date.now()
  if (ready < 0) throw new Error(`the herd was set ${-ready} ms too late to ring at once; give it longer`)
  await pause(ready)
  const fresh = await Promise.all(Array.from({ length: FRESH }, (_, place) => freshOne(night, `${name}-F${place}`)))

  let fired: Fired[] = []
  await eventually('the whole herd has fired', async () => {
    fired = await night.query<Fired>(BREACHES, [`${name}-%`])
    return fired.filter(({ reference }) => !reference.includes('-F')).length >= size
  })
  const herdFired = fired.filter(({ reference }) => !reference.includes('-F'))
  const [counted] = await night.query<{ alerts: number }>(ALERTS, [`${name}-%`])
  const latenessMs = herdFired.map(({ late }) => late).sort((a, b) => a - b)
  await Promise.all(fresh.map((incident) => api.server.post('officer', event('unit.arrived', incident))))
  return {
    latenessMs,
    freshLatenessMs: fired
      .filter(({ reference }) => reference.includes('-F'))
      .map(({ late }) => late)
      .sort((a, b) => a - b),
    wrong: [
      ...(herdFired.length === size ? [] : [`${herdFired.length} breaches in a herd of ${size}`]),
      ...(new Set(herdFired.map(({ reference }) => reference)).size === size ? [] : ['a breach fired twice']),
      ...(counted?.alerts === fired.length ? [] : [`${counted?.alerts} alerts for ${fired.length} breaches`]),
      ...(latenessMs.some((late) => late < 0) ? ['some were early'] : []),
    ],
  }
}

type Fired = Pick<TimelineItem, 'sequence'> & { readonly reference: string; readonly late: number }

const BREACHES = `
  select c.reference, e.sequence, (extract(epoch from e.recorded_at - e.at) * 1000)::float8 as late
    from reassess.entries e
    join reassess.cases c on c.id = e.case_id
    join reassess.contents s on s.case_id = e.case_id and s.sequence = e.sequence
   where c.reference like $1 and e.type = 'deadline.passed' and s.content::json ->> 'deadline' = 'attendance'`
const ALERTS = `
  select count(*)::integer as alerts from reassess.alerts a join reassess.cases c on c.id = a.case_id
   where c.reference like $1 and a.item::json ->> 'kind' = 'attendance-overdue'`

/** Due in two seconds, in the midst of the herd. */
async function freshOne(night: Night, incident: string): Promise<string> {
  const [api] = night.living('api')
  const posted = [event('incident.reported', incident), event('incident.graded', incident, { priority: 'P1' })]
  const answer = await api?.server.postBatch('control-room', posted)
  if (answer?.code !== 200) throw new Error(`a fresh incident was not taken: ${answer?.code}`)
  return incident
}
