/**
 * The three laws and what follows from them, over random histories. `REASSESS_RUNS` asks for more of them; a failure
 * prints its seed and the shortest history that still fails.
 */
import { Duration } from 'luxon'
import type { AlertContext } from '../../machines/alert/setup.ts'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { rankOf } from '../../machines/rules/policy/policy.ts'
import { COMMAND_ROLES, RISK_GRADES, type RiskGrade } from '../../machines/rules/vocabulary.ts'
import { RIGHTS } from '../../src/api/roles.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import type { Case, Entry } from '../../src/engine/step/case.ts'
import { isOfThePeople, missing, type Reassessment } from '../support/fallsShort.ts'
import { demandId, type Posted } from '../support/happenings.ts'
import { checking, histories, lowering, reassessing, type Step } from '../support/histories.ts'
import { KEY, type Night } from '../support/incident.ts'
import {
  caseOf,
  contentOf,
  contextOf,
  demandsOf,
  everywhere,
  type Moment,
  pinned,
  play,
  playOnce,
  RUNS,
} from '../support/played.ts'

it.each([
  ['anything', histories],
  ['much that lowers', lowering],
])(
  'law 1, over %s: the engine lowers nothing; a person does, by name, and near or after a breach by rank and with a second person',
  async (_, of) => {
    const met = { graded: 0, approved: 0, notApproved: 0, risk: 0 }
    await everywhere(
      async (history) => {
        const { night, moments } = await playOnce(history, 'now and then')
        for (const moment of moments) {
          const { posted, outcome, before, after } = moment
          const rank = (kept: Case) => rankOf(pinned.policy, contextOf(kept).priority ?? '') ?? 0
          if (contextOf(before).priority !== null && rank(after) > rank(before)) {
            expect(outcome.status).toBe('accepted')
            expect(['incident.graded', 'risk.reassessed']).toContain(posted.type)
            if (wasWarned(night, outcome)) {
              expectRankAndSecond(posted)
              met.approved += 1
            } else met.graded += 1
          }
          if (riskOf(after) < riskOf(before)) {
            expectLoweredByAPerson(moment)
            met.risk += 1
          }
          if (outcome.status === 'refused' && outcome.problem.code === 'downgrade-not-approved') met.notApproved += 1
          // What was once seen as a high risk stays marked, whatever a later form counts.
          expect(contextOf(after).flags).toEqual(expect.arrayContaining([...contextOf(before).flags]))
          if (outcome.status === 'accepted' && posted.type === 'dash.excepted') {
            expect(COMMAND_ROLES).toContain(posted.role)
            expect(posted.data).toMatchObject({ approvedBy: { id: expect.not.stringMatching(/^fim-1$/) } })
          }
        }
      },
      { of },
    )
    if (of === lowering) expectMet(met)
  },
)

/** A law is not tested by histories in which nobody tries to break it. How often somebody does is chance. */
const expectMet = (met: Readonly<Record<string, number>>): void =>
  expect(Object.entries(met).filter(([, times]) => times === 0)).toEqual([])

const wasWarned = ({ store }: Night, outcome: Outcome): boolean =>
  store
    .entries(KEY)
    .slice(0, outcome.status === 'accepted' ? outcome.sequence - 1 : 0)
    .some((entry) => entry.type === 'deadline.passed' && contentOf(entry).machine === 'incident')

function expectLoweredByAPerson({ posted, outcome, before }: Moment): void {
  expect(outcome.status).toBe('accepted')
  expect(posted).toMatchObject({ type: 'dash.reviewed', data: { decision: 'regraded-down' } })
  expect(RIGHTS[posted.role].posts).toContain('dash.reviewed')
  expectAnotherThanTheAuthor(posted, before)
}

const riskOf = (kept: Case): number => RISK_GRADES.indexOf(contextOf(kept).riskGrade as RiskGrade)

/** Somebody other than the author; from a high risk, or after a breach, somebody beside them. */
function expectAnotherThanTheAuthor({ data }: Posted, before: Case): void {
  const { reviewer, approvedBy } = data as unknown as Record<'reviewer' | 'approvedBy', { id: string } | undefined>
  const { dash, riskGrade, breaches } = contextOf(before)
  expect(reviewer?.id).not.toBe(dash?.author)
  if (riskGrade !== 'high' && breaches.length === 0) return
  expect(approvedBy?.id).toEqual(expect.any(String))
  expect(approvedBy?.id).not.toBe(reviewer?.id)
}

function expectRankAndSecond({ type, role, data }: Posted): void {
  const { by, assessor, approvedBy, decision } = data as unknown as Record<string, { id: string; approvedBy?: { id: string } }>
  const [decides, second] = type === 'incident.graded' ? [by, approvedBy] : [assessor, decision?.approvedBy]
  expect(COMMAND_ROLES).toContain(role)
  expect(second?.id).toEqual(expect.any(String))
  expect(second?.id).not.toBe(decides?.id)
}

it('law 2: only a complete reassessment answers, and only what it names; a record that falls short or only explains changes nothing', async () => {
  const met = { complete: 0, incomplete: 0, explaining: 0, severalAtOnce: 0 }
  await everywhere(
    async (history) => {
      const { night, moments } = await playOnce(history, 'on time')
      for (const moment of moments.filter(({ posted }) => posted.type === 'risk.reassessed')) {
        const answered = expectReassessed(moment, night.store.entries(KEY))
        const code = moment.outcome.status === 'refused' ? moment.outcome.problem.code : null
        if (answered > 0) met.complete += 1
        if (answered > 1) met.severalAtOnce += 1
        if (code === 'reassessment-incomplete') met.incomplete += 1
        if (code === 'explains-delay-not-risk') met.explaining += 1
      }
    },
    { of: reassessing, runs: 2 * RUNS },
  )
  expectMet(met)
})

const NOT_LOOKED = expect.objectContaining({ code: 'nothing-looked-at', pointer: '/data/situation' })

/** @returns how many demands it answered, in full or in part. */
function expectReassessed({ posted, outcome, before, after }: Moment, entries: readonly Entry[]): number {
  const record = posted.data as Reassessment
  const { thrive, priority, openDemands, receivedAt } = contextOf(before)
  const assessed = entries.filter(
    ({ type, at, sequence }) =>
      ['thrive.assessed', 'risk.reassessed'].includes(type) && at <= posted.at && sequence <= before.version,
  )
  const since =
    assessed
      .map(({ at }) => at)
      .sort()
      .at(-1) ?? receivedAt
  const lacks = missing(record, posted.at, { thriveBy: thrive?.author, since })
  const rank = (grade: string | null) => rankOf(pinned.policy, grade ?? '') ?? 0
  const rises = priority !== null && rank(record.decision.priority) < rank(priority)
  const explains = !rises && !isOfThePeople(record)
  if (outcome.status !== 'accepted') {
    expect(after).toEqual(before)
    const code = outcome.status === 'refused' ? outcome.problem.code : null
    if (code === 'reassessment-incomplete') expect(lacks).not.toEqual([])
    if (lacks.includes('looked') && code === 'reassessment-incomplete')
      expect(outcome).toMatchObject({ problem: { errors: expect.arrayContaining([NOT_LOOKED]) } })
    if (code === 'explains-delay-not-risk') expect(explains).toBe(true)
    return 0
  }
  expect([lacks, explains]).toEqual([[], false])
  const named = new Set([record.demand ?? [], record.alsoAnswers ?? []].flat())
  for (const id of named) expect(openDemands.map((open) => open.id)).toContain(id)
  for (const open of openDemands) {
    const left = contextOf(after).openDemands.find(({ id }) => id === open.id)?.causes ?? []
    // A cause that is answered in part is another than it was.
    const kept = open.causes.filter((cause) => left.some((one) => JSON.stringify(one) === JSON.stringify(cause)))
    const read = named.has(open.id) ? (record.causesSeen?.[open.id] ?? Number.POSITIVE_INFINITY) : 0
    const unanswerable = open.causes.filter(({ number, at, from = { number, at } }) => from.number > read || from.at > posted.at)
    expect(kept).toEqual(expect.arrayContaining(unanswerable))
    if (named.has(open.id)) expect(kept.length).toBeLessThan(open.causes.length)
  }
  return named.size
}

it('law 2: what a second person finds to explain answered nothing: a demand asks again, no lower than those had come, and a grade goes back up', async () => {
  const met = { asksAgain: 0, higher: 0, putBack: 0, seenSince: 0, doubted: 0 }
  await everywhere(
    async (history) => {
      const { night, moments } = await playOnce(history, 'now and then')
      for (const { posted, outcome, before, after } of moments) {
        if (outcome.status !== 'accepted') continue
        const [was, is] = [contextOf(before), contextOf(after)]
        if (posted.type === 'risk.reassessed') {
          if (is.checks.at(-1)?.reassessment === outcome.sequence) met.doubted += 1
          continue
        }
        if (posted.type !== 'reassessment.checked') continue
        const { reassessment, verdict } = posted.data as CaseEventData['reassessment.checked']
        expect(is.checks.map((check) => check.reassessment)).not.toContain(reassessment)
        const check = was.checks.find((one) => one.reassessment === reassessment)
        if (check === undefined) throw new Error('taken, and nobody asked for it')
        if (verdict === 'assesses') {
          // By its own line: what was due fires before it, and may have opened a demand.
          const own = night.store.entries(KEY).find(({ sequence }) => sequence === outcome.sequence)
          expect([own?.consequences.demands, is.priority]).toEqual([[], was.priority])
          continue
        }
        const levels = check.demands.map((id) => demandsOf(before).find((one) => one.id === id)?.level ?? 1)
        for (const { id, status } of demandsOf(after).filter((one) => check.demands.includes(one.id)))
          expect([id, status]).toEqual([id, 'setAside'])
        if (is.victimSeenAt !== null && is.victimSeenAt >= check.at) {
          met.seenSince += 1
          continue
        }
        const open = is.openDemands.find(({ reason }) => reason === 'reassessment-set-aside')
        const asks = demandsOf(after).find(({ id }) => id === open?.id)
        expect(asks?.status).toBe('open')
        expect(asks?.level).toBeGreaterThanOrEqual(Math.max(1, ...levels))
        met.asksAgain += 1
        if (Number(asks?.level) > 1) met.higher += 1
        const rank = (priority: string | null) => rankOf(pinned.policy, priority ?? '') ?? 0
        expect(rank(is.priority)).toBeLessThanOrEqual(rank(was.priority))
        if (rank(is.priority) < rank(was.priority)) {
          expect(is.grades.at(-1)).toMatchObject({ setAside: reassessment, by: { id: 'engine' } })
          met.putBack += 1
        }
      }
    },
    { of: checking, runs: 2 * RUNS },
  )
  expectMet(met)
})

it('laws 2 and 3: a demand is answered by name or superseded by an arrival that saw the victim, and never vanishes; a note changes nothing', () =>
  everywhere(async (history) => {
    const { night } = await playOnce(history, 'now and then')
    const kept = caseOf(night)
    const status = new Map<string, string>()
    for (const entry of night.store.entries(KEY)) {
      const { consequences } = entry
      if (entry.type === 'delay.noted') expect(consequences).toEqual({ timersSet: [], timersEnded: [], alerts: [], demands: [] })
      for (const { id, status: now } of consequences.demands) {
        const was = status.get(id)
        status.set(id, now)
        if (now === 'set-aside') {
          expect([was, entry.type, contentOf(entry).verdict]).toEqual(['answered', 'reassessment.checked', 'explains'])
          continue
        }
        if (was === now || now === 'open') {
          expect([undefined, 'open', now]).toContain(was)
          continue
        }
        expect(was).toBe('open')
        expectEnded(entry, id, now)
      }
    }
    const { openDemands, demandsMade } = contextOf(kept)
    const standing = demandsOf(kept).map(({ id, status: is }) => [id, is === 'setAside' ? 'set-aside' : is])
    expect(Object.fromEntries(status)).toEqual(Object.fromEntries(standing))
    expect([...status.keys()]).toEqual(Array.from({ length: demandsMade }, (_, made) => demandId(`d${made + 1}`)))
    expect(openDemands.map(({ id }) => id)).toEqual([...status.keys()].filter((id) => status.get(id) === 'open'))
  }))

function expectEnded(entry: Entry, id: string, now: string): void {
  const content = contentOf(entry)
  if (now === 'answered') {
    expect(entry.type).toBe('risk.reassessed')
    expect([content.demand, ...content.alsoAnswers]).toContain(id)
    return
  }
  expect([now, entry.type, content.victimSeen]).toEqual(['superseded', 'unit.arrived', true])
}

it('a cause stands until a reassessment or an arrival that came after it, or late news voids its breach or its visit', () =>
  everywhere(async (history) => {
    const { moments } = await playOnce(history, 'now and then')
    for (const { posted, before, after } of moments) {
      const left = new Set(contextOf(after).openDemands.flatMap(({ causes }) => causes.map(({ sequence }) => sequence)))
      for (const { id, causes } of contextOf(before).openDemands)
        for (const { at, clock, visit } of causes.filter((cause) => !left.has(cause.sequence))) {
          const settled = contextOf(after).breaches.some((breach) => breach.clock === clock && breach.settled)
          const failed = contextOf(before).visits.find(({ number }) => number === visit)?.failedAt ?? ''
          const voided = settled || (posted.type === 'unit.arrived' && posted.at <= failed)
          expect([id, at <= posted.at || voided]).toEqual([id, true])
          expect(['risk.reassessed', 'unit.arrived']).toContain(posted.type)
        }
      const reasons = contextOf(after).openDemands.map(({ reason }) => reason)
      expect(new Set(reasons).size).toBe(reasons.length)
    }
  }))

it('an upgrade never moves the deadline of a wait that is not breached, a downgrade counts from where the wait began, and no breach is ever struck out', async () => {
  const met = { rises: 0, falls: 0 }
  await everywhere(
    async (history) => {
      const { moments } = await playOnce(history, 'on time')
      for (const { before, after } of moments) {
        const [was, is] = [contextOf(before), contextOf(after)]
        expect(is.breaches.slice(0, was.breaches.length).map(({ dueAt }) => dueAt)).toEqual(
          was.breaches.map(({ dueAt }) => dueAt),
        )
        if (!JSON.stringify(before.incident.value).includes('"waiting":')) continue
        const rank = ({ priority }: typeof is) => rankOf(pinned.policy, priority ?? '') ?? 0
        // A deadline that had passed under a lower grade is a breach, and a fresh clock runs as after any breach.
        const breachedNow = is.breaches.length > was.breaches.length
        if (rank(is) < rank(was) && !breachedNow) {
          expect((is.attendBy ?? '') <= (was.attendBy ?? '')).toBe(true)
          met.rises += 1
        }
        if (rank(is) > rank(was)) {
          expect(Date.parse(is.attendBy ?? '') - withinMs(is)).toBeLessThanOrEqual(Date.parse(was.waitStart ?? was.receivedAt))
          met.falls += 1
        }
      }
    },
    { of: lowering },
  )
  expectMet(met)
})

/** How long the grade lets somebody wait. */
const withinMs = ({ priority, area }: ReturnType<typeof contextOf>): number =>
  Duration.fromISO(pinned.policy.priorities[priority ?? '']?.attendWithin[area === 'rural' ? 'rural' : 'urban'] ?? '').toMillis()

it('a wait ends without an arrival only by a rank that says why, with every demand answered, and any news ends that', () =>
  everywhere(async (history) => {
    const { moments } = await playOnce(history, 'now and then')
    for (const { posted, outcome, before, after } of moments) {
      const [was, is] = [contextOf(before), contextOf(after)]
      if (is.telephone && !was.telephone) {
        expect([posted.type, posted.role, outcome.status]).toEqual([
          ...['incident.resolved-by-telephone', 'force-incident-manager', 'accepted'],
        ])
        expect([is.openDemands, is.riskGrade, is.flags]).toEqual([[], was.riskGrade, was.flags])
      }
      // These are no news: a shift that changes, the review of an unasked reassessment that falls due, a caller who wants no police.
      if (is.telephone && is.demandsMade > was.demandsMade)
        expect(['shift-change', 'review-due', 'cancelled-by-caller']).toContain(is.openDemands.at(-1)?.reason)
      if (was.telephone && !is.telephone) expect(JSON.stringify(after.incident.value)).toMatch(/"(waiting|overdue)":|"attended"/)
    }
  }))

it('one breach has one alert and is one cause of one demand; one cause has one alert', () =>
  everywhere(async (history) => {
    const { night } = await playOnce(history, 'now and then')
    const kept = caseOf(night)
    const { breaches } = contextOf(kept)
    const alerts = Object.values(kept.alerts).map(({ context }) => context as unknown as AlertContext)
    expect(alerts.filter(({ kind }) => kind === 'attendance-overdue').map(({ cause }) => cause)).toEqual(
      breaches.map(({ clock }) => `clock-${clock}`),
    )
    expect(demandsOf(kept).flatMap(({ id, reason }) => (reason === 'attendance-overdue' ? [id] : []))).toEqual([
      ...new Set(breaches.map((breach) => breach.demand)),
    ])
    const causesOf = demandsOf(kept).flatMap(({ reason, causeCount }) => (reason === 'attendance-overdue' ? [causeCount] : []))
    expect(causesOf.reduce((sum, count) => sum + count, 0)).toBe(breaches.length)
    const causes = alerts.map(({ kind, cause }) => `${kind} ${cause}`)
    expect(causes).toEqual([...new Set(causes)])
    expect([...night.store.alerts(KEY)].map(({ id }) => id)).toEqual(Object.keys(kept.alerts))
  }))

const AT_ONCE = { lateSeconds: 0, demand: 0, workers: false, acknowledges: null }

it('a reassessment that answers a breach and raises another opens a demand for the other: the second breach names that one', async () => {
  const steps = [
    ['graded P2', 0],
    ['another at the scene', 0],
    ['lowered to P3', 2700],
    ['reassessed with doubt', 2700],
    ['lowered to P3', 0],
    ['delay', 2700],
    ['identified', 900],
    ['reassessed', 0],
  ].map(([what, afterSeconds]) => ({ what, afterSeconds, ...AT_ONCE })) as Step[]
  const { night } = await play({ chapter: 'just reported, with a child', steps }, 'never')
  const { breaches } = contextOf(caseOf(night))
  expect(breaches.map(({ demand, answered }) => [demand, answered])).toEqual([
    ['WK-1-d2', true],
    ['WK-1-d4', false],
  ])
})

it('an open incident that is overdue has an alert that says so', () =>
  everywhere(async (history) => {
    const { moments } = await playOnce(history, 'now and then')
    for (const { after } of moments) {
      const { attendance, closure } = after.incident.value as unknown as { attendance: unknown; closure: unknown }
      if (closure !== 'open' || typeof attendance !== 'object' || !('overdue' in (attendance as object))) continue
      const waits = Object.values(after.alerts).filter(({ value }) => value !== 'resolved')
      expect(waits.map(({ context }) => (context as unknown as AlertContext).kind)).toContain('attendance-overdue')
    }
  }))
