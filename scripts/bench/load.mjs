/**
 * Callers over HTTP with connections that stay open. An answer other than "accepted" ends the measurement: it would measure
 * refusals.
 */
import { Agent, request } from 'node:http'

/** A server that has just started spends its first seconds on compiling: half as much again for each event. */
const WARM_UP_SECONDS = 8

const ONE = 'application/cloudevents+json'
const MANY = 'application/cloudevents-batch+json'

export function caller(url, key, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' })
  const { hostname, port } = new URL(url)
  const send = (method, path, contentType, body) =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}` }
      if (body !== undefined) Object.assign(headers, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) })
      const sent = request({ agent, hostname, port, method, path, headers }, (answer) => {
        const chunks = []
        answer.on('data', (chunk) => chunks.push(chunk))
        answer.on('end', () => resolve({ code: answer.statusCode, text: Buffer.concat(chunks).toString() }))
        answer.on('error', reject)
      })
      sent.on('error', reject)
      sent.end(body)
    })
  return {
    async get(path) {
      const { code, text } = await send('GET', path)
      if (code !== 200) throw new Error(`GET ${path} answered ${code}: ${text}`)
      return text
    },
    async post(event) {
      const { code, text } = await send('POST', '/v1/events', ONE, JSON.stringify(event))
      if (code !== 201) throw new Error(`an event was answered ${code}: ${text}`)
    },
    async postBatch(events) {
      const { code, text } = await send('POST', '/v1/events', MANY, JSON.stringify(events))
      const refused = code === 200 ? JSON.parse(text).results.find((result) => result.code !== 201) : text
      if (refused !== undefined) throw new Error(`a batch was answered ${code}: ${JSON.stringify(refused)}`)
    },
    close: () => agent.destroy(),
  }
}

/**
 * A number of senders, each posting as soon as it was answered. The first seconds are not counted.
 *
 * @returns events a second and the milliseconds that each answer took.
 */
export async function closedLoop({ senders, seconds, warmUpSeconds = WARM_UP_SECONDS, send }) {
  const from = performance.now() + warmUpSeconds * 1000
  const until = from + seconds * 1000
  const answers = []
  let events = 0
  await Promise.all(
    Array.from({ length: senders }, async (_, sender) => {
      for (let began = performance.now(); began < until; ) {
        const sent = await send(sender)
        const ended = performance.now()
        if (ended >= from && ended < until) {
          events += sent
          answers.push(ended - began)
        }
        began = ended
      }
    }),
  )
  return { perSecond: events / seconds, answers }
}

/**
 * Sends at a fixed rate, whatever the answers do. @returns the milliseconds from when each should have been sent until its
 * answer.
 */
export async function openLoop({ perSecond, seconds, warmUpSeconds = WARM_UP_SECONDS, send }) {
  const total = perSecond * (seconds + warmUpSeconds)
  const answers = []
  const waiting = []
  const began = performance.now()
  for (let sent = 0; sent < total; ) {
    const dueNow = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1000))
    for (; sent < dueNow; sent++) {
      const due = began + (sent * 1000) / perSecond
      const counts = sent >= perSecond * warmUpSeconds
      waiting.push(send(sent).then(() => counts && answers.push(performance.now() - due)))
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(waiting)
  return answers
}

/** So many times in all, shared by askers who each wait for their answer. @returns the milliseconds that each took. */
export async function eachInTurn(askers, times, once) {
  const answers = []
  await Promise.all(
    Array.from({ length: askers }, async () => {
      for (let asked = 0; asked < times / askers; asked++) {
        const began = performance.now()
        await once()
        answers.push(performance.now() - began)
      }
    }),
  )
  return answers
}
