/**
 * `POST /v1/deliveries/{id}/replay` and `POST /v1/deliveries/replay`: has messages sent again that failed, at once. For supervisors and
 * the ranks above. Who did it is kept, and shown on each delivery.
 */
import type { RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import { person } from '../../../machines/rules/fields.ts'
import type { Person } from '../../../machines/rules/vocabulary.ts'
import type { ReplayAsked, Replayed, Replays } from '../../engine/notifications/seen.ts'
import { actorOf, callerOf } from '../authenticate.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'
import { alertId, nameOnFile } from '../reads/deliveries.ts'
import { supervisesShift } from '../roles.ts'
import { saidIn } from './posted.ts'
import { keepingRefusals, type Writing } from './refuse.ts'
import { mustBeTheirs } from './yourself.ts'

export const replayOfOne = z.strictObject({ by: person.optional() })
export const replayOfAll = replayOfOne.extend({
  alert: alertId.optional(),
  status: z
    .enum(['dead', 'failed'])
    .describe('`failed`: they are tried again by themselves, and at once where somebody asks.')
    .default('dead'),
  person: nameOnFile.describe('As the delivery file calls them.').optional(),
})

export interface ReplayPorts extends Writing {
  readonly replays: Replays
  readonly limits: Limits
  readonly log: Pick<Logger, 'info'>
}

/** @param asked which deliveries; the id is of the address. */
const replaying = <Said extends { readonly by?: Person | undefined }>(
  ports: ReplayPorts,
  schema: z.ZodType<Said>,
  asked: (said: Said, id: string) => ReplayAsked,
): RequestHandler =>
  keepingRefusals(
    ports,
    () => ports.limits.eventBytes,
    () => [],
    async (sent, req, res) => {
      const caller = callerOf(res)
      if (!supervisesShift(caller.role))
        throw new Refused('forbidden', `The role ${caller.role} does not replay deliveries: a supervisor does.`)
      const said = saidIn(sent, req, schema, ports.limits, caller)
      res.json(await replay(ports, asked(said, String(req.params.id)), said.by, res))
    },
  )

async function replay(
  { replays, log }: ReplayPorts,
  asked: ReplayAsked,
  by: Person | undefined,
  res: Response,
): Promise<Replayed> {
  const caller = callerOf(res)
  if (by !== undefined) mustBeTheirs(by, caller)
  const done = await replays.replay(caller.force, asked, { by: by ?? null, actor: actorOf(caller) })
  if (done === null) throw new Refused('not-found', 'There is no such delivery that you may see: look in GET /v1/deliveries.')
  if (typeof done === 'string')
    throw new Refused('not-accepted-now', `This delivery is ${done}. Only what failed or is dead is sent again.`)
  log.info({ key: caller.key, alert: asked.alert, delivery: asked.id, ...done }, 'deliveries are replayed')
  return done
}

export const replayOne = (ports: ReplayPorts): RequestHandler => replaying(ports, replayOfOne, (_, id) => ({ id }))

export const replayAll = (ports: ReplayPorts): RequestHandler =>
  replaying(ports, replayOfAll, ({ alert, status, person }) => ({ alert, status, person }))
