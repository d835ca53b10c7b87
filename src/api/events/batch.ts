/** Cuts the events of a batch out of its bytes and parses each by itself. */

import type { Breath } from '../door/turns.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'
import { cutList } from '../reads/cut.ts'
import { invalidEvent } from './admit.ts'
import { parseJson } from './json.ts'

export interface SentEvent {
  readonly bytes: Buffer
  /** Undefined when it was not parsed. */
  readonly raw: unknown
  /** Why it is refused whatever it says. */
  readonly refused?: Refused
}

/** @throws Refused when the body as a whole is not a list of events, or has too many events. */
export async function eventsOf(
  body: Buffer,
  limits: Pick<Limits, 'batchEvents' | 'eventBytes'>,
  breath: Breath,
): Promise<readonly SentEvent[]> {
  const cut = await cutList(body, limits.batchEvents, breath)
  if (cut === 'too-many') throw new Refused('payload-too-large', `At most ${limits.batchEvents} events in a batch.`)
  if (cut === 'not-json') throw invalidEvent([{ pointer: '', detail: 'is not JSON in UTF-8' }])
  if (cut === 'not-a-list' || cut.length === 0)
    throw invalidEvent([{ pointer: '', detail: 'must be a list of at least one event' }])
  const events: SentEvent[] = []
  for (const [index, bytes] of cut.entries()) {
    events.push(bytes.length > limits.eventBytes ? tooLarge(bytes, limits) : parsed(bytes, index))
    await breath()
  }
  return events
}

/** A body that is not JSON in one place may be cut wrongly everywhere: take nothing of it. */
function parsed(bytes: Buffer, index: number): SentEvent {
  const read = parseJson(bytes)
  if (!read.ok) throw invalidEvent([{ ...read.issue, pointer: `/${index}` }])
  return { bytes, raw: read.value, ...(read.issues.length > 0 && { refused: invalidEvent(read.issues) }) }
}

const tooLarge = (bytes: Buffer, { eventBytes }: Pick<Limits, 'eventBytes'>): SentEvent => ({
  bytes,
  raw: undefined,
  refused: new Refused('payload-too-large', `An event has at most ${eventBytes} bytes.`),
})
