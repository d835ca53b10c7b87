/** Other records of the same thing, and another force that takes the incident over. */
import { z } from 'zod'
import { anyText, atMost, name, person, text } from '../../fields.ts'
import { LINK_KINDS } from '../../vocabulary.ts'
import { aboutIncident, event } from '../event.ts'
import { handler, supervisor } from '../people.ts'

const to = atMost(name, 64).describe('The force or control room that is to take it.')

export const elsewhereEvents = {
  'incident.linked': event({
    schema: z.strictObject({
      /** The reference of the other incident, of the same force. */
      incident: name,
      as: z
        .enum(LINK_KINDS)
        .describe(
          '`duplicate`, `related`: the other record is about this incident, which carries it from here on: news. `duplicate-of`: this record repeats the other one.',
        ),
      by: person,
      text: anyText.optional(),
    }),
    example: {
      incident: 'WK-20261120-0419',
      as: 'duplicate',
      by: handler,
      text: 'Her sister rang about the same quarrel, and a record of its own was opened for it.',
    },
    label: 'Linked with another record',
    postedBy: ['control-room', 'supervisor', 'hau'],
    tells: ({ incident, as }) => `${incident} (${as})`,
    matter: aboutIncident,
    // The other record is another contact about this incident, or something that was not known.
    opens: {
      reasons: ['further-call', 'new-information'],
      reasonOf: ({ as }) => (as === 'duplicate-of' ? null : as === 'duplicate' ? 'further-call' : 'new-information'),
    },
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
  'incident.transferred': event({
    schema: z.strictObject({ to, reason: text, by: person }),
    example: { to: 'west-mercia', reason: 'The address is theirs: the call was put through to us.', by: supervisor },
    label: 'Handed over to another force',
    postedBy: ['control-room', 'supervisor'],
    tells: ({ to }) => to,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'refused',
    onlyByOneself: false,
  }),
  'transfer.acknowledged': event({
    schema: z.strictObject({
      to,
      /** Under which number they have it: what can be asked for by, when somebody rings there. */
      reference: atMost(name, 64),
      /** Who took it there. */
      by: person,
    }),
    example: { to: 'west-mercia', reference: 'WM-2026-55102', by: { id: 'wm-ch-4', role: 'call-handler' } },
    label: 'The other force has it',
    postedBy: ['control-room', 'supervisor'],
    tells: ({ to }) => to,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'refused',
    onlyByOneself: false,
  }),
}
