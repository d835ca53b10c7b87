/**
 * How soon people are told: from just before the commit that writes deliveries until each has arrived, by three ways, on both
 * queues. And what 10,000 deliveries cost while their receiver is away. The process that carries is another than the process that
 * writes, so each commit is told through the queue.
 */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { pino } from 'pino'
import { createAlarmClock } from '../../../dist/src/queue/alarmClock.js'
import { startDeliveries } from '../../../dist/workers/deliveries.js'
import { root } from '../../prepare.mjs'
import { FORCE } from '../events.mjs'
import { count, spread } from '../numbers.mjs'
import { openMail, openNotify, openWebhook } from '../receivers.mjs'

const BREACHES_A_SECOND = 50
const SECONDS = 20
/** The first second finds connections closed and code cold. */
const WARM_UP = BREACHES_A_SECOND
const PEOPLE = 10
const BACKLOG = 10_000
const AWAY_S = { large: 600, else: 60 }
const DONE_WITHIN_MS = 180_000
const MIB = 2 ** 20
const SECRET = `whsec_${Buffer.alloc(32, 'bench').toString('base64')}`
const NOTIFY_KEY = 'bench-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0'
const TEMPLATES = { smsTemplate: 'f33517ff-2a88-4f6e-b855-c550268ce08a', emailTemplate: '740e5834-3a29-46b4-9a6f-16142fde533a' }

export async function measure(ground, { large }) {
  const soon = [['milliseconds from the commit to the arrival', 'p50', 'p99', 'longest', 'aim p99']]
  const notes = []
  for (const [queue, redisUrl] of [
    ['PostgreSQL', null],
    ['Redis', await ground.redis()],
  ]) {
    if (queue === 'Redis' && redisUrl === null) {
      notes.push('Redis was not measured: none is installed.')
      continue
    }
    const late = await tell(ground, redisUrl)
    for (const [way, aim] of [
      ['webhook', 300],
      ['email', 2_000],
      ['sms', 2_000],
    ])
      soon.push([`${queue}: ${way}`, ...spread(late[way]), count(aim)])
  }
  const away = await outage(ground, large ? AWAY_S.large : AWAY_S.else)
  return { tables: [soon, away], notes }
}

/** 50 commits a second, each with a delivery by each of three ways to one of ten people. @returns lateness by way. */
async function tell(ground, redisUrl) {
  const record = await ground.record()
  const committed = new Map()
  const late = { webhook: [], email: [], sms: [] }
  const hear = (way) => (incident) => late[way].push([incident, performance.now() - committed.get(incident)])
  const [webhook, mail, notify] = await Promise.all([
    openWebhook(hear('webhook')),
    openMail(hear('email')),
    openNotify(hear('sms')),
  ])
  const queue = redisUrl === null ? { databaseUrl: record.url } : { redisUrl }
  const child = carry({ record, queue, webhook, mail, notify })
  const clock = await createAlarmClock(queue, pino({ level: 'silent' }))
  const { written } = startDeliveries({ clock, carries: false })
  const pool = new pg.Pool({ connectionString: record.url, max: 8 })
  await child.ready

  const breaches = WARM_UP + BREACHES_A_SECOND * SECONDS
  const began = performance.now()
  const commits = []
  for (let breach = 0; breach < breaches; breach++) {
    await pause(began + (breach * 1_000) / BREACHES_A_SECOND - performance.now())
    const incident = `BREACH-${breach}`
    committed.set(incident, performance.now())
    commits.push(write(pool, { incident, person: `sup-${breach % PEOPLE}`, ways: Object.keys(late) }).then(written))
  }
  await Promise.all(commits)
  const arrived = () => Math.min(...Object.values(late).map(({ length }) => length))
  for (const giveUpAt = performance.now() + DONE_WITHIN_MS; arrived() < breaches; await pause(50))
    if (performance.now() > giveUpAt) throw new Error(`only ${arrived()} of ${breaches} messages arrived by each way`)
  child.end()
  await clock.close()
  await pool.end()
  for (const receiver of [webhook, mail, notify]) await receiver.close()
  await record.drop()
  const measured = (found) => found.filter(([incident]) => Number(incident.slice(7)) >= WARM_UP).map(([, ms]) => ms)
  return Object.fromEntries(Object.entries(late).map(([way, found]) => [way, measured(found)]))
}

const write = (pool, { incident, person, ways }) =>
  pool.query(
    `insert into reassess.deliveries (force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role, written_at, try_at)
     select $1, 1, $2 || '-alert', $2, 'attendance-overdue', 'high', 1, 1, 0, 'raised', $3, way, 'supervisor', now(), now() from unnest($4::text[]) as way`,
    [FORCE, incident, person, ways],
  )

/** A receiver that is away, and 10,000 messages for it. A third is critical, written among the others. */
async function outage(ground, awaySeconds) {
  const record = await ground.record()
  const arrived = []
  const keys = new Set()
  let doubles = 0
  const hear = (incident, key) => {
    if (keys.has(key)) doubles += 1
    keys.add(key)
    arrived.push({ incident: Number(incident.slice(7)), at: performance.now() })
  }
  const webhook = await openWebhook(hear)
  await webhook.close()
  const child = carry({ record, queue: { databaseUrl: record.url }, webhook })
  await child.ready
  const before = child.memory()
  await record.rows(
    `insert into reassess.deliveries (force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role, written_at, try_at, written_by)
     select $1, 1, 'BREACH-' || n, 'BREACH-' || n, 'attendance-overdue', case when n % 3 = 0 then 'critical' else 'high' end,
            1, 1, 0, 'raised', 'sup-' || n % ${PEOPLE}, 'webhook', 'supervisor', now(), now(), n::text::xid8
       from generate_series(1, ${BACKLOG}) n`,
    [FORCE],
  )
  await pause(awaySeconds * 1_000)
  const [{ tries }] = await record.rows('select sum(tries)::float8 as tries from reassess.deliveries')
  const most = child.most()
  const backAt = performance.now()
  const again = await openWebhook(hear, webhook.port)
  for (const giveUpAt = performance.now() + DONE_WITHIN_MS; arrived.length - doubles < BACKLOG; await pause(100))
    if (performance.now() > giveUpAt) throw new Error(`only ${arrived.length} of ${BACKLOG} arrived`)
  const mostLater = child.most()
  const [{ left }] = await record.rows(`select count(*)::integer as left from reassess.deliveries where status <> 'delivered'`)
  child.end()
  await again.close()
  await record.drop()
  const isCritical = ({ incident }) => incident % 3 === 0
  const lastCritical = arrived.findLastIndex(isCritical)
  const overtaken = arrived.slice(0, lastCritical).filter((one) => !isCritical(one)).length
  const seconds = (at) => ((at - backAt) / 1_000).toFixed(1)
  const heap = ({ heapUsed, rss }) => `${count(heapUsed / MIB)} / ${count(rss / MIB)} MiB`
  return [
    [`${count(BACKLOG)} deliveries to a receiver that is away for ${awaySeconds} s`, ''],
    ['heap / memory of the process before', heap(before)],
    ['at most while it is away', heap(most)],
    ['at most in all', heap(mostLater)],
    ['tries while it is away', count(tries)],
    ['seconds from its return to the first arrival', seconds(arrived[0].at)],
    ['to the last critical', seconds(arrived[lastCritical].at)],
    ['to the last of all', seconds(arrived.at(-1).at)],
    ['not critical and yet before the last critical', count(overtaken)],
    ['lost; still not noted as delivered; arrived twice', `${BACKLOG - keys.size}; ${left}; ${doubles}`],
  ]
}

function carry({ record, queue, webhook, mail, notify }) {
  const ways = (n) => ({ webhook: 'desk', email: `sup-${n}@example.org`, sms: `0770090000${n}` })
  const person = (n) => [`sup-${n}`, { name: `sup-${n}`, roles: ['supervisor'], ways: ways(n) }]
  const settings = {
    connections: {
      connectionString: record.env.DATABASE_URL,
      logins: { owner: record.env.DATABASE_OWNER_URL, reader: record.env.DATABASE_READER_URL },
    },
    queue,
    plan: { force: FORCE, people: Object.fromEntries(Array.from({ length: PEOPLE }, (_, n) => person(n))), rota: {}, routes: [] },
    file: {
      allow: [`127.0.0.1:${webhook.port}`],
      webhooks: { desk: { url: `http://127.0.0.1:${webhook.port}/`, secret: SECRET } },
      teams: {},
      mail: { from: 'reassess@example.org' },
      notify: TEMPLATES,
    },
    env: {
      smtpUrl: mail ? `smtp://127.0.0.1:${mail.port}` : null,
      notifyApiKey: NOTIFY_KEY,
      notifyUrl: notify ? `http://127.0.0.1:${notify.port}` : 'http://127.0.0.1:9',
    },
  }
  const child = fork(join(root, 'scripts/bench/carrier.mjs'), [JSON.stringify(settings)])
  let now = { rss: 0, heapUsed: 0 }
  let most = now
  const ready = new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the carrier ended with ${code}`)))
    child.on('message', (memory) => {
      now = memory
      most = { rss: Math.max(most.rss, memory.rss), heapUsed: Math.max(most.heapUsed, memory.heapUsed) }
      resolve()
    })
  })
  return { ready, memory: () => now, most: () => most, end: () => child.disconnect() }
}
