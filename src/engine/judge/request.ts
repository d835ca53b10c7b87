/** What is asked of the engine, one thing of one case, and what it answers. */
import type { ArrivedEvent, Dismissal, Outcome, Release, WakeOutcome } from '../engine.ts'
import type { Actor, CaseKey, EventKey, Noted, TakenFrom } from '../step/case.ts'
import type { Said } from '../step/step.ts'
import type { AlertItem } from '../views/views.ts'

/** One thing asked of one case. */
export type Request =
  | { readonly kind: 'event'; readonly key: CaseKey; readonly event: ArrivedEvent }
  | { readonly kind: 'wake'; readonly key: CaseKey; readonly timer: string }
  /** Somebody takes an alert. @param alert null for all that are not resolved. @param from as `TakenFrom`. */
  | (Noted & {
      readonly kind: 'acknowledge'
      readonly key: CaseKey
      readonly alert: string | null
      readonly from?: TakenFrom
      readonly actor: Actor
    })
  | (Noted & { readonly kind: 'release'; readonly key: CaseKey; readonly alert: string; readonly actor: Actor })
  /** Somebody who is not a reader opens a restricted incident. */
  | (Said & { readonly kind: 'break-glass'; readonly key: CaseKey; readonly actor: Actor })
  /** Another person ends the alert of that. */
  | (Said & { readonly kind: 'dismiss'; readonly key: CaseKey; readonly alert: string; readonly actor: Actor })
  /** Fires the next piece of what is due. */
  | { readonly kind: 'settle'; readonly key: CaseKey }

export type Answer =
  | (Answered & {
      /** More is due on the case than was fired with this. */
      readonly more: boolean
    })
  /** The machine threw: nothing of this request was recorded, and it held up no other. */
  | { readonly kind: 'failed'; readonly error: unknown }

export type Answered =
  | { readonly kind: 'event'; readonly outcome: Outcome }
  | { readonly kind: 'wake'; readonly outcome: WakeOutcome }
  /** What was to be taken, as it now is; null where there is no such alert or incident. */
  | { readonly kind: 'acknowledge'; readonly alerts: readonly AlertItem[] | null }
  | { readonly kind: 'release'; readonly release: Release }
  /** False where there is nothing to open, or this role does not. */
  | { readonly kind: 'break-glass'; readonly opened: boolean }
  | { readonly kind: 'dismiss'; readonly dismissal: Dismissal }
  | { readonly kind: 'settle' }
  /** Not judged: more was due on the case than fires in one commit. To be asked again. */
  | { readonly kind: 'unsettled' }

/** No reference holds a space. */
export const caseKey = ({ force, reference }: CaseKey): string => `${reference} ${force}`
export const eventKey = ({ force, source, id }: EventKey): string => JSON.stringify([force, source, id])
