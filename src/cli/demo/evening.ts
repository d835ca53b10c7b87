/** An evening in a control room: incidents come in, one after another, until somebody stops it. */
import type { Logger } from 'pino'
import { type Chance, chanceFrom } from './chance.ts'
import { earlierOf, type Item } from './earlier.ts'
import { finish } from './finish.ts'
import { enterNight } from './night.ts'
import { referenceAt } from './nightSayings.ts'
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
  /** Called once what the demo opens on is on record. */
  readonly entered: () => void
}): Promise<void> {
  const { poster, seed, signal, log, entered } = options
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
    const earlier = await earlierOf(poster)
    for (const item of earlier.over) run(item.incident, () => leftOver(poster, item, chance.fork()))
    if (!earlier.isNightOpen)
      await enterNight(poster, log).catch((error: unknown) => {
        if (!signal.aborted) log.warn({ reason: String(error) }, 'the demo left the night it opens on')
      })
    entered()
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

const LIFTED = { by: { id: 'fim-2', role: 'force-incident-manager' }, reason: 'The night is over.' }

/** Otherwise it would lead the list for ever. */
async function leftOver(poster: Poster, item: Item, chance: Chance): Promise<void> {
  const { incident } = item
  if ('restricted' in item) await poster.post('supervisor', incident, 'incident.unrestricted', LIFTED)
  await poster.wait(chance.between(1, 30))
  await finish(poster, incident, chance)
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
