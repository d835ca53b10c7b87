/**
 * What a subscribed system was sent, in the access log, as the stream is: a line as it opens and a line as it ends, with positions. The
 * last line also has the incidents, so that a look for an incident finds who was told of it.
 */
import { type AccessTold, MOST_REFERENCES, type Streamed } from '../../src/engine/access/line.ts'
import type { AccessLog } from '../../src/engine/access/ports.ts'
import type { Subscription } from '../../src/engine/subscriptions/ports.ts'

/** As long as a stream at most. Project default. */
const LINE_MS = 5 * 60_000

export interface SentLog {
  /** Before an item is sent: from here on its incident counts as told, whatever the receiver answers. @param after the position before it. */
  sending(after: string, incident: string): Promise<void>
  /** The receiver has taken it. */
  sent(position: string): Promise<void>
  end(): Promise<void>
}

export function logSent(access: Pick<AccessLog, 'write'>, force: string, { id, webhook }: Subscription): SentLog {
  let open: { readonly since: number; readonly incidents: Set<string>; first: string; last: string; items: number } | null = null

  const write = ({ first, last, items, incidents }: NonNullable<typeof open>, event: Streamed['event']): Promise<void> => {
    const told: AccessTold = {
      ...{ force, key: id, role: 'subscription', action: 'disclosure', route: 'subscription' },
      ...{ asked: [], disclosed: [...incidents], from: webhook, status: 200, request: '' },
      stream: { event, first, last, items },
    }
    return access.write(told)
  }
  const end = async (): Promise<void> => {
    const ended = open
    open = null
    if (ended !== null) await write(ended, 'ended')
  }
  return {
    sending: async (after, incident) => {
      if (open === null) {
        open = { since: performance.now(), incidents: new Set(), first: after, last: after, items: 0 }
        await write(open, 'opened')
      }
      if (incident !== '') open.incidents.add(incident)
    },
    sent: async (position) => {
      if (open === null) return
      open.last = position
      open.items += 1
      if (open.incidents.size >= MOST_REFERENCES || performance.now() - open.since > LINE_MS) await end()
    },
    end,
  }
}
