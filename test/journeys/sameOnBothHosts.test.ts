/**
 * One engine, two hosts: the same history gives the same result in memory and on PostgreSQL, so that what a scenario
 * shows is what production does. Each deadline lies in a past or a future so far that it does not matter which second
 * of the run an event meets.
 */
import fc from 'fast-check'
import { lookedAt } from '../../machines/rules/catalogue/incident/situation.ts'
import { EVENT_NAMES, type EventName, parseData } from '../../machines/rules/events.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { ArrivedEvent, Engine } from '../../src/engine/engine.ts'
import { createMemoryStore } from '../../src/engine/memoryStore.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import type { Actor } from '../../src/engine/step/case.ts'
import type { IncidentView } from '../../src/engine/views/views.ts'
import { readPolicy } from '../../src/policies/readPolicy.ts'
import { policyText } from '../support/policies.ts'
import { useStore } from '../support/store.ts'

const RUNS = Number(process.env.REASSESS_RUNS ?? 60)
const MOST_EVENTS = 25

/** Attendance falls due in seconds or in a year; whoever is asked has a week to answer. */
const POLICY = policyText({
  id: 'far-apart',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT10S, rural: PT10S }, answerWithin: P7D, repeatEvery: P7D }',
    'P2: { rank: 2, attendWithin: { urban: PT60S, rural: PT60S }, answerWithin: P7D, repeatEvery: P7D }',
    'P3: { rank: 3, attendWithin: { urban: P365D, rural: P365D }, answerWithin: P7D, repeatEvery: P7D }',
  ],
  escalation: ['supervisor', 'force-incident-manager'],
  more: [
    'thrive: { assessWithin: P7D, gradeWithin: P7D }',
    'dash: { submitWithin: P7D, reviewWithin: P7D }',
    'hau: { receiveWithin: P7D, checksWithin: { high: P7D, medium: P7D, standard: P7D } }',
    'referrals: { acknowledgeWithin: P7D }',
  ],
})
const read = readPolicy(POLICY)
if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
const { policy, hash } = read

const FORCE = 'warwickshire'
const ACTOR: Actor = { key: 'fim-1', role: 'force-incident-manager' }
/** Longer ago than any target but P3's, so that each grade finds its deadline passed already. */
const HOURS_AGO = 6
/** Somebody called then, from the same telephone. */
const DAYS_BEFORE = 40

const { fresh } = useStore()

const engineOn = (store: CaseStore): Engine =>
  createEngine({
    store,
    alarms: { ring: () => {} },
    policy: { policy, hash },
    salt: () => '0'.repeat(64),
    failed: (error) => {
      throw error
    },
  })

/** One step of a history: an event of a type, so many seconds after the one before it, with one part of it varied. */
interface Step {
  readonly name: EventName
  readonly seconds: number
  readonly priority: 'P1' | 'P2' | 'P3'
  readonly yes: boolean
  /** Which demand a reassessment names, counted from the first; 0 for none. */
  readonly demand: number
  readonly whole: boolean
  readonly by: 'sup-1' | 'ch-1' | 'pc-1'
}

const oftener: readonly EventName[] = ['incident.graded', 'call.received', 'risk.reassessed', 'dash.submitted', 'dash.reviewed']
const step: fc.Arbitrary<Step> = fc.record({
  // However many types there come to be.
  name: fc.oneof(fc.constantFrom(...EVENT_NAMES), fc.constantFrom(...oftener)),
  seconds: fc.integer({ min: 0, max: 300 }),
  priority: fc.constantFrom('P1', 'P2', 'P3'),
  yes: fc.boolean(),
  demand: fc.integer({ min: 0, max: 4 }),
  whole: fc.boolean(),
  by: fc.constantFrom('sup-1', 'ch-1', 'pc-1'),
})

/** Of one history and of no other: the call before it came from there too. */
const phoneOf = (reference: string): string => `07700 ${String(Number(reference.replace(/\D/g, ''))).padStart(6, '0')}`

function dataOf({ name, priority, yes, demand, whole, by }: Step, reference: string, at: string): ArrivedEvent['data'] {
  const example = exampleEvent(name).data as Record<string, unknown>
  const person = { id: by, role: 'sergeant' }
  const phone = phoneOf(reference)
  const second = yes ? { approvedBy: { id: 'supt-1', role: 'superintendent' } } : {}
  const varied: Partial<Record<EventName, object>> = {
    'incident.reported': {
      receivedAt: at,
      location: { address: '1 Fictional Row', area: 'urban' },
      persons: [{ role: 'caller', phone }],
    },
    'person.identified': { person: { role: 'victim', personRef: `P-${reference}`, phone }, by: person },
    'incident.corrected': {
      location: { area: 'rural' },
      persons: [{ role: 'victim', personRef: `P-${reference}`, phone }],
      by: person,
    },
    'thrive.assessed': yes ? {} : { interimRisk: '' },
    'incident.graded': { priority, ...second },
    'log.noted': { newInformation: yes },
    'incident.linked': { incident: `${reference}-before`, as: yes ? 'related' : 'duplicate-of' },
    'unit.arrived': { victimSeen: yes ? true : whole ? false : null },
    'victim.contacted': { safe: yes ? true : null },
    'risk.reassessed': {
      ...lookedAt(at),
      demand: demand === 0 ? null : `${reference}-d${demand}`,
      assessor: person,
      decision: { priority, rationale: 'She is behind a locked door and he is near.', ...second },
      nextReviewAt: new Date(Date.parse(at) + 86_400_000).toISOString(),
      ...(whole ? {} : { interimRisk: '' }),
    },
    'dash.reviewed': { reviewer: person, decision: yes ? 'accepted' : 'returned' },
  }
  const parsed = parseData(name, { ...example, ...varied[name] })
  if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.issues)}`)
  return parsed.data
}

/** A history always begins with a report; the rest is chance, duplicates of earlier events included. */
function eventsOf(reference: string, steps: readonly Step[], repeats: readonly number[]): ArrivedEvent[] {
  const start = Date.now() - HOURS_AGO * 3_600_000
  let seconds = 0
  const report: Step = { name: 'incident.reported', seconds: 0, priority: 'P2', yes: true, demand: 1, whole: true, by: 'ch-1' }
  const events = [report, ...steps].map((one, index): ArrivedEvent => {
    seconds += one.seconds
    const at = new Date(start + seconds * 1_000).toISOString()
    const id = `${reference}-${index}`
    return { force: FORCE, reference, source: 'urn:test', id, type: one.name, at, data: dataOf(one, reference, at), actor: ACTOR }
  })
  const before = new Date(start - DAYS_BEFORE * 86_400_000).toISOString()
  const earlier = { ...(events[0] as ArrivedEvent), reference: `${reference}-before`, id: `${reference}-before`, at: before }
  const called = { ...earlier, data: dataOf(report, reference, before) }
  return [called, ...events, ...repeats.flatMap((index) => events[index % events.length] ?? [])]
}

/** What the history came to, without the instants that each host's own clock decides. */
function resultOf({
  state,
  priority,
  demands,
  alerts,
  deadlines,
  grades,
  closureBlockers,
  accepts,
  risk,
  version,
}: IncidentView) {
  return {
    state,
    priority,
    risk,
    accepts,
    closureBlockers,
    version,
    grades: grades.map(({ priority, at }) => [priority, at]),
    demands: demands.map(({ id, reason, level, count, status }) => [id, reason, level, count, status]),
    alerts: alerts.map(({ id, kind, severity, audience, level, count, status, demand }) =>
      [id, kind, severity, audience, level, count, status, demand].join(),
    ),
    deadlines: deadlines.map(({ name, status }) => `${name} ${status}`).sort(),
  }
}

async function play(engine: Engine, reference: string, events: readonly ArrivedEvent[]) {
  const said: string[] = []
  for (const one of events) {
    const [outcome] = await engine.record([one])
    if (outcome === undefined) throw new Error('no outcome')
    said.push(
      outcome.status === 'refused'
        ? `${one.type}: ${outcome.problem.code} ${outcome.problem.errors?.map(({ pointer }) => pointer).join(' ') ?? ''}`
        : `${one.type}: ${outcome.status} ${outcome.sequence} ${outcome.warnings.map(({ code }) => code).join(' ')}`,
    )
  }
  const view = await engine.view({ force: FORCE, reference })
  return { said, result: view && resultOf(view) }
}

/** Chance alone seldom gets as far as each kind of answer: this history does, and what comes after it is chance. */
const everyAnswer: readonly Step[] = (
  [
    ['incident.closed', {}],
    ['incident.reopened', {}],
    ['bail.checked', {}],
    ['incident.graded', {}],
    ['risk.reassessed', { demand: 1, whole: false }],
    ['risk.reassessed', { demand: 1, priority: 'P3', yes: false }],
    ['risk.reassessed', { demand: 1 }],
    ['call.received', {}],
    ['unit.arrived', {}],
    ['dash.reviewed', {}],
  ] as const
).map(([name, varied]) => ({ name, seconds: 30, priority: 'P2', yes: true, demand: 0, whole: true, by: 'sup-1', ...varied }))

describe('the same history on both hosts', () => {
  it('gives the same answers and the same incident', async () => {
    const store = await fresh()
    const onDisk = engineOn(store)
    let number = 0
    const met = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: MOST_EVENTS, size: 'max' }),
        fc.array(fc.nat(), { maxLength: 3 }),
        async (steps, repeats) => {
          number += 1
          const reference = `WK-${number}`
          const events = eventsOf(reference, steps, repeats)
          const durable = await play(onDisk, reference, events)
          const virtual = await play(engineOn(createMemoryStore(new Date().toISOString())), reference, events)
          expect(durable).toEqual(virtual)
          for (const line of durable.said) met.add(line.split(' ')[1] ?? '')
          for (const [, , , , status] of durable.result?.demands ?? []) met.add(`demand ${status}`)
          expect(durable.result?.risk.repeat).toMatchObject({ count: 1, incidents: [{ incident: `${reference}-before` }] })
        },
      ),
      { numRuns: RUNS, endOnFailure: true, examples: [[[...everyAnswer], [0]]] },
    )
    // A property that refuses everything proves nothing.
    expect([...met]).toEqual(
      expect.arrayContaining([
        'accepted',
        'duplicate',
        'not-accepted-now',
        'invalid-event',
        'reassessment-incomplete',
        'downgrade-not-approved',
        'demand answered',
        'demand superseded',
      ]),
    )
  })
})
