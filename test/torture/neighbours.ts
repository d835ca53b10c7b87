/** One incident, caller, build or clock in trouble beside all the others, which must not notice. */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { MACHINE_VERSION } from '../../src/engine/step/live.ts'
import { event, type Fields } from '../support/client.ts'
import { otherBuild } from '../support/otherBuild.ts'
import type { Fault, Means } from './faults.ts'

const A_DAY_AGO_MS = 22 * 3_600_000
const IN_TOWN = { location: { address: '1 Fictional Row', area: 'urban' } }

const api = ({ night, random }: Pick<Means, 'night' | 'random'>) => {
  const apis = night.living('api')
  return apis[Math.floor(random() * apis.length)]?.server
}

/** Posts until it is taken or refused for good; a process may be busy, or stop, meanwhile. */
async function postBatch(means: Pick<Means, 'night' | 'random'>, events: readonly Fields[], until: number): Promise<void> {
  while (performance.now() < until) {
    const answer = await api(means)
      ?.postBatch('supervisor', events)
      .catch(() => null)
    if (answer?.code === 200) return
    await pause(200)
  }
}

/** A session that locks rows and then does nothing, as a `psql` that was left open. */
const locked =
  (rows: (reference: string) => string): Fault =>
  async ({ night, awayMs }) => {
    const [found] = await night.query<{ reference: string }>(
      'select reference from reassess.cases where not closed order by random() limit 1',
    )
    if (found === undefined) return { skipped: 'no incident is open to be locked' }
    const client = new pg.Client({ connectionString: night.databaseUrl, application_name: 'left open' })
    client.on('error', () => {})
    await client.connect()
    try {
      await client.query('begin')
      await client.query(rows(found.reference.replaceAll("'", "''")))
      await pause(awayMs)
    } finally {
      await client.end()
    }
    return undefined
  }

/** Senders with a night of paper: batches of a thousand notes, again as soon as they were answered. */
const imported: Fault = async (means) => {
  const { awayMs } = means
  const until = performance.now() + awayMs
  const time = new Date(Date.now() - A_DAY_AGO_MS).toISOString()
  const old = Array.from({ length: 20 }, (_, n) => `OLD-${n}`)
  await postBatch(
    means,
    old.map((reference) => event('incident.reported', reference, IN_TOWN, { time })),
    until,
  )
  await Promise.all(
    Array.from({ length: 6 }, async (_, sender) => {
      while (performance.now() < until)
        await postBatch(
          means,
          Array.from({ length: 1_000 }, (_, n) =>
            event('log.noted', old[(sender + n) % old.length] as string, { text: 'From paper.' }, { time }),
          ),
          until,
        )
    }),
  )
  return undefined
}

/** A feed that loops: one incident with a thousand calls and as many crimes as it may have, whose answers then fall due. */
const giant: Fault = async (means) => {
  const { random, awayMs } = means
  const until = performance.now() + awayMs + 10_000
  const reference = `GIANT-${Math.floor(1e6 * random())}`
  await postBatch(
    means,
    [event('incident.reported', reference, IN_TOWN), event('incident.graded', reference, { priority: 'P2' })],
    until,
  )
  for (let round = 0; round < 3; round++) {
    await postBatch(
      means,
      Array.from({ length: 400 }, () => event('call.received', reference)),
      until,
    )
    await postBatch(
      means,
      Array.from({ length: 120 }, (_, n) => event('crime.recorded', reference, { crimeRef: `C/${round}/${n}` })),
      until,
    )
  }
  return undefined
}

/** Boards whose network went: they take nothing any more, and say nothing. */
const listenersVanish: Fault = async (means) => {
  const { awayMs } = means
  const gone = await Promise.all(
    Array.from({ length: 40 }, () =>
      api(means)
        ?.ask('/v1/stream')
        .catch(() => undefined),
    ),
  )
  await pause(awayMs)
  for (const response of gone) await response?.body?.cancel().catch(() => {})
  return undefined
}

/** Upgraded while it runs, and one worker of the older build is forgotten. */
const upgraded: Fault = async ({ night }) => {
  const newer = otherBuild('MACHINE_VERSION', MACHINE_VERSION + 1)
  const old = [...night.living('api'), ...night.living('worker')]
  await night.upgrade(newer)
  for (const life of old) life.olderFrom = performance.now()
  await Promise.all(old.map(({ role }) => night.start(role)))
  // From here on a load balancer sends to the newer ones: the older are not ready.
  for (const life of old) life.endedAt = performance.now()
  await pause(3_000)
  const forgotten = old.find(({ role }) => role === 'worker')
  for (const life of old) if (life !== forgotten) await life.server.stop()
  return undefined
}

const jumpsForAMoment: Fault = async ({ clockwork, random }) => {
  if (clockwork === null) return { skipped: 'no clock here can be set' }
  clockwork.setTo(1)
  await pause(1_000 + 5_000 * random())
  clockwork.setTo(0)
  return undefined
}

export const NEIGHBOUR_FAULTS = {
  "an incident's row is locked": locked((reference) => `select from reassess.cases where reference = '${reference}' for update`),
  "an incident's timers are locked": locked(
    (reference) =>
      `select from reassess.timers where case_id = (select id from reassess.cases where reference = '${reference}') for update`,
  ),
  'last night is imported': imported,
  'one incident becomes a giant': giant,
  'listeners vanish': listenersVanish,
  'all are upgraded, and a worker is forgotten': upgraded,
} as const satisfies Record<string, Fault>

export const CLOCK_JUMPS = { 'the clock jumps an hour ahead for a moment': jumpsForAMoment } as const satisfies Record<
  string,
  Fault
>
