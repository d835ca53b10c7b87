/**
 * `POST /v1/handover` hands a shift over and answers its list; `POST /v1/handover/{id}/accept` accepts items of it by name. To accept takes
 * over the alerts among them, and is an act of another person than who handed over.
 */
import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { atMost, name, person, text } from '../../../machines/rules/fields.ts'
import type { Handovers } from '../../engine/handover/handovers.ts'
import type { HandoverReads } from '../../engine/handover/ports.ts'
import type { Caller, Reads } from '../../engine/reads.ts'
import { handoverSeen } from '../../engine/views/hidden.ts'
import { discloseItems } from '../access/references.ts'
import { actorOf, callerOf } from '../authenticate.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'
import type { AuthMode } from '../reads/me.ts'
import { hiddenFor } from '../reads/restricted.ts'
import { supervisesShift } from '../roles.ts'
import { invalidEvent } from './admit.ts'
import { mustBeInPerson } from './inPerson.ts'
import { saidIn } from './posted.ts'
import { keepingRefusals, type Sent, type Writing } from './refuse.ts'
import { mustBeTheirs } from './yourself.ts'

/** Items of an answer, and of an acceptance. */
const MOST_ITEMS = 500

export const handingOver = z.strictObject({
  from: name.describe('The shift that ends, or who hands over, as in `shift.changed`.'),
  to: name.describe('The shift that begins, or who takes over.'),
  by: person,
  note: atMost(text, 1_000)
    .describe('For whoever takes over, shown with the list: references, and no details of people.')
    .optional(),
  id: atMost(name, 128)
    .describe('Your own name for this hand-over. Sent again with the same content it is answered with the same hand-over.')
    .optional(),
})
export const acceptance = z.strictObject({
  items: z.array(name).min(1).max(MOST_ITEMS).describe('Their ids.'),
  by: person,
})

export interface HandoverPorts extends Writing {
  readonly handovers: Handovers
  readonly reads: Pick<Reads, 'restricted'> & HandoverReads
  readonly limits: Limits
  readonly authMode: AuthMode
}

export const NO_HANDOVER =
  'There is no such hand-over. Its id is `handover` in the answer that made it and in GET /v1/handover, not an id of your own.'

/** Reads what a supervisor posts, as JSON. */
const posted = <Said extends z.ZodType<{ readonly by: z.output<typeof person> }>>(
  ports: HandoverPorts,
  schema: Said,
  act: (said: z.output<Said>, caller: Caller, req: Request, res: Response) => Promise<void>,
): RequestHandler =>
  keepingRefusals(
    ports,
    () => ports.limits.eventBytes,
    // Not an event: it names no subject.
    () => [],
    async (sent: Sent, req, res) => {
      const caller = callerOf(res)
      if (!supervisesShift(caller.role))
        throw new Refused('forbidden', `The role ${caller.role} does not hand shifts over: a supervisor does.`)
      const said = saidIn(sent, req, schema, ports.limits, caller)
      mustBeTheirs(said.by, caller)
      await act(said, caller, req, res)
    },
  )

export const handOver = (ports: HandoverPorts): RequestHandler =>
  posted(ports, handingOver, async ({ from, to, by, note = null, id: sentId = null }, caller, _req, res) => {
    const { force } = caller
    const { handover, was } = await ports.handovers.handOver({ force, from, to, by, note, sentId, actor: actorOf(caller) })
    if (was === 'reused')
      throw new Refused('event-id-reused', `The id ${sentId} was used for another hand-over. Give this one another id.`)
    const read = await ports.reads.handover(force, handover, { limit: MOST_ITEMS })
    if (read === null) throw new TypeError('a hand-over that was written is on record')
    discloseItems(res, read.items)
    res.status(was === 'new' ? 201 : 200).json(handoverSeen(read, await hiddenFor(ports.reads, caller)))
  })

export const acceptHandover = (ports: HandoverPorts): RequestHandler =>
  posted(ports, acceptance, async ({ items, by }, caller, req, res) => {
    // Where people sign in, a name that a key gives is no second person.
    mustBeInPerson(caller, ports.authMode)
    const { force } = caller
    const handover = String(req.params.id)
    const accepted = await ports.handovers.accept({ force, handover, items, by, actor: actorOf(caller) })
    if (accepted === 'unknown') throw new Refused('not-found', NO_HANDOVER)
    if (accepted === 'own')
      throw invalidEvent([
        { pointer: '/by/id', detail: 'must be another person than who handed over: have whoever takes over accept it' },
      ])
    if (accepted !== 'accepted')
      throw invalidEvent(
        accepted.map((item) => ({ pointer: `/items/${items.indexOf(item)}`, detail: 'is not an item of this hand-over' })),
      )
    const read = await ports.reads.handoverItems(force, handover, items)
    if (read === null) throw new Refused('not-found', NO_HANDOVER)
    discloseItems(res, read.items)
    res.json(handoverSeen(read, await hiddenFor(ports.reads, caller)))
  })
