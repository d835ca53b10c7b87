/**
 * Sends what `messages` makes to a server and looks at every answer, and afterwards at the record: no answer blames us, each refusal
 * is a problem that says where, each event that was taken is on its timeline once and no other is, and what was refused is kept.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import type { OpenApiDocument } from '../../src/api/openapi/index.ts'
import type { RefusalItem } from '../../src/engine/reads.ts'
import { randomFrom } from '../support/chance.ts'
import { type Body, problemOf } from '../support/client.ts'
import type { Place, Server } from '../support/server.ts'
import { type Message, messages } from './messages.ts'

const LANES = 4
/** "Later" is asked again so often. */
const TRIES = 40
/** A wrong answer of each kind is enough to look at. */
const MOST_WRONG = 20

export interface Fuzzed {
  readonly wrong: readonly string[]
  /** Answers by status and name. */
  readonly answers: Readonly<Record<string, number>>
  readonly taken: number
  /** Resident memory of the server in MiB, where the system tells it: in the middle and at the end. */
  readonly memory: { readonly middle: number | null; readonly end: number | null }
}

type Result = Body & { readonly code: number }

export async function fuzz(
  place: Place,
  server: Server,
  { seed, bodies }: { readonly seed: number; readonly bodies: number },
): Promise<Fuzzed> {
  const keys = JSON.parse(readFileSync(join(place.dataDir, 'keys.json'), 'utf8')) as Record<Role, string>
  const document = await server.get<OpenApiDocument>('/openapi.json')
  const answers: Record<string, number> = {}
  const wrong: string[] = []
  /** By incident: the sources and ids of what was taken. */
  const taken = new Map<string, Set<string>>()
  const refused = new Map<string, number>()
  let sent = 0
  let middle: number | null = null

  const isWrong = (what: string, message: Message, more: unknown) => {
    if (wrong.length < MOST_WRONG)
      wrong.push(
        `${what}: ${JSON.stringify(more).slice(0, 600)} for ${JSON.stringify(message.headers)} ${message.body.toString().slice(0, 1500)}`,
      )
  }
  const look = (message: Message, result: Result, sentEvent: unknown): void => {
    const name = result.code >= 400 ? problemOf(result) : String(result.status)
    answers[`${result.code} ${name}`] = (answers[`${result.code} ${name}`] ?? 0) + 1
    if (result.code === 200 || result.code === 201) {
      if (message.isBroken) isWrong('taken', message, result)
      const { incident } = result as unknown as { incident: string }
      const { source, id } = sentEvent as { source: string; id: string }
      taken.set(incident, (taken.get(incident) ?? new Set()).add(`${source} ${id}`))
    } else if (result.code >= 500 && result.code !== 503) isWrong('failed on our side', message, result)
    else if (result.code < 500 && result.code !== 429) {
      refused.set(name, (refused.get(name) ?? 0) + 1)
      if (!saysWhere(name, result)) isWrong('does not say what is wrong', message, result)
    }
  }
  const send = async (message: Message): Promise<void> => {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(`${server.url}/v1/events`, {
        method: 'POST',
        headers: { ...message.headers, authorization: `Bearer ${keys[message.role]}` },
        body: new Uint8Array(message.body),
      })
      const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') === true
      const body = (await answer.json()) as Body
      if ((answer.status === 503 || answer.status === 429) && tries < TRIES) {
        await pause(250)
        continue
      }
      if (isProblem !== answer.status >= 400) isWrong('has another media type', message, body)
      if (answer.status === 503 || answer.status === 429) isWrong('never answered', message, body)
      if (body.results === undefined) look(message, { ...body, code: answer.status }, eventOf(message))
      else {
        const events = batchOf(message)
        if (body.results.length !== message.bodies) isWrong('answers another number of events', message, body)
        for (const [place, result] of body.results.entries()) look(message, result, events[place])
      }
      return
    }
  }
  const lane = async (number: number): Promise<void> => {
    const share = { lane: number, bodies: Math.ceil(bodies / LANES), seed: seed + number, at: Date.now() - 60_000 }
    for (const message of messages(document, randomFrom(seed * LANES + number), share)) {
      await send(message)
      sent += message.bodies
      if (middle === null && sent > bodies / 2) middle = memoryOf(server.pid)
    }
  }
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)))
  const end = memoryOf(server.pid)

  // A key reads no restricted incident. Where none was made, the lifting is one more refusal.
  for (const incident of taken.keys()) await send(lifting(incident))
  for (const [incident, ids] of taken) {
    const lines = await server.timeline(encodeURIComponent(incident))
    const found = lines.flatMap(({ source, id }) => (id === null ? [] : [`${source} ${id}`]))
    const differs = found.length !== new Set(found).size || found.length !== ids.size || found.some((id) => !ids.has(id))
    if (differs) wrong.push(`the timeline of ${incident} has ${found.join(', ')}, and taken were ${[...ids].join(', ')}`)
  }
  const kept = new Map<string, number>()
  for (const { code } of await server.list<RefusalItem>('/v1/refusals', 'auditor')) kept.set(code, (kept.get(code) ?? 0) + 1)
  for (const code of new Set([...refused.keys(), ...kept.keys()]))
    if (refused.get(code) !== kept.get(code))
      wrong.push(`${refused.get(code) ?? 0} were refused as ${code}, and ${kept.get(code) ?? 0} of them are kept`)
  for (const line of server.said().split('\n')) if (/"level":"(error|fatal)"/.test(line)) wrong.push(`the log says ${line}`)
  return { wrong, answers, taken: [...taken.values()].reduce((sum, { size }) => sum + size, 0), memory: { middle, end } }
}

/** Lifts the restriction of an incident. */
function lifting(incident: string): Message {
  const id = `lifted-${incident}`
  const event = { ...exampleEvent('incident.unrestricted'), id, subject: incident, time: new Date().toISOString() }
  const headers = { 'content-type': 'application/cloudevents+json' }
  return { role: 'supervisor', headers, body: Buffer.from(JSON.stringify(event)), bodies: 1, isBroken: false }
}

/** These name every place that is wrong. */
const WITH_POINTERS = ['invalid-event', 'reassessment-incomplete', 'explains-delay-not-risk', 'downgrade-not-approved']
const KNOWN = [
  ...WITH_POINTERS,
  'closure-blocked',
  'telephone-resolution-blocked',
  'too-many',
  'not-accepted-now',
  'event-id-reused',
]
const OTHERS = ['unknown-incident', 'forbidden', 'payload-too-large', 'unsupported-media-type']

function saysWhere(name: string, { errors, accepts, blockers }: Result): boolean {
  const hasPointers =
    (errors ?? []).length > 0 && (errors ?? []).every(({ pointer, detail }) => /^(?:\/|$)/.test(pointer) && detail !== '')
  if (WITH_POINTERS.includes(name)) return hasPointers
  if (name.endsWith('-blocked')) return (blockers ?? []).length > 0
  if (name === 'not-accepted-now') return Array.isArray(accepts)
  return [...KNOWN, ...OTHERS].includes(name)
}

/** Of a message that was taken; the last of a name counts as it does in the service. */
function eventOf({ headers, body }: Message): unknown {
  const { 'ce-id': id, 'ce-source': source } = headers
  try {
    if (id === undefined || source === undefined) return JSON.parse(body.toString())
    return { id: decodeURIComponent(id), source: decodeURIComponent(source) }
  } catch {
    return {}
  }
}

function batchOf(message: Message): readonly unknown[] {
  const list = eventOf(message)
  return Array.isArray(list) ? list : []
}

/** Null where the system has no such file. */
function memoryOf(pid: number): number | null {
  try {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kib === undefined ? null : Math.round(Number(kib) / 1024)
  } catch {
    return null
  }
}
