/** What a force sets for protection orders: which law, whose rank, and what is owed. Source: docs/sources.md#orders */
import { z } from 'zod'
import { localDate } from '../calendar/schema.ts'
import { code } from '../fields.ts'
import { duration, elapsed, lengthOf } from '../time/durations.ts'
import { ORDER_REGIMES } from '../vocabulary.ts'

const eachOnce = (list: readonly unknown[]): boolean => new Set(list).size === list.length
const codes = z.array(code).max(20).refine(eachOnce, 'must name each once')
/** What a notice of ours is, and the order after it. */
const OURS = ['DVPN', 'DVPO', 'DAPN', 'DAPO'] as const
export const ordersSchema = z.strictObject({
  /** From which day which notice is given; the first also before its day. */
  regime: z
    .array(z.strictObject({ from: localDate, regime: z.enum(ORDER_REGIMES) }))
    .min(1)
    .max(20)
    .refine(
      (list) => list.every(({ from }, place) => place === 0 || from > (list[place - 1]?.from ?? '')),
      'must be in the order of its days, each once',
    )
    .default([{ from: '2010-04-08', regime: 'DVPN' }]),
  /** The lowest rank that may authorise each, by its name in `ranks`. */
  authorisedBy: z.strictObject({ DVPN: code.default('superintendent'), DAPN: code.default('inspector') }).prefault({}),
  /** How many days a DVPO lasts. */
  dvpoDays: z
    .strictObject({ least: z.int().min(1).default(14), most: z.int().min(1).default(28) })
    .refine(({ least, most }) => least <= most, { path: ['most'], message: 'must not be less than least' })
    .prefault({}),
  /** How long before the last sitting, or before the hearing is due, the application should be filed. */
  applyBefore: elapsed.default('PT12H'),
  /** How long before its end an order is said to expire. */
  expiringBefore: elapsed.default('P3D'),
  /** Who must be told when an order comes into force. */
  tell: codes.default(['civil-orders', 'harm-hub-supervisors']),
  tellWithin: duration.default('PT1H'),
  taskWithin: duration.default('PT12H'),
  checkWithin: duration.default('PT24H'),
  checkEvery: duration.default('P7D'),
  /** A late application or hearing escalates at this pace; what the harm hub owes repeats at the other. */
  climbEvery: elapsed.default('PT1H'),
  remindEvery: elapsed.default('PT24H'),
  /** Who is arrested for a breach of one of these has to be before the court in time. Absent: no clock runs for it. */
  breachToCourt: z
    .strictObject({
      of: z.array(z.enum(OURS)).min(1).max(4).refine(eachOnce, 'must name each once'),
      within: elapsed,
      warnBefore: elapsed,
    })
    .refine(({ within, warnBefore }) => lengthOf(warnBefore) < lengthOf(within), {
      path: ['warnBefore'],
      message: 'must be shorter than within',
    })
    .optional(),
  /** What a DAPO asks of him beside its prohibitions. `notifyDays` counts the day on which it begins. Absent: nothing is asked. */
  dapo: z.strictObject({ notifyDays: z.int().min(1).max(28).default(3), monitorAtMost: duration.default('P12M') }).optional(),
  /** An order sought without a notice: when the court, and when the prosecutor, is asked again what became of it. */
  sought: z.strictObject({ hearWithin: duration.default('P28D'), prosecutorWithin: duration.default('P14D') }).prefault({}),
})
