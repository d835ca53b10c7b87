/** Units on their way, at the scene and gone again. */
import { z } from 'zod'
import { anyText, listOf, name, person, text } from '../../fields.ts'
import { aboutIncident, always, event } from '../event.ts'
import { handler, officer } from '../people.ts'

export const unitEvents = {
  'unit.assigned': event({
    schema: z.strictObject({ unit: name, by: person.optional() }),
    example: { unit: 'B12', by: handler },
    label: 'Unit assigned',
    postedBy: ['control-room', 'supervisor'],
    tells: ({ unit }) => unit,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'refused',
    onlyByOneself: false,
  }),
  'unit.en-route': event({
    schema: z.strictObject({ unit: name, by: person.optional() }),
    example: { unit: 'B12', by: handler },
    label: 'Unit on its way',
    postedBy: ['control-room', 'supervisor'],
    tells: ({ unit }) => unit,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'looks-back',
    onlyByOneself: false,
  }),
  'unit.diverted': event({
    schema: z.strictObject({ unit: name, reason: text, by: person.optional() }),
    example: { unit: 'B12', reason: 'Immediate call elsewhere.', by: handler },
    label: 'Unit diverted',
    postedBy: ['control-room', 'supervisor'],
    tells: ({ unit }) => unit,
    matter: aboutIncident,
    opens: always('diverted'),
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
  /** Nobody goes in its place yet. It opens a demand where an unattended incident is left with no unit; the incident says whether it is. */
  'unit.stood-down': event({
    schema: z.strictObject({ unit: name, reason: text, by: person.optional() }),
    example: { unit: 'B12', reason: 'The vehicle broke down.', by: handler },
    label: 'Unit stood down',
    postedBy: ['control-room', 'supervisor'],
    tells: ({ unit }) => unit,
    matter: aboutIncident,
    opens: always('stood-down'),
    whenClosed: 'looks-back',
    onlyByOneself: false,
  }),
  'unit.arrived': event({
    schema: z.strictObject({
      unit: name,
      victimSeen: z
        .boolean()
        .nullable()
        .optional()
        .describe('Left out or null: a unit is at the scene, and nobody has seen her yet. False: nobody could see her.'),
      by: person.optional(),
      /** Harm that nobody shows by itself. Source: docs/sources.md#hidden-harm (seed 119) */
      hiddenHarm: z.strictObject({ lookedFor: listOf(name).optional(), found: listOf(name).optional() }).optional(),
      /** Whether it was on; where it was not, why. Source: seed 97 */
      bodyWornVideo: z.strictObject({ on: z.boolean(), reason: anyText.optional() }).optional(),
    }),
    example: {
      unit: 'C07',
      victimSeen: true,
      by: officer,
      hiddenHarm: { lookedFor: ['injuries', 'children', 'control'], found: ['children'] },
      bodyWornVideo: { on: true },
    },
    label: 'Unit arrived',
    postedBy: ['control-room', 'officer', 'supervisor'],
    tells: ({ unit, victimSeen }) =>
      `${unit}, ${victimSeen === true ? 'victim seen' : victimSeen === false ? 'victim not seen' : 'nobody seen yet'}`,
    matter: aboutIncident,
    opens: { reasons: ['attendance-failed'], reasonOf: ({ victimSeen }) => (victimSeen === false ? 'attendance-failed' : null) },
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
  /** Before any arrival it is a stand-down. The last unit that leaves before anybody has seen her has failed to attend. */
  'unit.cleared': event({
    schema: z.strictObject({ unit: name, outcome: anyText.optional(), by: person.optional() }),
    example: { unit: 'C07', outcome: 'She is with her sister; he was arrested.', by: handler },
    label: 'Unit left the scene',
    postedBy: ['control-room', 'supervisor'],
    tells: ({ unit }) => unit,
    matter: aboutIncident,
    opens: { reasons: ['stood-down', 'attendance-failed'], reasonOf: null },
    whenClosed: 'looks-back',
    onlyByOneself: false,
  }),
}
