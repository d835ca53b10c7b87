/** `GET /v1/reassessments`: what a second person reads, blind, and what became of it; `/{ref}/{sequence}`: one beside the assessment before it. */
import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { samePerson } from '../../../machines/rules/person.ts'
import type { Engine } from '../../engine/engine.ts'
import { REASSESSMENT_STATES, type Reads, type ReassessmentItem } from '../../engine/reads.ts'
import { reassessmentSeen } from '../../engine/views/hidden.ts'
import { discloseItems } from '../access/references.ts'
import { Refused } from '../problems.ts'
import { noQuery, pageQuery, queryOf } from './query.ts'
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
    const found = await reads.reassessments(caller.force, state, page)
    const listed = { ...found, items: found.items.filter((one) => !waitsForOthers(one, res)) }
    discloseItems(res, listed.items)
    const hidden = await hiddenFor(reads, caller)
    await sendList(res, { ...listed, items: listed.items.map((one) => reassessmentSeen(one, hidden)) })
  }

/** Its author, and who approved it, are not told that somebody has to read it (contract §4a.4). A key is nobody. */
function waitsForOthers(
  { check, reassessment }: Pick<ReassessmentItem, 'check' | 'reassessment'>,
  { locals: { session } }: Response,
): boolean {
  const reader = session?.person?.name ?? session?.named?.id
  if (check !== null || reader === undefined) return false
  return [reassessment?.assessor, reassessment?.decision.approvedBy].some((one) => one != null && samePerson(one.id, reader))
}

interface Ports {
  readonly engine: Pick<Engine, 'reassessment'>
  readonly reads: Pick<Reads, 'restricted'>
}

export const oneReassessment =
  ({ engine, reads }: Ports): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'samples')
    queryOf(req, noQuery)
    const { ref, sequence } = req.params
    const key = { force: caller.force, reference: String(ref) }
    const found = /^[1-9]\d{0,8}$/.test(String(sequence)) ? await engine.reassessment(key, Number(sequence)) : null
    if (found === null || waitsForOthers(found, res))
      throw new Refused('not-found', 'There is no such reassessment for a second person: look in GET /v1/reassessments.')
    discloseItems(res, [found])
    res.json(reassessmentSeen(found, await hiddenFor(reads, caller)))
  }
