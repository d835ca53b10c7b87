/** Alerts that somebody may end without doing what they ask for, each with what that says and what has to be written. */
import type { AlertKind } from '../../../../machines/rules/catalogue/alerts.ts'
import type { Alert } from './before.ts'

export interface Dismissal {
  /** What whoever dismisses it says by that. */
  readonly says: string
  readonly asks: string
  readonly hint: string
}

const DISMISSALS: Partial<Record<AlertKind, (alert: Alert) => Dismissal>> = {
  'report-refused': ({ incident }) => ({
    says: incident === '' ? 'Nobody will report these incidents' : `Nobody will report ${incident}`,
    asks: 'Why will nobody report it?',
    hint: 'For example: it was entered under another number, or another force has it. The alert shows your reason.',
  }),
  'break-glass': ({ incident }) => ({
    says: `The opening of ${incident} was looked into`,
    asks: 'What did you find?',
    hint: 'Somebody other than the person who opened it looks into it. The record keeps what you write, and no alert shows it.',
  }),
  'delivery-failed': () => ({
    says: 'Somebody was told by other means',
    asks: 'Who was told, and how?',
    hint: 'For example: rang sup-3 on the desk telephone. The alert itself must still be answered.',
  }),
  'subscription-ended': ({ subscription = 'this system' }) => ({
    says: `${subscription} is no longer told, and that is right`,
    asks: 'Why does the system no longer need to be told?',
    hint: 'The alert also ends when the subscription begins again.',
  }),
}

/** @returns null for an alert that ends only when somebody does what it asks for. */
export const dismissalOf = (alert: Alert): Dismissal | null => DISMISSALS[alert.kind]?.(alert) ?? null
