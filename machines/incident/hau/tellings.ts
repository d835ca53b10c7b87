/**
 * What the incident tells its matters, by kind: each of them hears it under these names and keeps what follows. Matters know the
 * incident; the incident knows no matter.
 */
import { type Effects, tell } from '../../effects.ts'
import type { MatterKind } from '../../rules/catalogue/event.ts'
import type { Recipient } from '../../rules/catalogue/matters/school.ts'
import type { Instant } from '../../rules/vocabulary.ts'

/** To a referral. */
export type ToReferral =
  /** A rule asks for it. */
  | {
      readonly type: 'partner.owed'
      readonly rule: string
      /** Whom it is about, where it is one child of several. */
      readonly child: string | null
      readonly dueBy: Instant
      readonly insteadOf: string | null
    }
  | { readonly type: 'partner.referred'; readonly legalBasis: string | null; readonly shared: readonly string[] }
  /** It is made as a matter of its own, and followed there: the referral to a MARAC. */
  | { readonly type: 'partner.elsewhere' }
  /** A recorded decision stands in for it. */
  | { readonly type: 'partner.excepted' }
  | { readonly type: 'partner.confirmed' }
  /** The incident is closed, whether or not the partner has said that it has it. */
  | { readonly type: 'incident.waits-no-longer' }
  /** The incident is open again: what was left at the closing is owed again. */
  | { readonly type: 'incident.waits-again' }

/** To a school. */
export type ToSchool =
  /** There are grounds to believe that the child may be a victim; with what the report says of where the child goes. */
  | { readonly type: 'child.identified'; readonly school: string | null; readonly preSchool: boolean }
  /** The school, or who is told in its place, was told. */
  | { readonly type: 'school.told'; readonly school: string; readonly to: Recipient; readonly shared: readonly string[] }

/** To victims. */
export type ToVictim =
  /** A crime against her was recorded: support is asked for, unless a partner who gives it has her already. */
  | { readonly type: 'support.owed'; readonly crimeRef: string; readonly referredTo: string | null }
  | { readonly type: 'support.referred'; readonly partner: string }
  /** No partner who gives it has her any more. */
  | { readonly type: 'support.withdrawn' }

/** @param name null for each of its kind. */
const to =
  <Told extends Effects['tellMatter']['event']>(kind: MatterKind) =>
  (name: string | null, event: Told) =>
    tell(kind, name, event)
export const toReferral = to<ToReferral>('referral')
export const toSchool = to<ToSchool>('school')
export const toVictim = to<ToVictim>('victim')

/** Any event about the crime, also about its suspects and their bail: the investigations of the incident are not idle. */
export const activity = tell('investigation', null, { type: 'activity' })

/** Somebody was charged: with the crime that is named, or with the only one. */
export const tellOfCharge = (crimeRef: string | undefined, suspect: string | null) =>
  tell('investigation', crimeRef ?? null, { type: 'suspect.charged', named: crimeRef !== undefined, suspect })
