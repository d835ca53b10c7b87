/** Who may listen to the live stream: a limit in all, a limit for each key, a limit of time. */
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'

export interface Place {
  /** How long this listener may stay before it must reconnect. */
  readonly ms: number
  /** May be called more than once. */
  readonly giveBack: () => void
}

export type TakePlace = (key: string) => Place

/** Listeners that arrive together leave up to this part of their time apart, so that they do not all return at once. */
const SPREAD = 0.2
/** The fractional parts of its multiples spread evenly between 0 and 1, however many there are. */
const GOLDEN = 0.618_033_988_749_895

export function createPlaces(
  limits: Pick<Limits, 'listeners' | 'listenersEach' | 'streamMs'>,
  onChange: (taken: number) => void,
): TakePlace {
  const byKey = new Map<string, number>()
  let taken = 0
  let ever = 0
  const change = (key: string, by: 1 | -1) => {
    taken += by
    const mine = (byKey.get(key) ?? 0) + by
    if (mine === 0) byKey.delete(key)
    else byKey.set(key, mine)
    onChange(taken)
  }
  return (key) => {
    if (taken >= limits.listeners)
      throw new Refused('too-busy', `At most ${limits.listeners} listen here at once. Try again later.`)
    if ((byKey.get(key) ?? 0) >= limits.listenersEach)
      throw new Refused('too-busy', `At most ${limits.listenersEach} listen at once with one key. Try again later.`)
    change(key, 1)
    ever += 1
    let given = false
    return {
      ms: limits.streamMs * (1 - SPREAD * ((ever * GOLDEN) % 1)),
      giveBack: () => {
        if (!given) change(key, -1)
        given = true
      },
    }
  }
}
