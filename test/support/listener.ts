/** A listener of the live stream: server-sent events as a browser would read them. */
import type { AlertItem, IncidentItem } from '../../src/engine/views/views.ts'
import { eventually } from './eventually.ts'

export interface Heard {
  readonly id: string
  readonly event: string
  readonly data: AlertItem | IncidentItem
}

export interface Listener {
  readonly heard: readonly Heard[]
  /** The id that a browser would send as `Last-Event-ID`. */
  lastId(): string
  /** Waits until something was heard. */
  hears(fact: string, is: (heard: Heard) => boolean): Promise<Heard>
  /** Resolves when the server, or `close`, ended it. */
  readonly ended: Promise<void>
  close(): void
}

export async function listen(url: string, headers: Record<string, string>, lastEventId?: string): Promise<Listener> {
  const closing = new AbortController()
  const response = await fetch(url, {
    headers: { ...headers, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
    signal: closing.signal,
  })
  if (response.status !== 200 || response.body === null) throw new Error(`the stream answered ${response.status}`)
  const heard: Heard[] = []
  let lastId = ''
  const take = (frame: string) => {
    const fields = new Map(
      frame.split('\n').map((line): [string, string] => {
        const colon = line.indexOf(': ')
        return [line.slice(0, colon), line.slice(colon + 2)]
      }),
    )
    lastId = fields.get('id') ?? lastId
    const data = fields.get('data')
    if (data !== undefined) heard.push({ id: lastId, event: fields.get('event') ?? 'message', data: JSON.parse(data) })
  }
  const read = async (body: ReadableStream<Uint8Array>) => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true })
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        take(text.slice(0, end))
        text = text.slice(end + 2)
      }
    }
  }
  // A connection that is cut ends like one that is closed: what matters is what was heard before.
  const ended = read(response.body).catch(() => {})
  await eventually('the stream says where it begins', async () => lastId !== '')
  return {
    heard,
    lastId: () => lastId,
    hears: (fact, is) =>
      eventually(
        `the stream tells of ${fact}`,
        async () => heard.find(is),
        () => heard.map(({ id, event }) => `${id} ${event}`),
      ),
    ended,
    close: () => closing.abort(),
  }
}
