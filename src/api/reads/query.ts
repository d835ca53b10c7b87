/** Query strings: every parameter known and every value possible, or all mistakes at once. */
import type { Request } from 'express'
import { z } from 'zod'
import { ALERT_KINDS, SEVERITIES } from '../../../machines/rules/catalogue/alerts.ts'
import { instant, name } from '../../../machines/rules/fields.ts'
import { type Issue, issuesOf, pointerOf } from '../../../machines/rules/issue.ts'
import { AREAS, ATTENTION, ROLES } from '../../../machines/rules/vocabulary.ts'
import { LINE_ORDERS } from '../../engine/reads.ts'
import { isStateName, STATES_OF_REGIONS } from '../../engine/step/stateNames.ts'
import { referenceIn } from '../events/subjects.ts'
import { percentDecoded } from '../percent.ts'
import { invalidQuery } from '../problems.ts'

/** A whole number from 1 to `most`, below 1,000; `usual` where the query does not say. */
export function wholeNumber(most: number, usual: number, says: string) {
  const must = `must be a whole number from 1 to ${most}`
  const digits = z.string().regex(/^[1-9]\d{0,2}$/, must)
  const number = digits.transform(Number).refine((written) => written <= most, must)
  return number.default(usual).meta({ type: 'integer', minimum: 1, maximum: most, description: says })
}

/** What is answered, whatever `Accept` says. */
export const format = z.enum(['json', 'csv']).describe('What is answered, whatever `Accept` says.').optional()

const page = {
  cursor: z.string().min(1).max(2048).optional(),
  limit: wholeNumber(500, 50, 'Entries of a page.'),
}

/** No force has data outside these years, and a mistyped date must not read as an empty list. */
const YEARS = { first: 1900, last: 2200 }
const isInYears = (at: string): boolean => Number(at.slice(0, 4)) >= YEARS.first && Number(at.slice(0, 4)) <= YEARS.last

/** A time in a query. */
export const queryInstant = instant.refine(
  (at) => at === '' || isInYears(at),
  `must be in the years ${YEARS.first} to ${YEARS.last}`,
)

const NOT_A_STATE = `must be the name of a state, alone or after its region: ${[...STATES_OF_REGIONS]
  .map(([region, states]) => `${region}: ${states.join(', ')}`)
  .join('; ')}`

export const noQuery = z.strictObject({})
export const pageQuery = z.strictObject(page)

export const timelineQuery = pageQuery.extend({
  order: z.enum(LINE_ORDERS).default('oldest').describe('Which line of the record comes first.'),
  format,
})

export const incidentsQuery = z.strictObject({
  attention: z.enum(ATTENTION).optional(),
  priority: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be the name of a priority')
    .optional(),
  state: z.string().max(100).refine(isStateName, NOT_A_STATE).describe(NOT_A_STATE).optional(),
  area: z.enum(AREAS).optional(),
  mine: name
    .describe(
      "Those of which this person has an alert now: `true` for whoever signed in, a person's id for a key. For a key without restricted incidents.",
    )
    .optional(),
  ...page,
})

/** How much of a number is read; a refused number may be longer. */
const LONGEST_ASKED = 1_024

/** Searched as an alert or a refusal names it: also a number that no incident can have, as written or as shown. */
export const incidentNumber = z
  .string()
  .max(LONGEST_ASKED)
  .refine((written) => referenceIn(written) !== '', 'must be the number of an incident')
  .transform(referenceIn)
  .optional()

export const refusalsQuery = z.strictObject({ incident: incidentNumber, format, ...page })

export const alertsQuery = z.strictObject({
  status: z.enum(['open', 'acknowledged', 'resolved']).optional(),
  kind: z.enum(ALERT_KINDS).optional(),
  audience: z.enum(ROLES).optional(),
  severity: z.enum(SEVERITIES).describe('Of those that are not resolved.').optional(),
  incident: incidentNumber,
  order: z
    .literal('waiting')
    .describe('Those that are not resolved, the longest waiting first. Without it: all of them, the newest first.')
    .optional(),
  mine: name
    .describe(
      "Those that this person has, or had when they were resolved: `true` for whoever signed in, a person's id for a key. For a key without those of restricted incidents.",
    )
    .optional(),
  format,
  ...page,
})

/** @throws Refused `invalid-query`; a pointer names the parameter, `/limit`. */
export function queryOf<Schema extends z.ZodType>(req: Request, schema: Schema): z.output<Schema> {
  const raw: unknown = { ...req.query }
  const query = schema.safeParse(raw)
  const unreadable = notUtf8(req.url)
  if (query.success && unreadable.length === 0) return query.data
  const found = query.success ? { issues: [], more: 0 } : issuesOf(query.error, raw, '')
  throw invalidQuery([...unreadable, ...found.issues], undefined, found.more)
}

/** Text that does not decode would be searched as other text, and not be found. */
function notUtf8(url: string): Issue[] {
  const written = url.includes('%') ? url.slice(url.indexOf('?') + 1) : ''
  return written.split('&').flatMap((part) => {
    const [name = ''] = part.split('=', 1)
    const pointer = pointerOf('', [percentDecoded(name) ?? name])
    return percentDecoded(part) === null ? [{ pointer, detail: 'is not UTF-8, percent-encoded' }] : []
  })
}
