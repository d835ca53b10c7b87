/** What is posted about the investigation of a crime, beside `crime.recorded` and `investigation.allocated`. */
import { z } from 'zod'
import { anyText, atMost, code, instant, name, person, recordOf, text } from '../../fields.ts'
import { saysNone } from '../../words.ts'
import { event, heardBy } from '../event.ts'
import { officer, supervisor } from '../people.ts'
import { suspectName } from './suspect.ts'

/** With an alternate offence: charged or summonsed, a caution for a youth, a caution for an adult. */
const ALTERNATE_OFFENCE = ['1A', '2A', '3A'] as const
/** As the Home Office publishes them. */
export const outcomeCode = z
  .union([z.int().min(1).max(22), z.enum(ALTERNATE_OFFENCE)])
  .describe('A Home Office outcome code: 1 to 22, and 1A, 2A, 3A for an alternate offence.')
export type OutcomeCode = z.output<typeof outcomeCode>
/** Charged or summonsed, with the offence or an alternate one. */
export const isCharge = (code: OutcomeCode): boolean => code === 1 || code === '1A'

const crimeRef = name.describe('The crime as it was recorded.')
const item = atMost(name, 64).describe("The force's own reference of the exhibit.")

export const investigationEvents = {
  'investigation.supervised': event({
    schema: z.strictObject({
      crimeRef,
      /** What is to be done next, and by whom. */
      direction: text,
      /** Sooner than the policy asks. */
      nextReviewAt: instant.optional(),
      by: person,
    }),
    example: {
      crimeRef: '23/1234/26',
      direction: 'Statement of the neighbour and her doorbell video by Sunday; then to the prosecutors.',
      nextReviewAt: '2026-11-24T09:00:00Z',
      by: supervisor,
    },
    label: 'Investigation reviewed by a supervisor',
    postedBy: ['supervisor'],
    ...heardBy('investigation'),
  }),
  'investigation.handed-over': event({
    schema: z.strictObject({
      crimeRef,
      team: atMost(name, 64),
      /** By the names of the policy's checklist. */
      package: recordOf(
        atMost(name, 64),
        z
          .strictObject({ included: z.boolean(), reason: anyText.optional() })
          .refine(({ included, reason }) => included || !saysNone(reason), {
            path: ['reason'],
            message: 'say why it is not in the package',
          }),
      ),
      by: person,
    }),
    example: {
      crimeRef: '23/1234/26',
      team: 'harm-investigation-team',
      package: {
        statements: { included: true },
        'body-worn-video': { included: true },
        photographs: { included: false, reason: 'No visible injury on the night; the medical follows.' },
        exhibits: { included: true },
        'risk-assessment': { included: true },
        'safeguarding-done': { included: true },
      },
      by: officer,
    },
    label: 'Investigation handed over',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('investigation'),
  }),
  'evidence.submitted': event({
    schema: z.strictObject({
      crimeRef,
      item,
      kind: code,
      expectedAt: instant.optional().describe('When it should be back; within the time of the policy where it is not said.'),
      by: person,
    }),
    example: { crimeRef: '23/1234/26', item: 'EX-1', kind: 'mobile-telephone', by: officer },
    label: 'Evidence submitted',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('investigation'),
  }),
  /** The examiners say when it comes back, or that it takes longer. */
  'evidence.expected': event({
    schema: z.strictObject({ crimeRef, item, expectedAt: instant, by: person }),
    example: { crimeRef: '23/1234/26', item: 'EX-1', expectedAt: '2027-03-15T12:00:00Z', by: officer },
    label: 'Evidence expected',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('investigation'),
  }),
  'evidence.returned': event({
    schema: z.strictObject({ crimeRef, item, by: person }),
    example: { crimeRef: '23/1234/26', item: 'EX-1', by: officer },
    label: 'Evidence returned',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('investigation'),
  }),
  /** The prosecutors are asked whether to charge. */
  'charging.requested': event({
    schema: z.strictObject({
      crimeRef,
      suspect: suspectName.optional().describe('Whom it is about; left out, whoever is on bail for it.'),
      by: person,
    }),
    example: { crimeRef: '23/1234/26', suspect: 'P-2', by: officer },
    label: 'Prosecutors asked for a charging decision',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('investigation'),
  }),
  'charging.decided': event({
    schema: z.strictObject({
      crimeRef,
      decision: z
        .enum(['charge', 'no-charge', 'more-evidence'])
        .describe(
          '`charge`: they authorise it; the charge itself is `suspect.dealt-with`. `more-evidence`: the file comes back.',
        ),
      suspect: suspectName.optional().describe('Whom it is about; left out, all about whom they have the file.'),
      rationale: text,
      by: person,
    }),
    example: {
      crimeRef: '23/1234/26',
      decision: 'more-evidence',
      rationale: 'They ask for the download of his telephone.',
      by: officer,
    },
    label: 'Prosecutors decided on a charge',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('investigation'),
  }),
  'crime.outcome': event({
    schema: z.strictObject({
      crimeRef,
      code: outcomeCode,
      rationale: text,
      /** What can be proved without relying on the victim: what was looked at, by name, and what came of it. */
      evidenceLedReview: z.strictObject({ done: z.boolean(), items: recordOf(atMost(name, 64), anyText).optional() }).optional(),
      victimContact: z.strictObject({ contacted: z.boolean(), text }).optional(),
      /** A code of the force for why she does not support it: fear, delay, lost-confidence. */
      victimReason: code.optional(),
      agreedBy: person.optional(),
      by: person,
    }),
    example: {
      crimeRef: '23/1234/26',
      code: 16,
      rationale: 'Named suspect; she does not support a prosecution, and nothing else proves who held her.',
      evidenceLedReview: {
        done: true,
        items: {
          'body-worn-video': 'Viewed: her first account, calm, no injury seen.',
          '999-recording': 'Heard: shouting, no words of assault.',
          photographs: 'None; none were possible.',
          neighbours: 'Two asked; neither saw it.',
          medical: 'She did not go to a doctor.',
          'digital-evidence': 'His messages were read; they admit nothing.',
        },
      },
      victimContact: { contacted: true, text: 'Seen twice; she understands that she can come back to it.' },
      victimReason: 'wants-it-to-stop',
      agreedBy: { id: 'di-1', role: 'detective-inspector' },
      by: supervisor,
    },
    label: 'Crime outcome',
    postedBy: ['officer', 'supervisor'],
    ...heardBy('investigation'),
  }),
}
