/** Attendance that failed, and contact with the victim. */
import { z } from 'zod'
import { anyText, name, person, text } from '../../fields.ts'
import { saysNone } from '../../words.ts'
import { aboutIncident, always, event } from '../event.ts'
import { handler, officer } from '../people.ts'

export const attendanceEvents = {
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
    onlyByOneself: false,
  }),
  'victim.contacted': event({
    schema: z.strictObject({
      by: person,
      channel: name,
      safe: z.boolean().nullable().describe('Null: she was not reached.'),
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
    onlyByOneself: false,
  }),
}
