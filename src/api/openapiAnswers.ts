/** The answers of the OpenAPI document. They follow the types in `engine/ports.ts`; a test holds real answers against them. */
import { BLOCKERS } from '../../machines/incident/blockers.ts'
import {
  ALERT_KINDS,
  ATTENTION,
  CLUE_KINDS,
  DEADLINES,
  DEMAND_REASONS,
  RISK_GRADES,
  ROLES,
  SEVERITIES,
} from '../../machines/rules/vocabulary.ts'
import { type JsonSchema, ref } from './openapiEvents.ts'

export const word = { type: 'string' }
export const count = { type: 'integer', minimum: 0 }
export const instant = { type: 'string', format: 'date-time', description: 'UTC with milliseconds; text order is time order.' }
export const orNull = (schema: JsonSchema) => ({ anyOf: [schema, { type: 'null' }] })
const oneOf = (values: readonly string[]) => ({ type: 'string', enum: values })
export const list = (items: JsonSchema) => ({ type: 'array', items })

/** An object whose fields are all required but those whose name ends in `?`. Later versions add fields, so it is open. */
export function record(fields: Record<string, JsonSchema>, description?: string): JsonSchema {
  const named = Object.entries(fields)
  const required = named.map(([field]) => field).filter((field) => !field.endsWith('?'))
  const properties = Object.fromEntries(named.map(([field, schema]) => [field.replace('?', ''), schema]))
  return { type: 'object', ...(description && { description }), required, properties }
}

const page = (item: string) =>
  record({ items: list(ref(item)), next: orNull(word) }, '`next` is the cursor of the next page, null on the last.')

const told = record({ at: instant, by: { ...word, description: 'The event that said it.' }, text: word })
const person = record({ id: word, role: word })
const codeAndDetail = record({ code: word, detail: word })
const gap = record({ code: word, pointer: word, detail: word })

const tool = record({ name: word, id: orNull(word), version: orNull(count) })

const listed = {
  incident: word,
  force: word,
  reportedAt: instant,
  priority: orNull(word),
  state: ref('State'),
  risk: record({ grade: orNull(word), flags: list(word), repeat: ref('Repeat') }),
  attention: list(oneOf(ATTENTION)),
  demands: list(ref('Demand')),
  deadlines: list(ref('Deadline')),
  version: {
    type: 'integer',
    minimum: 1,
    description: '1 after `incident.reported`; rises with each accepted event.',
  },
}

const problem = {
  type: { type: 'string', format: 'uri', description: 'Ends in the name of the problem.' },
  title: word,
  status: { type: 'integer' },
  detail: word,
  'instance?': { type: 'string', format: 'uri' },
  'errors?': list(record({ pointer: word, detail: word })),
  'accepts?': list(word),
  'blockers?': list(codeAndDetail),
}

const recorded = {
  incident: { type: 'string', description: "The incident's reference." },
  sequence: { type: 'integer', minimum: 1 },
  status: oneOf(['accepted', 'duplicate']),
  state: ref('State'),
  deadlines: list(ref('Deadline')),
  demands: list(ref('Demand')),
  alerts: list(ref('Alert')),
  'matters?': { ...list(ref('Matter')), description: 'Markers, orders and the like that the event began or changed.' },
  warnings: list(gap),
}

const REGIONS = ['grading', 'attendance', 'risk', 'dash', 'safeguarding', 'investigation', 'closure'] as const

const httpStatus = { type: 'integer', description: 'The HTTP status this event would have had alone.' }

export const ANSWERS: Record<string, JsonSchema> = {
  Problem: record(problem, 'RFC 9457.'),
  Recorded: record(recorded),
  BatchAnswer: record({
    results: list({ anyOf: [record({ code: httpStatus, ...recorded }), record({ code: httpStatus, ...problem })] }),
  }),
  State: record(
    Object.fromEntries(REGIONS.map((region) => [region, word])),
    "A state is the name of the region's deepest active state, joined by dots where nested.",
  ),
  Repeat: record(
    {
      count: { ...count, description: "Earlier incidents within the policy's window, by what the policy counts." },
      incidents: {
        ...list(
          record({
            incident: word,
            reportedAt: instant,
            by: list(oneOf(CLUE_KINDS)),
            priority: orNull(word),
            risk: orNull(oneOf(RISK_GRADES)),
            flags: list(word),
            closed: { type: 'boolean' },
            'standing?': {
              ...list(record({ kind: word, name: word, state: word, facts: { type: 'object' } })),
              description: 'Markers, orders and the like that lived there, however old it is.',
            },
          }),
        ),
        description: 'Newest first, as each stood when it was recognised: 50 at most, in lists and the stream the newest five.',
      },
      highestRisk: { ...orNull(oneOf(RISK_GRADES)), description: 'Of those that count; null where none was assessed.' },
      escalation: {
        type: 'boolean',
        description: 'Those that count and this one make `repeat.escalationCount` of the policy.',
      },
      by: { ...list(oneOf(CLUE_KINDS)), description: 'All that any of them was recognised by, strongest first.' },
    },
    'Who called before: a fact for whoever assesses. It raises alerts and shortens reviews, and never lowers anything.',
  ),
  Demand: record({
    id: word,
    reason: oneOf(DEMAND_REASONS),
    raisedAt: instant,
    dueAt: instant,
    level: count,
    count,
    status: oneOf(['open', 'answered', 'superseded']),
  }),
  Deadline: record({ name: oneOf(DEADLINES), dueAt: instant, status: oneOf(['pending', 'met', 'missed', 'cancelled']) }),
  Alert: record({
    id: word,
    incident: { ...word, description: 'Empty for an alert about the system itself, such as `timers-stalled`.' },
    kind: oneOf(ALERT_KINDS),
    severity: oneOf(SEVERITIES),
    audience: oneOf(ROLES),
    level: count,
    count,
    status: oneOf(['open', 'acknowledged', 'resolved']),
    raisedAt: instant,
    'dueAt?': instant,
    'demand?': word,
    'acknowledgedBy?': person,
    'resolvedAt?': instant,
  }),
  Matter: record(
    {
      kind: word,
      name: { ...word, description: 'As the poster calls it; once in its kind and incident.' },
      incident: word,
      state: word,
      ended: { type: 'boolean', description: 'It stands no longer. Late news of it may still be taken.' },
      deadlines: list(record({ name: word, dueAt: instant })),
      facts: { type: 'object', description: 'What is remembered of it: references, codes and instants.' },
    },
    "Something with a life of its own in an incident, which the incident's closing does not end: a location marker, for one.",
  ),
  IncidentItem: record(
    { ...listed, 'matters?': { ...list(ref('Matter')), description: 'Those that live.' } },
    'Open demands and running or missed deadlines only.',
  ),
  Incident: record({
    ...listed,
    alerts: list(ref('Alert')),
    matters: { ...list(ref('Matter')), description: 'Also those that have ended.' },
    accepts: { ...list(word), description: 'The event types that would be taken now.' },
    closureBlockers: {
      ...list(codeAndDetail),
      description: `What keeps it open, each with what to post: ${BLOCKERS.join(', ')}.`,
    },
    thriveGaps: {
      ...list(gap),
      description:
        'What is missing or thin in the latest THRIVE, as its POST answered; it stands until an assessment without gaps is recorded.',
    },
    closureExceptions: {
      ...list(
        record({
          blocker: word,
          because: oneOf(['resolved-by-telephone', 'dash-excepted', 'no-crime']),
          at: instant,
          by: person,
          approvedBy: orNull(person),
        }),
      ),
      description: "Blockers of closing that a named person's recorded decision stands in for.",
    },
    grades: {
      ...list(record({ priority: word, at: instant, by: person, until: orNull(instant) })),
      description:
        'Every grade in order. Its time is `until` minus `at`: until the next grade or the end of the wait, whichever came first; `until` is null while it runs, and the reader subtracts from now.',
    },
    waiting: record(
      { since: instant, until: orNull(instant), underGradeSince: orNull(instant) },
      'How long she has waited, as instants. `since` is the first contact (`receivedAt`), whatever the grade was or became; `until` the arrival, or the resolution on the telephone, null while she waits; `underGradeSince` when the present grade was given.',
    ),
    policy: record({ id: word, version: { type: 'integer' } }),
  }),
  TimelineItem: record({
    sequence: { type: 'integer', minimum: 1 },
    type: {
      type: 'string',
      description: "The short name; `deadline.passed`, `alert.acknowledged` and `machines.changed` are the engine's own.",
    },
    source: orNull(word),
    id: orNull(word),
    at: { ...instant, description: 'When it happened.' },
    recordedAt: { ...instant, description: 'When the record learnt of it.' },
    actor: orNull(record({ key: word, role: oneOf(ROLES) })),
    data: {},
    consequences: record({
      timersSet: list({ type: 'object' }),
      timersEnded: list({ type: 'object' }),
      alerts: list({ type: 'object' }),
      demands: list({ type: 'object' }),
      'matters?': list(record({ kind: word, name: word, state: word })),
      'earlier?': { ...list({ type: 'object' }), description: 'Who called before, where somebody was recognised.' },
    }),
  }),
  Prompts: record({
    items: list(
      record({
        scenario: word,
        name: word,
        prompts: list(record({ key: word, ask: word, 'why?': word, 'field?': word, 'flag?': word })),
      }),
    ),
    next: { type: 'null' },
  }),
  Briefing: record({
    incident: word,
    force: word,
    version: { type: 'integer', minimum: 1 },
    reportedAt: instant,
    priority: orNull(word),
    attendBy: orNull(instant),
    breaches: {
      ...list(record({ priority: word, dueAt: instant })),
      description: 'Deadlines that passed before anybody came, oldest first; a later grade takes none of them back.',
    },
    location: orNull({ type: 'object', description: 'As it was reported.' }),
    firstWords: orNull(word),
    people: { ...list({ type: 'object' }), description: 'As they were reported, and identified later.' },
    children: record({ known: { type: 'integer', minimum: 0 }, asked: orNull({ type: 'boolean' }), answer: orNull(word) }),
    flags: list(word),
    highRiskFlags: list(word),
    riskGrade: orNull(oneOf(RISK_GRADES)),
    weapons: orNull(word),
    suspect: record({ whereabouts: orNull(word), dealtWith: orNull(word) }),
    peopleAtRisk: list(record({ 'who?': word, 'from?': word, 'where?': word })),
    repeat: ref('Repeat'),
    standing: {
      ...list(record({ incident: word, kind: word, name: word, state: word, facts: { type: 'object' } })),
      description:
        'Markers, orders and the like that stand: of this incident as they are now, then of earlier ones as each stood when it was recognised.',
    },
    historyChecks: orNull(record({ done: list(word), notDoneReason: orNull(word) })),
    safeContact: record({ 'phone?': word, 'safeTimes?': word, 'codeword?': word }),
    communicationNeeds: orNull(word),
    safetyAdvice: orNull(word),
    adviceLine: orNull(record({ 'organisation?': word, 'at?': word, 'advice?': word })),
    interimRisk: orNull(told),
    thrive: orNull(
      record({
        at: instant,
        assessor: person,
        elements: list(record({ element: word, level: orNull(word), rationale: orNull(word) })),
        gaps: {
          ...list(gap),
          description: 'What is missing or thin; it stays until an assessment without gaps is recorded.',
        },
      }),
    ),
    reassessed: orNull(
      record({
        at: instant,
        assessor: person,
        elements: list(record({ element: word, change: orNull(word), rationale: orNull(word) })),
        safeguarding: list(word),
      }),
    ),
    openDemands: list(record({ id: word, reason: oneOf(DEMAND_REASONS) })),
    since: { ...list(told), description: 'What came since, newest first: the newest 20; the rest is in the timeline.' },
    supervisors: list(record({ at: instant, by: person, how: oneOf(['has-the-alert', 'reassessed']) })),
  }),
  Assessments: record({
    incident: word,
    risk: record({ grade: orNull(word), flags: list(word) }),
    items: list(ref('Assessment')),
    next: { type: 'null' },
  }),
  Assessment: record({
    id: { ...word, description: '`<subject>-as<n>`: what `secondaryTo` names.' },
    sequence: { type: 'integer', minimum: 1 },
    at: instant,
    recordedAt: instant,
    tool,
    mode: word,
    modeException: orNull(record({ reason: word, by: person })),
    secondaryTo: orNull(word),
    provisional: record(
      { grade: word, judgement: word, author: person },
      "As the author sees it; the incident's risk is what a review leaves.",
    ),
    keyFactors: { ...list(ref('Topic')), description: 'High-risk factors that were found.' },
    difference: orNull(
      record({
        incident: {
          ...word,
          description: 'Whose assessment it is compared with: this incident, or an earlier one of the same pair.',
        },
        since: word,
        grade: record({ was: word, is: word }),
        comparable: { type: 'boolean', description: 'False between different tools.' },
        answers: list(record({ topic: word, number: orNull(count), was: orNull(word), is: orNull(word) })),
      }),
    ),
    missing: { ...list(ref('Topic')), description: 'Not asked.' },
    leftOpen: { ...list(ref('Topic')), description: 'Asked, and refused or not known.' },
    followUps: list(
      record({
        tool,
        openedBy: list(word),
        asked: { type: 'boolean' },
        present: list(ref('Topic')),
        missing: list(ref('Topic')),
      }),
    ),
    count: orNull(
      record({ present: count, of: count, visibleHighRiskFrom: orNull(count), visibleHighRisk: { type: 'boolean' } }),
    ),
    toSee: { ...list(word), description: 'What the reviewer must see, by its warning code.' },
    children: list(record({ personRef: word, present: { type: 'boolean' }, 'voice?': word })),
    answers: { type: 'object', additionalProperties: record({ answer: word, 'comment?': word }) },
    reviews: list(record({ at: instant, reviewer: person, decision: word, rationale: word })),
  }),
  Tool: record({
    id: word,
    version: { type: 'integer', minimum: 1 },
    name: { ...word, description: 'What `tool` names in `dash.submitted`; a follow-up goes by its id.' },
    scale: {
      type: 'object',
      additionalProperties: oneOf(['present', 'absent']),
      description: 'Each answer, and whether it says that the thing is there. `not-known` and `refused` always go.',
    },
    topics: list(
      record({
        key: word,
        number: count,
        section: word,
        star: { type: 'boolean' },
        comment: oneOf(['required', 'optional']),
        'opens?': word,
        'wording?': word,
      }),
    ),
  }),
  Topic: record({
    topic: word,
    number: count,
    section: word,
    star: { type: 'boolean', description: 'Commonly treated as a high-risk factor.' },
    'answer?': word,
    'comment?': word,
  }),
  Refusal: record({
    refusal: word,
    role: oneOf(ROLES),
    at: instant,
    code: word,
    incident: orNull(word),
    type: orNull(word),
    source: orNull(word),
    id: orNull(word),
    problem: { type: 'object' },
  }),
  Ready: record({
    role: oneOf(['all', 'api', 'worker']),
    ready: { type: 'boolean' },
    record: oneOf(['writable', 'unavailable']),
    timers: oneOf(['firing', 'stalled']),
  }),
  IncidentPage: page('IncidentItem'),
  TimelinePage: page('TimelineItem'),
  AlertPage: page('Alert'),
  RefusalPage: page('Refusal'),
  ToolPage: page('Tool'),
}
