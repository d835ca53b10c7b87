/** What a scenario file may say, once its short forms are written out; `docs/scenarios.md` explains it to its authors. */
import { z } from 'zod'
import { ALERT_KINDS, SEVERITIES } from '../../../machines/rules/catalogue/alerts.ts'
import { DEADLINE_NAMES } from '../../../machines/rules/catalogue/deadlines.ts'
import { DEMAND_REASONS } from '../../../machines/rules/catalogue/reasons.ts'
import { EVENT_NAMES } from '../../../machines/rules/events.ts'
import { listOf, name, text } from '../../../machines/rules/fields.ts'
import { ATTENTION, CLUE_KINDS, RISK_GRADES, ROLES } from '../../../machines/rules/vocabulary.ts'
import { ABOUT } from '../../engine/notifications/about.ts'
import { PROBLEM_CODES } from '../../engine/problems.ts'
import { STATES_OF_REGIONS } from '../../engine/step/stateNames.ts'
import type { RegionStates } from '../../engine/views/views.ts'

/** A time of the night; read by `times.ts`. */
const time = z.string().max(40)
const count = z.int().min(1)

const alert = z.strictObject({
  kind: z.enum(ALERT_KINDS),
  status: z.enum(['open', 'acknowledged']).optional(),
  level: count.optional(),
  count: count.optional(),
  audience: z.enum(ROLES).optional(),
  severity: z.enum(SEVERITIES).optional(),
})

const demand = z.strictObject({
  reason: z.enum(DEMAND_REASONS),
  status: z.enum(['open', 'answered', 'superseded']).default('open'),
  level: count.optional(),
  count: count.optional(),
  due: time.optional(),
})

const deadline = z.strictObject({
  due: time.optional(),
  status: z.enum(['pending', 'met', 'missed', 'cancelled', 'none']).optional(),
})

const state = z.strictObject(
  Object.fromEntries([...STATES_OF_REGIONS].map(([region, states]) => [region, z.enum(states).optional()])) as Record<
    keyof RegionStates,
    z.ZodOptional<z.ZodEnum<Record<string, string>>>
  >,
)

/** A person and a way are looked for in the delivery file. */
const waiting = z.strictObject({
  to: name,
  by: listOf(name).min(1),
  as: z.enum(ROLES).optional(),
  about: z.enum(ABOUT).default('raised'),
  kind: listOf(z.enum(ALERT_KINDS)).min(1).optional(),
  incident: name.optional(),
  level: count.optional(),
  count: count.optional(),
})
const message = waiting.extend({ at: time })

const expectations = z.strictObject({
  state: state.optional(),
  priority: name.nullable().optional(),
  attention: listOf(z.enum(ATTENTION)).optional(),
  alerts: listOf(alert).optional(),
  demands: listOf(demand).optional(),
  deadlines: z.partialRecord(z.enum(DEADLINE_NAMES), deadline).optional(),
  repeat: z
    .strictObject({
      count: z.int().min(0).optional(),
      highestRisk: z.enum(RISK_GRADES).nullable().optional(),
      escalation: z.boolean().optional(),
      by: listOf(z.enum(CLUE_KINDS)).optional(),
      incidents: listOf(name).optional(),
    })
    .optional(),
  /** By kind and name, `marker/M1`, the state; a parent's name will do. */
  matters: z.record(z.string(), name).optional(),
  refused: z
    .strictObject({ code: z.enum(PROBLEM_CODES), pointers: listOf(name).optional(), blockers: listOf(name).optional() })
    .optional(),
  /** The event waits for a second person, and moves nothing. */
  pending: z.boolean().optional(),
  warnings: listOf(name).optional(),
  thriveGaps: listOf(name).optional(),
  nothing: z.literal(true).optional(),
  /** What arrived since a step asked last, in order. */
  delivered: listOf(message).optional(),
  /** What has not arrived and is still to be told. */
  undelivered: listOf(waiting).optional(),
})

const step = z.strictObject({
  at: time.optional(),
  'advance to': time.optional(),
  recorded: time.optional(),
  /** Another incident than the one that the scenario is about. */
  incident: name.max(64).optional(),
  event: z.enum(EVENT_NAMES).optional(),
  use: name.optional(),
  role: z.enum(ROLES).optional(),
  by: name.optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  without: listOf(name).optional(),
  acknowledge: z.enum(ALERT_KINDS).optional(),
  /** A kind, or all that are not resolved. */
  take: z.enum([...ALERT_KINDS, 'all']).optional(),
  release: z.enum(ALERT_KINDS).optional(),
  /** Why somebody who is not a reader opens the restricted incident. */
  'break glass': text.optional(),
  dismiss: z.enum(ALERT_KINDS).optional(),
  /** A second person decides on what waits, the oldest first: by what it asks for, where several do. */
  approve: z
    .strictObject({
      decision: z.enum(['approved', 'refused']).default('approved'),
      reason: text.optional(),
      asks: name.optional(),
    })
    .nullable()
    .optional(),
  workers: z.enum(['awake', 'asleep']).optional(),
  note: text.optional(),
  expect: expectations.optional(),
})

/** An incident that was on record before the night: what was posted of it, nothing expected. */
const earlier = z.strictObject({
  incident: name.max(64),
  steps: z
    .array(step.pick({ at: true, event: true, use: true, role: true, by: true, data: true, without: true }))
    .min(1)
    .max(100),
})

/** A time in which nothing arrives by a way, or at a person. */
const failing = z
  .strictObject({ way: name.optional(), person: name.optional(), from: time, to: time })
  .refine(({ way, person }) => way !== undefined || person !== undefined, 'must name a way, a person or both')

export const scenarioSchema = z.strictObject({
  name: text,
  mirrors: text.optional(),
  night: z.iso.date('must be a date, as 2026-11-20'),
  policy: z.union([name, z.record(z.string(), z.unknown())], 'must be a file or what differs from the default').optional(),
  delivery: z.union([name, z.record(z.string(), z.unknown())], 'must be a file, or people, rota and routes').optional(),
  fails: listOf(failing).default([]),
  workers: z.enum(['awake', 'asleep']).default('awake'),
  earlier: z.array(earlier).max(20).default([]),
  steps: z.array(step).min(1).max(1_000),
})

export type RawScenario = z.output<typeof scenarioSchema>
export type RawStep = RawScenario['steps'][number]
export type Expectations = NonNullable<RawStep['expect']>
