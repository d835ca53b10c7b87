/** The answers of the OpenAPI document. They follow the types in `engine/views.ts`; a test holds real answers against them. */
import { BLOCKERS } from '../../machines/incident/blocker.ts'
import { ATTENTION, ROLES } from '../../machines/rules/vocabulary.ts'
import { ASSESSMENT_ANSWERS } from './openapiAssessments.ts'
import { BRIEFING_ANSWERS } from './openapiBriefing.ts'
import { type JsonSchema, ref } from './openapiEvents.ts'
import { INCIDENT_PARTS } from './openapiIncident.ts'
import { gap, instant, list, oneOf, orNull, page, person, record, word } from './openapiShapes.ts'

const codeAndDetail = record({ code: word, detail: word })

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

/** Above the newest 50 of each: the rest is in the lists of the incident. */
const ended = { type: 'integer', minimum: 0, description: 'How many have ended in all; the newest 50 of them are shown.' }
const endedCounts = { endedDemands: ended, endedDeadlines: ended, endedAlerts: ended, endedMatters: ended }

const problem = {
  type: { type: 'string', format: 'uri', description: 'Ends in the name of the problem.' },
  title: word,
  status: { type: 'integer' },
  detail: word,
  'instance?': { type: 'string', format: 'uri' },
  'errors?': list(record({ pointer: word, detail: word })),
  'more?': { type: 'integer', minimum: 1, description: 'Mistakes besides the first 50, which `errors` lists.' },
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
  ...endedCounts,
  alerts: list(ref('Alert')),
  'matters?': { ...list(ref('Matter')), description: 'Markers, orders and the like that the event began or changed.' },
  warnings: list(gap),
}

const httpStatus = { type: 'integer', description: 'The HTTP status this event would have had alone.' }

export const ANSWERS: Record<string, JsonSchema> = {
  ...INCIDENT_PARTS,
  ...ASSESSMENT_ANSWERS,
  ...BRIEFING_ANSWERS,
  Problem: record(problem, 'RFC 9457.'),
  Recorded: record(recorded),
  BatchAnswer: record({
    results: list({ anyOf: [record({ code: httpStatus, ...recorded }), record({ code: httpStatus, ...problem })] }),
  }),
  IncidentItem: record(
    {
      ...listed,
      'matters?': {
        ...list(ref('Matter')),
        description: 'Those that live: the worst 20, of those that whoever is sent has to know 50.',
      },
      'moreMatters?': { type: 'integer', minimum: 1 },
      'moreDeadlines?': { type: 'integer', minimum: 1, description: 'Above the worst 20.' },
    },
    'Open demands and running or missed deadlines only.',
  ),
  Incident: record({
    ...listed,
    alerts: list(ref('Alert')),
    matters: { ...list(ref('Matter')), description: 'Also the newest that have ended.' },
    ...endedCounts,
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
          because: oneOf(['resolved-by-telephone', 'dash-excepted', 'no-crime', 'duplicate-of', 'marac-excepted']),
          at: instant,
          by: person,
          approvedBy: orNull(person),
          'incident?': { ...word, description: 'The record that carries a duplicate.' },
        }),
      ),
      description: "Blockers of closing that a named person's recorded decision stands in for.",
    },
    unit: ref('Unit'),
    links: ref('Links'),
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
      'original?': {
        ...record({
          incident: word,
          version: { type: 'integer', minimum: 0 },
          closed: { type: 'boolean' },
          carries: { type: 'boolean' },
        }),
        description:
          'The record that this one is said to repeat (`duplicate-of`), as it was then. `carries`: it had said so itself, after the last news here.',
      },
    }),
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
    build: oneOf(['current', 'older']),
  }),
  IncidentPage: page('IncidentItem'),
  TimelinePage: page('TimelineItem'),
  AlertPage: page('Alert'),
  DemandPage: page('Demand'),
  DeadlinePage: page('Deadline'),
  SentRefusal: {
    allOf: [
      ref('Refusal'),
      record({ sent: { ...word, description: 'What was sent, at most 64 KiB; what is no UTF-8 shows as U+FFFD. Personal.' } }),
    ],
  },
  RefusalPage: page('Refusal'),
  ToolPage: page('Tool'),
}
