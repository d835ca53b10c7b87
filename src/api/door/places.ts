/** Who may listen to the live stream: so many in all, so many with one key, each for so long. */
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'

export interface Place {
  /** How long this listener may stay before it has to come again. */
  readonly ms: number
  /** May be called more than once. */
  readonly giveBack: () => void
}

export type TakePlace = (key: string) => Place

/** Listeners that came together leave up to this part of their time apart, so that they do not all come back at once. */
const SPREAD = 0.2
/** Multiples of it, whole parts left away, lie evenly between 0 and 1 however many there are. */
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
      throw new Refused('too-busy', `At most ${limits.listenersEach} listen with one key at once. Try again later.`)
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
