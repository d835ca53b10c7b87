/** Units on their way and at the door, and contact with the victim. */
import { z } from 'zod'
import { anyText, name, person, text } from '../../fields.ts'
import { saysNone } from '../../words.ts'
import { aboutIncident, always, event } from '../event.ts'
import { handler, officer } from '../people.ts'

/** Whether body-worn video was on, and why not. */
const bodyWornVideo = z
  .strictObject({ used: z.boolean(), reason: anyText.optional() })
  .refine(({ used, reason }) => used || !saysNone(reason), { path: ['reason'], message: 'say why it was not on' })

export const attendanceEvents = {
  'unit.assigned': event({
    schema: z.strictObject({ unit: name, by: person.optional() }),
    example: { unit: 'B12', by: handler },
    label: 'Unit assigned',
    postedBy: ['control-room', 'supervisor'],
    tells: ({ unit }) => unit,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'refused',
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
  }),
  'unit.arrived': event({
    schema: z.strictObject({
      unit: name,
      victimSeen: z.boolean(),
      by: person.optional(),
      bodyWornVideo: bodyWornVideo.optional(),
    }),
    example: { unit: 'C07', victimSeen: true, by: officer, bodyWornVideo: { used: true } },
    label: 'Unit arrived',
    postedBy: ['control-room', 'officer', 'supervisor'],
    tells: ({ unit, victimSeen }) => `${unit}, victim ${victimSeen ? 'seen' : 'not seen'}`,
    matter: aboutIncident,
    opens: { reasons: ['attendance-failed'], reasonOf: ({ victimSeen }) => (victimSeen ? null : 'attendance-failed') },
    whenClosed: 'reopens',
  }),
  'attendance.failed': event({
    schema: z.strictObject({ reason: text, by: person, nextAction: text }),
    example: {
      reason: 'No answer at the door, lights on.',
      by: officer,
      nextAction: 'Call her safe number, then return.',
    },
    label: 'Attendance failed',
    postedBy: ['control-room', 'officer', 'supervisor'],
    tells: ({ reason }) => reason,
    matter: aboutIncident,
    opens: always('attendance-failed'),
    whenClosed: 'reopens',
  }),
  'victim.contacted': event({
    schema: z.strictObject({
      by: person,
      channel: name,
      /** Null when not reached. */
      safe: z.boolean().nullable(),
      outcome: text,
      newInformation: anyText.optional(),
      toldOfDelay: z.boolean().optional(),
    }),
    example: {
      by: handler,
      channel: 'phone',
      safe: true,
      outcome: 'Told of the delay; safe upstairs.',
      toldOfDelay: true,
    },
    label: 'Victim contacted',
    postedBy: ['control-room', 'officer', 'supervisor'],
    tells: null,
    matter: aboutIncident,
    // Not safe, or not known to be, outweighs whatever else was learnt.
    opens: {
      reasons: ['unsafe-contact', 'new-information'],
      reasonOf: ({ safe, newInformation }) =>
        safe !== true ? 'unsafe-contact' : saysNone(newInformation) ? null : 'new-information',
    },
    whenClosed: 'reopens',
  }),
}
