/**
 * Facts about the world that calendar rules use: bank holidays, school terms, court sittings, MARAC meetings. They are no
 * numbers of a force's choice, so they change without a new version of the policy; a case pins them with its policy all the
 * same, because a replay must give the same instants.
 */
import { DateTime } from 'luxon'
import { z } from 'zod'
import { listOf, name, text } from '../fields.ts'

/** A day of the force's calendar, as `2026-11-23`: no instant, and of no zone. */
export type LocalDate = string

const isDay = (written: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(written) && DateTime.fromISO(written, { zone: 'utc' }).isValid
export const localDate = z.string().refine(isDay, 'must be a day of the calendar, as 2026-11-23')

/** Local, 24 hours. */
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in quotes, as "09:30"')

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const weekdays = z.array(z.enum(WEEKDAYS)).min(1).max(7)

/** Both days included. */
const days = z
  .strictObject({ from: localDate, to: localDate })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' })
export type Days = z.output<typeof days>

const namedDays = z
  .record(localDate, name.max(100))
  .refine((dates) => Object.keys(dates).length <= 1_000, 'must be at most 1000 entries')

const bankHolidays = z.strictObject({
  source: name,
  /** The list says nothing about days after this one. */
  coveredTo: localDate,
  dates: namedDays,
})

/** A school, or an authority whose calendar schools follow. It speaks for the days from its first to its last named one. */
const school = z
  .strictObject({
    follows: name.optional(),
    terms: z.array(days).max(200).default([]),
    /** Half-terms, training days and other days within a term on which nobody is there. */
    closed: z.array(days).max(400).default([]),
    source: name.optional(),
  })
  .refine(({ follows, terms }) => (follows === undefined) !== (terms.length === 0), {
    path: ['terms'],
    message: 'needs terms of its own or a calendar that it follows, and not both',
  })

const hours = { from: timeOfDay, to: timeOfDay }
const inOrder = ({ from, to }: { from: string; to: string }): boolean => from < to
const LATER = { path: ['to'], message: 'must be later than from' }

const court = z.strictObject({
  /** It sits on these weekdays, bank holidays left out. */
  weekly: listOf(z.strictObject({ days: weekdays, ...hours }).refine(inOrder, LATER)).default([]),
  /** Single sittings, on whatever day. */
  dates: z
    .array(z.strictObject({ date: localDate, ...hours }).refine(inOrder, LATER))
    .max(1_000)
    .default([]),
  closed: listOf(days).default([]),
  /** The list says nothing about days after this one; absent, the weekly rule goes on. */
  coveredTo: localDate.optional(),
})

const area = z.strictObject({
  /** From `from` on, every so many weeks on these weekdays, bank holidays left out. */
  weekly: listOf(
    z.strictObject({
      days: weekdays,
      everyWeeks: z.int().min(1).max(12).default(1),
      from: localDate,
      until: localDate.optional(),
      time: timeOfDay,
    }),
  ).default([]),
  dates: z
    .array(z.strictObject({ date: localDate, time: timeOfDay, kind: z.enum(['regular', 'ad-hoc']).default('regular') }))
    .max(1_000)
    .default([]),
  cancelled: z.array(localDate).max(400).default([]),
  /** A referral is taken for a regular meeting until the end of the working day so many working days before it. */
  papersWorkingDays: z.int().min(0).max(20).default(0),
})

/** A service that is there at some hours only, as a mental-health triage in the evenings. */
const partner = z.strictObject({
  /** `to` that is not later than `from` is of the next day: "20:00" to "02:00", and "00:00" to "00:00" for the whole day. */
  weekly: listOf(z.strictObject({ days: weekdays, ...hours })).refine((weekly) => weekly.length > 0, 'must say when it is open'),
  /** Whether it is open on a bank holiday as on the weekday. */
  onBankHolidays: z.boolean().default(false),
  closed: listOf(days).default([]),
  /** What to do while it is closed. */
  fallback: text.max(500),
})

const atMost = <Value extends z.ZodType>(most: number, value: Value) =>
  z.record(name, value).refine((entries) => Object.keys(entries).length <= most, `must be at most ${most} entries`)

export const calendarsSchema = z
  .strictObject({
    bankHolidays,
    /** By proclamation: a coronation, a jubilee, a funeral. */
    oneOffHolidays: namedDays.default({}),
    /** By the school's reference, as events name it. */
    schools: atMost(5_000, school).default({}),
    courts: atMost(200, court).default({}),
    marac: atMost(200, area).default({}),
    /** By the name that referrals call the partner by. A partner that is not listed is taken to be open. */
    partners: atMost(200, partner).default({}),
  })
  .superRefine(({ schools }, context) => {
    for (const [ref, { follows }] of Object.entries(schools)) {
      const followed = follows === undefined ? undefined : Object.hasOwn(schools, follows) ? schools[follows] : null
      if (followed === null || followed?.follows !== undefined)
        context.addIssue({
          code: 'custom',
          path: ['schools', ref, 'follows'],
          message: 'must name a calendar that has terms of its own',
        })
    }
  })

export type Calendars = z.output<typeof calendarsSchema>
/** As files say them: what a policy pins, without the defaults, so that a field added later changes no content. */
export type WrittenCalendars = z.input<typeof calendarsSchema>
export type CourtCalendar = Calendars['courts'][string]
export type PartnerCalendar = Calendars['partners'][string]
export type MaracCalendar = Calendars['marac'][string]
