/**
 * `POST /v1/subscriptions/{id}/replay`: what came after a position is sent again, in order and under the same ids; also how a
 * subscription that its receiver ended begins again, and how a change that a receiver cannot take is left out.
 */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { person } from '../../../machines/rules/fields.ts'
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { replayed } from '../../engine/answers/subscriptions.ts'
import type { Reads } from '../../engine/reads.ts'
import type { Subscriptions } from '../../engine/subscriptions/ports.ts'
import { callerOf } from '../authenticate.ts'
import { invalidEvent } from '../events/admit.ts'
import { saidIn } from '../events/posted.ts'
import { keepingRefusals, type Writing } from '../events/refuse.ts'
import { mustBeTheirs } from '../events/yourself.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'
import { RIGHTS } from '../roles.ts'

export const replaySchema = z.strictObject({
  from: z
    .string()
    .regex(/^\d{1,16}\.\d{1,4}$/, 'must be a position of the stream, such as 1764500000000000.1, or 0.0 for the beginning')
    .describe('What came after this position of the stream is sent; `0.0` for everything on record.'),
  by: person.optional(),
})

export interface ReplayPorts extends Writing {
  readonly subscriptions: Pick<Subscriptions, 'replaySubscription'>
  readonly reads: Pick<Reads, 'streamAfter'>
  readonly limits: Limits
}

export const replaySubscription = (ports: ReplayPorts): RequestHandler =>
  keepingRefusals(
    ports,
    () => ports.limits.eventBytes,
    () => [],
    async (sent, req, res) => {
      const caller = callerOf(res)
      const { force, role } = caller
      if (RIGHTS[role].subscriptions !== 'replay')
        throw new Refused('forbidden', `The role ${role} does not replay subscriptions. Roles that do: ${REPLAYERS.join(', ')}.`)
      const { from, by } = saidIn(sent, req, replaySchema, ports.limits, caller)
      if (by !== undefined) mustBeTheirs(by, caller)
      // A position between two changes is taken: after a restore, a receiver may name a position that the record has lost.
      if ((await ports.reads.streamAfter(force, from, 1)) === null)
        throw invalidEvent([
          { pointer: '/from', detail: 'is ahead of the record, which has never given it: take a position that was sent' },
        ])
      const item = await ports.subscriptions.replaySubscription(force, String(req.params.id), from, by?.id ?? caller.key)
      if (item === null) throw new Refused('not-found', 'There is no such subscription: look in GET /v1/subscriptions.')
      if (item === 'stopped')
        throw new Refused('not-accepted-now', 'The delivery file has no such subscription any more: put it back and start again.')
      const { id, pending } = item
      res.json({ id, from, pending } satisfies Answer<typeof replayed>)
    },
  )

const REPLAYERS = ROLES.filter((role) => RIGHTS[role].subscriptions === 'replay')
