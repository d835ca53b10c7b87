/** From anything that JSON can hold to an event that the engine may judge: envelope, role, schema, force, in the order of contract §2. */
import { withoutNulls } from '../../../machines/rules/envelope.ts'
import { EVENT_NAMES, type EventName, envelopeSchema, nameOf, parseData, typeOf } from '../../../machines/rules/events.ts'
import { type Issues, issuesOf } from '../../../machines/rules/issue.ts'
import { actingFieldOf } from '../../../machines/rules/whoActs.ts'
import type { ArrivedEvent } from '../../engine/engine.ts'
import { HANDOVER_SOURCE } from '../../engine/handover/handovers.ts'
import type { Issue } from '../../engine/problems.ts'
import type { Caller } from '../../engine/reads.ts'
import { actorOf } from '../authenticate.ts'
import { asFacts, Refused } from '../problems.ts'
import { whyNot, whyNotThis } from '../roles.ts'
import { beyondLimits, type EventLimits } from './json.ts'
import { filledIn } from './yourself.ts'

/** @throws Refused `invalid-event` with every mistake, or `forbidden`. */
export function admit(raw: unknown, caller: Caller, limits: EventLimits): ArrivedEvent {
  const { id, source, type, subject, time, data } = envelopeOf(raw, limits)
  const name = nameOf(type)
  if (name === null) throw invalidEvent([{ pointer: '/type', detail: notAType(type) }])
  // Before the data is looked at: who may not post it costs little and is told nothing of it.
  forbid(whyNot(caller.role, name))
  if (source === HANDOVER_SOURCE)
    throw invalidEvent([{ pointer: '/source', detail: 'is kept for the changes of shift that POST /v1/handover records' }])
  const event = {
    force: caller.force,
    reference: subject,
    source,
    id,
    type: name,
    at: time,
    actor: actorOf(caller),
  }
  const { said, isFilledIn } = filledIn(data, actingFieldOf(name), caller)
  const arrived: ArrivedEvent = { ...event, ...dataOf(name, said, time), ...(isFilledIn && { filledIn: true }) }
  forbid(whyNotThis(caller.role, name, arrived.data))
  if (isA('incident.reported', arrived) && arrived.data.force !== caller.force)
    throw new Refused('forbidden', `This key is of the force ${caller.force}; /data/force names another.`, {
      errors: [{ pointer: '/data/force', detail: 'is not the force of this key' }],
    })
  return arrived
}

const VERSION = '.v1'
function notAType(type: string): string {
  if (nameOf(type + VERSION) !== null) return `lacks its version: ${type}${VERSION}`
  const named = EVENT_NAMES.find((name) => name === type || `${name}${VERSION}` === type)
  return named === undefined
    ? 'is not an event type of this service: /openapi.json names them all'
    : `must be written in full: ${typeOf(named)}`
}

function envelopeOf(raw: unknown, limits: EventLimits) {
  const beyond = beyondLimits(raw, limits)
  if (beyond.length > 0) throw invalidEvent(beyond)
  const present = withoutNulls(raw)
  const envelope = envelopeSchema.safeParse(present)
  if (!envelope.success) throw invalidIssues(issuesOf(envelope.error, present, ''))
  return envelope.data
}

function dataOf(name: EventName, raw: unknown, at: string): Pick<ArrivedEvent, 'data' | 'warnings'> {
  const parsed = parseData(name, raw, at)
  if (!parsed.ok) throw invalidIssues(parsed)
  const { data, warnings } = parsed
  return { data, warnings }
}

function forbid(why: string | null): void {
  if (why !== null) throw new Refused('forbidden', why)
}

/** `data` was read by the schema of `type`, so the one tells of the other. */
const isA = <Name extends EventName>(name: Name, event: ArrivedEvent): event is ArrivedEvent<Name> => event.type === name

export function invalidIssues(found: Issues): Refused {
  const count = found.issues.length + found.more
  return new Refused(
    'invalid-event',
    count === 1 ? 'One thing is wrong with it.' : `${count} things are wrong with it.`,
    asFacts(found),
  )
}

export const invalidEvent = (errors: readonly Issue[]): Refused => invalidIssues({ issues: errors, more: 0 })
