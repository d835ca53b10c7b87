/** What one step tells the machines of a case, and what they ask for in turn. */
import type { Effect } from '../../../machines/effects.ts'
import { isAsked, safeguardedIn } from '../../../machines/matters/safeguardingFacts.ts'
import type { Step } from './consequences.ts'
import { messagesOf } from './effects.ts'
import { deliver } from './moves.ts'

export const send = (step: Step, to: string, event: { readonly type: string; readonly [field: string]: unknown }): void =>
  follow(step, deliver(step, { to, event }))

/** Carries out what was asked for; then the incident hears what its matters say now, where those that it asks were moved. */
export function follow(step: Step, effects: readonly Effect[]): void {
  carryOut(step, effects)
  if (![...step.touched.matters].some(isAsked)) return
  const event = { type: 'matters.changed', safeguarded: safeguardedIn(step.live.matters) }
  carryOut(step, deliver(step, { to: 'incident', event }))
}

/** And what that asks for in turn, depth first: an alert belongs to the demand that raised it. */
function carryOut(step: Step, effects: readonly Effect[]): void {
  for (const effect of effects)
    carryOut(
      step,
      messagesOf(step, effect).flatMap((message) => deliver(step, message)),
    )
}
