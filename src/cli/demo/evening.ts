/** An evening in a control room: incidents come in, one after another, until somebody stops it. */
import type { Logger } from 'pino'
import { type Chance, chanceFrom } from './chance.ts'
import { finish } from './finish.ts'
import type { Poster } from './poster.ts'
import { playIncident } from './story.ts'

/** How many run at once: enough to fill a screen, few enough to read the board. */
const MOST_AT_ONCE = 18
const SECONDS_BETWEEN = [4, 9] as const

/** Ends, without an error, when `signal` says so. */
export async function playEvening(options: {
  readonly poster: Poster
  readonly seed: number
  readonly signal: AbortSignal
  readonly log: Logger
}): Promise<void> {
  const { poster, seed, signal, log } = options
  const chance = chanceFrom(seed)
  const running = new Set<Promise<void>>()

  const run = (incident: string, play: () => Promise<void>): void => {
    const story = play()
      .catch((error: unknown) => {
        if (!signal.aborted) log.warn({ incident, reason: nameOf(error) }, 'the demo left an incident')
      })
      .finally(() => running.delete(story))
    running.add(story)
  }

  try {
    for (const { incident } of await poster.openIncidents()) run(incident, () => leftOver(poster, incident, chance.fork()))
    for (;;) {
      if (running.size < MOST_AT_ONCE) {
        const incident = referenceAt(new Date())
        run(incident, () => playIncident(poster, incident, chance.fork()))
      }
      await poster.wait(chance.between(...SECONDS_BETWEEN))
    }
  } catch (error) {
    if (!signal.aborted) log.error({ reason: nameOf(error) }, 'the demo stopped')
  }
  await Promise.all(running)
}

/** Ends what an earlier evening left open; otherwise that would lead the list for ever. */
async function leftOver(poster: Poster, incident: string, chance: Chance): Promise<void> {
  await poster.wait(chance.between(1, 30))
  await finish(poster, incident, chance)
}

/** `DM-20261123-031207`: at most one a second, and never one of an earlier evening. */
const referenceAt = (now: Date): string => {
  const [day, time] = now.toISOString().slice(0, 19).split('T')
  return `DM-${day?.replaceAll('-', '')}-${time?.replaceAll(':', '')}`
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
