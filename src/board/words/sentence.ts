/** Sentences with instants in them: the view marks each as a time, and what counts up or down can go on in the page. */
import type { Moment, Sentence } from '../../frame/said.ts'
import { type Clock, lengthOf, shortTime } from '../../frame/times.ts'

export type { Moment, Sentence }

export interface Tell {
  /** `21:04` */
  readonly at: (instant: string) => Moment
  /** `3 h 12 min`: how long ago it was. */
  readonly since: (instant: string) => Moment
  /** `in 4 min` or `2 min overdue`. */
  readonly until: (instant: string) => Moment
  readonly isPast: (instant: string) => boolean
}

export function telling(clock: Clock): Tell {
  const now = clock.now()
  const left = (instant: string): number => Date.parse(instant) - now
  return {
    at: (at) => ({ at, text: shortTime(at, clock) }),
    since: (at) => ({ at, text: lengthOf(-left(at)), ticks: 'since' }),
    until: (at) => ({ at, text: left(at) <= 0 ? `${lengthOf(-left(at))} overdue` : `in ${lengthOf(left(at))}`, ticks: 'until' }),
    isPast: (at) => left(at) <= 0,
  }
}

/** As somebody hears it. */
export const plainText = (sentence: Sentence): string =>
  sentence.map((part) => (typeof part === 'string' ? part : part.text)).join('')

/** `a`, `a and b`, `a, b and c`. */
export const inWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** `1 alert`, `3 alerts`. */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`
