import type { SignedIn } from './step/case.ts'

/** Whose alerts are looked for. */
export interface Taker {
  readonly id: string
  /** Of a person who signed in: what others took under the same name is not theirs. */
  readonly account?: Pick<SignedIn, 'issuer' | 'subject'>
}
