/** `GET /v1/handover`: hand-overs, newest first. `GET /v1/handover/{id}`: one of them with its list. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { Handovers } from '../../engine/handover/handovers.ts'
import type { HandoverReads } from '../../engine/handover/ports.ts'
import type { Reads } from '../../engine/reads.ts'
import { handoverSeen } from '../../engine/views/hidden.ts'
import { discloseItems } from '../access/references.ts'
import { NO_HANDOVER } from '../events/handover.ts'
import { Refused } from '../problems.ts'
import { noQuery, pageQuery, queryOf } from './query.ts'
import { readerOf } from './reads.ts'
import { hiddenFor } from './restricted.ts'
import { sendList } from './sendList.ts'

export const handoversQuery = pageQuery.extend({
  open: z
    .enum(['true', 'false'])
    .transform((written) => written === 'true')
    .meta({ type: 'boolean', description: '`true`: something is left to accept. `false`: nothing is. Absent: all.' })
    .optional(),
})

interface HandoverReadPorts {
  readonly reads: HandoverReads & Pick<Reads, 'restricted'>
}

export const listHandovers =
  ({ reads }: HandoverReadPorts): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'samples')
    const { open, ...page } = queryOf(req, handoversQuery)
    await sendList(res, await reads.handovers(force, { open }, page))
  }

/** What a hand-over would be now: counts, which name no incident. */
export const handoverAhead =
  ({ handovers }: { readonly handovers: Pick<Handovers, 'ahead'> }): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'samples')
    queryOf(req, noQuery)
    res.json(await handovers.ahead(force))
  }

export const oneHandover =
  ({ reads }: HandoverReadPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'samples')
    const read = await reads.handover(caller.force, String(req.params.id), queryOf(req, pageQuery))
    if (read === null) throw new Refused('not-found', NO_HANDOVER)
    discloseItems(res, read.items)
    await sendList(res, handoverSeen(read, await hiddenFor(reads, caller)))
  }
