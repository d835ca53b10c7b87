/** A group that cannot be recorded together: each case by itself, so that the case which is at fault fails alone. */

import { addTo } from '../addTo.ts'
import { namedIn } from '../judge/links.ts'
import { lookupsOf } from '../judge/repeatCallers.ts'
import { type Answer, caseKey, type Request } from '../judge/request.ts'
import { CaseHeld } from '../ports.ts'

/** Cases tried at the same time: each uses a connection, and a locked one keeps it for as long as a commit waits. */
const AT_ONCE = 4
/** Once so many cases of a group were held, the others are not tried: the fault is not that of one case. */
const MOST_HELD = 4

interface Part {
  readonly places: readonly number[]
  readonly requests: readonly Request[]
  /** Whether what it is judged on includes other cases of the group: such a part keeps its place in the order. */
  readonly looksAtOthers: boolean
}

/** @returns the answers in the order of the requests. */
export async function eachAlone(
  record: (requests: readonly Request[]) => Promise<Answer[]>,
  requests: readonly Request[],
): Promise<Answer[]> {
  const answers: Answer[] = new Array(requests.length)
  let held = 0
  for (const wave of wavesOf(partsOf(requests))) {
    const tried = held < MOST_HELD
    const answered = await Promise.all(
      wave.map((part) => (tried ? recordPart(record, part.requests) : part.requests.map(untried))),
    )
    wave.forEach(({ places }, at) => {
      for (const [n, place] of places.entries()) answers[place] = answered[at]?.[n] as Answer
    })
    held += answered.filter(([first]) => first?.kind === 'failed' && first.error instanceof CaseHeld).length
  }
  return answers
}

/** A case by itself; what fails with it and is not the case's row is one of its requests, and the others are answered. */
async function recordPart(
  record: (requests: readonly Request[]) => Promise<Answer[]>,
  part: readonly Request[],
): Promise<Answer[]> {
  if (part.length === 1) return record(part)
  const answers: Answer[] = []
  for (const request of part) {
    const [answer] = await record([request])
    answers.push(answer as Answer)
    // What comes after these on the same case waits as they do, so that a case keeps its order.
    if (answer?.kind === 'unsettled' || (answer?.kind === 'failed' && answer.error instanceof CaseHeld)) break
  }
  return part.map((_, at) => answers[at] ?? (answers.at(-1) as Answer))
}

const untried = (): Answer => ({ kind: 'failed', error: new CaseHeld({ unwaited: false, holder: null }) })

function partsOf(requests: readonly Request[]): readonly Part[] {
  const places = new Map<string, number[]>()
  for (const [place, { key }] of requests.entries()) addTo(places, caseKey(key), place)
  return [...places.values()].map((own) => {
    const part = own.map((place) => requests[place] as Request)
    const events = part.flatMap((request) => (request.kind === 'event' ? [request.event] : []))
    const looksAtOthers = lookupsOf(events).length > 0 || events.some((event) => namedIn(event) !== null)
    return { places: own, requests: part, looksAtOthers }
  })
}

function wavesOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  const waves: Part[][] = []
  let open: Part[] | null = null
  for (const part of parts) {
    if (part.looksAtOthers) {
      waves.push([part])
      open = null
    } else if (open === null || open.length === AT_ONCE) {
      open = [part]
      waves.push(open)
    } else open.push(part)
  }
  return waves
}
