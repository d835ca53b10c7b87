/** Crimes, the team that has them, and what was done with a suspect. */
import { z } from 'zod'
import { anyName, anyText, instant, listOf, name, person, text } from '../../fields.ts'
import { asksFor, event, onIncident } from '../event.ts'
import { suspectName, whichCrime } from '../matters/suspect.ts'
import { officer, supervisor } from '../people.ts'

/** Further fields of `investigation.allocated`. */
const allocatedMore = {
  crimeRef: name
    .optional()
    .describe(
      'The crime as it was recorded. Left out, the only open crime; of several, those that the team may have by the rules of the policy.',
    ),
  /** Of the officer in the case, as `PIP2`. */
  accreditation: anyName.optional(),
}
/** Further fields of `crime.recorded`. */
const recordedMore = {
  /** When it was done, where that is not when it was reported: time limits count from there. */
  offenceAt: instant.optional(),
}
/** Why an arrest was necessary: the list of PACE Code G (2012), 2.9. */
const CODE_G = [
  'name',
  'address',
  'prevent-injury-or-damage',
  'protect-vulnerable-person',
  'prompt-and-effective-investigation',
  'prevent-disappearance',
] as const

/** Further fields of `suspect.dealt-with`. */
const dealtWithMore = {
  suspect: suspectName.optional(),
  /** Why the arrest was necessary. */
  codeG: listOf(z.enum(CODE_G)).optional(),
  /** An outstanding suspect is circulated already. */
  circulated: z.boolean().optional(),
  crimeRef: whichCrime,
}

export const crimeEvents = {
  'crime.recorded': event({
    schema: z.strictObject({ crimeRef: name, offences: listOf(name).min(1), by: person, ...recordedMore }),
    example: {
      crimeRef: '23/1234/26',
      offences: ['common-assault'],
      offenceAt: '2026-11-20T20:50:00Z',
      by: officer,
    },
    label: 'Crime recorded',
    postedBy: ['control-room', 'officer', 'supervisor'],
    tells: null,
    matter: asksFor('investigation'),
    opens: null,
    whenClosed: 'goes-on-with-investigations',
    onlyByOneself: false,
  }),
  /** Somebody decided that what happened is no crime, and says why. */
  'crime.not-recorded': event({
    schema: z.strictObject({ reason: text, by: person }),
    example: {
      reason: 'They argued about the car; nobody was touched or threatened, and she was told that no crime is recorded.',
      by: officer,
    },
    label: 'Decided that it is no crime',
    postedBy: ['officer', 'supervisor'],
    ...onIncident('refused'),
  }),
  /** A statement was given to the police, or an interview was recorded on video as evidence in chief. */
  'statement.taken': event({
    schema: z.strictObject({
      crimeRef: name
        .optional()
        .describe(
          "The crime as it was recorded. Left out, a complainant's is of every crime of the incident whose time limit it can open: common assault and battery, committed before it was given, also a crime that is recorded later.",
        ),
      kind: z.enum(['written', 'video']).describe('`video`: an interview that was recorded as evidence in chief.'),
      takenAt: instant.describe('When it was given; the first one of the complainant starts the time limit to charge.'),
      of: z.enum(['complainant', 'witness']),
      by: person,
    }),
    example: { crimeRef: '23/1234/26', kind: 'written', takenAt: '2026-11-20T21:15:00Z', of: 'complainant', by: officer },
    label: 'Statement taken',
    postedBy: ['officer', 'supervisor'],
    ...onIncident('goes-on-with-investigations'),
  }),
  'investigation.allocated': event({
    schema: z.strictObject({ team: name, reason: text, by: person, ...allocatedMore }),
    example: {
      team: 'harm-investigation-team',
      reason: 'Medium risk, children in the household.',
      accreditation: 'PIP2',
      by: supervisor,
    },
    label: 'Investigation allocated',
    postedBy: ['supervisor'],
    ...onIncident('goes-on-with-investigations'),
  }),
  'suspect.dealt-with': event({
    schema: z.strictObject({
      how: z.enum([
        'arrested',
        'voluntary-attendance',
        'not-arrested',
        'outstanding',
        'bailed',
        'released-under-investigation',
        'charged',
        'released-without-charge',
      ]),
      by: person,
      reason: anyText.optional(),
      ...dealtWithMore,
    }),
    example: {
      how: 'arrested',
      by: officer,
      reason: 'Protect a vulnerable person.',
      suspect: 'P-2',
      codeG: ['protect-vulnerable-person'],
    },
    label: 'Suspect dealt with',
    postedBy: ['control-room', 'officer', 'supervisor'],
    tells: ({ how }) => how,
    matter: asksFor('suspect'),
    opens: null,
    whenClosed: 'goes-on-with-suspects',
    onlyByOneself: false,
  }),
}
