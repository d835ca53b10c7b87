/**
 * Requests that wait in lines that take turns. A line keeps its order, since an event may name an incident that an earlier event
 * reported. A case keeps its order over all lines.
 */
import { addTo } from '../addTo.ts'
import { caseKey, type Request } from '../judge/request.ts'

/** One request of a call. `call` is null for what the engine asks of itself. */
export interface Waiting<Call> {
  readonly request: Request
  readonly key: string
  readonly call: Call | null
  /** The place of its answer among those of the call. */
  readonly place: number
  /** How many pieces of what is due on its case were fired while it waited. */
  pieces: number
}

/** The most that a group may hold. */
export interface Limit {
  readonly lines: number
  readonly requests: number
  /** The most from one line while others wait, so that each has its turn. */
  readonly eachLine: number
}

/** Whether a case may be taken now, by its key. */
export type IsFree = (key: string) => boolean

export interface Lane<Call> {
  readonly size: number
  /** The case that the line whose turn it is waits for; null while nothing waits. */
  first(): string | null
  waits(key: string): boolean
  hasFree(isFree: IsFree): boolean
  add(waiting: Waiting<Call>): void
  /** In order, ahead of what else waits for their cases and in their lines. */
  putBack(waiting: readonly Waiting<Call>[]): void
  /** Takes from each line in turn, up to a case that is not free; a line with more left goes to the back. */
  take(limit: Limit, isFree: IsFree): Waiting<Call>[]
  /** Removes and returns the requests of one case that `isGone` names. */
  remove(key: string, isGone: (waiting: Waiting<Call>) => boolean): Waiting<Call>[]
}

export const waitingFor = <Call>(request: Request, call: Call | null, place: number): Waiting<Call> => ({
  request,
  key: caseKey(request.key),
  call,
  place,
  pieces: 0,
})

/** @param lineOf the line of a request: events of a batch wait with the others of their call, any other request with those about its case. */
export function createLane<Call>(lineOf: (waiting: Waiting<Call>) => unknown): Lane<Call> {
  /** In order of turns. */
  const lines = new Map<unknown, Waiting<Call>[]>()
  const cases = new Map<string, Waiting<Call>[]>()
  let size = 0

  const isNext = (waiting: Waiting<Call>, isFree: IsFree): boolean =>
    isFree(waiting.key) && cases.get(waiting.key)?.[0] === waiting

  const takeFrom = (line: readonly Waiting<Call>[], most: number, isFree: IsFree): number => {
    let taken = 0
    for (const waiting of line) {
      if (taken === most || !isNext(waiting, isFree)) break
      removeFirst(cases, waiting.key)
      taken += 1
    }
    return taken
  }

  return {
    get size() {
      return size
    },
    first() {
      const [line] = lines.values()
      return line?.[0]?.key ?? null
    },
    waits: (key) => cases.has(key),
    hasFree(isFree) {
      for (const key of cases.keys()) if (isFree(key)) return true
      return false
    },
    add(waiting) {
      addTo(lines, lineOf(waiting), waiting)
      addTo(cases, waiting.key, waiting)
      size += 1
    },
    putBack(waiting) {
      for (const one of waiting.toReversed()) {
        prepend(lines, lineOf(one), one)
        prepend(cases, one.key, one)
      }
      size += waiting.length
    },
    take(limit, isFree) {
      const group: Waiting<Call>[] = []
      const turns: unknown[] = []
      const eachLine = lines.size === 1 ? limit.requests : limit.eachLine
      for (const [name, line] of lines) {
        if (turns.length === limit.lines || group.length === limit.requests) break
        const count = takeFrom(line, Math.min(eachLine, limit.requests - group.length), isFree)
        if (count === 0) continue
        group.push(...line.splice(0, count))
        turns.push(name)
      }
      for (const name of turns) {
        const left = lines.get(name) ?? []
        lines.delete(name)
        if (left.length > 0) lines.set(name, left)
      }
      size -= group.length
      return group
    },
    remove(key, isGone) {
      const gone = new Set((cases.get(key) ?? []).filter(isGone))
      without(cases, key, gone)
      for (const name of new Set([...gone].map(lineOf))) without(lines, name, gone)
      size -= gone.size
      return [...gone]
    },
  }
}

function prepend<Name, One>(queues: Map<Name, One[]>, name: Name, one: One): void {
  queues.set(name, [one, ...(queues.get(name) ?? [])])
}

function removeFirst<Name, One>(queues: Map<Name, One[]>, name: Name): void {
  const queue = queues.get(name)
  queue?.shift()
  if (queue?.length === 0) queues.delete(name)
}

function without<Name, One>(queues: Map<Name, One[]>, name: Name, gone: ReadonlySet<One>): void {
  const left = (queues.get(name) ?? []).filter((one) => !gone.has(one))
  if (left.length === 0) queues.delete(name)
  else queues.set(name, left)
}
