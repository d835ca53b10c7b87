/** What an incident's answer is made of: states, demands, deadlines, alerts, matters, and their lines in the registers. */
import { z } from 'zod'
import { ALERT_KINDS, SEVERITIES } from '../../../machines/rules/catalogue/alerts.ts'
import { DEADLINE_NAMES } from '../../../machines/rules/catalogue/deadlines.ts'
import { DEMAND_REASONS } from '../../../machines/rules/catalogue/reasons.ts'
import { CAUSES_SHOWN } from '../../../machines/rules/reassessment/causes.ts'
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import { deliveryCounts, toldTo } from './deliveries.ts'
import { count, facts, flag, instant, person, word } from './shapes.ts'

export const regionStates = z
  .object({
    grading: word,
    attendance: word,
    risk: word,
    dash: word,
    safeguarding: word,
    investigation: word,
    closure: word,
  })
  .describe("A state is the name of the region's deepest active state, joined by dots where nested.")

export const demand = z.object({
  id: word,
  reason: z.enum(DEMAND_REASONS),
  raisedAt: instant,
  dueAt: instant,
  level: count,
  count,
  status: z.enum(['open', 'answered', 'superseded']),
  setAside: flag
    .exactOptional()
    .describe('A second person found that what answered it explains a delay: another demand asks again.'),
  causes: z
    .array(z.object({ at: instant, sequence: count }))
    .describe(
      `Why it is open, in order of recording, the newest ${CAUSES_SHOWN}; empty once it is over. A trigger whose reason has an open demand joins it.`,
    ),
  causeCount: count.describe('All causes that ever joined it; never falls. Post it as causesSeen with the reassessment.'),
  asked: z
    .object({
      role: z.enum(ROLES),
      since: instant,
      levels: count.describe('How many the policy has. At the last the same role is asked again and again: `count`.'),
    })
    .exactOptional()
    .describe('Of an open demand: whom its level asks, and since when.'),
})

export const deadline = z.object({
  name: z.enum(DEADLINE_NAMES),
  dueAt: instant,
  status: z.enum(['pending', 'met', 'missed', 'cancelled']),
  over: z
    .literal(true)
    .exactOptional()
    .describe(
      'In lists, of a missed deadline of which nothing is owed any more: it was done late, or something else follows from it.',
    ),
})

export const alert = z.object({
  id: word,
  incident: word.describe(
    'Empty for an alert about the system itself, such as `timers-stalled`, `clock-ahead`, `access-log-unwritable`, `nobody-on-duty` or `handover-unaccepted`; `timer-unfireable` and `delivery-failed` name their incident, `report-refused` one that nobody has reported.',
  ),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(SEVERITIES),
  audience: z.enum(ROLES),
  level: count,
  count,
  status: z.enum(['open', 'acknowledged', 'resolved']),
  raisedAt: instant,
  dueAt: instant.exactOptional(),
  demand: word.exactOptional(),
  acknowledgedBy: person.exactOptional(),
  dismissed: z
    .object({ by: person, reason: word })
    .exactOptional()
    .describe('Of `report-refused`, `delivery-failed` and `subscription-ended`, where somebody ended it.'),
  of: word.exactOptional().describe('Of `delivery-failed`: the alert that has reached nobody.'),
  restricted: z.literal(true).exactOptional().describe('Its incident is restricted, and this reader is not among its readers.'),
  refusals: word.exactOptional().describe('Of the `report-refused` that counts subjects: where all of them are read.'),
  handover: word.exactOptional().describe('Of `handover-unaccepted`: which hand-over.'),
  unaccepted: count.exactOptional().describe('Of `handover-unaccepted`: how many items nobody had accepted when it was raised.'),
  resolvedAt: instant.exactOptional(),
  subscription: word.exactOptional().describe('Of `subscription-failing` and `subscription-ended`: its id in the delivery file.'),
  role: z.enum(ROLES).exactOptional().describe('Of `nobody-on-duty`: the role that has nobody.'),
  seconds: count.exactOptional().describe('Of `clock-ahead`: by how much the clock was ahead when it was raised.'),
  deliveries: deliveryCounts
    .exactOptional()
    .describe('Where people are told of alerts, in lists of alerts and on the incident: its deliveries by status.'),
  toldTo: z.array(toldTo).exactOptional().describe('The newest 20 of them.'),
})

export const takenAlerts = z.object({
  items: z.array(alert).describe('The worst first, at most 100.'),
  more: count.describe('How many others are taken too: `GET /v1/alerts?incident=` lists them.'),
})

export const matter = z
  .object({
    kind: word,
    name: word.describe('As the poster calls it; once in its kind and incident.'),
    incident: word,
    state: word,
    ended: flag.describe('It is no longer in force. Late news of it may still be taken.'),
    deadlines: z.array(z.object({ name: word, dueAt: instant })).describe('The clocks that it runs, nearest first.'),
    facts: facts.describe('What is remembered of it: references, codes and instants.'),
  })
  .describe(
    "Something with a life of its own in an incident, which the incident's closing does not end: a location marker, for one.",
  )

/** What everybody who reads registers sees of a restricted incident. */
export const restrictedLine = z
  .object({ incident: word, restricted: z.literal(true), dueAt: instant.nullable(), late: flag })
  .describe('Of a restricted incident, for who is not among its readers: that something is owed, and when.')

/** A line of a register. */
export const registerItem = z
  .object({
    incident: word,
    kind: word,
    name: word,
    state: word,
    dueAt: instant
      .nullable()
      .describe('The nearest of its clocks, or a deadline that passed and has still to be met; null where there is neither.'),
    deadline: word.nullable(),
    late: flag,
    priority: word.nullable().describe('Of its incident.'),
    riskGrade: word.nullable().describe('Of its incident.'),
    facts,
  })
  .describe('References, codes and instants: no register names anybody.')
