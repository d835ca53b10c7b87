/** What an earlier start of the demo left open. */
import type { IncidentItem, RestrictedItem } from '../../engine/views/views.ts'
import { timeOf } from './nightSayings.ts'
import type { Poster } from './poster.ts'
import { isPlayed } from './sayings.ts'

/** A night that was entered so long ago is over: the next start enters another. */
const NIGHT_LASTS_MS = 12 * 3_600_000

export type Item = IncidentItem | RestrictedItem

interface Earlier {
  /** Played, or of a night that is over: it is ended. */
  readonly over: readonly Item[]
  readonly isNightOpen: boolean
}

/** What visitors reported stays as it is, and so does a night that they may be at work on. */
export async function earlierOf(poster: Pick<Poster, 'openIncidents' | 'firstLine'>): Promise<Earlier> {
  const own = (await poster.openIncidents()).flatMap((item) => {
    const at = timeOf(item.incident)
    return at === null ? [] : [{ item, isOld: Date.now() - at > NIGHT_LASTS_MS }]
  })
  const found = await Promise.all(
    own.map(async (one) => ({ ...one, isPlayed: isPlayed(await poster.firstLine(one.item.incident)) })),
  )
  return {
    over: found.filter(({ isOld, isPlayed }) => isOld || isPlayed).map(({ item }) => item),
    isNightOpen: found.some(({ isOld, isPlayed }) => !isOld && !isPlayed),
  }
}
