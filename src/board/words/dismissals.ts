/**
 * Alerts that somebody may end with a reason, because nothing else will: what the button says, and what the reason has to tell. The
 * same words wherever they can be dismissed.
 */
import type { AlertKind } from '../../../machines/rules/catalogue/alerts.ts'

export interface Dismissal {
  readonly button: string
  readonly asks: string
  readonly hint: string
}

export const DISMISSALS: Partial<Readonly<Record<AlertKind, Dismissal>>> = {
  'report-refused': {
    button: 'Nobody will report it',
    asks: 'Why does nobody have to report it?',
    hint: 'For example: it is on paper already, it belongs to another force, it was a test.',
  },
  'break-glass': {
    button: 'It was looked into',
    asks: 'What was found?',
    hint: 'Whoever opened the incident cannot end this alert: another person does.',
  },
  'delivery-failed': {
    button: 'Somebody was told another way',
    asks: 'Who was told, how and when?',
    hint: 'For example: rang the duty superintendent at 21:10, who has it.',
  },
  'subscription-ended': {
    button: 'The system need not be told',
    asks: 'Why may this system stay without news?',
    hint: 'For example: it was replaced, and its entry will leave the delivery file.',
  },
}
