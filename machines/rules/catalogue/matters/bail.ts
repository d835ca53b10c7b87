/** What is posted about a release on bail before charge. */
import { z } from 'zod'
import { anyText, atMost, code, instant, listOf, name, person, text } from '../../fields.ts'
import { saysNone } from '../../words.ts'
import { about, always, beginning, event, heardBy, onIncident } from '../event.ts'
import { officer } from '../people.ts'
import { suspectName, whichCrime } from './suspect.ts'

const bail = atMost(name, 64).describe("The force's own reference of the release on bail; once in an incident.")
const conditions = listOf(code).describe('Codes of the force: no-contact, exclusion-zone.')

/** Sought where that is practicable (2022 Act): where they were not, why not. */
const victimViews = z
  .strictObject({ sought: z.boolean(), views: anyText.optional(), notSoughtReason: anyText.optional() })
  .refine(({ sought, notSoughtReason }) => sought || !saysNone(notSoughtReason), {
    path: ['notSoughtReason'],
    message: 'say why her views on the conditions were not sought',
  })
  .describe('What the victim thinks of the conditions.')

/** A court extends what no rank may any more. */
export const COURT = 'magistrates-court'
const authorisedBy = person.describe(
  '`role` is a rank of the policy (`ranks`), as `inspector` or `detective-chief-inspector`; `custody-officer` for a grant, and `magistrates-court` for an extension by a court.',
)
const ofForce = atMost(name, 64).optional()

export const bailEvents = {
  'bail.granted': event({
    schema: z.strictObject({
      bail,
      suspect: suspectName,
      /** From the day after it the months count. */
      arrestedAt: instant,
      authorisedBy,
      /** When the suspect has to come back; three months from the arrest where it is not said. */
      endsAt: instant.optional(),
      conditions,
      rationale: text
        .optional()
        .describe('Why it is necessary and proportionate; the policy may ask for it (`bail.grantRationale`).'),
      victimViews,
      by: person,
    }),
    example: {
      bail: 'B-2026-77',
      suspect: 'P-2',
      arrestedAt: '2026-11-20T20:40:00Z',
      authorisedBy: { id: 'cust-1', role: 'custody-officer' },
      conditions: ['no-contact', 'not-within-100-metres'],
      rationale:
        'He knows where she lives and has come back before; the conditions keep him away while his telephone is examined.',
      victimViews: { sought: true, views: 'She asks that he does not come to the school either.' },
      by: officer,
    },
    label: 'Bail granted',
    postedBy: ['officer', 'supervisor'],
    ...beginning('bail'),
  }),
  'bail.extended': event({
    schema: z.strictObject({
      bail,
      authorisedBy,
      endsAt: instant
        .optional()
        .describe(
          'As late as the rank allows where it is not said; a court says it. While the prosecutors have the file: as if they had not had it.',
        ),
      exceptionallyComplex: z
        .boolean()
        .optional()
        .describe(
          'The Director of Public Prosecutions has designated the case (s.47ZE): then an assistant chief constable may extend it further.',
        ),
      rationale: text,
      victimViews,
      by: person,
    }),
    example: {
      bail: 'B-2026-77',
      authorisedBy: { id: 'insp-1', role: 'inspector' },
      rationale: 'His telephone is with the examiners; the charging decision needs it.',
      victimViews: { sought: true, views: 'She wants the conditions kept.' },
      by: officer,
    },
    label: 'Bail extended',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('bail'),
  }),
  /** A court is asked to extend bail. Asked before bail ends, bail goes on until the court has decided (PACE 1984 s.47ZJ(3)). */
  'bail.extension-applied': event({
    schema: z.strictObject({
      suspect: suspectName,
      by: person,
      appliedAt: instant.describe('When the court was asked; it counts for each bail of the suspect that had not ended by then.'),
    }),
    example: { suspect: 'P-2', by: officer, appliedAt: '2026-11-20T21:00:00Z' },
    label: 'Extension of bail applied for',
    postedBy: ['officer', 'supervisor'],
    ...onIncident('looks-back'),
  }),
  /** The time of the event is that of the court's decision. An extension by a court is `bail.extended`. */
  'bail.extension-refused': event({
    schema: z.strictObject({
      bail,
      rationale: text.optional().describe('Why, where the court said it.'),
      by: person,
    }),
    example: {
      bail: 'B-2026-77',
      rationale: 'The application could have been made in time to be heard before bail ended.',
      by: officer,
    },
    label: 'Extension of bail refused by the court',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('bail'),
  }),
  'bail.varied': event({
    schema: z.strictObject({ bail, conditions, rationale: text, victimViews, by: person }),
    example: {
      bail: 'B-2026-77',
      conditions: ['no-contact', 'not-within-100-metres', 'not-at-the-school'],
      rationale: 'He waited outside the school.',
      victimViews: { sought: true, views: 'She asked for it.' },
      by: officer,
    },
    label: 'Bail varied',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('bail'),
  }),
  'bail.checked': event({
    schema: z.strictObject({
      bail,
      result: z.enum(['kept', 'not-seen', 'in-doubt']),
      text,
      by: person,
    }),
    example: { bail: 'B-2026-77', result: 'kept', text: 'At his mother’s address at 22:10, alone.', by: officer },
    label: 'Bail checked',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('bail'),
  }),
  'bail.breached': event({
    schema: z.strictObject({
      bail,
      /** Which, by their codes. */
      conditions: listOf(code).min(1),
      text,
      action: z.enum(['arrested', 'sought', 'warned', 'none']),
      ofForce: ofForce.describe('Bail of another force, by its name: it need not be known here.'),
      by: person,
    }),
    example: {
      bail: 'B-2026-77',
      conditions: ['no-contact'],
      text: 'Eleven calls from his number since midnight.',
      action: 'arrested',
      by: officer,
    },
    label: 'Bail breached',
    postedBy: ['officer', 'supervisor'],
    tells: null,
    matter: about('bail'),
    // What was to protect her did not.
    opens: always('bail-breached'),
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
  'bail.ended': event({
    schema: z.strictObject({
      bail,
      because: z.enum(['charged', 'released-under-investigation', 'no-further-action', 'cancelled']),
      crimeRef: whichCrime,
      rationale: text,
      by: person,
    }),
    example: { bail: 'B-2026-77', because: 'charged', rationale: 'Charged with common assault.', by: officer },
    label: 'Bail ended',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('bail'),
  }),
}
