/** The shape of a delivery file. What its parts say of each other is in `checks.ts`. */
import { IANAZone } from 'luxon'
import { z } from 'zod'
import { ALERT_KINDS, SEVERITIES } from '../../../machines/rules/catalogue/alerts.ts'
import { NOT_A_MOMENT } from '../../../machines/rules/delivery/moment.ts'
import { DAYS } from '../../../machines/rules/delivery/plan.ts'
import { name, recordOf } from '../../../machines/rules/fields.ts'
import { elapsed } from '../../../machines/rules/time/durations.ts'
import { ACKNOWLEDGING_ROLES, FORCE_NAME, ROLES } from '../../../machines/rules/vocabulary.ts'
import { SECTIONS, WAYS } from '../ways/index.ts'

/** Project defaults. A force of the size of London has some hundred people who are told of alerts. */
const MOST = {
  people: 2_000,
  shifts: 200,
  peopleOfAShift: 50,
  overrides: 500,
  subscriptions: 100,
  routes: 100,
  allowed: 100,
}

const eachOnce = (list: readonly unknown[]): boolean => new Set(list).size === list.length
export const listOnce = <Item extends z.ZodType>(item: Item, most: number, notAList?: string) =>
  z.array(item, notAList).max(most).refine(eachOnce, 'must name each once')

/** Rows, logs and metrics carry it. */
const id = z
  .string()
  .regex(
    /^[A-Za-z0-9][\w.@-]{0,63}$/,
    'must be letters, digits, hyphens, dots, underscores and @, at most 64, and begin with a letter or digit',
  )
const personId = z.string('must be the name of an entry of people, in quotes where it is a number')
const time = z.string('must be a time, as "07:00"').regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time from "00:00" to "23:59"')
const endTime = z
  .string('must be a time, as "19:00"')
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time from "00:00" to "24:00"')
export const WAY_NAMES = WAYS.map((way) => way.name)

export const person = z.strictObject({
  name,
  roles: listOnce(z.enum(ROLES), ROLES.length).min(1),
  ways: z
    .strictObject(Object.fromEntries(WAYS.map((way) => [way.name, way.address.optional()])))
    .prefault({})
    .transform((ways) => ways as Readonly<Record<string, string>>),
})

export const peopleOf = <Person extends z.ZodType>(one: Person) => recordOf(id, one, MOST.people)

const shift = z.strictObject({
  days: listOnce(z.enum(DAYS), DAYS.length).min(1),
  from: time,
  to: endTime,
  people: listOnce(personId, MOST.peopleOfAShift).min(1),
})

const override = z.strictObject({
  from: z.string(NOT_A_MOMENT),
  to: z.string(NOT_A_MOMENT),
  people: listOnce(personId, MOST.peopleOfAShift),
  /** A swap: whom `people` stand in for. */
  instead: listOnce(personId, MOST.peopleOfAShift).min(1).optional(),
})

const rota = z.strictObject({
  zone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'must be a time zone of the IANA database, as Europe/London')
    .default('Europe/London'),
  shifts: z.array(shift).max(MOST.shifts).default([]),
  overrides: z.array(override).max(MOST.overrides).default([]),
})

const route = z
  .strictObject({
    severity: listOnce(z.enum(SEVERITIES), SEVERITIES.length).min(1),
    ways: listOnce(z.enum(WAY_NAMES), WAY_NAMES.length).min(1),
    ackWithin: elapsed.nullable().default(null),
    bundleFor: elapsed.nullable().default(null),
  })
  .refine(({ severity, bundleFor }) => bundleFor === null || !severity.includes('critical'), {
    path: ['bundleFor'],
    message: 'must not be with critical: a critical alert is told at once. Give critical a route of its own',
  })

export const fileSchema = z.strictObject({
  schema: z.literal('reassess/delivery/v1'),
  force: z.string().regex(FORCE_NAME, 'must be the short name of a force, as warwickshire'),
  /** Hosts, or host:port, that need be neither https nor public. */
  allow: z
    .array(z.string().regex(/^(\[[\da-f:.]+\]|[a-z0-9][a-z0-9.-]*)(:\d{1,5})?$/, 'must be a host in lower case, or host:port'))
    .max(MOST.allowed)
    .default([]),
  people: peopleOf(person),
  ...SECTIONS,
  rota: z.partialRecord(z.enum(ACKNOWLEDGING_ROLES), rota).default({}),
  routes: z.array(route).max(MOST.routes).default([]),
  subscriptions: z
    .array(
      z.strictObject({
        id,
        webhook: z.string(),
        /** Empty where it is left out: alerts of every kind. */
        kinds: listOnce(z.enum(ALERT_KINDS), ALERT_KINDS.length)
          .refine((kinds) => kinds.length > 0, 'must name a kind of alert: leave kinds out for alerts of every kind')
          .default([]),
        /** Whether changes of incidents are sent too. */
        incidents: z.boolean().default(false),
      }),
    )
    .max(MOST.subscriptions)
    .default([]),
})
export type WrittenFile = z.output<typeof fileSchema>
