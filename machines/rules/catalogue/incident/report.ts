/** A report, and what is learnt of its people later. */
import { z } from 'zod'
import { anyName, anyText, dateOfBirth, instant, listOf, name, person, text } from '../../fields.ts'
import { AREAS } from '../../vocabulary.ts'
import { isSaid } from '../../words.ts'
import { aboutIncident, always, event, onIncident } from '../event.ts'
import { handler } from '../people.ts'

export const PERSON_ROLES = ['victim', 'suspect', 'child', 'witness', 'caller'] as const

/** Somebody in an incident, as far as they are known. */
export const somebody = z.strictObject({
  role: z.enum([...PERSON_ROLES, 'unknown']),
  personRef: anyName.optional(),
  name: anyName.optional(),
  dateOfBirth: dateOfBirth.optional(),
  phone: anyName.optional(),
  schoolRef: anyName.optional(),
})

/** Where help is needed, as far as it is known: a silent mobile call has a position and nothing else. */
export const location = z.strictObject({
  address: anyText.optional(),
  area: z.enum(AREAS).optional(),
  uprn: anyName.optional(),
  /** Of a flat: its building's. */
  parentUprn: anyName.optional(),
  postcode: anyName.optional(),
  /** Degrees, WGS 84. */
  lat: z.number().min(-90).max(90).optional(),
  lon: z.number().min(-180).max(180).optional(),
  what3words: anyName.optional(),
})

export const reportEvents = {
  'incident.reported': event({
    schema: z.strictObject({
      force: name,
      channel: name,
      receivedAt: instant,
      location: location.optional(),
      narrative: anyText.optional(),
      persons: listOf(somebody).optional(),
      flags: listOf(name)
        .optional()
        .describe('Words of the force. Those in `highRiskFlags` of the policy, as `weapons`, make it a high risk.'),
    }),
    example: {
      force: 'warwickshire',
      channel: '999',
      receivedAt: '2026-11-20T21:00:00Z',
      location: { address: '1 Fictional Row', area: 'urban', uprn: '100070000001' },
      narrative: 'Caller says her former partner is outside and shouting.',
      persons: [
        { role: 'victim', personRef: 'P-1', name: 'Example Person', dateOfBirth: '1990-04-01', phone: '07700900001' },
        { role: 'suspect', personRef: 'P-2' },
        { role: 'child', personRef: 'P-3', dateOfBirth: '2018-09-03', schoolRef: 'SCH-1' },
      ],
      flags: ['children'],
    },
    label: 'Reported',
    postedBy: ['control-room', 'supervisor'],
    ...onIncident('refused'),
  }),
  'person.identified': event({
    schema: z.strictObject({
      /** More is known of a person than at the report. */
      person: somebody.refine(
        ({ personRef, name: called, phone }) => [personRef, called, phone].some(isSaid),
        'must say who it is: a reference, a name or a telephone number',
      ),
      by: person,
    }),
    example: {
      person: { role: 'victim', personRef: 'P-1', name: 'Example Person', dateOfBirth: '1990-04-01', phone: '+44 7700 900001' },
      by: handler,
    },
    label: 'Person identified',
    postedBy: ['control-room', 'officer', 'supervisor'],
    ...onIncident('goes-on-with-referrals'),
  }),
  /** What the report had wrong or lacked. */
  'incident.corrected': event({
    schema: z
      .strictObject({ by: person, location: location.optional(), persons: listOf(somebody).optional() })
      .describe(
        'What is named replaces what was reported, field by field; the rest stays. A person is found by role and `personRef`.',
      )
      .refine(({ location: place = {}, persons = [] }) => Object.keys(place).length + persons.length > 0, {
        path: ['location'],
        message: 'must say what is corrected: a location, or persons',
      }),
    example: {
      by: handler,
      location: { address: '11 Fictional Row', area: 'urban', uprn: '100070000011' },
      persons: [{ role: 'victim', personRef: 'P-1', phone: '07700900002' }],
    },
    label: 'Report corrected',
    postedBy: ['control-room', 'supervisor'],
    ...onIncident('looks-back'),
  }),
  /** Somebody says that police are no longer wanted. That closes nothing: it is a reason to look at the risk again. */
  'incident.cancelled': event({
    schema: z.strictObject({ by: person, saidBy: name, reason: text }),
    example: { by: handler, saidBy: 'victim', reason: 'She says that he has gone and that she wants nobody to come.' },
    label: 'Caller no longer wants police',
    postedBy: ['control-room', 'supervisor'],
    tells: ({ saidBy }) => saidBy,
    matter: aboutIncident,
    opens: always('cancelled-by-caller'),
    whenClosed: 'looks-back',
    onlyByOneself: false,
  }),
}
