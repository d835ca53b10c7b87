/** What is posted about a protection order: a DVPN with its DVPO, a DAPN with its DAPO, or one that somebody else obtained. */
import { z } from 'zod'
import { atMost, code, instant, listOf, name, person, text } from '../fields.ts'

const order = atMost(name, 64).describe("The force's own reference of the notice and its order; once in an incident.")
const breach = atMost(name, 64).describe("The force's own reference of the breach; once in its order.")

const prohibitions = listOf(code)
  .min(1)
  .describe('Codes of the force for what the subject must not do: `molesting`, `contact`, `approaching`, `entering`, `evicting`.')

/** One of the four things that must be considered before a notice is given; "there are none" is an answer. */
const considered = z.strictObject({
  text,
  at: instant.optional().describe('When it was considered; without it, at the time of the event.'),
})

/** Null for an order that says no end. */
const expiresAt = instant.nullable()

export const BREACH_ACTIONS = ['arrested', 'summonsed', 'outstanding', 'no-action'] as const
/** What he did not do as he was told: left out where nobody said. */
export const BREACH_OF = ['prohibition', 'requirement', 'monitoring', 'notification'] as const
export const BREACH_RESULTS = ['proved', 'admitted', 'not-proved', 'withdrawn'] as const

/** Who asks a court for an order without a notice; the last two on a conviction. */
export const APPLICANTS = ['police', 'person-protected', 'third-party', 'prosecutor', 'court'] as const
/** What he notifies under a DAPO. */
export const NOTIFIED = ['name', 'address'] as const
/** Why he need not: he notifies already, under another DAPO or another law. */
export const NOTIFICATION_EXEMPT = ['another-dapo', 'sexual-offences', 'stalking-protection'] as const

const monitoredUntil = instant.describe('Until when he is monitored electronically; a DAPO only.')

export const orderEvents = {
  'order.proposed': z.strictObject({
    order,
    /** Whom it binds and whom it protects, by the references of persons. */
    subject: name,
    protects: listOf(name).min(1),
    grounds: text,
    by: person,
  }),
  /** The officer whose rank the law asks for has considered it and says yes; `by.role` is the rank. */
  'order.authorised': z.strictObject({
    order,
    subjectIsAdult: z.boolean(),
    protectedAre16: z.boolean(),
    considerations: z.strictObject({
      childrenWelfare: considered,
      protectedOpinion: considered,
      subjectRepresentations: considered,
      occupantsOpinion: considered,
    }),
    prohibitions,
    rationale: text,
    by: person,
  }),
  /** The notice is in the subject's hands: the time of the event starts the 48 hours. */
  'order.served': z.strictObject({
    order,
    court: name.optional().describe('As the calendars name it, for its sittings.'),
    /** A DAPN: the subject was asked where to send the notice of the hearing. */
    hearingAddressAsked: z.boolean().optional(),
    by: person,
  }),
  'order.applied': z.strictObject({ order, court: name.optional(), hearingAt: instant.optional(), by: person }),
  'order.adjourned': z.strictObject({ order, hearingAt: instant, reason: text, by: person }),
  'order.granted': z.strictObject({
    order,
    expiresAt,
    prohibitions,
    monitoredUntil: monitoredUntil.optional(),
    notificationExempt: z.enum(NOTIFICATION_EXEMPT).optional().describe('A DAPO: why he need not notify his name and address.'),
    by: person,
  }),
  /** A court is asked without a notice: for a DAPO on application, or for an order on conviction. */
  'order.sought': z.strictObject({
    order,
    what: z
      .union([z.enum(['DAPO', 'DVPO']), code.refine((what) => !['dapo', 'dvpo'].includes(what), 'is written DAPO or DVPO')])
      .describe(
        '`DAPO`, or another as a code: `criminal-behaviour`, `restraining`, `stalking-protection`. A DVPO is refused: it follows a notice.',
      ),
    applicant: z
      .enum(APPLICANTS)
      .describe('On a conviction the prosecutor asks, who is first asked to, or the court does it by itself.'),
    subject: name,
    protects: listOf(name).min(1),
    subjectIsAdult: z.boolean(),
    protectedAre16: z.boolean(),
    grounds: text,
    court: name.optional(),
    hearingAt: instant.optional(),
    by: person,
  }),
  /** Whether the prosecutor will ask for it. */
  'order.prosecutor-answered': z.strictObject({
    order,
    answer: z.enum(['supports', 'refuses']),
    reason: code.optional().describe('Why not: `not-proportionate`, `evidence`. Asked for of a refusal.'),
    rationale: text,
    by: person,
  }),
  /** By the authorising officer or, once served, by the court. */
  'order.refused': z.strictObject({ order, reason: text, by: person }),
  /** Given up by the police, or discharged once it was in force. */
  'order.withdrawn': z.strictObject({ order, reason: code, rationale: text, by: person }),
  'order.varied': z.strictObject({
    order,
    expiresAt,
    prohibitions,
    monitoredUntil: monitoredUntil.nullable().optional().describe('Null: no more. Left out: as it was.'),
    reason: text,
    by: person,
  }),
  /** He has told the police, at the time of the event; a DAPO. */
  'order.notified': z.strictObject({ order, what: z.array(z.enum(NOTIFIED)).min(1).max(2), by: person }),
  /** He has moved, or uses another name, since the time of the event, and has to tell the police. */
  'order.details-changed': z.strictObject({ order, what: z.enum(NOTIFIED), by: person }),
  /** One that a partner, a court or another force made: in force from here. */
  'order.recorded': z.strictObject({
    order,
    what: code.describe('`non-molestation`, `restraining`, `occupation`, `stalking-protection` and the like.'),
    issuer: atMost(name, 64).describe('Who obtained or made it: a partner, a court, another force.'),
    subject: name,
    protects: listOf(name).min(1),
    prohibitions,
    madeAt: instant,
    expiresAt,
    by: person,
  }),
  'order.told': z.strictObject({
    order,
    who: code.describe('As the policy names them in `orders.tell`, or others.'),
    by: person,
  }),
  /** The plan for those who police it: prohibitions and warnings in words, and what he looks like. */
  'order.tasked': z.strictObject({
    order,
    team: atMost(name, 64),
    prohibitions: listOf(text).min(1),
    warnings: listOf(text),
    photographRef: name.optional(),
    by: person,
  }),
  'order.checked': z.strictObject({
    order,
    what: z.enum(['welfare', 'compliance']),
    /** The person that it protects, or for compliance the subject, was seen or spoken with. */
    seen: z.boolean(),
    outcome: text,
    by: person,
  }),
  'order.breached': z.strictObject({
    order,
    breach,
    place: text,
    text,
    action: z.enum(BREACH_ACTIONS),
    of: z.enum(BREACH_OF).optional().describe('`notification`: he did not tell the police what a DAPO asks.'),
    arrestedAt: instant
      .optional()
      .describe('For `arrested`: when, if not at the time of the event. The clock to the court runs from then.'),
    court: name.optional().describe('Before which he is to come, as the calendars name it.'),
    by: person,
  }),
  /** He was arrested after the breach was recorded: the time of the event is that of the arrest. */
  'order.breach-arrested': z.strictObject({ order, breach, court: name.optional(), by: person }),
  /** He is before the court, at the time of the event. */
  'order.breach-produced': z.strictObject({ order, breach, court: name.optional(), by: person }),
  'order.breach-heard': z.strictObject({ order, breach, result: z.enum(BREACH_RESULTS), by: person }),
}
