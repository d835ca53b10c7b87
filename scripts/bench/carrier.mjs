/** Carries deliveries in a process of its own, for the section `delivery`, and says how much memory it has. */
import { pino } from 'pino'
import { createCarrier } from '../../dist/src/deliver/carry.js'
import { createWays } from '../../dist/src/deliver/ways/index.js'
import { createAlarmClock } from '../../dist/src/queue/alarmClock.js'
import { createStore } from '../../dist/src/store/store.js'
import { startDeliveries } from '../../dist/workers/deliveries.js'

const { connections, queue, plan, file, env } = JSON.parse(process.argv[2])
const log = pino({ level: 'silent' })
const store = await createStore(connections)
const clock = await createAlarmClock(queue, log)
const { ways } = createWays(file, env)
const carrier = createCarrier({
  deliveries: store.dueDeliveries,
  plan: () => plan,
  ways,
  base: () => 'https://reassess.example.org',
  log,
})
startDeliveries({ carrier, clock, log, carries: true })
clock.work(() => {})
setInterval(() => {
  const { rss, heapUsed } = process.memoryUsage()
  process.send({ rss, heapUsed })
}, 250)
// It goes with the benchmark.
process.once('disconnect', () => process.exit())
