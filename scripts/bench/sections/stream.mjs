/** From a passed deadline until each of fifty listeners has received the alert. */
import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { dueAt } from '../events.mjs'
import { caller } from '../load.mjs'
import { count, spread } from '../numbers.mjs'

const LISTENERS = 50
const BREACHES = 500
const OVER_MS = 10_000
const LEAD_MS = 8_000
const HEARD_WITHIN_MS = 30_000

export async function measure(ground) {
  const record = await ground.record()
  const server = await ground.serve(record)
  const heard = []
  const first = Date.now() + LEAD_MS
  const due = (number) => first + (number * OVER_MS) / BREACHES
  const hear = (alert) => {
    if (alert.kind === 'attendance-overdue' && alert.status === 'open')
      heard.push(Date.now() - due(Number(alert.incident.slice('ALERT-'.length))))
  }
  const listeners = await Promise.all(Array.from({ length: LISTENERS }, () => listen(server.url, record.key, hear)))
  const api = caller(server.url, record.key, 1)
  for (let number = 0; number < BREACHES; number += 100)
    await api.postBatch(Array.from({ length: 100 }, (_, place) => dueAt(`ALERT-${number + place}`, due(number + place))).flat())
  api.close()
  if (Date.now() > first) throw new Error('the incidents were not reported before the first fell due: raise LEAD_MS')
  await pause(first + OVER_MS - Date.now())
  for (const giveUpAt = performance.now() + HEARD_WITHIN_MS; heard.length < BREACHES * LISTENERS; await pause(100))
    if (performance.now() > giveUpAt) throw new Error(`heard ${heard.length} of ${BREACHES * LISTENERS}`)
  for (const stop of listeners) stop()
  await server.stop()
  await record.drop()
  return {
    tables: [
      [
        ['milliseconds from the deadline to the listener', 'p50', 'p99', 'longest'],
        [
          `${LISTENERS} listeners, ${BREACHES / (OVER_MS / 1000)} breaches a second (${count(heard.length)} heard)`,
          ...spread(heard),
        ],
      ],
    ],
  }
}

function listen(url, key, hear) {
  return new Promise((resolve, reject) => {
    const sent = get(`${url}/v1/stream`, { agent: false, headers: { authorization: `Bearer ${key}` } }, (answer) => {
      let left = ''
      answer.setEncoding('utf8')
      answer.on('error', () => {})
      answer.on('data', (chunk) => {
        const frames = (left + chunk).split('\n\n')
        left = frames.pop()
        for (const frame of frames) if (/^event: alert$/m.test(frame)) hear(JSON.parse(/^data: (.*)$/m.exec(frame)[1]))
      })
      resolve(() => sent.destroy())
    })
    sent.once('error', reject)
  })
}
