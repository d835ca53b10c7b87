/** A worker that dies as soon as it was handed a wake-up. */
import pino from 'pino'
import { createAlarmClock, type QueueAddress } from '../../src/queue/alarmClock.ts'

const address = JSON.parse(process.argv[2] ?? '') as QueueAddress
const clock = await createAlarmClock(address, pino({ level: 'silent' }))
clock.work(() => process.kill(process.pid, 'SIGKILL'))
process.send?.({ ready: true })
