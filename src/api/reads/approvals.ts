/** `GET /v1/approvals`: what waits for a second person, with what was posted, and what became of it. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { APPROVAL_STATES, type Reads } from '../../engine/reads.ts'
import { approvalSeen } from '../../engine/views/hidden.ts'
import { discloseItems } from '../access/references.ts'
import { pageQuery, queryOf } from './query.ts'
import { readerOf } from './reads.ts'
import { hiddenFor } from './restricted.ts'
import { sendList } from './sendList.ts'

export const approvalsQuery = pageQuery.extend({
  status: z
    .enum(APPROVAL_STATES)
    .default('waiting')
    .describe(
      '`waiting`: nobody has decided, the first to lapse first. `decided`: approved, refused or lapsed, the newest first.',
    ),
})

export const listApprovals =
  ({ reads }: { readonly reads: Pick<Reads, 'approvals' | 'restricted'> }): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'samples')
    const { status, ...page } = queryOf(req, approvalsQuery)
    const listed = await reads.approvals(caller.force, status, page)
    discloseItems(res, listed.items)
    const hidden = await hiddenFor(reads, caller)
    await sendList(res, { ...listed, items: listed.items.map((one) => approvalSeen(one, hidden)) })
  }
