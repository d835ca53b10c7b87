/** Who may read an incident that concerns a colleague. */
import { z } from 'zod'
import { listOf, name, person, text } from '../../fields.ts'
import { event, onIncident } from '../event.ts'
import { commander } from '../people.ts'

export const restrictedEvents = {
  'incident.restricted': event({
    schema: z.strictObject({
      by: person.describe('Reads it as well.'),
      people: listOf(name).describe('Ids of those who may read it, as `by.id` names people. They replace those named before.'),
      reason: text,
    }),
    example: { by: commander, people: ['sup-1', 'hau-1'], reason: 'He is an officer of this force.' },
    label: 'Incident restricted',
    postedBy: ['supervisor'],
    ...onIncident('looks-back'),
    onlyByOneself: true,
  }),
  'incident.unrestricted': event({
    schema: z.strictObject({ by: person, reason: text }),
    example: { by: commander, reason: 'He was mistaken for an officer of the same name.' },
    label: 'Restriction lifted',
    postedBy: ['supervisor'],
    ...onIncident('looks-back'),
    onlyByOneself: true,
  }),
}
