/** The small fields that events are made of: text that every store can keep, names, people, instants. */
import { DateTime } from 'luxon'
import { z } from 'zod'
import type { Instant } from './vocabulary.ts'
import { isBlank, isLongerThan } from './words.ts'

/** What a form has to ask for, where the schema of a text does not tell a date from a name. */
export const ASKED_AS = z.registry<{ readonly as: 'instant' | 'date' | 'part-of-a-date' | 'hour' | 'code' }>()

/**
 * What the record cannot keep: NUL and lone surrogates are refused by PostgreSQL's `jsonb`, and nobody types the other
 * control characters (tab and line ends are text).
 */
const CONTROLS = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f`
const HALF_A_PAIR = /\p{Cs}/u
/** Overrides, embeddings and isolates make a line read otherwise than it is kept. Marks (U+200E, U+200F, U+061C) turn nothing around and are taken. */
const BIDI = String.raw`\u202a-\u202e\u2066-\u2069`
export const TURNS_AROUND = new RegExp(`[${BIDI}]`)
/** What shows nothing, as `isBlank` has it, without what is refused; only as far as a pattern without flags can say it. */
const UNSEEN = [
  String.raw`\u0009\u000a\u000d\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f`,
  String.raw`\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\ufdd0-\ufdef\ufff0-\ufffc\ufffe\uffff`,
  String.raw`\u2028\u2029\u202f\u205f-\u2065\u206a-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0`,
].join('')

// The OpenAPI document shows these two: no flags, no lookahead and no property names, so that clients of any language can read
// them; and no character that two of its parts could take, so that nothing is tried twice.
const KEPT = new RegExp(`^[^${CONTROLS}${BIDI}]*$`)
const KEPT_AND_SEEN = new RegExp(`^[${UNSEEN}]*[^${CONTROLS}${BIDI}${UNSEEN}][^${CONTROLS}${BIDI}]*$`)

const CANNOT_KEEP = 'contains characters that cannot be kept (controls or half a surrogate pair)'
const READS_OTHERWISE =
  'contains characters that turn the direction of writing around (U+202A to U+202E, U+2066 to U+2069): leave them out'
const EMPTY = 'must not be empty'

/** In the order in which they help: who sees nothing in the field is told first that it is empty. */
function whyNot({ input }: { readonly input?: unknown }): string {
  const written = String(input)
  if (TURNS_AROUND.test(written)) return READS_OTHERWISE
  return isBlank(written) ? EMPTY : CANNOT_KEEP
}

/**
 * Text of at most so many characters, counted as JSON Schema counts them: an emoji is one, though JavaScript's `length` says two. What
 * the schema says is `maxLength`, as zod would have written it for a `max`.
 */
export const atMost = <Text extends z.ZodType<unknown, string>>(schema: Text, characters: number): Text =>
  schema
    .refine((written) => !isLongerThan(String(written), characters), `must be at most ${characters} characters`)
    .meta({ maxLength: characters }) as Text

const upTo = (characters: number, pattern: RegExp) =>
  atMost(z.string(), characters)
    .regex(pattern, { error: whyNot, abort: true })
    .refine((written) => !HALF_A_PAIR.test(written), { error: CANNOT_KEEP, abort: true })
const filled = (characters: number) => upTo(characters, KEPT_AND_SEEN).refine((written) => !isBlank(written), EMPTY)

/** Free text that may be empty. */
export const anyText = upTo(20_000, KEPT)
/** Free text that says something. */
export const text = filled(20_000)
/** A name or id that may be empty. */
export const anyName = upTo(256, KEPT)
/** A name or id. */
export const name = filled(256)

/** A word of a list, or empty where nobody has chosen: blank and invisible text is empty here as well. */
export const anyOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.preprocess((written) => (typeof written === 'string' && isBlank(written) ? '' : written), z.enum([...words, '']))

/** A word of a vocabulary that the force sets: it is remembered and shown where no free text may be. */
export const code = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a code of lower-case letters, digits and hyphens, at most 40')
  .register(ASKED_AS, { as: 'code' })

export const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).max(100)

/**
 * An object whose keys are data: at most 100 of them, or as told. `__proto__` is refused here, because no copy of an object keeps it
 * and what was sent would silently be less.
 */
export const recordOf = <Value extends z.ZodType>(key: z.ZodType<string, string>, value: Value, most = 100) =>
  z
    .unknown()
    .superRefine((raw, context) => {
      const keys = typeof raw === 'object' && raw !== null ? Object.keys(raw) : []
      if (keys.includes('__proto__')) context.addIssue({ code: 'custom', message: 'must not have a field named __proto__' })
      if (keys.length > most) context.addIssue({ code: 'custom', message: `must be at most ${most} entries` })
    })
    .pipe(z.record(key, value))

/** A named person; `role` is free text, because forces name their posts as they like. */
export const person = z.strictObject({ id: name, role: name })

// RFC 3339; a leap second (`:60`) is refused, since no clock of ours can show one.
const RFC3339 = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,30})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i

/** RFC 3339 with offset or Z as UTC with milliseconds, or null. Finer fractions are cut, so that an instant is never later than was said. */
function instantOf(written: string): Instant | null {
  if (!RFC3339.test(written)) return null
  // As most write it, and as we do: read a good deal faster than by asking the calendar, which is asked where it is not the same again.
  const plainly = new Date(written)
  if (written.endsWith('Z') && Number.isFinite(plainly.getTime())) {
    const iso = plainly.toISOString()
    if (iso === written || iso === `${written.slice(0, -1)}.000Z`) return iso
  }
  return DateTime.fromISO(written.toUpperCase(), { zone: 'utc' }).toISO()
}

const NOT_AN_INSTANT = 'must be a date and time with seconds and an offset or Z, as 2026-11-20T21:00:00Z'

/**
 * The years of a record: outside them are typing errors and fields that nobody filled. Nobody in a record was born before, no
 * deadline ends after, and every library and database on the way agrees on the years between.
 */
const FIRST_YEAR = '1900'
const AFTER_THE_LAST_YEAR = '2201'
const OUTSIDE_THE_YEARS = 'must be in the years 1900 to 2200'
const OUTSIDE_AT_AN_EDGE = `${OUTSIDE_THE_YEARS}; on the first and last day of them in UTC`
const YEARS = '(?:(?:19|20|21)\\d\\d|2200)'

/** Of a date or of an instant in UTC: text order is time order, and a year with a sign comes before all others. */
const isInTheYears = (iso: string): boolean => iso >= FIRST_YEAR && iso < AFTER_THE_LAST_YEAR

// For JSON Schema, as exact as the checks below: the days that there are, and instants that lie in the years as written and in UTC.
const DAYS = '0[1-9]|[12]\\d'
const DAY_OF_MONTH = `0[469]-(?:${DAYS}|30)|11-(?:${DAYS}|30)|02-(?:0[1-9]|1\\d|2[0-8])|(?:0[3578]|10)-(?:${DAYS}|3[01])`
const [JANUARY, DECEMBER] = [`01-(?:${DAYS}|3[01])`, `12-(?:${DAYS}|3[01])`]
const LEAP_DAYS = '(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)-02-29'
/** All but the first and the last day: on those an offset could lead out of the years, so they are written in UTC. */
const DAYS_BETWEEN = [
  `(?:190[1-9]|19[1-9]\\d|2[01]\\d\\d)-(?:${DAY_OF_MONTH}|${JANUARY}|${DECEMBER})`,
  `1900-(?:${DAY_OF_MONTH}|01-(?:0[2-9]|[12]\\d|3[01])|${DECEMBER})`,
  `2200-(?:${DAY_OF_MONTH}|${JANUARY}|12-(?:${DAYS}|30))`,
  LEAP_DAYS,
].join('|')
const EDGES = ['1900-01-01', '2200-12-31']
const HOUR_MINUTE = '(?:[01]\\d|2[0-3]):[0-5]\\d'
const CLOCK = `[Tt]${HOUR_MINUTE}:[0-5]\\d(?:\\.\\d{1,30})?`
const INSTANT = `(?:${DAYS_BETWEEN})${CLOCK}(?:[Zz]|[+-]${HOUR_MINUTE})|(?:${EDGES.join('|')})${CLOCK}(?:[Zz]|[+-]00:00)`
export const DATE_PATTERN = `^(?:${DAYS_BETWEEN}|${EDGES.join('|')})$`
export const INSTANT_PATTERN = `^(?:${INSTANT})$`
/** Or nothing that can be seen. */
export const ANY_INSTANT_PATTERN = `^(?:[${CONTROLS}${UNSEEN}]*|${INSTANT})$`

const UTC = /(?:Z|[+-]00:00)$/i

/** @param known what was written, in UTC. */
function outside(known: string, written: string): string | null {
  if (!isInTheYears(known) || !isInTheYears(written)) return OUTSIDE_THE_YEARS
  return EDGES.includes(written.slice(0, 'YYYY-MM-DD'.length)) && !UTC.test(written) ? OUTSIDE_AT_AN_EDGE : null
}

function readInstant(written: string, context: z.core.$RefinementCtx<string>): Instant {
  const known = instantOf(written)
  const wrong = known === null ? NOT_AN_INSTANT : outside(known, written)
  if (wrong !== null) context.issues.push({ code: 'custom', message: wrong, input: written })
  return known ?? ''
}

export const instant = z.string().transform(readInstant).register(ASKED_AS, { as: 'instant' })

/** An instant, or empty for none yet. */
export const anyInstant = z
  .string()
  .transform((written, context): Instant => (isBlank(written) ? '' : readInstant(written, context)))
  .register(ASKED_AS, { as: 'instant' })

/** A day of the calendar. */
export const date = z.iso
  .date('must be a date, as 1990-04-01')
  .refine(isInTheYears, OUTSIDE_THE_YEARS)
  .register(ASKED_AS, { as: 'date' })

/** A date of birth, or as much of it as is known: its year or its month. */
export const dateOfBirth = z
  .union(
    [date, z.string().regex(new RegExp(`^${YEARS}(?:-(?:0[1-9]|1[0-2]))?$`))],
    'must be a date in the years 1900 to 2200, as 1990-04-01, or its year or month',
  )
  .register(ASKED_AS, { as: 'part-of-a-date' })
