/** `GET /v1/alerts/{id}/lines`: who took and released an alert about the system, with the notes that no alert shows. */
import type { RequestHandler } from 'express'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { alertLines } from '../../engine/answers/timeline.ts'
import { discloseItems } from '../access/references.ts'
import { isId } from '../events/alerts/action.ts'
import { Refused } from '../problems.ts'
import { noQuery, queryOf } from './query.ts'
import { type ReadPorts, readerOf } from './reads.ts'
import { mustBeReaderOfAll } from './restricted.ts'

/** More has become of no such alert. */
const MOST = 500

export const listAlertLines =
  ({ reads }: Pick<ReadPorts, 'reads'>): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'alerts')
    queryOf(req, noQuery)
    const id = String(req.params.id)
    const found = isId(id) ? await reads.alertLines(caller.force, id, MOST) : null
    if (found === null)
      throw new Refused(
        'not-found',
        'There is no such alert about the system. Who took an alert of an incident is in GET /v1/incidents/{ref}/timeline.',
      )
    await mustBeReaderOfAll(reads, (incident) => incident === found.incident, { req, res, caller })
    discloseItems(res, [found])
    const answer: Answer<typeof alertLines> = { items: found.items, next: null }
    res.json(answer)
  }
