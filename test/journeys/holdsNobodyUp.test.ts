/** No piece of work holds the process for more than 100 ms: the worst bodies that the limits allow, and the longest answers. */
import { EVENT_NAMES } from '../../machines/rules/events.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { type Answer, event, type Fields, MANY, ONE } from '../support/client.ts'
import { watch } from '../support/watchdog.ts'
import { SECONDS } from './policy.ts'
import { useServer } from './served.ts'

const $ = useServer(SECONDS)

const about = (name: Parameters<typeof event>[0], data: unknown, reference = 'WK-1') => ({ ...event(name, reference), data })
const names = (count: number, value: unknown = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`wrong${n}`, value]))

/** The same shape with nothing in it that is right. */
const wrongThroughout = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(wrongThroughout)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name, wrongThroughout(field)]))
      : typeof value === 'string'
        ? 7
        : 'no'

/** As long as a batch may be. */
function filled(batch: readonly Fields[], each: (event: Fields, padding: string) => Fields): string {
  const room = Math.floor((LIMITS.batchBytes - JSON.stringify(batch).length) / batch.length) - 40
  return JSON.stringify(batch.map((event) => each(event, ' She says he is there.'.repeat(room).slice(0, Math.max(0, room)))))
}

const WORDS = [
  'no units available to attend as all resources are committed to other incidents ',
  'a a a a a a a a a a a a a a a a ',
  'the the the delay delay, delay; delay. ',
  'no change. ',
  '            ',
  'xxxxxxxxxxxxxxxxxxxx',
]
const long = (words: string) => words.repeat(LIMITS.textCharacters).slice(0, LIMITS.textCharacters - 1)

/** Every text of an example in turn made as long as a text may be. */
function longThroughout(value: unknown, text: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => longThroughout(entry, text, key))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, longThroughout(field, text, name)]))
  return typeof value === 'string' && LONG.has(key) ? text : value
}
const LONG = new Set([
  'rationale',
  'interimRisk',
  'newInformation',
  'resourceAction',
  'text',
  'reason',
  'judgement',
  'narrative',
  'outcome',
])

describe('a server under the worst that may be sent to it', () => {
  it('is never held for more than a tenth of a second', async () => {
    const longestBlock = async () => {
      const text = await (await $.server.ask('/metrics', null)).text()
      return Number(/^reassess_longest_block_seconds (\S+)$/m.exec(text)?.[1])
    }
    const { post } = $.server
    const raw = (body: string, type = ONE) => $.server.postRaw('duty-superintendent', body, type)
    // What runs for the first time is slower: each event is read once, well and wrongly.
    for (const reference of ['WK-1', 'WK-2']) await post('supervisor', event('incident.reported', reference))
    await post('supervisor', event('incident.graded', 'WK-1', { priority: 'P3' }))
    for (const name of EVENT_NAMES)
      await post('duty-superintendent', about(name, wrongThroughout(exampleEvent(name).data), 'WK-2'))

    const thousand = (make: (n: number) => Fields) => Array.from({ length: LIMITS.batchEvents }, (_, n) => make(n))
    const wrongest = thousand((n) => {
      const name = EVENT_NAMES[n % EVENT_NAMES.length] ?? 'log.noted'
      return about(name, { ...(wrongThroughout(exampleEvent(name).data) as object), ...names(150) })
    })
    const reassessment = exampleEvent('risk.reassessed').data as Fields
    const many = { level: 'x', change: 5, rationale: 7 }
    const bodies: Record<string, () => Promise<Answer | undefined>> = {
      'a thousand events with every field wrong': () => raw(JSON.stringify(wrongest), MANY),
      'a thousand refused by what the record says, as long as may be': () =>
        raw(
          filled(
            thousand((n) => about('log.noted', { text: 'x', by: { id: 'a', role: 'b' } }, `NONE-${n}`)),
            (event, padding) => ({ ...event, data: { ...(event.data as object), text: `x${padding}` } }),
          ),
          MANY,
        ),
      'two thousand wrong names': () => raw(JSON.stringify(about('incident.reported', names(1_900)))),
      'sixteen thousand wrong names': () => raw(JSON.stringify(about('incident.reported', names(16_000)))),
      'extension attributes without end': () => raw(JSON.stringify({ ...about('log.noted', {}), ...names(16_000, []) })),
      'lists in place of everything': () =>
        raw(
          JSON.stringify(
            about('risk.reassessed', Object.fromEntries(Object.keys(reassessment).map((name) => [name, Array(400).fill({})]))),
          ),
        ),
      'a hundred elements with every part wrong': () =>
        raw(
          JSON.stringify(
            about('risk.reassessed', {
              ...reassessment,
              elements: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`e${n}`, many])),
            }),
          ),
        ),
      'a hundred thousand empties': () => raw(JSON.stringify(about('incident.reported', { flags: Array(86_000).fill([]) }))),
      'ones without end': () => raw(JSON.stringify(about('dash.submitted', { answers: Array(130_000 - 500).fill(1) }))),
      'brackets in a batch': () => raw('['.repeat(LIMITS.batchBytes), MANY),
      'subjects without end': () => raw(`[{${'"subject":"a",'.repeat(LIMITS.batchBytes / 14 - 2)}}]`, MANY),
      'numbers as subjects without end': () => raw(`[{${'"subject":1,'.repeat(LIMITS.batchBytes / 12 - 2)}}]`, MANY),
      'a batch that is one text': () => raw(`["${'\\"'.repeat(LIMITS.batchBytes / 2 - 2)}"]`, MANY),
      nesting: () =>
        raw(JSON.stringify(about('log.noted', {})).replace('{}', `{"text":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
      ...Object.fromEntries(
        WORDS.map((words) => [
          `texts of "${words.slice(0, 20)}" as long as may be`,
          async () => {
            for (const name of [
              'risk.reassessed',
              'thrive.assessed',
              'delay.noted',
              'incident.graded',
              'dash.submitted',
              'log.noted',
            ] as const) {
              const data = {
                ...(longThroughout(exampleEvent(name).data, long(words)) as Fields),
                ...(name === 'risk.reassessed' && { demand: null }),
              }
              await post('duty-superintendent', about(name, data))
            }
            return undefined
          },
        ]),
      ),
      'the refusals of all this': () =>
        $.server
          .ask('/v1/refusals?limit=500', 'auditor')
          .then((list) => list.text())
          .then(() => undefined),
    }
    const watchdog = watch(longestBlock)
    const held: Record<string, unknown> = {}
    const tooLong: Record<string, unknown> = {}
    for (const [what, send] of Object.entries(bodies)) {
      let code: number | undefined
      const { blockMs, mayBeMs } = await watchdog.whileDoing(async () => {
        code = (await send())?.code
      })
      held[what] = { blockMs, mayBeMs, code }
      if (blockMs > mayBeMs) tooLong[what] = { blockMs, mayBeMs }
    }
    await watchdog.stop()
    if (process.env.SHOW_HELD) console.log(held)
    expect(tooLong).toEqual({})
  })
})
