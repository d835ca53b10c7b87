/** Sends a change to a subscribed system, as the way `webhook` sends a message to a person. */
import type { Posted, PostTo } from '../engine/subscriptions/ports.ts'
import { NotSent } from './way.ts'
import type { WayFile } from './ways/module.ts'
import { createPosting } from './ways/posting.ts'
import { sendSigned } from './ways/webhook.ts'

/** For all of it: name, connection, request and answer (contract §7). */
const WITHIN_MS = 10_000

export interface PostingTo {
  readonly post: PostTo
  close(): Promise<void>
}

export function createPostTo({ allow, webhooks }: Pick<WayFile, 'allow' | 'webhooks'>): PostingTo {
  const posting = createPosting(allow, { now: () => new Date() })
  return {
    post: async (name, { id, body }, signal) => {
      const webhook = webhooks[name]
      if (webhook === undefined) return { status: 'failed', problem: 'The delivery file has no such entry in webhooks.' }
      // Not `AbortSignal.any`: each would stay with the signal of a stop for as long as the process runs.
      const ending = new AbortController()
      const end = () => ending.abort()
      const late = setTimeout(end, WITHIN_MS)
      signal.addEventListener('abort', end)
      try {
        await sendSigned(posting, webhook, id, body, new Date(), ending.signal)
        return { status: 'taken' }
      } catch (error) {
        return notTaken(error)
      } finally {
        clearTimeout(late)
        signal.removeEventListener('abort', end)
      }
    },
    close: posting.close,
  }
}

function notTaken(error: unknown): Posted {
  if (!(error instanceof NotSent)) return { status: 'failed', problem: 'It could not be sent.' }
  const { message: problem, forEver, waitMs } = error
  return forEver ? { status: 'gone', problem } : { status: 'failed', problem, ...(waitMs !== null && { retryAfterMs: waitMs }) }
}
