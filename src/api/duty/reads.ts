/** `GET /v1/on-duty`: who is on duty at an instant, and why. `GET /v1/rota`: the next days, with their holes. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { ACKNOWLEDGING_ROLES } from '../../../machines/rules/vocabulary.ts'
import type { Duty } from '../../engine/duty/ports.ts'
import { onDutyView, rotaView } from '../../engine/duty/views.ts'
import type { Reads } from '../../engine/reads.ts'
import { Refused } from '../problems.ts'
import { queryInstant, queryOf, wholeNumber } from '../reads/query.ts'
import { readerOf } from '../reads/reads.ts'
import { sendList } from '../reads/sendList.ts'

export interface DutyReadPorts {
  /** Null without a delivery file. */
  readonly duty: Duty | null
  readonly reads: Pick<Reads, 'now'>
}

const role = z.enum(ACKNOWLEDGING_ROLES).describe('All roles of the ladder and of the rota unless it is given.').optional()

export const onDutyQuery = z.strictObject({ role, at: queryInstant.describe('Now unless it is given.').optional() })

/** Days that an answer covers at most. */
const MOST_DAYS = 31
export const DAY_MS = 86_400_000

export const rotaQuery = z.strictObject({
  role,
  from: queryInstant.describe('Now unless it is given.').optional(),
  days: wholeNumber(MOST_DAYS, 14, 'Days of 24 hours.'),
})

export const onDuty =
  ({ duty, reads }: DutyReadPorts): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'alerts')
    const { role = null, at } = queryOf(req, onDutyQuery)
    const items = onDutyView(ofForce(duty, force), role, at || (await reads.now()))
    await sendList(res, { items, next: null })
  }

export const rota =
  ({ duty, reads }: DutyReadPorts): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'alerts')
    const { role = null, days, ...asked } = queryOf(req, rotaQuery)
    const of = ofForce(duty, force)
    const from = asked.from || (await reads.now())
    const to = new Date(Date.parse(from) + days * DAY_MS).toISOString()
    await sendList(res, { items: rotaView(of, role, from, to), next: null, from, to })
  }

/** @throws Refused `no-delivery-file` */
export function ofForce(duty: Duty | null, force: string): Duty {
  if (duty !== null && duty.force === force) return duty
  const detail = `Nobody is on duty in ${force} as far as this service knows: it runs without a delivery file of that force (DELIVERY_FILE). Alerts are on the board and the stream only.`
  throw new Refused('no-delivery-file', detail)
}
