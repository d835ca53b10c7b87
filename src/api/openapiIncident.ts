/** What stands on an incident, as the OpenAPI document describes it. */
import { ALERT_KINDS, SEVERITIES } from '../../machines/rules/catalogue/alerts.ts'
import { DEADLINE_NAMES } from '../../machines/rules/catalogue/deadlines.ts'
import { DEMAND_REASONS } from '../../machines/rules/catalogue/reasons.ts'
import { CAUSES_SHOWN } from '../../machines/rules/causes.ts'
import { CLUE_KINDS, DASH_QUALITIES, LINK_KINDS, RISK_GRADES, ROLES } from '../../machines/rules/vocabulary.ts'
import type { JsonSchema } from './openapiEvents.ts'
import { count, instant, list, oneOf, orNull, person, record, word } from './openapiShapes.ts'

const REGIONS = ['grading', 'attendance', 'risk', 'dash', 'safeguarding', 'investigation', 'closure'] as const

export const INCIDENT_PARTS: Record<string, JsonSchema> = {
  State: record(
    Object.fromEntries(REGIONS.map((region) => [region, word])),
    "A state is the name of the region's deepest active state, joined by dots where nested.",
  ),
  Links: {
    ...list(record({ incident: word, as: oneOf(LINK_KINDS), at: instant, direction: oneOf(['to', 'from']) })),
    description:
      "Records that are linked with this one, newest first. `to`: this one's record says of the other what `as` names; `from`: the other's says it of this one, the newest 50 of them.",
  },
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
  Unit: record(
    {
      received: { type: 'boolean' },
      checks: {
        ...list(record({ system: word, status: oneOf(['settled', 'owed', 'owed-again']) })),
        description: 'The systems that the policy names. `owed-again`: settled before news that came since.',
      },
      grade: { ...orNull(oneOf(RISK_GRADES)), description: 'That it confirmed, or gave in an assessment of its own.' },
      completedAt: {
        ...orNull(instant),
        description: 'When it said that its part is complete; null where it did not, or not of the risk as it is now.',
      },
      feedback: {
        ...list(
          record({
            assessment: { ...orNull(word), description: 'Null for a form of a tool that the policy does not have.' },
            author: { ...orNull(word), description: 'Null where it is about an earlier form and does not say.' },
            quality: oneOf(DASH_QUALITIES),
            missing: list(word),
            sentBack: { type: 'boolean' },
            at: instant,
          }),
        ),
        description: 'What it said of assessments, newest first, the newest 20; in its words with each assessment.',
      },
    },
    'How far the harm assessment unit is.',
  ),
  Demand: record({
    id: word,
    reason: oneOf(DEMAND_REASONS),
    raisedAt: instant,
    dueAt: instant,
    level: count,
    count,
    status: oneOf(['open', 'answered', 'superseded']),
    causes: {
      ...list(record({ at: instant, sequence: count })),
      description: `Why it is open, in order of recording, the newest ${CAUSES_SHOWN}; empty once it is over. A trigger whose reason has an open demand joins it.`,
    },
    causeCount: { ...count, description: 'All causes that ever joined it. Post it as causesSeen with the reassessment.' },
  }),
  Deadline: record({ name: oneOf(DEADLINE_NAMES), dueAt: instant, status: oneOf(['pending', 'met', 'missed', 'cancelled']) }),
  Alert: record({
    id: word,
    incident: {
      ...word,
      description:
        'Empty for an alert about the system itself, such as `timers-stalled` or `clock-ahead`; `timer-unfireable` names its incident, `report-refused` one that nobody has reported.',
    },
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
    'dismissed?': record({ by: person, reason: word }),
    'refusals?': { ...word, description: 'Of the `report-refused` that counts subjects: where all of them are read.' },
    'resolvedAt?': instant,
    'seconds?': { ...count, description: 'Of `clock-ahead`: by how much the clock was ahead when it was raised.' },
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
}
