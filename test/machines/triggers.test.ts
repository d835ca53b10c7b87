/**
 * A walk through the control states of an incident, and in each of them every trigger: a demand follows. In a parallel
 * machine a region that takes an event hides it from others, so this is asked and not assumed. The walk is bounded; it
 * reaches every state of every region, not every combination of them.
 */
import { accepts, incident } from '../../machines/incident/index.ts'
import type { PublicEvent } from '../../machines/incident/setup.ts'
import { kindHearing } from '../../machines/matters/index.ts'
import { demandReasonOf, EVENT_NAMES, type EventName } from '../../machines/rules/events.ts'
import { later } from '../../machines/rules/time/instants.ts'
import { judgeContent } from '../../src/engine/judge/content.ts'
import { aboutOf } from '../../src/engine/judge/matters.ts'
import type { Case, Timer } from '../../src/engine/step/case.ts'
import type { Origin } from '../../src/engine/step/consequences.ts'
import { stepOn } from '../../src/engine/step/consequences.ts'
import { dehydrateCase, hydrateCase, type LiveCase } from '../../src/engine/step/live.ts'
import { deliver } from '../../src/engine/step/moves.ts'
import { begin, lapse, take } from '../../src/engine/step/step.ts'
import { exampleOf } from '../rules/examples.ts'
import { randomFrom } from '../support/chance.ts'
import type { Posted } from '../support/happenings.ts'
import * as happens from '../support/happenings.ts'
import { frozen, KEY, policyWith } from '../support/incident.ts'

/** The walk is cut off here: all combinations of regions that hardly touch each other would be thousands more. */
const MOST_STATES = 500
const MOST_STEPS = 20_000

const pinned = policyWith()
const origin: Origin = { source: 'urn:example', id: 'e', actor: { key: 'k', role: 'force-incident-manager' } }
const START = '20:00'

/** What the incident may be sent, in every spelling that matters to it. */
const spelled = (at: string, openDemand: string | null): Posted[] => [
  happens.thriveAssessed(at),
  happens.thriveAssessed(at, { interimRisk: '' }),
  happens.thriveScored(at),
  ...['P1', 'P2', 'P3'].map((priority) => happens.downgraded(at, priority)),
  happens.logNoted(at),
  happens.logNoted(at, true),
  happens.assigned(at),
  happens.diverted(at),
  happens.standsDown(at),
  happens.cleared(at),
  happens.arrived(at),
  happens.atScene(at),
  happens.arrived(at, { victimSeen: false }),
  happens.victimContacted(at, true),
  happens.victimContacted(at, false),
  happens.victimContacted(at, null),
  happens.victimContacted(at, true, 'He is back in the road.'),
  happens.reassessed(at, openDemand),
  happens.reassessed(at, null),
  happens.dashSubmitted(at, 'standard'),
  happens.dashSubmitted(at, 'high'),
  happens.dashReviewed(at),
  happens.dashReviewed(at, 'returned', { missing: ['injury'] }),
  happens.hauChecked(at),
  happens.hauFeedback(at),
  happens.sentBackByUnit(at),
  happens.riskConfirmed(at),
  ...['daro', 'marac', 'idva'].flatMap((partner) => [happens.referred(at, partner), happens.referralAcknowledged(at, partner)]),
  happens.maracReferred(at),
  happens.maracWithdrawn(at),
  happens.schoolTold(at, 'P-3'),
  happens.crimeRecorded(at),
  happens.allocated(at),
  happens.suspectDealtWith(at, 'charged'),
  happens.suspectDealtWith(at, 'outstanding'),
  happens.bailBreached(at),
  happens.transferred(at),
  happens.transferAcknowledged(at),
  happens.linked(at, 'WK-2', 'duplicate'),
  happens.linked(at, 'WK-2', 'related'),
  happens.linked(at, 'WK-2', 'duplicate-of'),
]

/** What a matter takes or refuses is told where matters are; that some of it is news to the incident too, here. */
const isOfAMatter = (name: EventName): boolean => kindHearing(name) !== null

/** Where no spelling matters, as the catalogue has it. */
const NAMES = new Set(spelled(START, null).map(({ type }) => type))
const UNSPELLED = EVENT_NAMES.filter((name) => name !== 'incident.reported' && !isOfAMatter(name) && !NAMES.has(name))
/** Each public event that the incident may be sent. */
const events = (at: string, openDemand: string | null): Posted[] => [
  ...spelled(at, openDemand),
  ...UNSPELLED.map((name) => happens.told(name, 'force-incident-manager', at)),
]

/** The deadlines that move the incident itself. */
const isTheIncidents = ({ machine }: Timer): boolean =>
  machine === 'incident' || machine === 'duties/next-review' || machine.startsWith('duties/victim-seen')

interface Reached {
  readonly kept: Case
  readonly now: string
}

/** As its example says it. */
const parsed = (type: EventName): object => exampleOf(type, { order: 'NMO-1' })
const minuteAfter = (now: string): string => new Date(Date.parse(now) + 60_000).toISOString()
const reachedBy = (live: LiveCase, now: string): Reached => {
  const kept = dehydrateCase(live, 1, '')
  return { kept: frozen(JSON.parse(JSON.stringify(kept)) as Case), now }
}
/** Thousands of cases begin from it; that nothing changes it is proved by its being frozen. */
const alive = ({ kept }: Reached): LiveCase => hydrateCase(kept, pinned)
const eventOf = ({ type, at, data }: Posted): PublicEvent => ({ type, at, recordedAt: at, data }) as PublicEvent
const isTaken = (live: LiveCase, event: PublicEvent): boolean =>
  accepts(live.incident, event) &&
  judgeContent(live, event, origin.actor.role, { about: aboutOf(live, event), last: null }).problem === null
/** Whatever is said to carry this incident is found to. */
const taken = (live: LiveCase, event: PublicEvent) =>
  take(live, event, origin, { recall: () => [], original: { incident: 'WK-2', version: 1, closed: false, carries: true } })
const openDemandOf = (live: LiveCase): string | null =>
  live.incident.context.openDemands[0]?.id.replace(`${KEY.reference}-`, '') ?? null

/** Control state: where each region is, and the few facts that its guards ask about. */
function controlState({ incident: { value, context }, timers }: LiveCase): string {
  const { attendedAt, victimSeenAt, breaches, warnedOn, clock } = context
  const clocks = timers.filter(isTheIncidents).map(({ deadline }) => deadline)
  return JSON.stringify([
    value,
    attendedAt === null,
    victimSeenAt === null,
    breaches.length > 0,
    warnedOn === clock,
    clocks.sort(),
  ])
}

/** Whole nights to start from, because the far ends (closed, opened again, two visits) lie deep. */
const nights: readonly (readonly Posted[])[] = [
  [],
  [happens.thriveAssessed('20:01')],
  [...happens.gradedP2('20:01'), happens.resolvedByTelephone('20:20')],
  [...happens.gradedP2('20:01'), happens.linked('20:20', 'WK-2', 'duplicate-of')],
  [...happens.gradedP2('20:01'), happens.linked('20:20', 'WK-2', 'duplicate-of'), happens.closed('20:21')],
  happens.everythingDone,
  [...happens.everythingDone, happens.crimeRecorded('20:45'), happens.allocated('20:46'), happens.closed('20:50')],
  [
    ...happens.everythingDone,
    happens.hauReceived('20:41'),
    happens.hauChecked('20:42'),
    happens.closed('20:50'),
    happens.reopened('20:51'),
  ],
  [...happens.everythingDone, happens.suspectDealtWith('20:45', 'charged'), happens.closed('20:50')],
  [...happens.everythingDone, happens.hauReceived('20:41'), happens.closed('20:50')],
  [...happens.everythingDone, happens.hauReceived('20:41'), happens.referred('20:42', 'idva')],
  [...happens.everythingDone, happens.hauReceived('20:41'), happens.hauChecked('20:42'), happens.closed('20:50')],
  [...happens.everythingDone, happens.callReceived('20:41'), happens.arrived('20:43'), happens.closed('20:50')],
  [...happens.everythingDone, happens.dashSubmitted('20:45', 'high'), happens.graded('20:50', 'P1')],
]

function started(night: readonly Posted[]): Reached {
  const { data, at } = happens.reported(START)
  const { live } = begin({ ...KEY, pinned }, { at, recordedAt: at, data: data as never }, origin)
  const posted = night.filter(({ type }) => type !== 'incident.reported')
  for (const each of posted) taken(live, eventOf(each))
  return reachedBy(live, posted.at(-1)?.at ?? at)
}

/** One thing at a time happens to one reached state at a time, both picked by (repeatable) chance: that goes deep soon. */
function walk(): Reached[] {
  const random = randomFrom(20261120)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const reached = nights.map(started)
  const names = new Set(reached.map((state) => controlState(alive(state))))
  for (let steps = 0; reached.length < MOST_STATES && steps < MOST_STEPS; steps++) {
    const state = pick(reached)
    const live = alive(state)
    const now = minuteAfter(state.now)
    const next = pick([
      ...events(now, openDemandOf(live)),
      ...state.kept.timers.filter(isTheIncidents),
      happens.closed(now),
      happens.reassessed(now, openDemandOf(live)),
    ])
    if ('dueAt' in next) lapse(live, next, later(next.dueAt, now))
    else if (isTaken(live, eventOf(next))) taken(live, eventOf(next))
    const name = controlState(live)
    if (names.has(name)) continue
    names.add(name)
    reached.push(reachedBy(live, 'dueAt' in next ? later(next.dueAt, now) : now))
  }
  return reached
}

const states = walk()

/** What these open depends on what the incident has come to, and not on what they say alone. */
const BY_STATE: Partial<Record<EventName, (live: LiveCase) => string | null>> = {
  'shift.changed': (live) => (isOver(live) ? null : 'shift-change'),
  'incident.cancelled': (live) => (isOver(live) ? null : 'cancelled-by-caller'),
  'unit.stood-down': (live) => whenTheUnitLeaves(live),
  'unit.cleared': (live) => whenTheUnitLeaves(live),
  // No reassessment of this walk waits for a second person; those that do have a test of their own below.
  'reassessment.checked': () => null,
}
const isOver = (live: LiveCase): boolean => {
  const { attendedAt, visits } = live.incident.context
  const looksForHer = visits.some(({ failedAt }) => failedAt === null)
  return regionOf(live, 'closure') === 'closed' || (attendedAt !== null && !looksForHer)
}
/** One unit is posted of in these nights, B12. */
function whenTheUnitLeaves(live: LiveCase): string | null {
  const { attendedAt, visits, units, scene, telephone, duplicateOf, waitingSince } = live.incident.context
  const visit = visits.find(({ failedAt }) => failedAt === null)
  const since = (visit === undefined ? waitingSince : visit.waitingSince) ?? ''
  const isThere = scene.some(({ arrivedAt, clearedAt }) => clearedAt === null && arrivedAt >= since)
  const isComing = units.length > 0 && attendedAt !== null
  if ((isThere || isComing) && visit !== undefined) return 'attendance-failed'
  const isAwaited = attendedAt === null && telephone === null && duplicateOf === null
  return isAwaited && units.length > 0 && !isThere ? 'stood-down' : null
}
const made = ({ incident: { context } }: LiveCase): number => context.demandsMade
const regionOf = ({ incident: { value } }: LiveCase, region: string): unknown => (value as Record<string, unknown>)[region]

const openFor = ({ incident: { context } }: LiveCase, reason: string) =>
  context.openDemands.find((open) => open.reason === reason)

/** A demand of its own, or one cause more of the open one. Compared by hand: thousands of matchers take longer than the machines. @returns what is otherwise. */
function otherThanDemanded(before: LiveCase, after: LiveCase, reason: string, cause: string): string[] {
  const was = openFor(before, reason)
  const is = openFor(after, reason)
  const id = is?.id ?? ''
  const isAnswerAwaited = after.timers.some(({ machine, deadline }) => machine === `demands/${id}` && deadline === 'answer')
  const found = [
    [made(after), made(before) + (was === undefined ? 1 : 0)],
    [is?.causeCount, (was?.causeCount ?? 0) + 1],
    [regionOf(after, 'risk'), 'demanded'],
    [id, was?.id ?? `${KEY.reference}-d${made(after)}`],
    [after.demands[id]?.value, 'open'],
    [isAnswerAwaited, true],
    [regionOf(after, 'closure'), 'open'],
  ]
  return found.flatMap(([is, should]) => (is === should ? [] : [`${cause}, ${reason}: ${is} instead of ${should}`]))
}

it('walks a sensible number of states, closed and breached ones among them', () => {
  expect(states.length).toBe(MOST_STATES)
  const seen = (test: (live: LiveCase) => boolean) => states.filter((state) => test(alive(state))).length
  expect(seen((live) => regionOf(live, 'closure') === 'closed')).toBeGreaterThanOrEqual(5)
  expect(seen(({ incident: { context } }) => context.breaches.length > 0)).toBeGreaterThan(20)
  const regions = (region: string) => new Set(states.map((state) => JSON.stringify(regionOf(alive(state), region)))).size
  expect(['grading', 'attendance', 'risk', 'dash', 'safeguarding', 'investigation', 'closure'].map(regions)).toEqual([
    3, 8, 2, 6, 5, 3, 2,
  ])
})

it('demands a reassessment for every trigger in every state, or where the state asks for it', () => {
  let asked = 0
  const wrong: string[] = []
  for (const state of states) {
    const before = alive(state)
    const isClosed = regionOf(before, 'closure') === 'closed'
    for (const posted of events(minuteAfter(state.now), null)) {
      const byState = BY_STATE[posted.type]
      const reason = byState === undefined ? demandReasonOf(posted.type, posted.data as never) : byState(before)
      if (reason === null && byState === undefined) continue
      const event = eventOf(posted)
      const live = alive(state)
      if (reason === null) {
        if (!accepts(live.incident, event)) continue
        taken(live, event)
        if (made(live) !== made(before)) wrong.push(`${posted.type} opens a demand`)
        continue
      }
      const mayBeTaken = posted.type !== 'incident.reopened' || isClosed
      if (isTaken(live, event) !== mayBeTaken) wrong.push(`${posted.type} is ${mayBeTaken ? 'refused' : 'taken'}`)
      if (!mayBeTaken) continue
      taken(live, event)
      dehydrateCase(live, 1, '')
      wrong.push(...otherThanDemanded(before, live, reason, posted.type))
      asked += 1
    }
  }
  expect(wrong).toEqual([])
  expect(asked).toBeGreaterThanOrEqual(states.length * 9)
})

it('demands one for the breach of an order, in every state', () => {
  const told = (live: LiveCase, type: 'order.recorded' | 'order.breached', at: string) =>
    take(live, { type, at, recordedAt: at, data: parsed(type) } as unknown as PublicEvent, origin)
  for (const state of states) {
    const live = alive(state)
    const at = minuteAfter(state.now)
    told(live, 'order.recorded', at)
    const before = hydrateCase(JSON.parse(JSON.stringify(dehydrateCase(live, 1, ''))) as Case, pinned)
    expect(made(before)).toBe(made(alive(state)))
    told(live, 'order.breached', at)
    expect(otherThanDemanded(before, live, 'order-breached', 'order.breached')).toEqual([])
    expect(live.incident.context.telephone).toBeNull()
  }
})

it('demands one where a reassessment is set aside, in every state, closed meanwhile or not', () => {
  const reading = { weights: 'test', score: 0, verdict: 'doubtful', doubts: [], drawn: false } as const
  let closedMeanwhile = 0
  for (const state of states) {
    const live = alive(state)
    if (regionOf(live, 'closure') === 'closed') continue
    const [at, later] = [minuteAfter(state.now), minuteAfter(minuteAfter(state.now))]
    // At the grade in force: a grade that is put back may raise a breach, which opens a demand of its own.
    const priority = live.incident.context.priority ?? 'P2'
    const doubtful = eventOf(happens.reassessed(at, openDemandOf(live), { priority }))
    take(live, doubtful, origin, { recall: () => [], original: null, reading })
    const sequence = live.incident.context.checks.at(-1)?.reassessment ?? 0
    const closing = eventOf(happens.closed(at))
    if (isTaken(live, closing)) {
      taken(live, closing)
      closedMeanwhile += 1
    }
    const before = hydrateCase(JSON.parse(JSON.stringify(dehydrateCase(live, 1, ''))) as Case, pinned)
    const verdict = eventOf(happens.read(later, sequence, 'explains'))
    expect(isTaken(live, verdict)).toBe(true)
    taken(live, verdict)
    expect(otherThanDemanded(before, live, 'reassessment-set-aside', 'reassessment.checked')).toEqual([])
    expect(live.incident.context.telephone).toBeNull()
    expect(live.incident.context.duplicateOf).toBeNull()
  }
  expect(closedMeanwhile).toBeGreaterThan(0)
})

it('demands one for a breach and for a review that is due, in every state of an open incident', () => {
  for (const state of states) {
    const before = alive(state)
    if (regionOf(before, 'closure') === 'closed') continue
    const happened = { at: minuteAfter(state.now), recordedAt: minuteAfter(state.now) }
    for (const [type, reason] of [
      ['review.due', 'review-due'],
      ['attendance.breached', 'attendance-overdue'],
    ] as const) {
      const live = alive(state)
      const effects = deliver(stepOn(live, happened), { to: 'incident', event: { type } })
      const open = openFor(before, reason)
      expect(effects).toContainEqual(
        open === undefined
          ? expect.objectContaining({ type: 'openDemand', params: expect.objectContaining({ reason }) })
          : { type: 'joinDemand', params: { id: open.id, causeCount: open.causeCount + 1 } },
      )
    }
    for (const timer of state.kept.timers.filter(isTheIncidents)) {
      if (timer.deadline === 'attendance-warning') continue
      const live = alive(state)
      lapse(live, timer, later(timer.dueAt, happened.at))
      const reason = timer.machine.startsWith('duties/victim-seen')
        ? 'attendance-failed'
        : timer.deadline === 'attendance'
          ? 'attendance-overdue'
          : 'review-due'
      expect(otherThanDemanded(before, live, reason, timer.deadline)).toEqual([])
    }
  }
})

it('runs no clock of its own on a closed incident', () => {
  for (const state of states)
    if (regionOf(alive(state), 'closure') === 'closed') expect(state.kept.timers.filter(isTheIncidents)).toEqual([])
})

it('takes a score of a THRIVE in every state, and is after it as it was before', () => {
  for (const state of states) {
    const live = alive(state)
    const event = eventOf(happens.thriveScored(minuteAfter(state.now)))
    expect(accepts(live.incident, event)).toBe(true)
    take(live, event, origin)
    expect(dehydrateCase({ ...live, recordedAt: state.kept.recordedAt ?? null }, state.kept.version, state.kept.head)).toEqual(
      state.kept,
    )
  }
})

it('throws at no event in any state, and reads its blockers in all of them', () => {
  const thrown: string[] = []
  for (const state of states)
    for (const posted of events(minuteAfter(state.now), 'd1')) {
      // What demands something was taken in every state above.
      if (demandReasonOf(posted.type, posted.data as never) !== null) continue
      try {
        const live = alive(state)
        const event = eventOf(posted)
        if (isTaken(live, event)) taken(live, event)
        dehydrateCase(live, 1, '')
      } catch (error) {
        thrown.push(`${posted.type} in ${controlState(alive(state))}: ${error}`)
      }
    }
  expect(thrown).toEqual([])
})

it('handles every event type of the contract, and no other', () => {
  // A matter takes or refuses its own events (decision 0019); the incident only follows.
  const posted = EVENT_NAMES.filter((name) => name !== 'incident.reported' && !isOfAMatter(name))
  const own = incident.events.filter((name) => !name.startsWith('xstate.') && !isOfAMatter(name as EventName))
  expect([...own].sort()).toEqual(
    [
      ...posted,
      'attendance.breached',
      'glass.broken',
      'attendance.excused',
      'grade.put-back',
      'history.found',
      'matters.changed',
      'original.found',
      'review.due',
      'stopped-clock.passed',
      'victim.unseen',
    ].sort(),
  )
})
