/** `GET /v1/deliveries`: who was told of which alert by which way, and what became of it. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { DELIVERY_STATUSES } from '../../engine/answers/deliveries.ts'
import type { Page } from '../../engine/reads.ts'
import { deliverySeen } from '../../engine/views/hidden.ts'
import { discloseItems } from '../access/references.ts'
import { DELIVERIES } from './columns.ts'
import { format, incidentNumber, pageQuery, queryOf } from './query.ts'
import { openOnly, type ReadPorts, readerOf } from './reads.ts'
import { hiddenFor } from './restricted.ts'
import { sendPageOrTable } from './sendTable.ts'

/** As the delivery file calls people and ways. */
export const nameOnFile = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, 'must be as the delivery file calls it')
export const alertId = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be the id of an alert')

export const deliveriesQuery = pageQuery.extend({
  alert: alertId.optional(),
  incident: incidentNumber,
  status: z.enum(DELIVERY_STATUSES).describe('`dead` lists what nobody tries any more: replay it, or ring.').optional(),
  person: nameOnFile.describe('As the delivery file calls them.').optional(),
  way: nameOnFile.optional(),
  format,
})

/** For whoever reads alerts: whether one has reached somebody belongs to it. */
export const listDeliveries =
  ({ reads }: Pick<ReadPorts, 'reads'>): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'alerts')
    const { cursor, limit, format: wanted, ...filter } = queryOf(req, deliveriesQuery)
    const read = async (asked: Page) => {
      const page = await reads.deliveryList(caller.force, { ...filter, openOnly: openOnly(caller) }, asked)
      discloseItems(res, page.items)
      const hidden = await hiddenFor(reads, caller)
      // Who was told is for readers: neither by what finds it.
      const found = page.items.filter(({ incident }) => filter.person === undefined || !hidden.has(incident))
      return { ...page, items: found.map((one) => deliverySeen(one, hidden)) }
    }
    const table = { name: 'deliveries', columns: DELIVERIES, now: () => reads.now(), read }
    await sendPageOrTable(req, res, { cursor, limit, format: wanted }, table)
  }
