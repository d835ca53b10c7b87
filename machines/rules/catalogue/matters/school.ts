/**
 * What is posted about the notification of a child's school (Operation Encompass). Each names one child, and no field takes an
 * address: where the victim now is can reach no school by this way. Source: docs/sources.md#schools.
 */
import { z } from 'zod'
import { listOf, name, person, text } from '../../fields.ts'
import { event, heardBy, onIncident } from '../event.ts'
import { hau } from '../people.ts'

/** What a school is told of, as the scheme lists it; all of it is about the one child. */
const SCHOOL_FACTS = [
  'child-name',
  'child-date-of-birth',
  'police-reference',
  'place-time-date',
  'child-present',
  'child-whereabouts',
  'child-voice',
  'voice-heard-by',
  'circumstances',
] as const

export const RECIPIENTS = ['school', 'local-authority', 'childrens-services'] as const
export type Recipient = (typeof RECIPIENTS)[number]

const child = name.describe('The reference of the child; one telling a child and incident.')

export const schoolEvents = {
  'school.notified': event({
    schema: z.strictObject({
      child: name,
      school: name,
      by: person,
      to: z.enum(RECIPIENTS).optional().describe('Who was told: the school unless it says otherwise.'),
      shared: listOf(z.enum(SCHOOL_FACTS)).optional().describe('Exactly what was told, of this child alone.'),
    }),
    example: {
      child: 'P-3',
      school: 'SCH-1',
      shared: ['child-name', 'police-reference', 'child-voice', 'circumstances'],
      by: hau,
    },
    label: 'School notified',
    postedBy: ['hau'],
    ...onIncident('goes-on-with-referrals'),
  }),
  'school.resolved': event({
    schema: z
      .strictObject({
        child,
        school: name.optional().describe('Where the child goes.'),
        none: z
          .enum(['not-found', 'pre-school', 'home-educated'])
          .optional()
          .describe(
            'Why there is no school: the local authority is asked about a school that is not found, children’s services are told of the others.',
          ),
        adultWorksThere: z
          .enum(['yes', 'no', 'not-known'])
          .optional()
          .describe('Whether an adult who is involved works there: if so, somebody reviews it before it goes.'),
        by: person,
      })
      .refine(({ school, none }) => (school === undefined) !== (none === undefined), {
        path: ['school'],
        message: 'name the school, or say why no school is told, and not both',
      }),
    example: { child: 'P-3', school: 'SCH-1', adultWorksThere: 'no', by: hau },
    label: 'School of a child found, or none',
    postedBy: ['hau'],
    ...heardBy('school'),
  }),
  /** An adult who is involved works there: whether that school is told all the same. */
  'school.conflict-reviewed': event({
    schema: z.strictObject({
      child,
      decision: z.enum(['tell', 'tell-local-authority']),
      rationale: text,
      by: person,
    }),
    example: {
      child: 'P-3',
      decision: 'tell-local-authority',
      rationale: 'The suspect teaches there and reads the mailbox.',
      by: hau,
    },
    label: 'Decided whether the school is told',
    postedBy: ['hau'],
    ...heardBy('school'),
  }),
  'school.acknowledged': event({
    schema: z.strictObject({ child, by: person }),
    example: { child: 'P-3', by: hau },
    label: 'School acknowledged',
    postedBy: ['hau'],
    ...heardBy('school'),
  }),
  'school.bounced': event({
    schema: z.strictObject({ child, reason: text, by: person }),
    example: { child: 'P-3', reason: 'The address is not known there.', by: hau },
    label: 'Message to the school came back',
    postedBy: ['hau'],
    ...heardBy('school'),
  }),
}
