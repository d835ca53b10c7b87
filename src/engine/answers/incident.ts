/** An incident as it is read: whole, and as a line of a list or of the stream. */
import { z } from 'zod'
import { BLOCKERS } from '../../../machines/incident/closure/blocker.ts'
import { AREAS, ATTENTION } from '../../../machines/rules/vocabulary.ts'
import { approvalWaiting } from './approvals.ts'
import { alert, deadline, demand, matter, regionStates } from './parts.ts'
import { hau, links, repeat } from './related.ts'
import { codeAndDetail, count, instant, ordinal, person, warning, word } from './shapes.ts'
import { situation, unknownSince } from './situation.ts'

const risk = z.object({ grade: word.nullable(), flags: z.array(word), repeat, unknownSince })

const listed = {
  incident: word,
  force: word,
  reportedAt: instant,
  priority: word.nullable(),
  state: regionStates,
  risk,
  attention: z.array(z.enum(ATTENTION)),
  waiting: z
    .object({ since: instant, until: instant.nullable(), underGradeSince: instant.nullable() })
    .describe(
      'How long she has waited, as instants. `since` is the first contact (`receivedAt`), whatever the grade was or became; `until` the arrival, or the resolution on the telephone, null while she waits; `underGradeSince` when the present grade was given.',
    ),
  area: z.enum(AREAS).describe('Of its place.'),
  lastAssessedAt: instant
    .nullable()
    .describe('Of the latest THRIVE or reassessment that was not set aside; null where nobody has assessed it.'),
  demands: z.array(demand),
  deadlines: z.array(deadline),
  version: ordinal.describe('1 after `incident.reported`; rises with each accepted event.'),
}

/** Above the newest 50 of each: the rest is in the lists of the incident. */
const ended = count.describe('How many have ended in all; the newest 50 of them are shown.')
export const endedCounts = { endedDemands: ended, endedDeadlines: ended, endedAlerts: ended, endedMatters: ended }

const whoHas = z
  .object({
    open: count.describe('Alerts that nobody has.'),
    taken: count.describe('Alerts that somebody has.'),
    takenBy: z
      .array(person.extend({ since: instant.nullable().describe('Of the first of these alerts that they still have.') }))
      .describe('Whoever has them, each person once, at most 5, the last who came first.'),
    oldestOpenAt: instant.nullable().describe('When the oldest alert that nobody has was raised.'),
  })
  .describe('Who has it. Alerts about the system that name the incident do not count.')

export const incidentItem = z
  .object({
    ...listed,
    alerts: whoHas,
    matters: z
      .array(matter)
      .exactOptional()
      .describe('Those that live: the worst 20, of those that whoever is sent has to know 50.'),
    moreMatters: ordinal.exactOptional(),
    moreDeadlines: ordinal.exactOptional().describe('Above the worst 20.'),
  })
  .describe('Open demands and running or missed deadlines only.')

const asked = {
  attention: z.array(z.enum(ATTENTION)),
  demands: z
    .array(demand.pick({ id: true, reason: true, level: true, dueAt: true, asked: true }))
    .describe('Those that are open.'),
}

/** What is asked of a restricted incident, as everybody of the force sees it. */
export const askedOf = z.object(asked)

/** What everybody of the force sees of a restricted incident. */
export const restrictedItem = z
  .object({
    incident: word,
    force: word,
    restricted: z.literal(true),
    ...asked,
    version: ordinal,
  })
  .describe('An incident that is restricted, for who is not among its readers: that it exists, and what is asked of it.')

const closureException = z.object({
  blocker: word,
  because: z.enum(['resolved-by-telephone', 'dash-excepted', 'no-crime', 'duplicate-of', 'marac-excepted', 'attend-not-needed']),
  at: instant,
  by: person,
  approvedBy: person.nullable(),
  incident: word.exactOptional().describe('The record that carries a duplicate.'),
})

export const incident = z.object({
  ...listed,
  risk: risk.extend({ situation }),
  alerts: z.array(alert),
  matters: z.array(matter).describe('Also the newest that have ended.'),
  ...endedCounts,
  accepts: z.array(word).describe('The event types that would be taken now.'),
  closureBlockers: z.array(codeAndDetail).describe(`What keeps it open, each with what to post: ${BLOCKERS.join(', ')}.`),
  thriveGaps: z
    .array(warning)
    .describe(
      'What is missing or thin in the latest THRIVE, as its POST answered; it stays until an assessment without gaps is recorded. Empty too where its text is destroyed.',
    ),
  closureExceptions: z
    .array(closureException)
    .describe("Blockers of closing that a named person's recorded decision stands in for."),
  checks: z
    .array(
      z.object({
        reassessment: ordinal.describe('Its sequence, as `reassessment.checked` names it.'),
        verdict: z.enum(['assesses', 'explains']).nullable().describe('Null while a second person has still to read it.'),
        dueAt: instant.exactOptional().describe('When the next level is told, while it waits.'),
        level: count.exactOptional().describe('Who has been told, while it waits.'),
        at: instant.exactOptional().describe('When it was read.'),
        by: person.exactOptional(),
      }),
    )
    .describe('Doubtful reassessments that wait for a second person, then the newest 50 that one has read, the latest first.'),
  approvals: z.array(approvalWaiting).describe('What waits for a second person; `GET /v1/approvals` has what was posted.'),
  unit: hau,
  scene: z
    .array(z.object({ unit: word, arrivedAt: instant, clearedAt: instant.nullable() }))
    .describe('The newest 50 units that arrived; `clearedAt` is null while nobody has said that the unit left.'),
  links,
  restrictedLinks: ordinal
    .exactOptional()
    .describe('So many links with restricted incidents are left out, whose readers do not include this one.'),
  grades: z
    .array(
      z.object({
        priority: word,
        at: instant,
        by: person,
        until: instant.nullable(),
        setAside: ordinal
          .exactOptional()
          .describe('The engine put this grade back: the reassessment of this sequence had lowered it and was set aside.'),
      }),
    )
    .describe(
      'Every grade in order. Its time is `until` minus `at`: until the next grade or the end of the wait, whichever came first; `until` is null while it runs, and the reader subtracts from now.',
    ),
  policy: z
    .object({
      id: word,
      version: z.int(),
      priorities: z.array(word).describe('The grades, the most urgent first.'),
      elements: z.array(word).describe('Of a THRIVE, beside the six.'),
      historyChecks: z.array(word),
      flags: z.array(word).describe('Warning flags that the policy gives a meaning.'),
      systems: z.array(word).describe('Those that the harm assessment unit checks.'),
      partners: z.array(word).describe('Those that the rules refer to.'),
      handover: z.array(word).describe('What the package of an investigation holds that is handed over.'),
      evidence: z.array(word).describe('What an evidence-led review looks at.'),
    })
    .describe('The policy of the incident, and its words that events name.'),
  lowering: z
    .object({
      secondPerson: z
        .enum(['named', 'signed-in'])
        .describe('How a second person approves: by a name, or by an act of their own.'),
      takesTwo: z
        .boolean()
        .describe(
          'From the attendance warning on: a force incident manager or a duty superintendent lowers the grade, and a second person approves it.',
        ),
    })
    .describe('What lowering the grade takes now.'),
  restricted: z
    .object({ people: z.array(word), since: instant, by: person })
    .nullable()
    .describe('Who reads it beside whoever restricted it; null where everybody of the force does.'),
})
