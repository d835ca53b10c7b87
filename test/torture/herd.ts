/** Many clocks that ring at one instant, and a few fresh ones that are set meanwhile. */
import { setTimeout as pause } from 'node:timers/promises'
import { event } from '../support/client.ts'
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
/** So many times as long is given at most. */
const LONGEST = 4
/** A safety net; what did not ring in it is counted as missing. */
const RUNG_WITHIN_MS = 120_000

export interface HerdOptions {
  readonly size: number
  readonly random: () => number
  /** From now until all fall due: long enough to post them on a quiet machine. Where it was not, another herd gets twice the time. */
  readonly inMs: number
  /** Of which grades by chance; all of them unless told. */
  readonly grades?: readonly Grade[]
  /** What happens at the due instant. */
  readonly meanwhile?: () => Promise<unknown>
}

export async function herd(night: Night, { size, random, inMs, grades, meanwhile = async () => {} }: HerdOptions): Promise<Herd> {
  const { name, ready } = await set(inMs)
  await pause(ready)
  const [fresh] = await Promise.all([setFresh(night, name), meanwhile()])
  const outcome = await rung(night, name, size)
  await attend(night, fresh)
  return outcome

  async function set(within: number): Promise<{ readonly name: string; readonly ready: number }> {
    const name = `H${Math.floor(random() * 1e6)}`
    const dueAt = new Date(Date.now() + within).toISOString()
    await setClocks(night, { name, size, random, dueAt: () => dueAt, ...(grades && { grades }) })
    const ready = Date.parse(dueAt) - Date.now()
    if (ready >= 0) return { name, ready }
    if (within > LONGEST * inMs) throw new Error(`the herd was set ${-ready} ms too late to fire at once`)
    return set(2 * within)
  }
}

/** What a herd is made of. */
interface Clocks {
  readonly name: string
  readonly size: number
  readonly random: () => number
  /** By grade; null for a day from now. */
  readonly dueAt: ((priority: Grade) => string) | null
  readonly grades?: readonly Grade[]
}

const GRADES = ['P1', 'P2', 'P3'] as const
export type Grade = (typeof GRADES)[number]

/** Incidents with a clock that rings at an instant, of grades by chance, posted in batches. */
export async function setClocks(night: Night, { name, size, random, dueAt, grades = GRADES }: Clocks): Promise<void> {
  const [api] = night.living('api')
  const location = { address: '1 Fictional Lane', area: dueAt === null ? 'urban' : 'rural' }
  for (let done = 0; done < size; done += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, size - done) }, (_, place) => {
      const incident = `${name}-${done + place}`
      const priority = dueAt === null ? 'P3' : (grades[Math.floor(random() * grades.length)] as Grade)
      const receivedAt = new Date(dueAt === null ? Date.now() : Date.parse(dueAt(priority)) - WITHIN_MS).toISOString()
      const data = { location, receivedAt }
      return [event('incident.reported', incident, data, { time: receivedAt }), event('incident.graded', incident, { priority })]
    }).flat()
    const { code, body } = (await api?.server.postBatch('control-room', events)) ?? {}
    const refused = body?.results?.filter((result) => result.code !== 201)
    if (code !== 200 || refused?.length !== 0) throw new Error(`the herd was not taken: ${code} ${JSON.stringify(refused?.[0])}`)
  }
}

/** Due in two seconds, in the midst of the herd. */
const setFresh = (night: Night, name: string): Promise<string[]> =>
  Promise.all(
    Array.from({ length: FRESH }, async (_, place) => {
      const incident = `${name}-F${place}`
      const posted = [event('incident.reported', incident), event('incident.graded', incident, { priority: 'P1' })]
      const answer = await night.living('api')[0]?.server.postBatch('control-room', posted)
      if (answer?.code !== 200) throw new Error(`a fresh incident was not taken: ${answer?.code}`)
      return incident
    }),
  )

const attend = (night: Night, incidents: readonly string[]): Promise<unknown> =>
  Promise.all(incidents.map((incident) => night.living('api')[0]?.server.post('officer', event('unit.arrived', incident))))

/** Waits until all have rung. */
async function rung(night: Night, name: string, size: number): Promise<Herd> {
  const until = performance.now() + RUNG_WITHIN_MS
  let fired: Breach[] = []
  do {
    await pause(250)
    fired = await breachesOf(night, name)
  } while (fired.length < size + FRESH && performance.now() < until)
  const isFresh = ({ reference }: Breach) => reference.includes('-F')
  const own = fired.filter((one) => !isFresh(one))
  const raised = await raisedOf(night, name)
  const latenessOf = (these: readonly Breach[]) => these.map(({ late }) => late).sort((a, b) => a - b)
  return {
    latenessMs: latenessOf(own),
    freshLatenessMs: latenessOf(fired.filter(isFresh)),
    wrong: [
      ...(own.length === size ? [] : [`${own.length} breaches in a herd of ${size}`]),
      ...(new Set(own.map(({ reference }) => reference)).size === size ? [] : ['a breach fired twice']),
      ...(raised === fired.length ? [] : [`${raised} alerts for ${fired.length} breaches`]),
      ...(fired.some(({ late }) => late < 0) ? ['some were early'] : []),
    ],
  }
}

/** Attendance deadlines that passed, of the incidents whose reference begins so. */
export const breachesOf = (night: Night, name: string): Promise<Breach[]> => night.query<Breach>(BREACHES, [`${name}-%`])

/** How many alerts they raised. */
export async function raisedOf(night: Night, name: string): Promise<number> {
  const [counted] = await night.query<{ alerts: number }>(ALERTS, [`${name}-%`])
  return counted?.alerts ?? 0
}

export interface Breach {
  readonly reference: string
  readonly priority: string
  /** Milliseconds after it was due, and of the epoch. */
  readonly late: number
  readonly at: number
}

const BREACHES = `
  select c.reference, c.priority, (extract(epoch from e.recorded_at - e.at) * 1000)::float8 as late,
         (extract(epoch from e.recorded_at) * 1000)::float8 as at
    from reassess.cases c
    join reassess.entries e on c.id = e.case_id and e.type = 'deadline.passed'
    join reassess.contents s on s.case_id = e.case_id and s.sequence = e.sequence
   where c.reference like $1 and s.content::json ->> 'deadline' = 'attendance'`
const ALERTS = `
  select count(*)::integer as alerts from reassess.cases c join reassess.alerts a on c.id = a.case_id
   where c.reference like $1 and a.item::json ->> 'kind' = 'attendance-overdue'`
