/** Carries deliveries in a process of its own, and dies at the step that its test names. */

import { once } from 'node:events'
import { connect } from 'node:net'
import pino from 'pino'
import { createCarrier } from '../../src/deliver/carry.ts'
import { NotSent, type Way } from '../../src/deliver/way.ts'
import type { DueDeliveries } from '../../src/engine/dueDeliveries.ts'
import { createAlarmClock, type QueueAddress } from '../../src/queue/alarmClock.ts'
import { createStore } from '../../src/store/store.ts'
import { startDeliveries } from '../../workers/deliveries.ts'
import { planOf } from '../support/deliveries.ts'

export type Step = 'before the lease' | 'after the lease' | 'while it sends' | 'after it arrived' | 'after it is noted'

export interface CarrierSettings {
  readonly databaseUrl: string
  readonly queue: QueueAddress
  /** By person: where messages go. */
  readonly receivers: Readonly<Record<string, string>>
  readonly diesAt: Step | null
}

const { databaseUrl, queue, receivers, diesAt } = JSON.parse(process.argv[2] ?? '') as CarrierSettings
const die = (step: Step) => {
  if (step === diesAt) process.kill(process.pid, 'SIGKILL')
}
const log = pino({ level: 'info' }, pino.destination({ dest: 2, sync: true }))

const store = await createStore({ connectionString: databaseUrl })
const deliveries: DueDeliveries = {
  ...store.dueDeliveries,
  async leaseMessages(asked) {
    die('before the lease')
    const leased = await store.dueDeliveries.leaseMessages(asked)
    if (leased.messages.length > 0) die('after the lease')
    return leased
  },
  async finishRows(tried) {
    const finished = await store.dueDeliveries.finishRows(tried)
    die('after it is noted')
    return finished
  },
}

const webhook: Way = {
  async send(message, to, signal) {
    const body = JSON.stringify(message)
    if (diesAt === 'while it sends') await half(to, body)
    die('while it sends')
    const answer = await fetch(to, { method: 'POST', body, signal }).catch(() => {
      throw new NotSent('It could not be reached.')
    })
    die('after it arrived')
    if (!answer.ok) throw new NotSent(`It answered ${answer.status}.`)
    return { status: 'delivered', reference: null }
  },
}

/** Sends half of a message. */
async function half(to: string, body: string): Promise<void> {
  const socket = connect(Number(new URL(to).port), '127.0.0.1')
  await once(socket, 'connect')
  const head = `POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${body.length}\r\n\r\n`
  await new Promise((resolve) => socket.write(head + body.slice(0, 10), resolve))
}

const plan = planOf(Object.fromEntries(Object.entries(receivers).map(([person, url]) => [person, { webhook: url }])))
const clock = await createAlarmClock(queue, log)
const carrier = createCarrier({
  deliveries,
  plan: () => plan,
  ways: { webhook },
  base: () => 'https://reassess.example.org',
  log,
})
const started = startDeliveries({ carrier, clock, log, carries: true })
clock.work(() => {})
process.on('SIGTERM', () => {
  void Promise.all([started.stop(), clock.close()]).then(() => process.exit(0))
})
process.send?.({ ready: true })
