/**
 * The virtual host: the engine of the durable host, with a record in memory and a clock that the scenario moves. Awake workers
 * fire each timer at the instant it falls due; asleep, nothing fires until somebody posts.
 */
import type { EventName } from '../../machines/rules/events.ts'
import { parseData } from '../../machines/rules/events.ts'
import type { Instant, Person, Role } from '../../machines/rules/vocabulary.ts'
import { createEngine } from '../engine/createEngine.ts'
import type { ArrivedEvent, Dismissal, Outcome, Release } from '../engine/engine.ts'
import { createMemoryStore } from '../engine/memoryStore.ts'
import type { CaseKey, Entry } from '../engine/step/case.ts'
import type { PinnedPolicy } from '../engine/step/live.ts'
import type { Said } from '../engine/step/step.ts'
import type { IncidentView } from '../engine/views/views.ts'
import type { Data } from './fixtures.ts'

export interface VirtualHost {
  /**
   * Moves the clock, with awake workers from one due timer to the next. Other incidents' clocks do not ring.
   *
   * @param fired is told after each of them.
   */
  advance(to: Instant, awake: boolean, fired: () => Promise<void>): Promise<void>
  /** @param reference another incident than the one that the scenario is about. */
  record(event: EventName, data: Data, at: Instant, role: Role, reference?: string): Promise<Outcome>
  /** @param alert null for all that are not resolved. */
  acknowledge(alert: string | null, by: Person, role: Role): Promise<void>
  release(alert: string, by: Person, role: Role): Promise<Release>
  /** @returns whether it was opened. */
  breakGlass(said: Said, role: Role): Promise<boolean>
  dismiss(alert: string, said: Said, role: Role): Promise<Dismissal>
  view(reference?: string): Promise<IncidentView | null>
  entries(reference?: string): readonly Entry[]
}

/** Nothing here is secret or kept: a fixed salt makes each run the same. */
const salt = () => '0'.repeat(64)

export function createVirtualHost(key: CaseKey, policy: PinnedPolicy, start: Instant): VirtualHost {
  const store = createMemoryStore(start)
  let broke: unknown = null
  const failed = (error: unknown) => {
    broke = error
  }
  // Only the scenario waits: whatever is due before an event fires first.
  const mostPieces = Number.POSITIVE_INFINITY
  const engine = createEngine({ store, alarms: { ring: () => {} }, policy, salt, failed, mostPieces })
  let posted = 0

  return {
    async advance(to, awake, fired) {
      for (let next = store.nextDue(key); awake && next !== null && next.timer.dueAt <= to; next = store.nextDue(key)) {
        store.setNow(next.timer.dueAt)
        await engine.fireTimers([{ ...key, timer: next.timer.id }])
        if (broke !== null) throw broke
        await fired()
      }
      store.setNow(to)
    },
    async record(type, raw, at, role, reference = key.reference) {
      const parsed = parseData(type, raw, at)
      // As the API answers before it asks the engine.
      if (!parsed.ok)
        return { status: 'refused', problem: { code: 'invalid-event', detail: 'The data is wrong.', errors: parsed.issues } }
      posted += 1
      const actor = { key: `scenario-${role}`, role }
      const event: ArrivedEvent = {
        ...key,
        reference,
        source: 'urn:reassess:scenario',
        id: `step-${posted}`,
        type,
        at,
        data: parsed.data,
        warnings: parsed.warnings,
        actor,
      }
      const [outcome] = await engine.record([event])
      return outcome as Outcome
    },
    async acknowledge(alert, by, role) {
      const actor = { key: `scenario-${role}`, role }
      await (alert === null ? engine.acknowledgeAll(key, by, actor) : engine.acknowledge(alert, key, by, actor))
    },
    release: (alert, by, role) => engine.release(alert, key, by, { key: `scenario-${role}`, role }),
    breakGlass: (said, role) => engine.breakGlass(key, said, { key: `scenario-${role}`, role }),
    dismiss: (alert, said, role) => engine.dismiss(alert, key, said, { key: `scenario-${role}`, role }),
    view: (reference = key.reference) => engine.view({ ...key, reference }),
    entries: (reference = key.reference) => store.entries({ ...key, reference }),
  }
}
