/** From anything that JSON can hold to an event that the engine may judge: schema first, then role, then force (contract §2). */
import { type EventName, envelopeSchema, nameOf, parseData, receivedAfterHappened } from '../../machines/rules/events.ts'
import { gapsOf } from '../../machines/rules/gap.ts'
import type { ArrivedEvent } from '../engine/engine.ts'
import type { Gap } from '../engine/problems.ts'
import type { ApiKey } from '../engine/reads.ts'
import { Refused } from './problems.ts'
import { whyNot } from './roles.ts'

/** @throws Refused `invalid-event` with every mistake, or `forbidden`. */
export function admit(raw: unknown, caller: ApiKey): ArrivedEvent {
  const envelope = envelopeSchema.safeParse(raw)
  if (!envelope.success) throw invalidEvent(gapsOf(envelope.error, raw, ''))
  const { id, source, type, subject, time, data } = envelope.data
  const name = nameOf(type)
  if (name === null) throw invalidEvent([{ pointer: '/type', detail: 'is not an event type of this service' }])
  const event = {
    force: caller.force,
    reference: subject,
    source,
    id,
    type: name,
    at: time,
    actor: { key: caller.key, role: caller.role },
  }
  const arrived: ArrivedEvent = { ...event, data: dataOf(name, data) }
  const gaps = contentGaps(arrived)
  if (gaps.length > 0) throw invalidEvent(gaps)
  const forbidden = whyNot(caller.role, name, arrived.data)
  if (forbidden !== null) throw new Refused('forbidden', forbidden)
  if (isA('incident.reported', arrived) && arrived.data.force !== caller.force)
    throw new Refused('forbidden', 'This key is of another force than /data/force.', {
      errors: [{ pointer: '/data/force', detail: 'is not the force of this key' }],
    })
  return arrived
}

function dataOf(name: EventName, raw: unknown): ArrivedEvent['data'] {
  const parsed = parseData(name, raw)
  if (!parsed.ok) throw invalidEvent(parsed.gaps)
  return parsed.data
}

const contentGaps = (event: ArrivedEvent): Gap[] =>
  isA('incident.reported', event) ? receivedAfterHappened(event.at, event.data) : []

/** `data` was read by the schema of `type`, so the one tells of the other. */
const isA = <Name extends EventName>(name: Name, event: ArrivedEvent): event is ArrivedEvent<Name> => event.type === name

export const invalidEvent = (errors: readonly Gap[]): Refused =>
  new Refused(
    'invalid-event',
    errors.length === 1 ? 'One thing is wrong with it.' : `${errors.length} things are wrong with it.`,
    { errors },
  )
