/** The harm assessment unit: receipt, checks, feedback, risk, completion. */
import { z } from 'zod'
import { anyText, code, instant, listOf, name, person, text } from '../../fields.ts'
import { DASH_QUALITIES, RISK_GRADES } from '../../vocabulary.ts'
import { event, onIncident } from '../event.ts'
import { hau, officer } from '../people.ts'

export const hauEvents = {
  'hau.received': event({
    schema: z.strictObject({ by: person }),
    example: { by: hau },
    label: 'Received by the harm assessment unit',
    postedBy: ['hau'],
    ...onIncident('goes-on-with-referrals'),
  }),
  'hau.checked': event({
    schema: z.strictObject({
      by: person,
      system: name,
      result: text,
      /** Nothing found is a result; a system that could not be asked has been asked for all the same. */
      outcome: z.enum(['trace', 'no-trace', 'not-available']).optional(),
      partner: name.optional().describe('Whose system it is, where it is not the police’s own.'),
      checkedAt: instant.optional(),
    }),
    example: {
      by: hau,
      system: 'housing-register',
      partner: 'housing',
      result: 'No tenancy in his name.',
      outcome: 'no-trace',
      checkedAt: '2026-11-20T21:20:00Z',
    },
    label: 'Checked by the harm assessment unit',
    postedBy: ['hau'],
    ...onIncident('goes-on-with-referrals'),
  }),
  /** A system that was not checked, and why; without its name none was. */
  'hau.not-checked': event({
    schema: z.strictObject({ by: person, reason: text, system: name.optional() }),
    example: { by: hau, reason: 'Checked in full two days ago, at the incident before.' },
    label: 'Not checked by the harm assessment unit, which says why',
    postedBy: ['hau'],
    ...onIncident('goes-on-with-referrals'),
  }),
  /** How good an assessment is, for who wrote it. */
  'hau.feedback': event({
    schema: z.strictObject({
      by: person,
      assessment: name
        .optional()
        .describe('Its id, as the assessments of the incident have it; the latest where it is left out.'),
      author: person.optional().describe('Whom it is for. Left out, who the record has as the author.'),
      quality: z.enum(DASH_QUALITIES),
      missing: listOf(code).optional().describe('Topic keys of the tool, or codes of the force: never words about somebody.'),
      text,
      sentBack: z
        .boolean()
        .optional()
        .describe('Of the latest one: it goes back as if a supervisor had returned it. Otherwise nothing waits for feedback.'),
    }),
    example: {
      by: hau,
      author: officer,
      quality: 'below-standard',
      missing: ['strangulation', 'children-hurt'],
      text: 'The children are named and nobody asked whether they were hurt.',
      sentBack: true,
    },
    label: 'The harm assessment unit says how good the assessment is',
    postedBy: ['hau'],
    ...onIncident('looks-back'),
  }),
  /** The unit has looked, and the grade stands as it is. Another grade is a second assessment: `dash.submitted` with `secondaryTo`. */
  'hau.risk-confirmed': event({
    schema: z.strictObject({ by: person, grade: z.enum(RISK_GRADES), rationale: text }),
    example: { by: hau, grade: 'medium', rationale: 'Nothing on other systems speaks against it.' },
    label: 'Risk confirmed by the harm assessment unit',
    postedBy: ['hau'],
    ...onIncident('goes-on-with-referrals'),
  }),
  /** Nothing is left for the unit to do. */
  'hau.completed': event({
    schema: z.strictObject({ by: person, note: anyText.optional() }),
    example: { by: hau, note: 'Everybody who has to know does.' },
    label: 'Complete for the harm assessment unit',
    postedBy: ['hau'],
    ...onIncident('goes-on-with-referrals'),
  }),
}
