/** What is asked of the engine, one thing of one case, and what it answers. */
import type { Person } from '../../../machines/rules/vocabulary.ts'
import type { ArrivedEvent, Outcome, WakeOutcome } from '../engine.ts'
import type { Actor, CaseKey, EventKey } from '../step/case.ts'
import type { AlertItem } from '../views/views.ts'

/** One thing asked of one case. */
export type Request =
  | { readonly kind: 'event'; readonly key: CaseKey; readonly event: ArrivedEvent }
  | { readonly kind: 'wake'; readonly key: CaseKey; readonly timer: string }
  | { readonly kind: 'acknowledge'; readonly key: CaseKey; readonly alert: string; readonly by: Person; readonly actor: Actor }
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
  | { readonly kind: 'acknowledge'; readonly alert: AlertItem | null }
  | { readonly kind: 'settle' }
  /** Not judged: more was due on the case than fires in one commit. To be asked again. */
  | { readonly kind: 'unsettled' }

/** No reference holds a space. */
export const caseKey = ({ force, reference }: CaseKey): string => `${reference} ${force}`
export const eventKey = ({ force, source, id }: EventKey): string => JSON.stringify([force, source, id])
