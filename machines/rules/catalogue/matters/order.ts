/**
 * What is posted about a protection order: a DVPN with its DVPO, a DAPN with its DAPO, or an order that somebody else obtained.
 */
import { z } from 'zod'
import { atMost, code, instant, listOf, name, person, text } from '../../fields.ts'
import { beginning, event, heardBy } from '../event.ts'
import { hau, officer, supervisor } from '../people.ts'

export const order = atMost(name, 64).describe("The force's own reference of the notice and its order; once in an incident.")

const prohibitions = listOf(code)
  .min(1)
  .describe('Codes of the force for what the subject must not do: `molesting`, `contact`, `approaching`, `entering`, `evicting`.')

/** Whoever gives a notice must first consider four things, and says something of each; "no children" is an answer. */
const considered = z.strictObject({
  text,
  at: instant.optional().describe('When it was considered; without it, at the time of the event.'),
})

/** Null for an order that says no end. */
const expiresAt = instant.nullable()

/** Who asks a court for an order without a notice; the last two on a conviction. */
export const APPLICANTS = ['police', 'person-protected', 'third-party', 'prosecutor', 'court'] as const
/** What he notifies under a DAPO. */
export const NOTIFIED = ['name', 'address'] as const
/** Why he need not: he notifies already, under another DAPO or another law. */
export const NOTIFICATION_EXEMPT = ['another-dapo', 'sexual-offences', 'stalking-protection'] as const

const monitoredUntil = instant.describe('Until when he is monitored electronically; a DAPO only.')

export const orderEvents = {
  'order.proposed': event({
    schema: z.strictObject({
      order,
      /** Whom it binds and whom it protects, by the references of persons. */
      subject: name,
      protects: listOf(name).min(1),
      grounds: text,
      by: person,
    }),
    example: {
      order: 'DVPN-2026-31',
      subject: 'P-2',
      protects: ['P-1'],
      grounds: 'He hit her on Friday, has come back twice since, and she fears that he will come in.',
      by: officer,
    },
    label: 'Order proposed',
    postedBy: ['supervisor', 'hau'],
    ...beginning('order'),
  }),
  /** The officer whose rank the law asks for has considered it and says yes; `by.role` is the rank. */
  'order.authorised': event({
    schema: z.strictObject({
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
    example: {
      order: 'DVPN-2026-31',
      subjectIsAdult: true,
      protectedAre16: true,
      considerations: {
        childrenWelfare: { text: 'A daughter of eight saw it. She stays with her mother.', at: '2026-11-20T23:00:00Z' },
        protectedOpinion: { text: 'She wants him kept away until she has changed the locks.' },
        subjectRepresentations: { text: 'He says that he has nowhere else to go; his brother was asked and takes him in.' },
        occupantsOpinion: { text: 'Nobody else lives there.' },
      },
      prohibitions: ['molesting', 'contact', 'entering'],
      rationale: 'She is not safe at home tonight unless he is kept away.',
      by: { id: 'supt-1', role: 'superintendent' },
    },
    label: 'Order authorised',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  /** The notice is in the subject's hands: the time of the event starts the 48 hours. */
  'order.served': event({
    schema: z.strictObject({
      order,
      court: name.optional().describe('As the calendars name it, for its sittings.'),
      /** A DAPN: the subject was asked where to send the notice of the hearing. */
      hearingAddressAsked: z.boolean().optional(),
      by: person,
    }),
    example: { order: 'DVPN-2026-31', court: 'fictional-magistrates', by: officer },
    label: 'Order served',
    postedBy: ['officer', 'supervisor', 'hau'],
    ...heardBy('order'),
  }),
  'order.applied': event({
    schema: z.strictObject({ order, court: name.optional(), hearingAt: instant.optional(), by: person }),
    example: {
      order: 'DVPN-2026-31',
      court: 'fictional-magistrates',
      hearingAt: '2026-11-23T10:00:00Z',
      by: { id: 'co-1', role: 'civil-orders' },
    },
    label: 'Order applied for',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  'order.adjourned': event({
    schema: z.strictObject({ order, hearingAt: instant, reason: text, by: person }),
    example: {
      order: 'DVPN-2026-31',
      hearingAt: '2026-11-25T10:00:00Z',
      reason: 'He asks for time to find a solicitor.',
      by: { id: 'co-1', role: 'civil-orders' },
    },
    label: 'Order adjourned',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  'order.granted': event({
    schema: z.strictObject({
      order,
      expiresAt,
      prohibitions,
      monitoredUntil: monitoredUntil.optional(),
      notificationExempt: z.enum(NOTIFICATION_EXEMPT).optional().describe('A DAPO: why he need not notify his name and address.'),
      by: person,
    }),
    example: {
      order: 'DVPN-2026-31',
      expiresAt: '2026-12-22T10:00:00Z',
      prohibitions: ['molesting', 'contact', 'entering'],
      by: { id: 'co-1', role: 'civil-orders' },
    },
    label: 'Order granted',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  /** A court is asked without a notice: for a DAPO on application, or for an order on conviction. */
  'order.sought': event({
    schema: z.strictObject({
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
    example: {
      order: 'CBO-2026-4',
      what: 'criminal-behaviour',
      applicant: 'prosecutor',
      subject: 'P-2',
      protects: ['P-1'],
      subjectIsAdult: true,
      protectedAre16: true,
      grounds: 'He is to be sentenced for the assault, and has written to her from prison through others.',
      court: 'fictional-magistrates',
      by: { id: 'co-1', role: 'civil-orders' },
    },
    label: 'Order asked for at court',
    postedBy: ['supervisor', 'hau'],
    ...beginning('order'),
  }),
  /** Whether the prosecutor will ask for it. */
  'order.prosecutor-answered': event({
    schema: z.strictObject({
      order,
      answer: z.enum(['supports', 'refuses']),
      reason: code.optional().describe('Why not: `not-proportionate`, `evidence`. Asked for of a refusal.'),
      rationale: text,
      by: person,
    }),
    example: {
      order: 'CBO-2026-4',
      answer: 'refuses',
      reason: 'restraining-order-instead',
      rationale: 'A restraining order is said to be enough.',
      by: { id: 'co-1', role: 'civil-orders' },
    },
    label: 'Prosecutor answered about an order',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  /** By the authorising officer or, once served, by the court. */
  'order.refused': event({
    schema: z.strictObject({ order, reason: text, by: person }),
    example: {
      order: 'DVPN-2026-31',
      reason: 'The court was not satisfied that it is necessary: he has moved away.',
      by: { id: 'co-1', role: 'civil-orders' },
    },
    label: 'Order refused',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  /** Given up by the police, or discharged once it was in force. */
  'order.withdrawn': event({
    schema: z.strictObject({ order, reason: code, rationale: text, by: person }),
    example: {
      order: 'DVPN-2026-31',
      reason: 'charged-and-remanded',
      rationale: 'He is in custody until trial; the application adds nothing.',
      by: supervisor,
    },
    label: 'Order withdrawn',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  'order.varied': event({
    schema: z.strictObject({
      order,
      expiresAt,
      prohibitions,
      monitoredUntil: monitoredUntil.nullable().optional().describe('Null: no more. Left out: as it was.'),
      reason: text,
      by: person,
    }),
    example: {
      order: 'DVPN-2026-31',
      expiresAt: '2026-12-22T10:00:00Z',
      prohibitions: ['molesting', 'contact', 'entering', 'approaching'],
      reason: 'He waited for her outside her work.',
      by: { id: 'co-1', role: 'civil-orders' },
    },
    label: 'Order varied',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  /** He has told the police, at the time of the event; a DAPO. */
  'order.notified': event({
    schema: z.strictObject({ order, what: z.array(z.enum(NOTIFIED)).min(1).max(2), by: person }),
    example: { order: 'DAPO-2026-9', what: ['name', 'address'], by: officer },
    label: 'Suspect gave police a name or address',
    postedBy: ['officer', 'supervisor', 'hau'],
    ...heardBy('order'),
  }),
  /** He has moved, or uses another name, since the time of the event, and has to tell the police. */
  'order.details-changed': event({
    schema: z.strictObject({ order, what: z.enum(NOTIFIED), by: person }),
    example: { order: 'DAPO-2026-9', what: 'address', by: officer },
    label: 'Suspect’s name or address changed',
    postedBy: ['officer', 'supervisor', 'hau'],
    ...heardBy('order'),
  }),
  /** An order that a partner, a court or another force made: in force from here. */
  'order.recorded': event({
    schema: z.strictObject({
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
    example: {
      order: 'FL-2026-88',
      what: 'non-molestation',
      issuer: 'family-court',
      subject: 'P-2',
      protects: ['P-1', 'P-3'],
      prohibitions: ['molesting', 'contact'],
      madeAt: '2026-10-02T10:00:00Z',
      expiresAt: '2027-10-02T10:00:00Z',
      by: hau,
    },
    label: 'Order recorded',
    postedBy: ['supervisor', 'hau'],
    ...beginning('order'),
  }),
  'order.told': event({
    schema: z.strictObject({
      order,
      who: code.describe('As the policy names them in `orders.tell`, or others.'),
      by: person,
    }),
    example: { order: 'DVPN-2026-31', who: 'civil-orders', by: hau },
    label: 'Somebody told of an order',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  /** The plan for those who police it: prohibitions and warnings in words, and what he looks like. */
  'order.tasked': event({
    schema: z.strictObject({
      order,
      team: atMost(name, 64),
      prohibitions: listOf(text).min(1),
      warnings: listOf(text),
      photographRef: name.optional(),
      by: person,
    }),
    example: {
      order: 'DVPN-2026-31',
      team: 'snt-rugby-north',
      prohibitions: ['Not to go to 1 Fictional Row, nor to speak with her by any means.'],
      warnings: ['He has had a knife.'],
      photographRef: 'PH-2026-771',
      by: hau,
    },
    label: 'Order given to a team',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  'order.checked': event({
    schema: z.strictObject({
      order,
      what: z.enum(['welfare', 'compliance']),
      /** The person that it protects, or for compliance the subject, was seen or spoken with. */
      seen: z.boolean(),
      outcome: text,
      by: person,
    }),
    example: {
      order: 'DVPN-2026-31',
      what: 'welfare',
      seen: true,
      outcome: 'Seen at home; he has not been there. The locks are changed.',
      by: officer,
    },
    label: 'Order checked',
    postedBy: ['officer', 'supervisor', 'hau'],
    ...heardBy('order'),
  }),
}
