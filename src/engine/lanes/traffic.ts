/** Calls on their way through the lanes: what each still waits for, and what a lane holds. */

import type { Answer } from '../judge/request.ts'
import { createLane, type Lane, type Limit, type Waiting } from './lane.ts'

export interface Call {
  readonly answers: Answer[]
  readonly keys: ReadonlySet<string>
  readonly way: Traffic
  left: number
  over: boolean
  readonly resolve: (answers: Answer[]) => void
  readonly reject: (error: unknown) => void
}

/** A lane with what is under way of it. */
export interface Traffic {
  readonly lane: Lane<Call>
  readonly limit: Limit
  /** Requests waiting or under way. */
  held: number
  /** Groups under way. */
  groups: number
}

/** Lines by case. */
export const byCase = (limit: Limit): Traffic => ({ lane: createLane(({ key }) => key), limit, held: 0, groups: 0 })
/** Lines by call: the events of a batch keep their order. */
export const byCall = (limit: Limit): Traffic => ({ lane: createLane(({ call }) => call), limit, held: 0, groups: 0 })

/** Resolves the call with its last answer. */
export function give(call: Call, place: number, answer: Answer): void {
  if (call.over) return
  call.answers[place] = answer
  call.left -= 1
  call.way.held -= 1
  if (call.left > 0) return
  call.over = true
  call.resolve(call.answers)
}

/** The record failed, or was too busy, for a group: the calls in it fail whole, with what else waits of them. */
export function fail(group: readonly Waiting<Call>[], lanes: readonly Lane<Call>[], error: unknown): void {
  for (const call of new Set(group.map((waiting) => waiting.call))) {
    if (call === null || call.over) continue
    call.over = true
    call.way.held -= call.left
    for (const key of call.keys) for (const lane of lanes) lane.remove(key, (waiting) => waiting.call === call)
    call.reject(error)
  }
}
