/** `GET /v1/counts`: how much waits, for the caller's role. It names no incident. */
import type { RequestHandler, Response } from 'express'
import type { Counting } from '../../engine/counts.ts'
import { RIGHTS } from '../roles.ts'
import { noQuery, queryOf } from './query.ts'
import { openOnly, type ReadPorts, readerOf } from './reads.ts'
import { readerBehind } from './restricted.ts'

export const countWaiting =
  ({ reads }: Pick<ReadPorts, 'reads'>): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'incidents')
    queryOf(req, noQuery)
    const { alerts, samples } = RIGHTS[caller.role]
    const asked = { reader: readerBehind(caller), openOnly: openOnly(caller), alerts, samples, ...whoseOf(res) }
    res.json(await reads.waitingCounts(caller.force, asked))
  }

/** As `GET /v1/incidents?mine=true` finds them. */
function whoseOf({ locals: { session } }: Response): Pick<Counting, 'mine' | 'minesHidden'> {
  const { person = null, named = null } = session ?? {}
  if (person !== null) return { mine: { id: person.name, account: person }, minesHidden: false }
  return { mine: named && { id: named.id }, minesHidden: true }
}
