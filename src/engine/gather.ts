/**
 * Gathers what arrives at the same time into groups that share a commit. A case is in one group under way at most, so
 * that events of one incident keep their order and do not race each other.
 */
import { TooBusy } from './engine.ts'
import { type Answer, caseKey, type Request } from './recordEvents.ts'

/** Requests in one group, unless a single call brings more. */
const GROUP = 256
/** Requests waiting or under way in this process; more are turned away (429). */
const MOST_WAITING = 10_000
/** A group costs the database the same round trips however small it is: a second one sets off only when this many wait. */
const SECOND_GROUP_FROM = 16

interface Call {
  readonly requests: readonly Request[]
  readonly keys: ReadonlySet<string>
  readonly resolve: (answers: Answer[]) => void
  readonly reject: (error: unknown) => void
}

export function gather(
  record: (requests: readonly Request[]) => Promise<Answer[]>,
): (requests: readonly Request[]) => Promise<Answer[]> {
  let waiting: Call[] = []
  let held = 0
  let underWay = 0
  let recording = 0
  const busy = new Set<string>()

  const run = async (calls: readonly Call[]): Promise<void> => {
    const requests = calls.flatMap((call) => call.requests)
    underWay += 1
    recording += requests.length
    try {
      const answers = await record(requests)
      let place = 0
      for (const { requests: own, resolve } of calls) {
        resolve(answers.slice(place, place + own.length))
        place += own.length
      }
    } catch (error) {
      for (const { reject } of calls) reject(error)
    } finally {
      underWay -= 1
      recording -= requests.length
      held -= requests.length
      for (const { keys } of calls) for (const key of keys) busy.delete(key)
      pump()
    }
  }

  const pump = (): void => {
    while (waiting.length > 0 && (underWay === 0 || (underWay === 1 && held - recording >= SECOND_GROUP_FROM))) {
      const calls = nextGroup()
      if (calls.length === 0) return
      void run(calls)
    }
  }

  /** The calls that can go now, in the order they came; one whose case is under way waits, and those behind it with the same case. */
  const nextGroup = (): Call[] => {
    const group: Call[] = []
    const left: Call[] = []
    const blocked = new Set(busy)
    let size = 0
    for (const call of waiting) {
      const fits = group.length === 0 || size + call.requests.length <= GROUP
      if (fits && [...call.keys].every((key) => !blocked.has(key))) {
        group.push(call)
        size += call.requests.length
      } else {
        left.push(call)
        for (const key of call.keys) blocked.add(key)
      }
    }
    waiting = left
    for (const { keys } of group) for (const key of keys) busy.add(key)
    return group
  }

  return (requests) =>
    new Promise((resolve, reject) => {
      if (requests.length === 0) return resolve([])
      if (held + requests.length > MOST_WAITING && held > 0) return reject(new TooBusy('too much is waiting to be recorded'))
      held += requests.length
      waiting.push({ requests, keys: new Set(requests.map(({ key }) => caseKey(key))), resolve, reject })
      // What arrives in the same turn of the event loop shares the group.
      setImmediate(pump)
    })
}
