/**
 * Each kind of matter under random histories: its own events in any order, entered at once or late, while clocks run and
 * workers sleep. What an event says beside its time comes from the fictional evening. `REASSESS_RUNS` asks for more runs.
 */
import fc from 'fast-check'
import { type AnyMachineSnapshot, getNextTransitions } from 'xstate'
import { kindHearing, MATTERS } from '../../machines/matters/index.ts'
import { EVENT_NAMES, type EventName, parseData } from '../../machines/rules/events.ts'
import type { ArrivedEvent } from '../../src/engine/engine.ts'
import { registersOf } from '../../src/engine/registers/rows.ts'
import type { RegisterRow } from '../../src/engine/registers/views.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { FIXTURES, type Fixture } from '../../src/simulate/fixtures.ts'
import { eventData } from '../../src/simulate/reading/eventData.ts'
import { arrived, graded, reported, thriveAssessed } from '../support/happenings.ts'
import { KEY, policyWith, seldomAsked } from '../support/incident.ts'
import { listedNight } from '../support/listing.ts'

const RUNS = Number(process.env.REASSESS_RUNS ?? 10)
const HOUR = 3_600
const pinned = policyWith({ priorities: seldomAsked() })

interface Step {
  readonly what: number
  readonly afterSeconds: number
  readonly lateSeconds: number
  readonly awake: boolean
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.nat(99),
  afterSeconds: fc.oneof(fc.constantFrom(0, 60, HOUR, 24 * HOUR, 7 * 24 * HOUR), fc.integer({ min: 0, max: 40 * 24 * HOUR })),
  lateSeconds: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 72 * HOUR }) },
  ),
  awake: fc.boolean(),
})

function eventOf(type: EventName, field: string, at: string, id: string): ArrivedEvent {
  const fixture = FIXTURES.get(type) as Fixture
  const time = (written: string) => new Date(written).toISOString()
  const missing = (part: string): never => {
    throw new Error(part)
  }
  const data = eventData({ event: type, role: fixture.role }, fixture, at, { time, missing })
  const read = parseData(type, { ...data, [field]: 'X-1' })
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  const actor = { key: `key-${fixture.role}`, role: fixture.role }
  return { ...KEY, source: 'urn:example:matters', id, type, at, data: read.data, actor }
}

/** @param rests 'never': nothing fires by itself until the end. */
async function play(kind: string, steps: readonly Step[], rests: 'now and then' | 'never') {
  const { night, rows } = listedNight(pinned)
  for (const each of [reported('20:00'), thriveAssessed('20:00'), graded('20:00', 'P2'), arrived('20:00')]) await night.go(each)
  const names = EVENT_NAMES.filter((name) => kindHearing(name) === kind)
  const statuses: string[] = []
  const standing = new Map<string, unknown>()
  const stand = () => {
    for (const [id, { context }] of Object.entries((night.store.caseOf(KEY) as Case).matters ?? {}))
      for (const fact of MATTERS[id.slice(0, id.indexOf('/'))]?.setOnce ?? []) {
        const name = `${id} ${fact}`
        if (!standing.has(name)) standing.set(name, context[fact])
        expect([name, context[fact]]).toEqual([name, standing.get(name)])
      }
  }
  let now = Date.parse('2026-11-20T20:30:00.000Z')
  for (const [place, { what, afterSeconds, lateSeconds, awake }] of steps.entries()) {
    now += afterSeconds * 1000
    await night.go({ kind: 'workers', away: rests === 'never' || !awake })
    await night.go({ kind: 'clock', at: new Date(now).toISOString() })
    // One after the other as often as anyhow: chance alone seldom gets as far as the end of a life.
    const type = names[what % 2 === 0 ? Math.min(place, names.length - 1) : what % names.length] as EventName
    const at = new Date(Math.max(now - lateSeconds * 1000, Date.parse('2026-11-20T20:30:00.000Z'))).toISOString()
    const [outcome] = await night.engine.record([eventOf(type, MATTERS[kind]?.field ?? '', at, `${place}`)])
    stand()
    statuses.push(`${type} ${outcome?.status === 'refused' ? outcome.problem.code : outcome?.status}`)
  }
  await night.go({ kind: 'workers', away: false })
  await night.go({ kind: 'clock', at: new Date(now + 1).toISOString() })
  const kept = night.store.caseOf(KEY) as Case
  const entries = async function* () {
    yield* night.store.entries(KEY)
  }
  return { night, rows, kept, entries, statuses }
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe.each(Object.keys(MATTERS))('%s', (kind) => {
  const histories = fc.array(step, { minLength: 1, maxLength: 14, size: 'max' })
  // Both properties are about the same histories, so that each is played awake once.
  const seed = Math.floor(Math.random() * 2 ** 31)
  const check = (property: (steps: readonly Step[]) => Promise<void>) =>
    fc.assert(fc.asyncProperty(histories, property), { numRuns: RUNS, endOnFailure: true, seed })
  const played = new Map<string, ReturnType<typeof play>>()
  const playAwake = (steps: readonly Step[]) => {
    const history = JSON.stringify(steps)
    const awake = played.get(history) ?? play(kind, steps, 'now and then')
    played.set(history, awake)
    return awake
  }
  afterAll(() => played.clear())

  it('replays to the byte, keeps each fact that is set once, waits only for what its state waits for and once over for nothing, and is in the registers as it is', () =>
    check(async (steps) => {
      const { night, rows, kept, entries } = await playAwake(steps)
      expect(await replay(kept, entries(), pinned)).toMatchObject({ replayed: true, differences: [] })
      const asRegistered = (of: Iterable<RegisterRow>) => [...of].map((row) => JSON.stringify(row)).sort()
      expect(asRegistered(rows.values())).toEqual(asRegistered(registersOf(kept, night.store.entries(KEY))))
      for (const [id, { value, context }] of Object.entries(kept.matters ?? {})) {
        const machine = MATTERS[id.slice(0, id.indexOf('/'))]?.machine
        const snapshot = machine?.resolveState({ value: value as string, context }) as AnyMachineSnapshot
        const waits = getNextTransitions(snapshot).flatMap(
          ({ eventType }) => /^xstate\.after\.([^.]+)\./.exec(eventType)?.[1] ?? [],
        )
        const runs = kept.timers.flatMap(({ machine: name, deadline }) => (name === `matters/${id}` ? [deadline] : []))
        expect([id, [...runs].sort()]).toEqual([id, [...new Set(waits)].sort()])
      }
      const over = (await night.engine.view(KEY))?.matters.filter(({ ended }) => ended) ?? []
      expect(over.filter(({ deadlines }) => deadlines.length > 0)).toEqual([])
      const causes = Object.values(kept.alerts).map(({ context }) => `${context.kind} ${context.cause}`)
      expect(causes).toEqual([...new Set(causes)])
    }))

  it('comes to the same, however late timers fired', () =>
    check(async (steps) => {
      const [awake, asleep] = [await playAwake(steps), await play(kind, steps, 'never')]
      expect(asleep.statuses).toEqual(awake.statuses)
      expect(asJson(asleep.kept.matters ?? {})).toEqual(asJson(awake.kept.matters ?? {}))
    }))
})
