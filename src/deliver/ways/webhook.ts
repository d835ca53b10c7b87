/** A signed webhook (https://www.standardwebhooks.com): references only, for a system that shows alerts to people. */
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { type Message, NotSent, type Sent } from '../way.ts'
import type { WayModule } from './module.ts'
import { createPosting } from './posting.ts'

/** 24 to 64 bytes, as the specification asks. */
const isSecret = (text: string): boolean => {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1]
  const bytes = encoded === undefined ? 0 : Buffer.from(encoded, 'base64').length
  return bytes >= 24 && bytes <= 64
}

/** An entry of `webhooks`. Whether the address may be used depends on `allow`: `whyNotUrl`. */
export const webhookEntry = z.strictObject({
  url: z.string().max(2_048),
  secret: z.string().max(256).refine(isSecret, 'must be whsec_ and 24 to 64 bytes in base64'),
})

export const webhook: WayModule = {
  name: 'webhook',
  address: z.string().regex(/^[\w-]{1,64}$/, 'must be the name of an entry of webhooks'),
  entryOf: 'webhooks',
  missing: () => null,
  create({ allow, webhooks }, _env, { now = () => new Date(), lookup } = {}) {
    const posting = createPosting(allow, { now, lookup })
    return {
      async send(message, to, signal) {
        const entry = webhooks[to]
        if (entry === undefined) throw new NotSent('The delivery file has no such entry in webhooks.')
        return sendSigned(posting, entry, message.id, bodyOf(message), now(), signal)
      },
      close: posting.close,
    }
  },
}

/**
 * @returns `delivered`: a 2xx says that the receiver has it.
 * @throws NotSent for ever only for 410, with which a receiver ends it. Any other refusal may be a receiver that is being repaired or
 *   restarted: it is tried again, since an alert that is lost costs more than a request that is refused again.
 */
export async function sendSigned(
  posting: ReturnType<typeof createPosting>,
  { url, secret }: z.output<typeof webhookEntry>,
  id: string,
  body: string,
  at: Date,
  signal: AbortSignal,
): Promise<Sent> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'reassess',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
  const { status, waitMs } = await posting.post(url, headers, body, signal)
  if (status >= 200 && status < 300) return { status: 'delivered', reference: null }
  if (status >= 300 && status < 400) throw new NotSent(`The receiver answered ${status}: redirects are not followed.`)
  if (status === 410) throw new NotSent('The receiver answered 410: it wants no more.', { forEver: true })
  throw new NotSent(`The receiver answered ${status}.`, { waitMs })
}

/** References only; instants in UTC. */
function bodyOf({ id, force, about, items, base, writtenAt }: Message): string {
  return JSON.stringify({
    type: about === 'test' ? 'test' : `alert.${about}`,
    timestamp: writtenAt,
    data: {
      message: id,
      force,
      items: items.map((item) => ({
        ...item,
        link: item.incident === '' ? `${base}/` : `${base}/incidents/${encodeURIComponent(item.incident)}`,
      })),
    },
  })
}
