/**
 * Gathers what arrives at the same time into groups that share a commit. A case is in one group under way at most, so
 * that events of one incident keep their order and do not race each other.
 *
 * Four lanes, each with groups of its own, so that no lane waits for a commit of another: what is due goes first and is
 * never turned away, single events and acknowledgements next; batches go in slices between them. A case with more due than
 * one commit fires goes on in a lane of its own, piece by piece, and delays no other case (decision 0030).
 */

import { TooBusy } from '../engine.ts'
import { type Answer, caseKey, type Request } from '../judge/request.ts'
import { RecordUnavailable } from '../ports.ts'
import type { CaseKey } from '../step/case.ts'
import { type IsFree, type Limit, type Waiting, waitingFor } from './lane.ts'
import { byCall, byCase, type Call, fail, give, type Traffic } from './traffic.ts'

/** Requests waiting or under way in a lane of this process; more are turned away (429). An import fills its own room. */
const MOST_WAITING = 10_000
/** A group costs the database the same round trips however small it is: a second one sets off only when this many wait. */
const SECOND_GROUP_FROM = 16
/** Groups of single events that may begin before a batch has its slice, and before the case that it waits for is kept for it. */
const PATIENCE = 4
/** Pieces of what is due on a case for which its events wait, about a second in all; then each is answered 503. */
const MOST_PIECES = 10

/** Bounded by what workers lease. Many wake-ups of one case cost little more than the first. */
const WAKES: Limit = { lines: 128, requests: Number.POSITIVE_INFINITY, eachLine: Number.POSITIVE_INFINITY }
/** One case at a time: its piece may be large. */
const PIECES: Limit = { ...WAKES, lines: 1 }
const SINGLES: Limit = { lines: 256, requests: 256, eachLine: 64 }
/** Of two calls or more, so that a small batch does not wait for all of a large one. */
const SLICE: Limit = { lines: 256, requests: 256, eachLine: 128 }

/**
 * @param mostPieces without a bound where nobody else waits for the answer: in a scenario.
 * @returns what takes a call. One of several events is a batch, whose events may be recorded in several commits.
 */
export function gather(
  record: (requests: readonly Request[]) => Promise<Answer[]>,
  mostPieces = MOST_PIECES,
): (requests: readonly Request[]) => Promise<Answer[]> {
  const wakes = byCase(WAKES)
  const pieces = byCase(PIECES)
  const singles = byCase(SINGLES)
  const batches = byCall(SLICE)
  const lanes = [wakes, pieces, singles, batches].map(({ lane }) => lane)
  const busy = new Set<string>()
  /** Cases that go on in the lane of pieces. */
  const settling = new Set<string>()
  /** Groups of single events that began since the last slice. */
  let passed = 0
  /** The case that batches have waited for longest, once they were passed too often: single events leave it alone. */
  let reserved: string | null = null
  let isCalled = false

  const isFree: IsFree = (key) => !busy.has(key)
  const isFreeForEvents: IsFree = (key) => isFree(key) && !settling.has(key) && !wakes.lane.waits(key)
  const isFreeForSingles: IsFree = (key) => isFreeForEvents(key) && key !== reserved

  /** @returns whether there was anything to begin. */
  const begin = (way: Traffic, isOpen: IsFree): boolean => {
    const group = way.lane.take(way.limit, isOpen)
    if (group.length > 0) void run(way, group)
    if (way === batches && group.some(({ key }) => key === reserved)) reserved = null
    return group.length > 0
  }
  const mayBegin = ({ groups, lane }: Traffic): boolean => groups === 0 || (groups === 1 && lane.size >= SECOND_GROUP_FROM)

  const beginSingles = (): void => {
    while (mayBegin(singles) && begin(singles, isFreeForSingles)) {
      if (batches.lane.size > 0) passed += 1
      if (passed >= PATIENCE) reserved ??= batches.lane.first()
    }
  }
  const beginSlice = (): void => {
    if (batches.groups > 0 || (passed < PATIENCE && singles.lane.hasFree(isFreeForSingles))) return
    if (begin(batches, isFreeForEvents)) passed = 0
    if (reserved !== null && !batches.lane.waits(reserved)) reserved = null
  }
  const pump = (): void => {
    isCalled = false
    while (mayBegin(wakes) && begin(wakes, isFree));
    if (pieces.groups === 0) begin(pieces, isFree)
    if (passed >= PATIENCE) beginSlice()
    beginSingles()
    beginSlice()
  }

  const run = async (way: Traffic, group: readonly Waiting<Call>[]): Promise<void> => {
    way.groups += 1
    for (const { key } of group) busy.add(key)
    const end = await record(group.map(({ request }) => request)).then(
      (answers) => () => answered(way, group, answers),
      (error: unknown) => () => fail(group, lanes, error),
    )
    way.groups -= 1
    for (const { key, call } of group) {
      busy.delete(key)
      if (call === null) settling.delete(key)
    }
    end()
    pump()
  }

  const answered = (way: Traffic, group: readonly Waiting<Call>[], answers: readonly Answer[]): void => {
    const back: Waiting<Call>[] = []
    const unsettled = new Map<string, CaseKey>()
    for (const [place, waiting] of group.entries()) {
      const { key, call, request } = waiting
      const answer = answers[place] as Answer
      if (answer.kind !== 'failed' && answer.more) unsettled.set(key, request.key)
      if (call === null || call.over) continue
      if (answer.kind === 'unsettled') back.push(waiting)
      else give(call, waiting.place, answer)
    }
    way.lane.putBack(back)
    for (const [key, of] of unsettled) goOn(key, of)
  }

  /** The next piece waits behind other cases that have pieces left; what waits for this case has waited for one more. */
  const goOn = (key: string, of: CaseKey): void => {
    if (!settling.has(key)) pieces.lane.add(waitingFor<Call>({ kind: 'settle', key: of }, null, 0))
    settling.add(key)
    for (const { lane } of [singles, batches])
      for (const { call, place } of lane.remove(key, (waiting) => ++waiting.pieces > mostPieces))
        if (call !== null) give(call, place, { kind: 'failed', error: new RecordUnavailable(STILL_FIRING) })
  }

  const wayOf = ([first, second]: readonly Request[]): Traffic =>
    first?.kind === 'wake' ? wakes : second === undefined ? singles : batches

  return (requests) =>
    new Promise((resolve, reject) => {
      if (requests.length === 0) return resolve([])
      const way = wayOf(requests)
      if (way !== wakes && way.held + requests.length > MOST_WAITING && way.held > 0)
        return reject(new TooBusy('too much is waiting to be recorded'))
      way.held += requests.length
      const keys = new Set(requests.map(({ key }) => caseKey(key)))
      const call: Call = { answers: [], keys, way, left: requests.length, over: false, resolve, reject }
      for (const [place, request] of requests.entries()) {
        const waiting = waitingFor(request, call, place)
        // A wake-up of a case that goes on piece by piece joins its next piece.
        const lane = way === wakes && settling.has(waiting.key) ? pieces.lane : way.lane
        lane.add(waiting)
      }
      // What arrives in the same turn of the event loop shares the group.
      if (!isCalled) setImmediate(pump)
      isCalled = true
    })
}

const STILL_FIRING = 'more fell due on this incident at once than could be fired while the event waited'
