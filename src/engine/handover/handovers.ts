/**
 * Hands a shift over: the list is on record first, then each incident that the policy names is told of the change of shift. A sweep of any
 * process goes on where a crash interrupted it; the same change again is a duplicate, because its id says hand-over and incident.
 */
import { samePerson } from '../../../machines/rules/person.ts'
import type { Policy } from '../../../machines/rules/policy/policy.ts'
import { msOf } from '../../../machines/rules/time/instants.ts'
import type { Person } from '../../../machines/rules/vocabulary.ts'
import type { ArrivedEvent, Engine, Failed, Outcome } from '../engine.ts'
import { isSameAccount } from '../judge/yourself.ts'
import type { SystemAlerts } from '../reads.ts'
import type { Actor } from '../step/case.ts'
import type { Accepting, HandingOver, HandoverAhead, HandoverRows, HandoverTerms, ShiftChange, ShiftChanged } from './ports.ts'

/** No sender may use it: an event of the same source and id would keep a change of shift from being recorded. */
export const HANDOVER_SOURCE = 'urn:reassess:handover'

/** Recorded at once, as a batch: single events go between these. Project default. */
const SLICE = 100
/** For which the answer waits, 2,000 incidents; the sweep records the rest. Project default. */
const MOST_SLICES = 20
/** Alerts taken over at once, which share commits. Project default. */
const TAKEN_AT_ONCE = 50

export interface HandoverPorts {
  readonly engine: Pick<Engine, 'recordEach' | 'acknowledge'>
  readonly systemAlerts: SystemAlerts
  readonly rows: HandoverRows
  readonly policy: Policy
  /** Of a new hand-over; chance is handed in like time. */
  readonly newId: () => string
  /** A change of shift could not be recorded, and is tried again. */
  readonly failed: (error: unknown, incidents: readonly string[]) => void
}

export interface Handovers {
  /**
   * @returns the id of the hand-over, once it is on disk. `again`: the sender's id was used before for the same; `reused`: for another.
   * @throws RecordUnavailable
   */
  handOver(said: HandingOver): Promise<{ readonly handover: string; readonly was: 'new' | 'again' | 'reused' }>
  /** What a hand-over would list, and whom it would tell, now; nothing is recorded. @throws RecordUnavailable */
  ahead(force: string): Promise<HandoverAhead>
  /** Each item once; what another person has accepted stays theirs. @throws RecordUnavailable */
  accept(said: Acceptance): Promise<Accepted>
  /** Tells of the change of shift whatever is due to be told. @throws RecordUnavailable */
  goOn(): Promise<void>
}

export interface Acceptance {
  readonly force: string
  readonly handover: string
  readonly items: readonly string[]
  readonly by: Person
  readonly actor: Actor
}

/** `own`: whoever handed over accepts nothing. A list: these are no items of the hand-over, and nothing was accepted. */
export type Accepted = 'accepted' | 'unknown' | 'own' | readonly string[]

export function createHandovers({ engine, systemAlerts, rows, policy, newId, failed }: HandoverPorts): Handovers {
  const terms = termsOf(policy)

  const tell = async (handover: string | null): Promise<void> => {
    for (let slices = 0; slices < MOST_SLICES; slices++) {
      const changes = await rows.leaseChanges(handover, SLICE)
      if (changes.length === 0) return
      const answers = await engine.recordEach(changes.map(eventOf))
      for (const [place, answer] of answers.entries())
        if (answer.status === 'failed') failed(answer.error, [(changes[place] as ShiftChange).incident])
      await rows.noteChanges(changes.map((change, place) => changedBy(change, answers[place])))
    }
  }

  const takeOver = async ({ force, by, actor }: Acceptance, { alert }: Accepting): Promise<void> => {
    if (alert === null || !isToTake(alert, by)) return
    if (alert.incident === null) await systemAlerts.acknowledgeSystemAlert(force, alert.id, by)
    else await engine.acknowledge(alert.id, { force, reference: alert.incident }, by, actor)
  }

  return {
    async handOver(said) {
      const id = newId()
      const handover = await rows.write(id, said, terms)
      if (handover === id) {
        // On record: the sweep tells whom this does not reach.
        await tell(handover).catch((error: unknown) => failed(error, []))
        return { handover, was: 'new' }
      }
      const first = await rows.handedOver(said.force, handover)
      return { handover, was: first !== null && isSame(first, said) ? 'again' : 'reused' }
    },
    ahead: (force) => rows.ahead(force, terms),
    async accept(said) {
      const { force, handover, by } = said
      const whose = await rows.handedOver(force, handover)
      if (whose === null) return 'unknown'
      if (samePerson(whose.by.id, by.id) || isSameAccount(whose.actor, said.actor)) return 'own'
      const found = await rows.accepting(force, handover, said.items)
      const unknown = said.items.filter((item) => !found.some(({ id }) => id === item))
      if (unknown.length > 0) return unknown
      const left = found.filter(({ status }) => status === 'left')
      for (let from = 0; from < left.length; from += TAKEN_AT_ONCE) {
        const part = left.slice(from, from + TAKEN_AT_ONCE)
        const taken = await Promise.allSettled(part.map((item) => takeOver(said, item)))
        const isTaken = (_: Accepting, place: number) => taken[place]?.status === 'fulfilled'
        await rows.accept(
          handover,
          part.filter(isTaken).map(({ id }) => id),
          by,
        )
        // What was accepted stays so: to accept again is harmless.
        for (const one of taken) if (one.status === 'rejected') throw one.reason
      }
      return 'accepted'
    },
    goOn: () => tell(null),
  }
}

export const termsOf = ({ handover: { acceptWithin, ahead, demands } }: Policy): HandoverTerms => ({
  acceptWithinMs: msOf(acceptWithin),
  aheadMs: msOf(ahead),
  tellsAll: demands === 'all',
})

const eventOf = ({ handover, incident, force, from, to, by, at, actor }: ShiftChange): ArrivedEvent<'shift.changed'> => ({
  ...{ force, reference: incident, source: HANDOVER_SOURCE, id: `${handover}/${incident}`, type: 'shift.changed', at, actor },
  data: { by, from, to },
})

function changedBy({ handover, incident }: ShiftChange, answer: Outcome | Failed | undefined): ShiftChanged {
  const told = { handover, incident, demand: null, problem: null }
  if (answer === undefined || answer.status === 'failed') return { ...told, isOver: false, problem: 'failed' }
  if (answer.status === 'refused') return { ...told, isOver: true, problem: answer.problem.code }
  const asks = answer.incident.demands.find(({ reason, status }) => reason === 'shift-change' && status === 'open')
  return { ...told, isOver: true, demand: asks?.id ?? null }
}

/** Still with whoever had it at the hand-over, or with nobody: whoever took it since keeps it. */
const isToTake = ({ had, has }: NonNullable<Accepting['alert']>, by: Person): boolean =>
  has === null || (samePerson(has, had) && !samePerson(has, by.id))

type Whose = NonNullable<Awaited<ReturnType<HandoverRows['handedOver']>>>
const isSame = (first: Whose, { from, to, by, note }: HandingOver): boolean =>
  first.from === from && first.to === to && first.note === note && samePerson(first.by.id, by.id)
