/** What somebody has to look down a list for each day. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { instant } from '../../machines/rules/fields.ts'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { Reads } from '../engine/reads.ts'
import { partsOf, REGISTER_NAMES } from '../engine/registers.ts'
import type { RegisterItem } from '../engine/registerViews.ts'
import { Refused } from './problems.ts'
import { pageOf, pageQuery, queryOf } from './query.ts'
import { readerOf } from './reads.ts'

interface RegisterPorts {
  readonly reads: Pick<Reads, 'now' | 'register'>
}

const word = (what: string) => z.string().regex(/^[A-Za-z][A-Za-z./-]{0,99}$/, `must be the name of a ${what}`)

export const registerQuery = pageQuery.extend({
  kind: word('kind').optional(),
  state: word('state').optional(),
  from: instant.optional(),
  to: instant.optional(),
})

export const register =
  ({ reads }: RegisterPorts): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'registers')
    const name = REGISTER_NAMES.find((known) => known === req.params.name)
    if (name === undefined) throw new Refused('not-found', `There is no such register. There are: ${REGISTER_NAMES.join(', ')}.`)
    const { kind, state, from, to, ...page } = queryOf(req, registerQuery)
    const at = await reads.now()
    const { items, next } = await reads.register(force, partsOf(name, { kind, state }), { from, to }, pageOf(page))
    res.json({ register: name, at, items: items.map((item) => ({ ...item, late: isLate(item, at) })), next })
  }

const isLate = ({ dueAt }: RegisterItem, at: Instant): boolean => dueAt !== null && dueAt < at
