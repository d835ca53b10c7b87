/** Why a reassessment is demanded, in the order in which lists show it. */

export interface ReasonRecord {
  /** What the board calls it, as the end of a sentence. */
  readonly label: string
  /** Whether somebody told of something: a clock tells nobody, nor does the room's own change of shift. */
  readonly isNews: boolean
  /** Whether a policy may have the harm assessment unit check again after it. News of what happened asks for that; a late car does not. */
  readonly mayAskForChecks: boolean
}

export const REASONS = {
  'attendance-overdue': { label: 'attendance is overdue', isNews: false, mayAskForChecks: false },
  diverted: { label: 'the unit was diverted', isNews: true, mayAskForChecks: false },
  'stood-down': { label: 'no unit is on its way any more', isNews: true, mayAskForChecks: false },
  'attendance-failed': { label: 'attendance failed', isNews: true, mayAskForChecks: false },
  'cut-off': { label: 'a call was cut off', isNews: true, mayAskForChecks: true },
  'further-call': { label: 'another call came', isNews: true, mayAskForChecks: true },
  'new-information': { label: 'new information came', isNews: true, mayAskForChecks: true },
  'unsafe-contact': { label: 'contact was unsafe or failed', isNews: true, mayAskForChecks: true },
  'cancelled-by-caller': { label: 'the caller no longer wants police', isNews: true, mayAskForChecks: true },
  'shift-change': { label: 'the shift changed', isNews: false, mayAskForChecks: false },
  'review-due': { label: 'the next review is due', isNews: false, mayAskForChecks: false },
  'reassessment-set-aside': { label: 'the last reassessment only explained the delay', isNews: false, mayAskForChecks: false },
  reopened: { label: 'it was reopened', isNews: true, mayAskForChecks: true },
  'bail-breached': { label: 'bail breached', isNews: true, mayAskForChecks: true },
  'order-breached': { label: 'an order was breached', isNews: true, mayAskForChecks: true },
} as const satisfies Readonly<Record<string, ReasonRecord>>

export type DemandReason = keyof typeof REASONS
export const DEMAND_REASONS = Object.keys(REASONS) as readonly DemandReason[]
