/**
 * The `data` of every public event type, as contract §2 lists them. Unknown fields are refused, so that a typing error is
 * not silently dropped. In `thrive.assessed` and `risk.reassessed` what is absent or empty is no mistake of form: it is
 * named by `thriveGaps` and `reassessmentGaps`, all of it at once.
 */
import { z } from 'zod'
import { anyInstant, anyName, anyText, date, instant, listOf, name, person, recordOf, text } from './fields.ts'
import { bailEvents } from './schemas/bail.ts'
import { disclosureEvents } from './schemas/disclosure.ts'
import { unitEvents } from './schemas/hau.ts'
import { allocatedMore, bodyWornVideo, investigationEvents, recordedMore } from './schemas/investigation.ts'
import { linkEvents } from './schemas/link.ts'
import { maracEvents } from './schemas/marac.ts'
import { markerEvents } from './schemas/marker.ts'
import { orderEvents } from './schemas/order.ts'
import { planEvents } from './schemas/plan.ts'
import { referralEvents } from './schemas/referral.ts'
import { schoolEvents } from './schemas/school.ts'
import { dealtWithMore, suspectEvents } from './schemas/suspect.ts'
import { taskEvents } from './schemas/task.ts'
import { transferEvents } from './schemas/transfer.ts'
import { victimEvents } from './schemas/victim.ts'
import { RISK_GRADES } from './vocabulary.ts'

const LEVELS = ['none', 'low', 'medium', 'high', 'unknown'] as const
const CHANGES = ['unchanged', 'increased', 'decreased', 'unknown'] as const

const assessed = z.strictObject({ level: z.enum([...LEVELS, '']).optional(), rationale: anyText.optional() })
const reassessed = z.strictObject({ change: z.enum([...CHANGES, '']).optional(), rationale: anyText.optional() })

/** Elements that a policy adds to the six, by name. */
const added = <Part extends z.ZodType>(part: Part) =>
  recordOf(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40'), part)

const six = <Part extends z.ZodType>(part: Part) => ({
  threat: part.optional(),
  harm: part.optional(),
  risk: part.optional(),
  investigation: part.optional(),
  vulnerability: part.optional(),
  engagement: part.optional(),
})

/** A person who may be left out, or left empty on a form. Half a name is kept as it is, for `reassessmentGaps` to name. */
const anyPerson = z
  .strictObject({ id: anyName.optional(), role: anyName.optional() })
  .optional()
  .transform((someone) =>
    someone?.id?.trim() || someone?.role?.trim() ? { id: someone.id ?? '', role: someone.role ?? '' } : undefined,
  )

/** Somebody in an incident, as far as they are known. */
const somebody = z.strictObject({
  role: z.enum(['victim', 'suspect', 'child', 'witness', 'caller']),
  personRef: anyName.optional(),
  name: anyName.optional(),
  dateOfBirth: date.optional(),
  phone: anyName.optional(),
  schoolRef: anyName.optional(),
})

const toolName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 -]{0,39}$/, 'must be the name of a tool, as DASH')
  .describe('A tool of the policy: DASH or DARA, or one that the force added.')
const answers = recordOf(
  name,
  z.strictObject({
    answer: z
      .string()
      .regex(/^[a-z][a-z-]{0,39}$/, 'must be an answer of the tool, as yes, no, not-known or refused')
      .describe('yes, no, not-known, refused, or another of the scale of the tool.'),
    comment: anyText.optional(),
  }),
)

export const eventSchemas = {
  'incident.reported': z.strictObject({
    force: name,
    channel: name,
    receivedAt: instant,
    location: z.strictObject({
      address: text,
      area: z.enum(['urban', 'rural']),
      uprn: anyName.optional(),
      /** Of a flat: its building's. */
      parentUprn: anyName.optional(),
      postcode: anyName.optional(),
    }),
    narrative: text,
    persons: listOf(somebody).optional(),
    flags: listOf(name).optional(),
  }),
  'person.identified': z.strictObject({
    /** Somebody of whom more is known than at the report. */
    person: somebody.refine(
      ({ personRef, name: called, phone }) => [personRef, called, phone].some((said) => said?.trim()),
      'must say who it is: a reference, a name or a telephone number',
    ),
    by: person,
  }),
  'thrive.assessed': z.strictObject({
    assessor: person,
    ...six(assessed),
    interimRisk: anyText.optional(),
    childrenAsked: z.boolean().optional(),
    historyChecks: z.strictObject({ done: listOf(anyName).optional(), notDoneReason: anyText.optional() }).optional(),
    safetyAdvice: anyText.optional(),
    flags: listOf(anyName).optional(),
    safeContact: z
      .strictObject({ phone: anyName.optional(), safeTimes: anyText.optional(), codeword: anyName.optional() })
      .optional(),
    elements: added(assessed).optional(),
    /** Who is at risk, from whom, and where each is now. Asked for by the policy's `thrive.checks`, as are the next two. */
    peopleAtRisk: listOf(
      z.strictObject({ who: anyName.optional(), from: anyText.optional(), where: anyText.optional() }),
    ).optional(),
    suspectWhereabouts: anyText.optional(),
    childrenAnswer: anyText.optional(),
    /** For the officers on their way: what is used or within reach, and how to speak with the people there. */
    weapons: anyText.optional(),
    communicationNeeds: anyText.optional(),
    /** A mental-health line that was rung for advice. */
    adviceLine: z
      .strictObject({ organisation: anyName.optional(), at: anyInstant.optional(), advice: anyText.optional() })
      .optional(),
  }),
  /** A person looked at a THRIVE that was drawn for it, without the engine's verdict before them. */
  'thrive.scored': z.strictObject({
    thrive: z
      .int()
      .min(1)
      .describe(
        "The sequence of the THRIVE in its incident's record, as the sample, the timeline and the answer to its POST have it.",
      ),
    scorer: person,
    adequate: z.boolean(),
    missing: listOf(name)
      .optional()
      .describe(
        'The checks that it does not meet, by name: those of the rubric (`checks` of the sample) and the elements that it had to assess.',
      ),
    note: anyText.optional(),
  }),
  'incident.graded': z.strictObject({
    priority: name,
    rationale: text,
    by: person,
    approvedBy: person.optional(),
    /** Why a low grade is enough although flags say high risk. */
    highRiskRationale: anyText.optional(),
    attend: z
      .strictObject({ needed: z.boolean(), reason: anyText.optional() })
      .refine(({ needed, reason }) => needed || (reason ?? '').trim() !== '', {
        path: ['reason'],
        message: 'must say why nobody has to go again',
      })
      .optional()
      .describe(
        'Whether somebody has to go again, where the victim was seen and there is news since. Supervisors and above say no.',
      ),
  }),
  'log.noted': z.strictObject({ text, by: person, newInformation: z.boolean().optional() }),
  'delay.noted': z.strictObject({ reason: text, by: person }),
  'call.received': z.strictObject({ by: person, caller: name, text }),
  'call.cut-off': z.strictObject({ by: person }),
  'shift.changed': z.strictObject({ by: person, from: name, to: name }),
  'unit.assigned': z.strictObject({ unit: name, by: person.optional() }),
  'unit.diverted': z.strictObject({ unit: name, reason: text, by: person.optional() }),
  'unit.arrived': z.strictObject({
    unit: name,
    victimSeen: z.boolean(),
    by: person.optional(),
    bodyWornVideo: bodyWornVideo.optional(),
  }),
  'attendance.failed': z.strictObject({ reason: text, by: person, nextAction: text }),
  'victim.contacted': z.strictObject({
    by: person,
    channel: name,
    /** Null when not reached. */
    safe: z.boolean().nullable(),
    outcome: text,
    newInformation: anyText.optional(),
    toldOfDelay: z.boolean().optional(),
  }),
  'risk.reassessed': z.strictObject({
    /** Null for one made unasked. */
    demand: name.nullable(),
    alsoAnswers: listOf(name).optional(),
    causesSeen: recordOf(name, z.int().min(0))
      .optional()
      .describe('By the id of a demand: the `causeCount` that the author had read. Causes recorded after it stay unanswered.'),
    assessor: person,
    victimContact: z
      .strictObject({ attempted: z.boolean().optional(), outcome: anyText.optional(), notAttemptedReason: anyText.optional() })
      .optional(),
    newInformation: anyText.optional(),
    checksRepeated: listOf(anyName).optional(),
    thrive: z.strictObject(six(reassessed)).optional(),
    elements: added(reassessed).optional(),
    interimRisk: anyText.optional(),
    decision: z.strictObject({
      priority: name,
      rationale: anyText.optional(),
      approvedBy: anyPerson,
      attend: z
        .strictObject({ needed: z.boolean().optional(), reason: anyText.optional() })
        .optional()
        .describe('Whether somebody has to go again, where the victim was seen and there is news since.'),
    }),
    interimSafeguarding: listOf(anyText).optional(),
    interimSafeguardingNoneReason: anyText.optional(),
    resourceAction: anyText.optional(),
    nextReviewAt: anyInstant.optional(),
  }),
  'dash.submitted': z.strictObject({
    /** By its name in the policy: which tools and answers there are is data, judged with the case. */
    tool: toolName,
    mode: z.enum(['face-to-face', 'video', 'telephone', 'not-possible']),
    answers,
    /** Answers to the tools that an answer opened, by the tool's id. */
    followUps: recordOf(name, answers).optional(),
    /** Why it was not done in a mode of the policy, and who allowed that. */
    modeException: z.strictObject({ reason: text, by: person }).optional(),
    /** The assessment that a specialist's looks at again, by its id: two linked records, never one over the other. */
    secondaryTo: name.optional(),
    grade: z.enum(RISK_GRADES),
    judgement: text,
    author: person,
    children: listOf(z.strictObject({ personRef: name, present: z.boolean(), voice: anyText.optional() })).optional(),
  }),
  'dash.reviewed': z.strictObject({
    reviewer: person,
    decision: z.enum(['accepted', 'returned', 'regraded-up', 'regraded-down']),
    rationale: text,
    missing: listOf(name).optional(),
    grade: z.enum(RISK_GRADES).optional(),
    approvedBy: person.optional(),
    /** For a downgrade: why the grade was given that is lowered now, and what is not the same since. */
    originalRationale: anyText.optional(),
    changed: anyText.optional(),
  }),
  'dash.excepted': z.strictObject({ reason: text, by: person, approvedBy: person.optional() }),
  'hau.received': z.strictObject({ by: person }),
  'hau.checked': z.strictObject({
    by: person,
    system: name,
    result: text,
    /** Nothing found is a result; a system that could not be asked has been asked for all the same. */
    outcome: z.enum(['trace', 'no-trace', 'not-available']).optional(),
    partner: name.optional().describe('Whose system it is, where it is not the police’s own.'),
    checkedAt: instant.optional(),
  }),
  /** A system that was not checked, and why; without its name none was. */
  'hau.not-checked': z.strictObject({ by: person, reason: text, system: name.optional() }),
  ...unitEvents,
  ...referralEvents,
  ...schoolEvents,
  'crime.recorded': z.strictObject({ crimeRef: name, offences: listOf(name).min(1), by: person, ...recordedMore }),
  /** Somebody decided that what happened is no crime, and says why. */
  'crime.not-recorded': z.strictObject({ reason: text, by: person }),
  'investigation.allocated': z.strictObject({ team: name, reason: text, by: person, ...allocatedMore }),
  'suspect.dealt-with': z.strictObject({
    how: z.enum([
      'arrested',
      'voluntary-attendance',
      'not-arrested',
      'outstanding',
      'bailed',
      'released-under-investigation',
      'charged',
    ]),
    by: person,
    reason: anyText.optional(),
    ...dealtWithMore,
  }),
  /** Somebody spoke with the victim by video until officers come: an interim action, never an attendance. */
  'video.responded': z.strictObject({
    by: person,
    suspectAbsent: z.boolean(),
    safe: z.boolean(),
    consent: z.boolean(),
    outcome: text,
  }),
  /** The incident is settled on the telephone with the victim; nobody will go. */
  'incident.resolved-by-telephone': z.strictObject({
    by: person,
    approvedBy: person.optional(),
    rationale: text,
    victimAgreed: z.boolean(),
    safe: z.boolean(),
  }),
  'incident.closed': z.strictObject({ by: person, rationale: text }),
  'incident.reopened': z.strictObject({ by: person, reason: text }),
  ...linkEvents,
  ...transferEvents,
  ...markerEvents,
  ...suspectEvents,
  ...bailEvents,
  ...investigationEvents,
  ...orderEvents,
  ...disclosureEvents,
  ...taskEvents,
  ...planEvents,
  ...maracEvents,
  ...victimEvents,
}
