/** Everything that can keep an incident from being closed. */
export const BLOCKERS = [
  'thrive-missing',
  'thrive-inadequate',
  'not-graded',
  'not-attended',
  'victim-not-seen-yet',
  'demand-open',
  'history-not-reviewed',
  'dash-missing',
  'transfer-not-acknowledged',
  'dash-not-reviewed',
  'dash-returned',
  'dash-mode-exception-missing',
  'referral-not-made',
  'referral-not-acknowledged',
  'school-not-notified',
  'marac-not-referred',
  'hau-not-received',
  'hau-checks-open',
  'risk-not-confirmed',
  'safeguarding-not-complete',
  'crime-undecided',
  'investigation-not-allocated',
] as const

export interface Blocker {
  readonly code: (typeof BLOCKERS)[number]
  /** In words a controller can act on: what is missing, and which event mends it. */
  readonly detail: string
}

/** For those who name one. */
export const say = (code: Blocker['code'], detail: string): Blocker => ({ code, detail })
