import { connect } from 'node:net'
import { RecordUnavailable } from '../../src/engine/ports.ts'
import type { StreamItem } from '../../src/engine/reads.ts'
import { eventually } from '../support/eventually.ts'
import { type Api, keyOf, startApi } from './harness.ts'
import { alertOf } from './memoryRecord.ts'

let api: Api
beforeEach(async () => {
  api = await startApi({ limits: { heartbeatMs: 100, keyAgainMs: 50, slowListenerMs: 300, listeners: 3 } })
})
afterEach(() => api.stop())

const item = (n: number, force = 'warwickshire', padding = ''): StreamItem => ({
  id: `${n}.0`,
  force,
  event: 'alert',
  data: { ...alertOf(`WK-${n}${padding}`) },
})

/** Reads frames until `enough` says so; then hangs up. */
async function listen(
  headers: Record<string, string>,
  meanwhile: () => void,
  enough: (text: string) => boolean,
  force?: string,
): Promise<string> {
  const gone = new AbortController()
  const answer = await api.send('/v1/stream', 'control-room', { headers, signal: gone.signal }, force)
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
  meanwhile()
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (enough(text)) break
  }
  gone.abort()
  return text
}

const idsIn = (text: string): string[] => [...text.matchAll(/^id: (.+)\nevent: alert$/gm)].map(([, id]) => String(id))
const has = (id: string) => (text: string) => idsIn(text).includes(id)

it('sends what is committed from now on, as server-sent events', async () => {
  api.commit(item(1))
  const text = await listen({}, () => api.commit(item(2), item(3)), has('3.0'))
  expect(text).toBe(
    `retry: 2000\nid: 1.0\n\n${[2, 3].map((n) => `id: ${n}.0\nevent: alert\ndata: ${JSON.stringify(alertOf(`WK-${n}`))}\n\n`).join('')}`,
  )
})

it('resumes after the last id without a gap and without a repeat', async () => {
  api.commit(...Array.from({ length: 250 }, (_, n) => item(n + 1)))
  const text = await listen({ 'last-event-id': '3.0' }, () => api.commit(item(251)), has('251.0'))
  expect(idsIn(text)).toEqual(Array.from({ length: 248 }, (_, n) => `${n + 4}.0`))
})

it('lets a listener that has seen nothing yet resume from where it began', async () => {
  api.commit(item(1))
  const first = await listen(
    {},
    () => {},
    (text) => text.includes('id: '),
  )
  const began = /^id: (.+)$/m.exec(first)?.[1]
  api.commit(item(2))
  expect(idsIn(await listen({ 'last-event-id': String(began) }, () => {}, has('2.0')))).toEqual(['2.0'])
})

it.each(['999.0', 'nonsense\u00e9', 'x'.repeat(5000)])('begins anew after an id that is not known', async (last) => {
  api.commit(item(1))
  const text = await listen({ 'last-event-id': last }, () => api.commit(item(2)), has('2.0'))
  expect(text).toMatch(/^: .*is unknown.*\nretry: 2000\nid: 1\.0\nevent: reset\ndata: \{\}\n\nid: 2\.0\n/)
})

it("sends nothing of another force's", async () => {
  const text = await listen({}, () => api.commit(item(1, 'kent'), item(2)), has('2.0'))
  expect(idsIn(text)).toEqual(['2.0'])
})

it('shows that it is alive when nothing happens, however often it is woken', async () => {
  // As the real record does: it says "look" each second, and mostly there is nothing.
  const waking = setInterval(() => api.commit(), 20)
  const text = await listen(
    {},
    () => {},
    (text) => text.split(': still here\n\n').length > 3,
  )
  clearInterval(waking)
  expect(text).not.toContain('event:')
})

it('shows that it is alive while the record is away', async () => {
  api.state.fails = null
  const away = () => {
    api.state.fails = new RecordUnavailable('down')
    api.commit(item(1))
  }
  expect(idsIn(await listen({}, away, (text) => text.includes(': still here\n\n')))).toEqual([])
})

it('ends each stream after a while, and who resumes misses nothing and hears nothing twice', async () => {
  const short = await startApi({ limits: { streamMs: 200 } })
  const heard: string[] = []
  let last = '0.0'
  let streams = 0
  let told = 0
  const telling = setInterval(() => short.commit(item(++told)), 7)
  while (heard.length < 150) {
    const answer = await short.send('/v1/stream', 'supervisor', { headers: { 'last-event-id': last } })
    const text = await answer.text()
    streams += 1
    heard.push(...idsIn(text))
    last = /^id: (.+)$/gm.exec(text.slice(text.lastIndexOf('id: ')))?.[1] ?? last
  }
  clearInterval(telling)
  expect(heard).toEqual(heard.map((_, n) => `${n + 1}.0`))
  expect(streams).toBeGreaterThan(2)
  await short.stop()
})

it('leaves room for others, whatever is opened with one key', async () => {
  const few = await startApi({ limits: { listeners: 3, listenersEach: 2 } })
  const gone = new AbortController()
  const ask = async (role: 'supervisor' | 'hau') => few.send('/v1/stream', role, { signal: gone.signal })
  const answers = [await ask('supervisor'), await ask('supervisor'), await ask('supervisor'), await ask('hau'), await ask('hau')]
  expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
    [200, null],
    [200, null],
    [429, '1'],
    [200, null],
    [429, '1'],
  ])
  expect(await answers[2]?.json()).toMatchObject({ detail: expect.stringContaining('with one key') })
  expect(await few.get('/metrics', null).then((scraped) => scraped.text())).toContain('reassess_stream_listeners 3')
  gone.abort()
  await few.stop()
})

it('keeps the connection while the record is away, and misses nothing', async () => {
  const away = () => {
    api.state.fails = new RecordUnavailable('down')
    api.commit(item(1))
    setTimeout(() => {
      api.state.fails = null
    }, 300)
  }
  expect(idsIn(await listen({}, away, has('1.0')))).toEqual(['1.0'])
})

it('sends one change to listeners of one force after one question', async () => {
  let questions = 0
  const { streamAfter } = api.reads
  api.reads.streamAfter = (...asked) => {
    questions++
    return streamAfter(...asked)
  }
  let open = 0
  const opened = () => {
    open += 1
  }
  const listeners = [1, 2, 3].map(() => listen({}, opened, has('1.0')))
  await eventually('all three listen', async () => open === 3)
  questions = 0
  api.commit(item(1))
  expect((await Promise.all(listeners)).map(idsIn)).toEqual([['1.0'], ['1.0'], ['1.0']])
  expect(questions).toBeLessThanOrEqual(3)
})

it('takes only so many listeners, and forgets those that left', async () => {
  const gone = new AbortController()
  for (let n = 0; n < 3; n++) await api.send('/v1/stream', 'supervisor', { signal: gone.signal })
  expect((await api.get('/v1/stream', 'supervisor')).status).toBe(429)
  gone.abort()
  await eventually('there is room again', async () => {
    const answer = await api.get('/v1/stream', 'supervisor')
    await answer.body?.cancel()
    return answer.status === 200
  })
})

it('ends when the process drains', async () => {
  const answer = await api.get('/v1/stream', 'control-room')
  api.drain()
  expect(await answer.text()).toBe('retry: 2000\nid: 0.0\n\n')
  // A new listener is told its position and when to come again.
  expect(await (await api.get('/v1/stream', 'control-room')).text()).toBe('retry: 2000\nid: 0.0\n\n')
})

it('ends when its key is withdrawn, and not because nobody can be asked about it', async () => {
  const answer = await api.get('/v1/stream', 'control-room')
  const other = await api.get('/v1/stream', 'supervisor')
  let asked = 0
  const { find } = api.keys
  const unanswered = new Promise<void>((resolve) => {
    api.keys.find = async () => {
      asked += 1
      if (asked === 4) resolve()
      throw new RecordUnavailable('down')
    }
  })
  await unanswered
  api.commit(item(1))
  api.withdraw('control-room')
  api.keys.find = find
  const text = await answer.text()
  expect(idsIn(text)).toEqual(['1.0'])
  expect((await api.get('/v1/stream', 'control-room')).status).toBe(401)
  await other.body?.cancel()
})

it('closes a listener that does not read', async () => {
  const { hostname, port } = new URL(api.url)
  const socket = connect(Number(port), hostname)
  socket.write(`GET /v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${keyOf('supervisor')}\r\n\r\n`)
  await new Promise((resolve) => socket.once('data', resolve))
  socket.pause()
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {})
  api.commit(...Array.from({ length: 300 }, (_, n) => item(n + 1, 'warwickshire', 'x'.repeat(100_000))))
  // What is in the kernel's buffers is still to be read before the end shows.
  setTimeout(() => socket.resume(), 2000)
  await closed
  expect(socket.bytesRead).toBeLessThan(300 * 100_000)
})

it('answers HEAD without staying', async () => {
  expect((await api.send('/v1/stream', 'supervisor', { method: 'HEAD' })).status).toBe(200)
})
