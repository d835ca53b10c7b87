/** `GET /v1/reassessments`: what a second person reads, blind, and what became of it. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { REASSESSMENT_STATES, type Reads } from '../../engine/reads.ts'
import { reassessmentSeen } from '../../engine/views/hidden.ts'
import { discloseItems } from '../access/references.ts'
import { pageQuery, queryOf } from './query.ts'
import { readerOf } from './reads.ts'
import { hiddenFor } from './restricted.ts'
import { sendList } from './sendList.ts'

export const reassessmentsQuery = pageQuery.extend({
  state: z
    .enum(REASSESSMENT_STATES)
    .default('waiting')
    .describe('`waiting`: nobody has read it. `read`: somebody has, the newest verdict first.'),
})

export const listReassessments =
  ({ reads }: { readonly reads: Pick<Reads, 'reassessments' | 'restricted'> }): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'samples')
    const { state, ...page } = queryOf(req, reassessmentsQuery)
    const listed = await reads.reassessments(caller.force, state, page)
    discloseItems(res, listed.items)
    const hidden = await hiddenFor(reads, caller)
    await sendList(res, { ...listed, items: listed.items.map((one) => reassessmentSeen(one, hidden)) })
  }
