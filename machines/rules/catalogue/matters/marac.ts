/** What is posted about a referral to a MARAC, the meeting that hears it, and what is agreed for the victim. */
import { z } from 'zod'
import { atMost, instant, listOf, name, person, text } from '../../fields.ts'
import { MARAC_CRITERIA } from '../../vocabulary.ts'
import { beginning, event, heardBy, onIncident } from '../event.ts'
import { hau, supervisor } from '../people.ts'

const marac = atMost(name, 64).describe("The force's own reference of the referral; once in an incident.")
const action = atMost(name, 64).describe('The reference of the action; once in a referral.')
const post = atMost(name, 100).describe('A post or an agency; never the name of a person.')

export const maracEvents = {
  'marac.referred': event({
    schema: z.strictObject({
      marac,
      /** Where she lives decides it. */
      area: atMost(name, 64).describe('The area whose meeting hears it, as the calendars name it.'),
      criteria: z
        .array(z.enum(MARAC_CRITERIA))
        .min(1)
        .max(MARAC_CRITERIA.length)
        .refine((list) => new Set(list).size === list.length, 'must name each criterion once'),
      rationale: text,
      lastReferredAt: instant
        .optional()
        .describe('When the same victim and perpetrator were last referred, by whomever, where that is not on record here.'),
      repeatAct: atMost(name, 64)
        .optional()
        .describe('A code for what happened; asked for where the rule about repeats names acts.'),
      custodyEndsAt: instant.optional().describe('Until when the suspect is in custody, where he is.'),
      by: person,
    }),
    example: {
      marac: 'MARAC-2026-31',
      area: 'north',
      criteria: ['judgement', 'escalation'],
      rationale: 'Third call in the year, each worse; she is more afraid than her answers say.',
      custodyEndsAt: '2026-11-21T20:40:00Z',
      by: hau,
    },
    label: 'Referred to a MARAC',
    postedBy: ['supervisor', 'hau'],
    ...beginning('marac'),
  }),
  'marac.listed': event({
    schema: z.strictObject({
      marac,
      meetingAt: instant,
      meeting: z.enum(['regular', 'ad-hoc', 'daily']),
      rationale: text.optional().describe('Asked for where it is put off to a later meeting.'),
      by: person,
    }),
    example: {
      marac: 'MARAC-2026-31',
      meetingAt: '2026-11-21T09:30:00Z',
      meeting: 'daily',
      rationale: 'Heard while he is still in custody.',
      by: hau,
    },
    label: 'MARAC meeting set',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('marac'),
  }),
  'marac.heard': event({
    schema: z.strictObject({ marac, chair: post, agencies: listOf(post).min(1), outcome: text, by: person }),
    example: {
      marac: 'MARAC-2026-31',
      chair: 'detective inspector, harm hub',
      agencies: ['police', 'idva-service', 'childrens-services', 'housing'],
      outcome: 'What each agency knows was shared; five actions agreed.',
      by: hau,
    },
    label: 'MARAC heard',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('marac'),
  }),
  'marac.action-agreed': event({
    schema: z.strictObject({ marac, action, owner: post, dueAt: instant, text, by: person }),
    example: {
      marac: 'MARAC-2026-31',
      action: 'A1',
      owner: 'housing-options',
      dueAt: '2026-11-27T17:00:00Z',
      text: 'Locks and lighting at her address.',
      by: hau,
    },
    label: 'MARAC action agreed',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('marac'),
  }),
  'marac.action-done': event({
    schema: z.strictObject({ marac, action, outcome: text, by: person }),
    example: { marac: 'MARAC-2026-31', action: 'A1', outcome: 'Fitted; she has the keys.', by: hau },
    label: 'MARAC action done',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('marac'),
  }),
  'marac.closed': event({
    schema: z.strictObject({ marac, rationale: text, by: person }),
    example: { marac: 'MARAC-2026-31', rationale: 'All actions are done; both files stay flagged.', by: hau },
    label: 'MARAC closed',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('marac'),
  }),
  'marac.withdrawn': event({
    schema: z.strictObject({ marac, rationale: text, by: person }),
    example: { marac: 'MARAC-2026-31', rationale: 'Made twice: it is MARAC-2026-30.', by: hau },
    label: 'MARAC withdrawn',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('marac'),
  }),
  /** Somebody decides not to refer a high risk, and says why. No referral hears it, because nobody made one. */
  'marac.excepted': event({
    schema: z.strictObject({ reason: text, by: person }),
    example: {
      reason: 'She and he were heard two days ago; this call is about the same night, and the plan is being carried out.',
      by: supervisor,
    },
    label: 'High risk not referred to a MARAC, which somebody explains',
    postedBy: ['supervisor', 'hau'],
    ...onIncident('refused'),
  }),
}
