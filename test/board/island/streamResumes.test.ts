/** The server ends each stream after some minutes: the board opens it again and does not say that what it shows is old. */
import { eventually } from '../../support/eventually.ts'

type Line = { readonly headers: Record<string, string>; say(text: string): void; end(): void; cut(): void }

const lines: Line[] = []
const told: string[] = []
let minutes = 0
let answers = true
const real = { fetch: globalThis.fetch, now: performance.now.bind(performance) }
let stop = () => {}

beforeAll(async () => {
  // The time that a stream has lasted, without waiting for it.
  performance.now = () => real.now() + minutes * 60_000
  globalThis.fetch = (async (_path: string, { headers, signal }: { headers: Record<string, string>; signal: AbortSignal }) => {
    if (!answers) return new Promise((_, reject) => signal.addEventListener('abort', reject))
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined
    const body = new ReadableStream<Uint8Array>({
      start: (given) => {
        controller = given
      },
    })
    lines.push({
      headers,
      say: (text) => controller?.enqueue(new TextEncoder().encode(text)),
      end: () => controller?.close(),
      cut: () => controller?.error(new Error('cut')),
    })
    return new Response(body)
  }) as typeof fetch
  // @ts-expect-error: the page is JavaScript, for browsers.
  const { follow } = await import('../../../src/board/island/stream.js')
  stop = follow({
    onOpen: () => told.push('open'),
    onFrame: ({ data }: { data: string }) => told.push(JSON.parse(data).id),
    onReset: () => told.push('reset'),
    onLost: () => told.push('lost'),
    onRefused: () => told.push('refused'),
  })
})
afterAll(() => {
  stop()
  globalThis.fetch = real.fetch
  performance.now = real.now
})

const opened = (count: number) =>
  eventually(`stream ${count} is open`, async () => told.filter((what) => what === 'open').length === count)

it('resumes a stream that lasted and ended where it was, without a word', async () => {
  await opened(1)
  lines[0]?.say('id: 7.0\nevent: alert\ndata: {"id":"a"}\n\n')
  await eventually('the alert is heard', async () => told.includes('a'))
  minutes = 4
  lines[0]?.end()
  await opened(2)
  expect(lines[1]?.headers['last-event-id']).toBe('7.0')
  expect(told).toEqual(['open', 'a', 'open'])
})

it('says that what it shows is old when it is not open again in a moment', async () => {
  minutes = 8
  answers = false
  lines[1]?.end()
  await eventually('it is old', async () => told.at(-1) === 'lost')
})
