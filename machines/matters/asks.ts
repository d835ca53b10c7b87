/** What a matter may ask for, whatever its kind: effects, and the words for them that need no declaration. */
import { type Effects, effect } from '../effects.ts'
import type { DeadlineName } from '../rules/catalogue/deadlines.ts'
import type { Instant } from '../rules/vocabulary.ts'
import type { MatterContext } from './matter.ts'

/** For `setup`. */
export const matterEffects = {
  schedule: effect('schedule'),
  complete: effect('complete'),
  cancel: effect('cancel'),
  bringForward: effect('bringForward'),
  raiseAlert: effect('raiseAlert'),
  resolveAlerts: effect('resolveAlerts'),
  tellMatter: effect('tellMatter'),
}
type EffectOf<Name extends keyof Effects> = { readonly type: Name; readonly params: Effects[Name] }
export type Asked<Context> =
  | { [Name in keyof typeof matterEffects]: EffectOf<Name> }[keyof typeof matterEffects]
  | { readonly type: 'remember'; readonly params: Partial<Context> }

/** Whatever else an action or a guard is given. */
export interface Named {
  readonly context: MatterContext
}
/** Whose an obligation is: the matter's, or that of a part of it. */
export const partOf = ({ context: { name } }: Named, part: string | undefined): string =>
  part === undefined ? name : `${name}/${part}`

const ends =
  <Type extends 'complete' | 'cancel'>(type: Type) =>
  (deadline: DeadlineName, part?: string) => ({ type, params: (it: Named) => ({ deadline, of: partOf(it, part) }) })
/** What was owed was done. @param part which one, where it owes several of a kind. */
export const complete = ends('complete')
/** It owes it no longer. */
export const cancel = ends('cancel')

/** What it owes falls due by then, where that is sooner. */
export const bringForward = (deadline: DeadlineName, dueAt: Instant, part?: string) => ({
  type: 'bringForward' as const,
  params: (it: Named) => ({ deadline, of: partOf(it, part), dueAt }),
})
