/** What is sent: events about a few incidents, a third of them spoilt, alone in either content mode or in batches. All from a seed. */
import fc from 'fast-check'
import { EVENT_NAMES, type EventName, typeOf } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import type { OpenApiDocument } from '../../src/api/openapi/index.ts'
import { whyNot } from '../../src/api/roles.ts'
import { MANY, ONE } from '../support/client.ts'
import { arbitraryOf, INCIDENT } from './schemas.ts'
import { breakJson, type Fields, oneOf, type Random, spoilValue, spoilWriting, writeJson } from './spoil.ts'

export interface Message {
  readonly role: Role
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** How many events it is. */
  readonly bodies: number
  /** Nothing in it can be taken. */
  readonly isBroken: boolean
}

/** In so many events everything moves on to other incidents: none is lived with for ever. */
const ROUND = 400
/** What the examples are about. */
const EXAMPLE = String(exampleEvent('log.noted').subject)
const EVENING = '2026-11-20T22:00:00Z'
/** Data of a type that is made at once: most types come a few times in a lane. */
const SAMPLES = 6
const INCIDENTS = 8
/** How each of them begins. */
const FIRST: readonly EventName[] = ['incident.reported', 'thrive.assessed', 'incident.graded']
const MOST_IN_A_BATCH = 60
const ROLES: readonly Role[] = [
  'supervisor',
  'supervisor',
  'supervisor',
  'force-incident-manager',
  'control-room',
  'officer',
  'hau',
]
/** What each may post; now and then somebody posts what is not theirs. */
const namesFor = new Map(ROLES.map((role) => [role, EVENT_NAMES.filter((name) => whyNot(role, name) === null)]))
const NOT_THEIRS = 0.04
const ODD_TYPES = [
  'text/plain',
  'application/xml',
  'application/json',
  `${ONE}; charset=utf-16`,
  'application/cloudevents+avro',
  '',
]

/** @param lane a part of the events that shares no incident with the others. */
export function* messages(
  document: OpenApiDocument,
  random: Random,
  { lane, bodies, seed, at }: { readonly lane: number; readonly bodies: number; readonly seed: number; readonly at: number },
): Generator<Message> {
  const { schemas } = document.components
  const stocks = new Map<EventName, unknown[]>()
  const dataOf = (name: EventName): unknown => {
    let stock = stocks.get(name)
    if (stock === undefined || stock.length === 0) {
      const arbitrary = arbitraryOf(schemas[`${name}.data`] ?? {}, schemas, at)
      stock = fc.sample(arbitrary, { seed: seed + stocks.size + Math.floor(random() * 1e6), numRuns: SAMPLES })
      stocks.set(name, stock)
    }
    return stock.pop()
  }
  let made = 0
  const eventAbout = (reference: string, name: EventName): Fields => ({
    ...{ specversion: '1.0', source: 'urn:fuzz', subject: reference, type: typeOf(name) },
    id: random() < 0.02 ? `fz-${lane}-1` : `fz-${lane}-${made}`,
    time: new Date(at - Math.floor(random() ** 4 * 48) * 3_600_000).toISOString(),
    data: JSON.parse(
      (random() < 0.6 ? exampleNow(name, at) : JSON.stringify(dataOf(name)))
        .replaceAll(INCIDENT, reference)
        .replaceAll(EXAMPLE, reference),
    ),
  })
  const event = (role: Role): Fields => {
    const step = made++ % ROUND
    const round = Math.floor((made - 1) / ROUND)
    const isFirst = step < FIRST.length * INCIDENTS
    const place = isFirst ? Math.floor(step / FIRST.length) : Math.floor(random() * INCIDENTS)
    const names = random() < NOT_THEIRS ? EVENT_NAMES : (namesFor.get(role) ?? EVENT_NAMES)
    // Those of the first hours more often than those of the weeks after.
    const known = names[Math.floor(random() ** 1.5 * names.length)] as EventName
    const name = isFirst ? (FIRST[step % FIRST.length] as EventName) : known
    const right = eventAbout(`FZ-${lane}-${round}-${place}`, name)
    const bare = name === 'incident.reported' ? { ...right, data: { ...(right.data as object), receivedAt: right.time } } : right
    return random() < (isFirst ? 0.05 : 0.3) ? spoilValue(random, bare) : bare
  }
  const oneBody = (role: Role): { body: Buffer; isBroken: boolean } => {
    const text = writeJson(event(role))
    return random() < 0.06 ? { body: spoilWriting(random, text), isBroken: true } : { body: Buffer.from(text), isBroken: false }
  }

  while (made < bodies) {
    const role = made % ROUND < FIRST.length * INCIDENTS ? 'supervisor' : oneOf(random, ROLES)
    const mode = random()
    if (mode < 0.35) {
      const { body, isBroken } = oneBody(role)
      yield { role, headers: { 'content-type': ONE }, body, bodies: 1, isBroken }
    } else if (mode < 0.6) {
      const { data, ...attributes } = event(role)
      const body = Buffer.from(writeJson(data ?? null))
      yield {
        role,
        headers: { 'content-type': 'application/json', ...headersOf(attributes, random) },
        body,
        bodies: 1,
        isBroken: false,
      }
    } else if (mode < 0.65) {
      const text = writeJson(event(role))
      const broken = random() < 0.5
      const headers = { 'content-type': broken ? ONE : oneOf(random, ODD_TYPES) }
      yield { role, headers, body: broken ? breakJson(random, text) : Buffer.from(text), bodies: 1, isBroken: true }
    } else {
      const size = 1 + Math.floor(random() * MOST_IN_A_BATCH)
      const parts = Array.from({ length: size }, () => oneBody(role).body)
      const list = Buffer.concat([
        Buffer.from('['),
        ...parts.flatMap((part, n) => (n === 0 ? [part] : [Buffer.from(','), part])),
        Buffer.from(']'),
      ])
      const isBroken = random() < 0.02
      const body = isBroken ? Buffer.concat([list, Buffer.from('}')]) : list
      yield { role, headers: { 'content-type': MANY }, body, bodies: size, isBroken }
    }
  }
}

/** The evening of the examples, as if it were now: what is due in an hour there is due in an hour here. */
const exampleNow = (name: EventName, at: number): string =>
  JSON.stringify(exampleEvent(name).data).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (instant) =>
    new Date(Date.parse(instant) - Date.parse(EVENING) + at).toISOString(),
  )

/** As a sender in binary mode writes attributes, encoded or not. */
function headersOf(attributes: Fields, random: Random): Record<string, string> {
  const named = Object.entries(attributes).filter(([name, value]) => /^[\w-]+$/.test(name) && value !== null)
  const encoded = (value: unknown) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const plain = random() < 0.03 && /^[\x20-\xff]*$/.test(text)
    return (plain ? text : encodeURIComponent(Buffer.from(text).toString())).slice(0, 2_000)
  }
  return Object.fromEntries(named.map(([name, value]) => [`ce-${name}`, encoded(value)]))
}
