/** What is known now: where the two are, whether he can reach her, what has changed, and what protects her. Source: the public contract, section 4a. */
import { z } from 'zod'
import { anyInstant, anyOf, listOf } from '../../fields.ts'

/** Who says so; `none` where nobody does. */
const SOURCES = ['victim', 'caller', 'officer', 'witness', 'system', 'other-force', 'none'] as const
const SUSPECT_AT = ['with-victim', 'nearby', 'elsewhere', 'in-custody', 'unknown'] as const
const VICTIM_AT = ['at-address', 'safe-place', 'elsewhere', 'unknown'] as const
const CAN_REACH = ['yes', 'no', 'unknown'] as const
const CHANGED = [
  'nothing',
  'unknown',
  'threats',
  'contact',
  'violence',
  'weapon',
  'order-breached',
  'location',
  'separation',
  'children',
  'drink-or-drugs',
  'mental-health',
  'injury',
  'pregnancy',
  'control',
  'other',
] as const
const PROTECTS = [
  'nothing',
  'unknown',
  'line-open',
  'locked-in',
  'person-with-her',
  'left-address',
  'refuge',
  'suspect-detained',
  'order-served',
  'other',
] as const

/** The words of each answer, in the order in which a form offers them. */
export const SITUATION_WORDS = {
  source: SOURCES,
  suspect: SUSPECT_AT,
  victim: VICTIM_AT,
  canReach: CAN_REACH,
  changed: CHANGED,
  protects: PROTECTS,
} as const

const whereabouts = <const Places extends readonly [string, ...string[]]>(places: Places) =>
  z.strictObject({
    where: anyOf(places).optional(),
    source: anyOf(SOURCES).optional(),
    knownAt: anyInstant.optional(),
  })

/** Every part may be left out or left empty: `situationIssues` names all of it at once. */
export const situation = z.strictObject({
  suspect: whereabouts(SUSPECT_AT).optional(),
  victim: whereabouts(VICTIM_AT).optional(),
  canReach: anyOf(CAN_REACH).optional().describe('Whether the suspect can reach the victim as things are.'),
  changed: listOf(anyOf(CHANGED)).optional().describe('Since the last assessment. `nothing` and `unknown` stand alone.'),
  protects: listOf(anyOf(PROTECTS)).optional().describe('`nothing` and `unknown` stand alone.'),
})

export type Situation = z.output<typeof situation>

/** The fictional evening as somebody found it who rang the victim at an instant: the default of examples, tests and demos. */
export const lookedAt = (at: string) => ({
  victimContact: {
    attempted: true,
    at,
    outcome: 'Answered on the safe number; he has sent fourteen messages saying he is coming back.',
  },
  situation: {
    suspect: { where: 'nearby', source: 'victim', knownAt: at },
    victim: { where: 'at-address', source: 'victim', knownAt: at },
    canReach: 'yes',
    changed: ['threats', 'contact'],
    protects: ['locked-in', 'person-with-her', 'line-open'],
  } satisfies Situation as Situation,
})
