/** Who asks after the restricted incident: jane, whom it names, and strangers; and the record that a file of tests asks them of. */
import { listen } from './listener.ts'
import { callerOf, liveRestricted, OTHER, RESTRICTED, type Served, serveRestricted } from './restrictedRecord.ts'
import { useStore } from './store.ts'

export const R = `/v1/incidents/${RESTRICTED}`
export const O = `/v1/incidents/${OTHER}`

export const STRANGERS = {
  'a system': callerOf('supervisor'),
  'a colleague': callerOf('supervisor', 'joe'),
  'the top of the ladder': callerOf('duty-superintendent', 'supt'),
  'an auditor': callerOf('auditor', 'audrey'),
}
export const JANE = callerOf('supervisor', 'Jane')
export const WHY = { 'x-reason': 'Review of the risk' }

export interface Items {
  readonly items: readonly Record<string, unknown>[]
}

/** The record as one evening has it, and the API over it, from the first test of the file to its last. */
export function useRestricted() {
  const $ = useStore()
  let served: Served
  const changed = new Set<() => void>()
  beforeAll(async () => {
    await liveRestricted($.store)
    served = await serveRestricted($.store, { onChange: (onChange) => changed.add(onChange) })
  })
  afterAll(() => served.stop())
  const get = (...asked: Parameters<Served['get']>) => served.get(...asked)
  return {
    get store() {
      return $.store
    },
    database: $.database,
    get,
    post: (...asked: Parameters<Served['post']>) => served.post(...asked),
    send: (...asked: Parameters<Served['send']>) => served.send(...asked),
    itemsOf: async (path: string, who: string): Promise<Items['items']> => ((await (await get(path, who)).json()) as Items).items,
    async postEvent(caller: string, event: object) {
      const answer = await served.post('/v1/events', caller, event, 'application/cloudevents+json')
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { type: string } }
    },
    failToRecord: (fails: boolean) => served.failToRecord(fails),
    listenAs: async (who: string) => listen(`${served.url}/v1/stream`, await served.headersOf(who)),
    /** What was committed reaches the listeners. */
    async tellListeners() {
      await $.store.numberChanges()
      for (const onChange of changed) onChange()
    },
  }
}

export const eventAt = (name: string, id: string, data: object, subject = RESTRICTED) => ({
  ...{ specversion: '1.0', id, source: 'urn:test', type: `uk.police.da.${name}.v1`, subject },
  ...{ time: '2026-11-20T21:00:00Z', data },
})
export const by = { id: 'ch-1', role: 'call-handler' }
