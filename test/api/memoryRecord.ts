import { type FindKey, findKeysIn } from '../../machines/rules/report/findKeys.ts'
import type { AccessReads } from '../../src/engine/access/ports.ts'
import type { Counts } from '../../src/engine/counts.ts'
import type { ArrivedEvent, Engine, Outcome } from '../../src/engine/engine.ts'
import type { SampleItem } from '../../src/engine/measures/thriveSampling.ts'
import type { DeliveryFilter, DeliveryItem, DeliveryReads, Replays } from '../../src/engine/notifications/seen.ts'
import type { Problem } from '../../src/engine/problems.ts'
import type { AlertFilter, Reads, Refusal, Refusals, StreamItem } from '../../src/engine/reads.ts'
import type { CaseKey } from '../../src/engine/step/case.ts'
import type { BriefingView } from '../../src/engine/views/briefing.ts'
import type { AlertItem, IncidentItem, IncidentView } from '../../src/engine/views/views.ts'

/** The clock of the record. */
const NOW = '2026-11-20T23:00:00.000Z'

const nothingHappened = { timersSet: [], timersEnded: [], alerts: [], demands: [] }

export const alertOf = (incident: string): AlertItem => ({
  id: `${incident}-a1`,
  incident,
  kind: 'attendance-overdue',
  severity: 'high',
  audience: 'supervisor',
  level: 1,
  count: 1,
  status: 'open',
  raisedAt: '2026-11-20T22:00:00.000Z',
})

const NONE_WAIT = { count: 0, oldestAt: null, bySeverity: { low: 0, medium: 0, high: 0, critical: 0 } }
const NOTHING_WAITS: Counts = {
  at: NOW,
  incidents: {
    ...{ open: 0, restricted: 0, byPriority: [], byArea: { urban: 0, rural: 0, unknown: 0 } },
    byAttention: { demanded: 0, overdue: 0, warning: 0, unassessed: 0, none: 0 },
  },
  alerts: { open: NONE_WAIT, acknowledged: NONE_WAIT },
}

/** Of an incident of which nobody has said anything. */
const briefingOf = ({ force, reference }: CaseKey): BriefingView => ({
  ...{
    incident: reference,
    force,
    version: 1,
    reportedAt: '2026-11-20T21:00:00.000Z',
    priority: 'P2',
    attendBy: null,
    attendedAt: null,
    resolvedByTelephoneAt: null,
    closed: false,
  },
  ...{ breaches: [], location: null, corrected: [], firstWords: null, people: [], flags: [], highRiskFlags: [], riskGrade: null },
  children: { known: 0, asked: null, answer: null },
  ...{ weapons: null, situation: null, suspect: { whereabouts: null, dealtWith: null }, peopleAtRisk: [] },
  repeat: { count: 0, incidents: [], highestRisk: null, escalation: false, by: [] },
  ...{ links: [], standing: [], historyChecks: null, safeContact: {}, communicationNeeds: null, safetyAdvice: null, saidAt: {} },
  ...{ adviceLine: null, interimRisk: null, thrive: null, reassessed: null, openDemands: [], since: [], supervisors: [] },
})

/** As much as a list shows. */
const itemOf = ({ incident, force, reportedAt, priority, state, risk, attention, ...view }: IncidentView): IncidentItem => ({
  ...{ incident, force, reportedAt, priority, state, attention },
  ...{ waiting: view.waiting, area: view.area, lastAssessedAt: view.lastAssessedAt },
  alerts: { open: 0, taken: 0, takenBy: [], oldestOpenAt: null },
  risk: { grade: risk.grade, flags: risk.flags, repeat: risk.repeat },
  ...{ demands: view.demands, deadlines: view.deadlines, version: view.version },
})

const viewOf = ({ force, reference }: CaseKey, closed: boolean, version: number): IncidentView => ({
  ...{ endedDemands: 0, endedDeadlines: 0, endedAlerts: 0, endedMatters: 0, checks: [], approvals: [] },
  incident: reference,
  force,
  reportedAt: '2026-11-20T21:00:00.000Z',
  priority: 'P2',
  state: {
    grading: 'graded',
    attendance: 'overdue.unassigned',
    risk: 'demanded',
    dash: 'notDue',
    safeguarding: 'waiting',
    investigation: 'unallocated',
    closure: closed ? 'closed' : 'open',
  },
  risk: {
    grade: null,
    flags: ['children'],
    repeat: { count: 0, incidents: [], highestRisk: null, escalation: false, by: [] },
    situation: null,
  },
  attention: ['demanded', 'overdue'],
  demands: [
    {
      id: `${reference}-d1`,
      reason: 'attendance-overdue',
      raisedAt: '2026-11-20T22:00:00.000Z',
      dueAt: '2026-11-20T22:15:00.000Z',
      level: 1,
      count: 1,
      status: 'open',
      causes: [{ at: '2026-11-20T22:00:00.000Z', sequence: 4 }],
      causeCount: 1,
    },
  ],
  deadlines: [{ name: 'attendance', dueAt: '2026-11-20T22:00:00.000Z', status: 'missed' }],
  alerts: [alertOf(reference)],
  matters: [],
  accepts: ['uk.police.da.log.noted.v1'],
  closureBlockers: [{ code: 'not-attended', detail: 'Nobody has seen the victim.' }],
  thriveGaps: [{ code: 'interim-risk-missing', pointer: '/data/interimRisk', detail: 'It is not said.' }],
  closureExceptions: [],
  scene: [],
  unit: {
    received: true,
    checks: [{ system: 'PND', status: 'owed-again' }],
    grade: 'medium',
    completedAt: null,
    feedback: [
      {
        assessment: `${reference}-as1`,
        author: 'pc-1',
        quality: 'below-standard',
        missing: ['strangulation'],
        sentBack: false,
        at: '2026-11-20T22:10:00.000Z',
      },
    ],
  },
  links: [{ incident: 'WK-9', as: 'related', at: '2026-11-20T21:30:00.000Z', direction: 'from' }],
  grades: [{ priority: 'P2', at: '2026-11-20T21:04:00.000Z', by: { id: 'ch-1', role: 'call-handler' }, until: null }],
  ...{ area: 'urban', lastAssessedAt: null },
  waiting: { since: '2026-11-20T21:00:00.000Z', until: null, underGradeSince: '2026-11-20T21:04:00.000Z' },
  policy: {
    ...{ id: 'default-england-wales', version: 1, priorities: ['P1', 'P2', 'P3'], elements: [], historyChecks: [], flags: [] },
    ...{ systems: [], partners: [], handover: [], evidence: [] },
  },
  lowering: { secondPerson: 'named', takesTwo: false },
  restricted: null,
  version,
})

/** A record in memory: takes every event of a known incident, unless a test says how to refuse it. */
export function memoryRecord() {
  const incidents = new Map<string, ArrivedEvent[]>()
  const seen = new Set<string>()
  const problems = new Map<string, Problem>()
  const nameOf = ({ force, reference }: CaseKey) => `${force} ${reference}`
  const eventsOf = (key: CaseKey) => incidents.get(nameOf(key))
  const viewNow = (key: CaseKey): IncidentView | null => {
    const events = eventsOf(key)
    return events ? viewOf(key, events.at(-1)?.type === 'incident.closed', events.length) : null
  }
  const state = {
    fails: null as Error | null,
    keepFails: false,
    recorded: [] as ArrivedEvent[],
    kept: [] as Refusal[],
    stream: [] as StreamItem[],
    alertsAsked: null as AlertFilter | null,
    restricted: new Set<string>(),
    tellsPeople: false,
    deliveriesAsked: null as DeliveryFilter | null,
    deliveries: [] as DeliveryItem[],
    replays: [] as Parameters<Replays['replay']>[],
  }
  const guard = () => {
    if (state.fails) throw state.fails
  }

  const judge = (event: ArrivedEvent): Outcome => {
    const problem = problems.get(event.id)
    if (problem) return { status: 'refused', problem }
    const name = `${event.force} ${event.source} ${event.id}`
    const status = seen.has(name) ? 'duplicate' : 'accepted'
    if (!eventsOf(event) && event.type !== 'incident.reported')
      return { status: 'refused', problem: { code: 'unknown-incident', detail: 'There is no such incident.' } }
    seen.add(name)
    if (status === 'accepted') incidents.set(nameOf(event), [...(eventsOf(event) ?? []), event])
    const incident = viewNow(event)
    if (!incident) throw new Error('kept above')
    return { status, sequence: incident.version, incident, alerts: [], matters: [], warnings: [] }
  }

  const record = async (arrived: readonly ArrivedEvent[]) => {
    guard()
    state.recorded.push(...arrived)
    return arrived.map(judge)
  }
  const engine: Engine = {
    record,
    recordEach: (arrived) => engine.record(arrived),
    acknowledge: async (alert, key, by) => {
      guard()
      return alert === alertOf(key.reference).id
        ? { ...alertOf(key.reference), status: 'acknowledged', acknowledgedBy: by }
        : null
    },
    acknowledgeAll: async (key, by) => {
      guard()
      return eventsOf(key) ? [{ ...alertOf(key.reference), status: 'acknowledged', acknowledgedBy: by }] : null
    },
    release: async (alert, key) => {
      guard()
      return alert === alertOf(key.reference).id ? alertOf(key.reference) : 'unknown'
    },
    breakGlass: async () => false,
    dismiss: async () => 'not-dismissed',
    escalation: async () => [],
    fireTimers: async () => [],
    view: async (key) => {
      guard()
      return viewNow(key)
    },
    textReader: async () => ({ policy: 'f00d', doubtBelow: 0.7, detector: null }),
    thriveIssues: async () => [],
    briefing: async (key) => briefingOf(key),
    reassessment: async () => null,
    assessments: async ({ reference }) => ({
      incident: reference,
      risk: { grade: null, flags: [] },
      thrive: null,
      reassessed: null,
      items: [],
      next: null,
    }),
  }

  const ofForce = (force: string) =>
    [...incidents.keys()].filter((name) => name.startsWith(`${force} `)).map((name) => name.slice(force.length + 1))
  const page = <T>(items: T[], limit: number) => ({ items: items.slice(0, limit), next: items.length > limit ? 'more' : null })
  const knownCursor = (cursor: string | undefined) => {
    if (cursor && cursor !== 'more') throw Object.assign(new Error('bad cursor'), { code: 'invalid-cursor' })
  }

  const thrivesOf = (force: string): SampleItem[] =>
    ofForce(force).flatMap((reference) =>
      (eventsOf({ force, reference }) ?? []).flatMap(({ type, source, id, at, data }, index) =>
        type === 'thrive.assessed'
          ? [
              {
                incident: reference,
                sequence: index + 1,
                source,
                id,
                at,
                recordedAt: at,
                assessment: data as SampleItem['assessment'],
              },
            ]
          : [],
      ),
    )

  const refusalsOf = (force: string) => state.kept.filter((refusal) => refusal.force === force)
  const itemOfRefusal = ({ body: _body, actor, force: _force, ...refusal }: Refusal, index: number) => ({
    refusal: String(index),
    role: actor.role,
    ...(actor.person && { by: actor.person.name }),
    ...refusal,
  })

  const reads: Reads & AccessReads & DeliveryReads = {
    accessLog: async () => ({ items: [], next: null }),
    readersByDay: async () => [],
    caseOf: async () => null,
    restricted: async () => new Map([...state.restricted].map((incident) => [incident, []])),
    incidents: async (force, { openOnly }, { limit, cursor }) => {
      guard()
      knownCursor(cursor)
      const views = ofForce(force).flatMap((reference) => viewNow({ force, reference }) ?? [])
      return page(views.filter((view) => !openOnly || view.state.closure === 'open').map(itemOf), limit)
    },
    waitingCounts: async () => NOTHING_WAITS,
    findIncidents: async (force, { keys, reference, openOnly, hidden }, { limit, cursor }) => {
      guard()
      knownCursor(cursor)
      const found = ofForce(force).flatMap((incident) => {
        const key = { force, reference: incident }
        const has = (eventsOf(key) ?? []).flatMap(({ type, data }) => findKeysIn(type, data, incident))
        const had = ({ kind, value }: FindKey) => has.some((one) => one.kind === kind && one.value === value)
        const all = hidden.includes(incident) ? keys.some(had) : keys.every(had)
        const view = all ? viewNow(key) : null
        return view === null || (openOnly && view.state.closure !== 'open') ? [] : [view]
      })
      const exactly = found.filter(({ incident }) => incident === reference)
      const items = (exactly.length > 0 ? exactly : found).map(itemOf)
      return page(items, limit)
    },
    timeline: async (key, { limit }) =>
      page(
        (eventsOf(key) ?? []).map((event, index) => ({
          sequence: index + 1,
          type: event.type,
          source: event.source,
          id: event.id,
          at: event.at,
          recordedAt: event.at,
          actor: event.actor,
          data: event.data,
          consequences: nothingHappened,
        })),
        limit,
      ),
    priorities: async () => ['P1', 'P2', 'P3'],
    alerts: async (force, filter, { limit }) => {
      state.alertsAsked = filter
      return page(ofForce(force).map(alertOf), limit)
    },
    deliveryList: async (_force, filter, { limit, cursor }) => {
      guard()
      knownCursor(cursor)
      state.deliveriesAsked = filter
      return page(state.deliveries, limit)
    },
    deliveriesOfAlerts: async () => new Map(),
    deliveriesOfLines: async () => [],
    demandsOfIncident: async (key, { limit }) => page([...(viewNow(key)?.demands ?? [])], limit),
    deadlinesOfIncident: async (key, { limit }) => page([...(viewNow(key)?.deadlines ?? [])], limit),
    alertLines: async () => null,
    alertCase: async (force, alert) => {
      const reference = ofForce(force).find((reference) => alertOf(reference).id === alert)
      return reference ? { force, reference } : null
    },
    now: async () => NOW,
    // Only THRIVEs of the record in memory, all of them, in no order.
    thriveSample: async (force) => ({ recorded: thrivesOf(force).length, items: thrivesOf(force) }),
    thrivesRecorded: async (force) => thrivesOf(force).length,
    async *thriveScores() {},
    approvals: async () => ({ items: [], next: null }),
    reassessments: async () => ({ items: [], next: null }),
    register: async () => ({ items: [], next: null }),
    registerCount: async () => 0,
    measured: async () => [],
    countedSince: async () => null,
    refusal: async (force, id) => {
      const kept = refusalsOf(force)[id]
      return kept === undefined ? null : { ...itemOfRefusal(kept, id), sent: kept.body.toString() }
    },
    refusals: async (force, _incident, { limit }) => page(refusalsOf(force).map(itemOfRefusal), limit),
    streamAfter: async (force, after, limit) => {
      guard()
      const from = after === '0.0' ? 0 : state.stream.findIndex(({ id }) => id === after) + 1
      if (after !== '0.0' && from === 0) return null
      return state.stream.slice(from, from + limit).filter((item) => item.force === force)
    },
    streamHead: async () => {
      guard()
      return state.stream.at(-1)?.id ?? '0.0'
    },
  }

  const refusals: Refusals = {
    keep: async (kept) => {
      if (state.keepFails) throw new Error('no disk')
      state.kept.push(...kept)
    },
  }

  const replays: Replays = {
    replay: async (...asked) => {
      state.replays.push(asked)
      const [force, { id }] = asked
      if (id !== undefined && (id !== '1' || force !== 'warwickshire')) return null
      return { replayed: 1, left: 0, leftOut: { ended: 0, taken: 0, underWay: 0 } }
    },
  }

  return { state, engine, reads, refusals, replays, refuse: (id: string, problem: Problem) => problems.set(id, problem) }
}
