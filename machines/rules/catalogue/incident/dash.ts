/** Risk assessments at the door, their review, and exceptions. */
import { z } from 'zod'
import { anyText, listOf, name, person, recordOf, text } from '../../fields.ts'
import { RISK_GRADES } from '../../vocabulary.ts'
import { aboutIncident, event, onIncident } from '../event.ts'
import { commander, officer, superintendent, supervisor } from '../people.ts'

const toolName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 -]{0,39}$/, 'must be the name of a tool, as DASH')
  .describe('A tool of the policy: DASH or DARA, or a tool that the force added.')
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

export const dashEvents = {
  'dash.submitted': event({
    schema: z.strictObject({
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
    example: {
      tool: 'DASH',
      mode: 'face-to-face',
      answers: { injury: { answer: 'yes', comment: 'Bruise.' }, separation: { answer: 'yes' } },
      grade: 'medium',
      judgement: 'Separation and messages; medium.',
      author: officer,
      children: [{ personRef: 'P-3', present: true, voice: 'Heard shouting, hid under the bed.' }],
    },
    label: 'DASH submitted',
    postedBy: ['officer', 'supervisor'],
    tells: ({ grade }) => grade,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'refused',
    onlyByOneself: false,
  }),
  'dash.reviewed': event({
    schema: z.strictObject({
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
    example: {
      reviewer: supervisor,
      decision: 'accepted',
      rationale: 'Separation and messages support medium; children asked about.',
    },
    label: 'DASH reviewed',
    postedBy: ['supervisor'],
    tells: ({ decision }) => decision,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'refused',
    onlyByOneself: true,
  }),
  'dash.excepted': event({
    schema: z.strictObject({ reason: text, by: person, approvedBy: person.optional() }),
    example: {
      reason: 'She has left the country and asked that nobody contacts her; the history was read instead.',
      by: commander,
      approvedBy: superintendent,
    },
    label: 'No DASH, decided by two people',
    postedBy: ['supervisor'],
    ...onIncident('refused'),
  }),
}
