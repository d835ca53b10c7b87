/** Query strings: every parameter known, every value possible, or all mistakes at once. */
import type { Request } from 'express'
import { z } from 'zod'
import { gapsOf } from '../../machines/rules/gap.ts'
import { ATTENTION } from '../../machines/rules/vocabulary.ts'
import type { Page } from '../engine/reads.ts'
import { asFacts, Refused } from './problems.ts'

const LIMIT = 'must be a whole number from 1 to 500'

const page = {
  cursor: z.string().min(1).max(2048).optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, LIMIT)
    .transform(Number)
    .refine((limit) => limit <= 500, LIMIT)
    .default(50),
}

export const noQuery = z.strictObject({})
export const pageQuery = z.strictObject(page)

export const incidentsQuery = z.strictObject({
  attention: z.enum(ATTENTION).optional(),
  priority: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be the name of a priority')
    .optional(),
  state: z
    .string()
    .regex(/^[A-Za-z]+(\.[A-Za-z]+){0,5}$/, 'must be the name of a state, as `overdue` or `attendance.overdue.unassigned`')
    .max(100)
    .optional(),
  ...page,
})

export const alertsQuery = z.strictObject({ status: z.enum(['open', 'acknowledged', 'resolved']).optional(), ...page })

/** @throws Refused `invalid-query`; a pointer names the parameter, `/limit`. */
export function queryOf<Schema extends z.ZodType>(req: Request, schema: Schema): z.output<Schema> {
  const raw: unknown = { ...req.query }
  const query = schema.safeParse(raw)
  if (query.success) return query.data
  throw new Refused('invalid-query', 'The query has mistakes.', asFacts(gapsOf(query.error, raw, '')))
}

export const pageOf = ({ cursor, limit }: { cursor?: string | undefined; limit: number }): Page => ({
  limit,
  ...(cursor && { cursor }),
})
