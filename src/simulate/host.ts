/**
 * The virtual host: the engine of the durable host, with a record in memory and a clock that the scenario moves. Awake workers
 * fire each timer at the instant it falls due and tell people; asleep, nothing fires until somebody posts, and nobody is told.
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
import type { Delivery, Message, OfPeople } from './messages.ts'
import { createPeople } from './people.ts'

export interface VirtualHost {
  /**
   * Moves the clock, with awake workers from one due timer to the next; at the same instant a timer fires before the next person is
   * told. Timers of other incidents do not fire.
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
  /** @param awake whether messages go out now. @returns who was told of what since somebody asked last, of all incidents. */
  told(awake: boolean): readonly OfPeople[]
  /** What has not arrived. */
  waiting(): readonly Message[]
}

interface Setting {
  readonly policy: PinnedPolicy
  /** When the record begins. */
  readonly start: Instant
  /** When the night begins: nobody is told of what was before. */
  readonly startsAt: Instant
  /** Null where a scenario is not about who is told. */
  readonly delivery: Delivery | null
}

/** Nothing here is secret or kept: a fixed salt makes each run the same. */
const salt = () => '0'.repeat(64)

export function createVirtualHost(key: CaseKey, { policy, start, startsAt, delivery }: Setting): VirtualHost {
  const store = createMemoryStore(start, 'carried')
  let clock = start
  const setNow = (now: Instant) => {
    if (now > clock) clock = now
    store.setNow(now)
  }
  let broke: unknown = null
  const failed = (error: unknown) => {
    broke = error
  }
  // Only the scenario waits: whatever is due before an event fires first.
  const mostPieces = Number.POSITIVE_INFINITY
  const { escalation: ladder } = policy.policy
  const people = delivery && createPeople(delivery, { force: key.force, ladder, store, now: () => clock, from: startsAt })
  const engine = createEngine({
    ...{ store, alarms: { ring: () => {} }, policy, salt, failed, mostPieces },
    ...(people && { notifier: people.notifier }),
  })
  let posted = 0

  /** @returns whether there is something to see of it; null where nothing is due. */
  const fireNext = async (to: Instant): Promise<boolean | null> => {
    let isSeen = true
    const due = store.nextDue(key)
    const told = people?.nextAt() ?? null
    if (due !== null && due.timer.dueAt <= to && (told === null || due.timer.dueAt <= told)) {
      setNow(due.timer.dueAt)
      await engine.fireTimers([{ ...key, timer: due.timer.id }])
    } else if (told !== null && told <= to) {
      setNow(told)
      isSeen = (await people?.goOn()) ?? false
    } else return null
    if (broke !== null) throw broke
    return isSeen
  }

  return {
    async advance(to, awake, fired) {
      for (let seen = awake ? await fireNext(to) : null; seen !== null; seen = await fireNext(to)) if (seen) await fired()
      setNow(to)
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
    told: (awake) => people?.happened(awake) ?? [],
    waiting: () => people?.waiting() ?? [],
  }
}
