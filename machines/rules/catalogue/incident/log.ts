/** What the control room hears and notes. */
import { z } from 'zod'
import { name, person, text } from '../../fields.ts'
import { aboutIncident, always, event } from '../event.ts'
import { handler, supervisor } from '../people.ts'

export const logEvents = {
  'log.noted': event({
    schema: z.strictObject({
      text,
      by: person,
      newInformation: z.boolean().optional().describe('True: it is news about the risk, and demands a reassessment.'),
    }),
    example: { text: 'Neighbour rang back to say that the street is quiet.', by: handler },
    label: 'Note added to the log',
    postedBy: ['control-room', 'officer', 'supervisor', 'hau'],
    tells: null,
    matter: aboutIncident,
    opens: { reasons: ['new-information'], reasonOf: ({ newInformation }) => (newInformation ? 'new-information' : null) },
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
  'delay.noted': event({
    schema: z.strictObject({ reason: text, by: person }),
    example: { reason: 'All units committed to a public order incident.', by: supervisor },
    label: 'Delay noted (answers nothing)',
    postedBy: ['control-room', 'officer', 'supervisor', 'hau'],
    tells: ({ reason }) => reason,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'refused',
    onlyByOneself: false,
  }),
  'call.received': event({
    schema: z.strictObject({ by: person, caller: name, text }),
    example: { by: handler, caller: 'neighbour', text: 'Shouting heard again.' },
    label: 'Another call',
    postedBy: ['control-room', 'supervisor'],
    tells: null,
    matter: aboutIncident,
    opens: always('further-call'),
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
  'call.cut-off': event({
    schema: z.strictObject({ by: person }),
    example: { by: handler },
    label: 'Call cut off',
    postedBy: ['control-room', 'supervisor'],
    tells: null,
    matter: aboutIncident,
    opens: always('cut-off'),
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
  'shift.changed': event({
    schema: z.strictObject({ by: person, from: name, to: name }),
    example: { by: supervisor, from: 'late', to: 'night' },
    label: 'Shift changed',
    postedBy: ['control-room', 'supervisor'],
    tells: null,
    matter: aboutIncident,
    opens: always('shift-change'),
    whenClosed: 'refused',
    onlyByOneself: false,
  }),
}
