/**
 * Systems that are told what changes: each is sent the stream by webhook, item by item and in order, from where it was. The record
 * keeps how far each has come; whoever carries a subscription on holds a lease of its row.
 */

import type { AlertKind } from '../../../machines/rules/catalogue/alerts.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { Answer } from '../answers/shapes.ts'
import type { subscription } from '../answers/subscriptions.ts'

/** As the delivery file has it. */
export interface Subscription {
  readonly id: string
  /** The name of a webhook of the file. */
  readonly webhook: string
  /** Empty: alerts of every kind. */
  readonly kinds: readonly AlertKind[]
  /** Whether changes of incidents are sent too. */
  readonly incidents: boolean
}

/** Whose turn it is to carry a subscription on. It ends when another process takes over, or somebody sets another position. */
export interface Turn {
  readonly id: string
  readonly turn: number
}

export interface LeasedSubscription extends Turn {
  readonly position: string
  /** Failed tries since the last success. */
  readonly tries: number
}

/** What workers ask. Every call may throw RecordUnavailable. */
export interface SubscriptionTurns {
  /** Writes the file's subscriptions: a new subscription begins at the stream's head, an ended subscription begins again, and a subscription that the file leaves out stops. */
  beginSubscriptions(force: string, subscriptions: readonly Subscription[]): Promise<void>
  /** Those of these ids that are due and that no process carries. */
  leaseSubscriptions(force: string, ids: readonly string[], leaseMs: number): Promise<readonly LeasedSubscription[]>
  /** Keeps the lease, and the position that was reached. @returns false when the turn is over. */
  keepSubscription(force: string, turn: Turn, reached: Reached, leaseMs: number): Promise<boolean>
  /** Gives the lease back. */
  releaseSubscription(force: string, turn: Turn, position: string): Promise<void>
  /** The receiver did not take the item after this position. It is due again after a pause. */
  failSubscription(force: string, turn: Turn, failed: Failed): Promise<void>
  /** The receiver wants nothing more: an alert tells the role. */
  endSubscription(force: string, turn: Turn, ended: Pick<Failed, 'position' | 'problem'>, audience: Role): Promise<void>
  /** Raises and ends the alerts `subscription-failing`, and ends `subscription-ended` of those that began again. */
  tellOfSubscriptions(audience: Role): Promise<void>
}

export interface Reached {
  readonly position: string
  /** Whether the receiver has just taken an item: then nothing fails any more. */
  readonly taken: boolean
}

export interface Failed {
  readonly position: string
  readonly problem: string
  readonly pauseMs: number
}

export type SubscriptionItem = Answer<typeof subscription>

/** What the API asks. Every call may throw RecordUnavailable. */
export interface Subscriptions {
  /** In the order of their ids. */
  subscriptions(force: string): Promise<readonly SubscriptionItem[]>
  /**
   * Sets it to a position, and begins it again where it had ended. @param by who, for the list. @returns it as it now is; null for an
   * unknown id, and `stopped` for a subscription that is not in the delivery file.
   */
  replaySubscription(force: string, id: string, from: string, by: string): Promise<SubscriptionItem | 'stopped' | null>
}

/** One item of the stream on its way to a receiver. */
export interface Posting {
  /** The same at every try: what a receiver knows a repeated item by. */
  readonly id: string
  readonly body: string
}

/** `gone`: the receiver answered 410. `retryAfterMs`: it asks to be left alone for so long, up to 10 min. */
export type Posted =
  | { readonly status: 'taken' }
  | { readonly status: 'gone' | 'failed'; readonly problem: string; readonly retryAfterMs?: number }

/** Sends to a webhook of the delivery file by its name. Never rejects. */
export type PostTo = (webhook: string, posting: Posting, signal: AbortSignal) => Promise<Posted>
