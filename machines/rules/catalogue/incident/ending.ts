/** Responses without a visit, closing, reopening. */
import { z } from 'zod'
import { person, text } from '../../fields.ts'
import { aboutIncident, always, event, onIncident } from '../event.ts'
import { commander, officer, superintendent, supervisor } from '../people.ts'

export const endingEvents = {
  /** Somebody spoke with the victim by video until officers come: an interim action, never an attendance. */
  'video.responded': event({
    schema: z.strictObject({
      by: person,
      suspectAbsent: z.boolean(),
      safe: z.boolean(),
      consent: z.boolean(),
      outcome: text,
    }),
    example: {
      by: officer,
      suspectAbsent: true,
      safe: true,
      consent: true,
      outcome: 'Seen by video upstairs with a neighbour; statement begun, locks checked together. Officers still go.',
    },
    label: 'Seen by video, nobody there yet',
    postedBy: ['control-room', 'officer', 'supervisor'],
    ...onIncident('refused'),
  }),
  /** The incident is settled on the telephone with the victim; nobody will go. */
  'incident.resolved-by-telephone': event({
    schema: z.strictObject({
      by: person,
      approvedBy: person.optional(),
      rationale: text,
      victimAgreed: z.boolean(),
      safe: z.boolean(),
    }),
    example: {
      by: commander,
      approvedBy: superintendent,
      rationale:
        'She is abroad with her sister and stays there; he was arrested at the airport. She asked for a call, not a visit.',
      victimAgreed: true,
      safe: true,
    },
    label: 'Resolved by telephone, nobody went',
    postedBy: ['control-room', 'supervisor'],
    ...onIncident('refused'),
  }),
  'incident.closed': event({
    schema: z.strictObject({ by: person, rationale: text }),
    example: { by: supervisor, rationale: 'DASH accepted, referrals acknowledged, suspect in custody.' },
    label: 'Incident closed',
    postedBy: ['supervisor'],
    ...onIncident('refused'),
  }),
  'incident.reopened': event({
    schema: z.strictObject({ by: person, reason: text }),
    example: { by: supervisor, reason: 'He has been released and is on his way to her address.' },
    label: 'Incident reopened',
    postedBy: ['supervisor'],
    tells: null,
    matter: aboutIncident,
    opens: always('reopened'),
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
}
