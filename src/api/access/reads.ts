/** `GET /v1/access-log` and `GET /v1/access-log/unusual`: who read what, for auditors, of their own force. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { AccessReads } from '../../engine/access/ports.ts'
import type { unusualReading as answered } from '../../engine/answers/access.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { Reads } from '../../engine/reads.ts'
import { invalidQuery } from '../problems.ts'
import { ACCESS } from '../reads/columns.ts'
import { format, pageQuery, queryInstant, queryOf } from '../reads/query.ts'
import { readerOf } from '../reads/reads.ts'
import { sendPageOrTable } from '../reads/sendTable.ts'

export interface UnusualPorts {
  readonly reads: AccessReads & Pick<Reads, 'now'>
  /** Of the policy of new cases. */
  readonly unusual: { readonly times: number; readonly incidents: number; readonly timezone: string }
}

export const accessLogQuery = pageQuery
  .extend({
    person: z
      .string()
      .min(1)
      .max(200)
      .describe('The name that somebody signed in with, however it is spelt, or the name of a key or session.')
      .optional(),
    incident: z
      .string()
      .regex(/^[\x21-\x7e]{1,64}$/, 'must be the number of an incident')
      .describe('Reads that asked for this incident, or were told of it.')
      .optional(),
    from: queryInstant.optional(),
    to: queryInstant.describe('The first instant that is no longer in the period.').optional(),
    format,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    message: 'must be after `from`',
  })

const DAY_MS = 86_400_000
/** Project default: a month and its neighbours' ends. */
const MOST_DAYS = 35
/** Project default. */
const USUAL_DAYS = 7
/** Of an answer. Project default. */
const MOST_READERS = 1_000

const day = z.iso.date('must be a day, as 2026-11-30')
export const unusualQuery = z
  .strictObject({
    from: day.describe('The first day; six days before the last, unless it is said.').optional(),
    to: day.describe('The last day, all of it; today, unless it is said.').optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'must not be before `from`',
  })

export const accessLog =
  ({ reads }: Pick<UnusualPorts, 'reads'>): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'accessLog')
    const { cursor, limit, format: wanted, ...filter } = queryOf(req, accessLogQuery)
    await sendPageOrTable(
      req,
      res,
      { cursor, limit, format: wanted },
      { name: 'access-log', columns: ACCESS, now: () => reads.now(), read: (page) => reads.accessLog(force, filter, page) },
    )
  }

export const unusualReading =
  ({ reads, unusual }: UnusualPorts): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'accessLog')
    const asked = queryOf(req, unusualQuery)
    const { times, incidents: atLeast, timezone } = unusual
    const to = asked.to ?? dayOf(await reads.now(), timezone)
    const from = asked.from ?? daysBefore(to, USUAL_DAYS - 1)
    if (from > to || daysBefore(to, MOST_DAYS - 1) > from)
      throw invalidQuery([
        { pointer: '/from', detail: `must be at most ${MOST_DAYS - 1} days before the last day, and not after it` },
      ])
    const found = await reads.readersByDay(force, { from, to, timezone }, MOST_READERS + 1)
    const items = found
      .slice(0, MOST_READERS)
      .map((reader) => ({ ...reader, unusual: reader.incidents >= atLeast && reader.incidents > times * reader.median }))
    res.json({ from, to, times, atLeast, items, more: found.length > MOST_READERS } satisfies Answer<typeof answered>)
  }

/** `2026-11-30`, where the clocks of a zone stand so. */
const dayOf = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant))

const daysBefore = (day: string, days: number): string => new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10)
