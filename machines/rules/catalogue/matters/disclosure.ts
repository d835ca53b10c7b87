/** What is posted about an application under Clare's Law (Domestic Violence Disclosure Scheme). */
import { z } from 'zod'
import { atMost, code, listOf, name, person, text } from '../../fields.ts'
import { about, beginning, event, heardBy } from '../event.ts'
import { hau, officer } from '../people.ts'

const disclosure = atMost(name, 64).describe("The force's own reference of the application; once in an incident.")
const immediateRisk = z
  .boolean()
  .describe('Somebody is in danger now: it is acted on at once, and the incident is looked at again.')

export const DISCLOSURE_RECIPIENTS = ['person-at-risk', 'applicant', 'parent', 'carer', 'professional'] as const
const recipient = z.enum(DISCLOSURE_RECIPIENTS)

export const disclosureEvents = {
  'disclosure.applied': event({
    schema: z.strictObject({
      disclosure,
      /** Somebody asks, or the police or a partner sees that she has to know. */
      route: z.enum(['right-to-ask', 'right-to-know']),
      applicant: z.enum(['person-at-risk', 'third-party', 'police', 'partner']),
      /** Whose past it is about, and who is at risk, by the references of persons. */
      subject: name,
      atRisk: name,
      concerns: text,
      by: person,
    }),
    example: {
      disclosure: 'CL-2026-204',
      route: 'right-to-ask',
      applicant: 'person-at-risk',
      subject: 'P-2',
      atRisk: 'P-1',
      concerns: 'He told her that he was inside for what he did to the one before her.',
      by: officer,
    },
    label: 'Disclosure applied for',
    postedBy: ['control-room', 'officer', 'supervisor', 'hau'],
    ...beginning('disclosure'),
  }),
  /** The first look: what is known, and is anybody in danger now. */
  'disclosure.checked': event({
    schema: z.strictObject({ disclosure, immediateRisk, systems: listOf(code).min(1), result: text, by: person }),
    example: {
      disclosure: 'CL-2026-204',
      immediateRisk: false,
      systems: ['pnc', 'pnd', 'records'],
      result: 'Two convictions for assault on former partners.',
      by: hau,
    },
    label: 'Disclosure checked',
    postedBy: ['supervisor', 'hau'],
    tells: null,
    matter: about('disclosure'),
    opens: { reasons: ['new-information'], reasonOf: ({ immediateRisk }) => (immediateRisk ? 'new-information' : null) },
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
  /** Face to face, with proof of who they are. */
  'disclosure.met': event({
    schema: z.strictObject({
      disclosure,
      identityProved: z.boolean(),
      immediateRisk: immediateRisk.optional(),
      outcome: text,
      by: person,
    }),
    example: {
      disclosure: 'CL-2026-204',
      identityProved: true,
      outcome: 'Seen at the surgery, alone; passport shown. She has a safe number.',
      by: hau,
    },
    label: 'Applicant met about a disclosure',
    postedBy: ['supervisor', 'hau'],
    tells: null,
    matter: about('disclosure'),
    opens: { reasons: ['new-information'], reasonOf: ({ immediateRisk }) => (immediateRisk === true ? 'new-information' : null) },
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
  'disclosure.decided': event({
    schema: z.strictObject({
      disclosure,
      decision: z.enum(['disclose', 'nothing-to-disclose', 'decline']),
      /** Why it is, or is not, lawful, necessary and proportionate. */
      reason: text,
      recipient: recipient.optional(),
      /** The agencies that were asked, as codes. */
      consulted: listOf(code),
      by: person,
    }),
    example: {
      disclosure: 'CL-2026-204',
      decision: 'disclose',
      reason: 'Necessary to prevent crime, and no less would do: she is about to move in with him.',
      recipient: 'person-at-risk',
      consulted: ['idva', 'probation', 'childrens-services'],
      by: { id: 'di-1', role: 'detective-inspector' },
    },
    label: 'Disclosure decided',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('disclosure'),
  }),
  'disclosure.made': event({
    schema: z.strictObject({
      disclosure,
      recipient,
      /** What they were told is confidential, and that they say so in writing. */
      undertaking: z.enum(['signed', 'refused']),
      inPerson: z.boolean(),
      by: person,
    }),
    example: {
      disclosure: 'CL-2026-204',
      recipient: 'person-at-risk',
      undertaking: 'signed',
      inPerson: true,
      by: hau,
    },
    label: 'Disclosure made',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('disclosure'),
  }),
  'disclosure.withdrawn': event({
    schema: z.strictObject({ disclosure, reason: text, by: person }),
    example: { disclosure: 'CL-2026-204', reason: 'She has asked us to stop; she has left him.', by: hau },
    label: 'Disclosure withdrawn',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('disclosure'),
  }),
}
