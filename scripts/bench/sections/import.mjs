/**
 * A night entered from paper while another night runs: how late clocks fire, and how long a single report waits, with and
 * without twelve senders that post batches of a thousand, on a process of role `all`. And the longest piece of work that held
 * it.
 */
import { event, FORCE } from '../events.mjs'
import { caller } from '../load.mjs'
import { count, spread, times } from '../numbers.mjs'

const SENDERS = 12
const BATCH = 1_000
const OLD_INCIDENTS = 20
const SECONDS = 25
const REPORTS_A_SECOND = 8
const CLOCKS_A_SECOND = 4
const A_NIGHT_AGO_MS = 22 * 3_600_000
const ATTEND_WITHIN_MS = 60 * 60_000

export async function measure(ground) {
  const record = await ground.record()
  const server = await ground.serve(record)
  const api = caller(server.url, record.key, 64)
  await evening(api, record, 'WARM', 5)
  const quiet = await evening(api, record, 'QUIET', SECONDS)
  const quietBlock = await longestBlock(server.url)
  let imports = true
  const importing = importNight(server.url, record.key, () => imports)
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  await longestBlock(server.url)
  const under = await evening(api, record, 'UNDER', SECONDS)
  const block = await longestBlock(server.url)
  imports = false
  const batches = await importing
  api.close()
  await server.stop()
  await record.drop()
  const row = (name, of) => [name, ...spread(quiet[of]), ...spread(under[of]), times(middle(under[of]) / middle(quiet[of]))]
  return {
    tables: [
      [
        ['milliseconds', 'p50, quiet', 'p99', 'longest', 'p50, under import', 'p99', 'longest', 'p50 of quiet'],
        row('a clock fires after its instant', 'late'),
        row('a single report is answered', 'answered'),
      ],
      [
        ['the longest that one piece of work held the process', 'milliseconds'],
        ['quiet', quietBlock],
        ['under import', block],
      ],
    ],
    notes: [
      `${SENDERS} senders; ${count(batches.taken)} batches of ${count(BATCH)} were taken, ${count(batches.later)} were answered 429.`,
    ],
  }
}

const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]

/** Reports of tonight at a steady pace, some with a clock that runs out soon. */
async function evening(api, record, name, seconds) {
  const answered = []
  const waiting = []
  const began = Date.now()
  const clocks = []
  for (let made = 0; made < seconds * REPORTS_A_SECOND; made++) {
    const incident = `${name}-${made}`
    const due = made % (REPORTS_A_SECOND / CLOCKS_A_SECOND) === 0 ? Date.now() + 3_000 : null
    waiting.push(
      (async () => {
        const at = new Date(due === null ? Date.now() : due - ATTEND_WITHIN_MS).toISOString()
        const sent = performance.now()
        await api.post(event('incident.reported', incident, { at }))
        answered.push(performance.now() - sent)
        if (due === null) return
        clocks.push(incident)
        await api.post(event('incident.graded', incident, { at, data: { priority: 'P2' } }))
      })(),
    )
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + ((made + 1) * 1_000) / REPORTS_A_SECOND - Date.now())))
  }
  await Promise.all(waiting)
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  const fired = await record.rows(
    `select extract(epoch from e.recorded_at - e.at) * 1000 as late
       from reassess.entries e join reassess.cases c on c.id = e.case_id
       join reassess.contents s on s.case_id = e.case_id and s.sequence = e.sequence
      where c.force = $1 and c.reference = any ($2) and e.type = 'deadline.passed' and s.content like '%"attendance"%'`,
    [FORCE, clocks],
  )
  if (fired.length < clocks.length) throw new Error(`${clocks.length - fired.length} clocks of ${name} never fired`)
  return { answered, late: fired.map(({ late }) => Number(late)) }
}

async function importNight(url, key, goesOn) {
  const at = new Date(Date.now() - A_NIGHT_AGO_MS).toISOString()
  const said = { taken: 0, later: 0 }
  const post = async (events) => {
    const answer = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    })
    await answer.arrayBuffer()
    if (answer.status === 200) said.taken += 1
    else if (answer.status === 429) {
      said.later += 1
      await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(answer.headers.get('retry-after') ?? 1)))
    } else throw new Error(`a batch of last night was answered ${answer.status}`)
  }
  await post(Array.from({ length: OLD_INCIDENTS }, (_, n) => event('incident.reported', `OLD-${n}`, { at })))
  await Promise.all(
    Array.from({ length: SENDERS }, async (_, sender) => {
      while (goesOn())
        await post(Array.from({ length: BATCH }, (_, n) => event('log.noted', `OLD-${(sender + n) % OLD_INCIDENTS}`, { at })))
    }),
  )
  return said
}

/** Since the last question. */
async function longestBlock(url) {
  const text = await (await fetch(`${url}/metrics`)).text()
  return (1_000 * Number(/^reassess_longest_block_seconds (\S+)$/m.exec(text)?.[1])).toFixed(0)
}
