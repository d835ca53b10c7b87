/** An incident as its page knows it: P2, nothing owed, at 22:00 on a night in November. A test says what is otherwise. */
import { EVENT_NAMES, type EventName, eventsWith, typeOf } from '../../../../machines/rules/events.ts'
import type { Role } from '../../../../machines/rules/vocabulary.ts'
import { rightsOf } from '../../../../src/api/roles.ts'
import type { Briefing, Known, Panel, Part } from '../../../../src/board/pages/incident/known.ts'
import { spoken, type Text, timesOf } from '../../../../src/board/words/text.ts'
import type { IncidentView, TimelineItem } from '../../../../src/engine/views/views.ts'

const NOW = '2026-11-20T22:00:00.000Z'
export const at = (time: string): string => `2026-11-20T${time}:00.000Z`
const times = timesOf({ zone: 'Europe/London', now: () => Date.parse(NOW) })

const VIEW: IncidentView = {
  ...{ incident: 'WK-1', force: 'warwickshire', reportedAt: at('20:00'), priority: 'P2', version: 3 },
  ...{ area: 'urban', lastAssessedAt: at('20:05') },
  state: {
    ...{ grading: 'graded', attendance: 'waiting.unassigned', risk: 'settled', dash: 'notDue', safeguarding: 'waiting' },
    ...{ investigation: 'unallocated', closure: 'open' },
  },
  risk: {
    ...{ grade: null, flags: [], situation: null },
    repeat: { count: 0, incidents: [], highestRisk: null, escalation: false, by: [] },
  },
  ...{ attention: ['none'], demands: [], deadlines: [], alerts: [], matters: [], closureBlockers: [], thriveGaps: [] },
  ...{ endedDemands: 0, endedDeadlines: 0, endedAlerts: 0, endedMatters: 0, closureExceptions: [], checks: [], approvals: [] },
  accepts: EVENT_NAMES.map(typeOf),
  unit: { received: false, checks: [], grade: null, completedAt: null, feedback: [] },
  ...{ scene: [], links: [], restricted: null },
  grades: [{ priority: 'P2', at: at('20:05'), by: { id: 'ch-1', role: 'call-handler' }, until: null }],
  lowering: { secondPerson: 'named', takesTwo: false },
  waiting: { since: at('19:58'), until: null, underGradeSince: at('20:05') },
  policy: {
    id: 'default-england-wales',
    version: 2,
    priorities: [],
    elements: [],
    historyChecks: [],
    flags: [],
    systems: [],
    partners: [],
    handover: [],
    evidence: [],
  },
}

const BRIEFING = {
  ...{ breaches: [], location: null, corrected: [], firstWords: null, people: [], highRiskFlags: [], weapons: null },
  ...{ children: { known: 0, asked: null, answer: null }, standing: [], safeContact: {}, communicationNeeds: null },
  ...{ interimRisk: null, thrive: null, reassessed: null },
} as unknown as Briefing

interface Otherwise {
  readonly view?: Partial<IncidentView>
  readonly briefing?: Partial<Briefing>
  readonly lines?: readonly TimelineItem[]
  readonly role?: Role
  readonly person?: string
}

const postsOf = (role: Role): EventName[] => {
  const asPoster = role === 'force-incident-manager' || role === 'duty-superintendent' ? 'supervisor' : role
  return [...eventsWith<EventName>(({ postedBy }) => (postedBy as readonly string[]).includes(asPoster))]
}

export const known = ({ view, briefing, lines = [], role = 'supervisor', person = 'sup-1' }: Otherwise = {}): Known => ({
  view: { ...VIEW, ...view },
  briefing: { ...BRIEFING, ...briefing },
  ...{ lines, report: null, person, times },
  me: { role, posts: postsOf(role), reads: rightsOf(role) },
})

export const demand = (more: Partial<IncidentView['demands'][number]> = {}): IncidentView['demands'][number] => ({
  ...{ id: 'WK-1-d1', reason: 'attendance-overdue', raisedAt: at('21:04'), dueAt: at('21:19'), level: 2, count: 1 },
  ...{ status: 'open', causes: [], causeCount: 1 },
  ...more,
})

export const line = (type: string, more: Partial<TimelineItem> = {}): TimelineItem => ({
  ...{ sequence: 1, type, source: 'urn:x', id: `id-${type}`, at: at('21:00'), recordedAt: at('21:00'), data: {} },
  actor: { key: 'key-1', role: 'control-room' },
  consequences: { timersSet: [], timersEnded: [], alerts: [], demands: [] },
  ...more,
})

export const engineLine = (deadline: string, sequence: number): TimelineItem =>
  line('deadline.passed', { sequence, id: null, source: null, actor: null, data: { machine: 'incident', deadline } })

/** Everything that a panel says, a line each. */
export const saidBy = ({ parts }: Panel): readonly string[] => parts.flatMap(partLines)

function partLines(part: Part): readonly string[] {
  switch (part.kind) {
    case 'text':
      return [spoken(part.text)]
    case 'list':
      return part.items.map(spoken)
    case 'rows':
      return part.rows.map(({ term, text }) => `${term}: ${spoken(text)}`)
    case 'table':
      return part.rows.map(({ cells }) => cells.map(spoken).join(' | '))
    case 'fold':
      return [`(${part.summary})`, ...part.parts.flatMap(partLines)]
  }
}

/** Where the links of a text lead. */
export const linksIn = (text: Text): readonly string[] =>
  text.flatMap((piece) => (typeof piece !== 'string' && 'href' in piece ? [piece.href] : []))
