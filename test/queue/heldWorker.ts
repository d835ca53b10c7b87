/** A worker that takes a job and never finishes it, so that a test can kill it in the middle. */
import pino from 'pino'
import { createAlarmClock, type QueueAddress } from '../../src/queue/alarmClock.ts'

const address = JSON.parse(process.argv[2] ?? '') as QueueAddress
const clock = await createAlarmClock(address, pino({ level: 'silent' }))
clock.work((timers) => {
  for (const { timer } of timers) process.send?.({ took: timer })
  return new Promise(() => {})
})
process.send?.({ ready: true })
