/** The shapes of a hand-over of the shift, and what its host asks of the record. Instants are ISO 8601 UTC with milliseconds. */
import type { Instant, Person, Role } from '../../../machines/rules/vocabulary.ts'
import type { acceptedHandover, handover, handoverAhead, handoverHead, handoverItem } from '../answers/handover.ts'
import type { Answer } from '../answers/shapes.ts'
import type { Listed, Page } from '../reads.ts'
import type { Actor } from '../step/case.ts'

export type HandoverHead = Answer<typeof handoverHead>
export type HandoverItem = Answer<typeof handoverItem>
/** As the record has it: whoever shows it hides what is restricted. */
export type HandoverRead = Omit<Answer<typeof handover>, 'items'> & { readonly items: readonly HandoverItem[] }
export type HandoverAccepted = Omit<Answer<typeof acceptedHandover>, 'items'> & { readonly items: readonly HandoverItem[] }

export type HandoverAhead = Answer<typeof handoverAhead>

/** What somebody says who hands over. */
export interface HandingOver {
  readonly force: string
  readonly from: string
  readonly to: string
  readonly by: Person
  readonly note: string | null
  readonly actor: Actor
  /** As the sender calls it; null where the sender does not. */
  readonly sentId: string | null
}

/** What the policy asks of it. */
export interface HandoverTerms {
  readonly acceptWithinMs: number
  readonly aheadMs: number
  /** Also every open incident that nobody has attended is told of the change of shift. */
  readonly tellsAll: boolean
}

/** An incident that is to be told of the change of shift. */
export interface ShiftChange extends Pick<HandingOver, 'force' | 'from' | 'to' | 'by' | 'actor'> {
  readonly handover: string
  readonly incident: string
  readonly at: Instant
}

/** What became of it. */
export interface ShiftChanged extends Pick<ShiftChange, 'handover' | 'incident'> {
  /** False where it failed, and is tried again. */
  readonly isOver: boolean
  readonly demand: string | null
  /** A code. */
  readonly problem: string | null
}

/** An item on its way to being accepted. */
export interface Accepting {
  readonly id: string
  readonly status: HandoverItem['status']
  /** The alert that somebody had at the hand-over, and who has it now; null for any other item, and for an alert that has ended. */
  readonly alert: {
    readonly id: string
    /** Null for an alert about the system itself. */
    readonly incident: string | null
    readonly had: string
    readonly has: string | null
  } | null
}

/** @throws RecordUnavailable */
export interface HandoverRows {
  /**
   * Writes the hand-over with its list and what is to be recorded of it, all or nothing.
   * @param id of the new one. @returns the id; that of the first where the sender's id was used before.
   */
  write(id: string, said: HandingOver, terms: HandoverTerms): Promise<string>
  /** What a hand-over would be now. */
  ahead(force: string, terms: HandoverTerms): Promise<HandoverAhead>
  /** What was said by whoever handed over; null for an unknown hand-over. */
  handedOver(force: string, handover: string): Promise<Pick<HandingOver, 'from' | 'to' | 'by' | 'note' | 'actor'> | null>
  /** The longest due changes of shift, and takes them for some seconds. @param handover null for those of any. */
  leaseChanges(handover: string | null, most: number): Promise<readonly ShiftChange[]>
  noteChanges(changed: readonly ShiftChanged[]): Promise<void>
  /** Those of the items that the list has. */
  accepting(force: string, handover: string, items: readonly string[]): Promise<readonly Accepting[]>
  /** Items that were accepted, or whose matter has ended, stay as they are. */
  accept(handover: string, items: readonly string[], by: Person): Promise<void>
  /** Notes whose matter has ended and which hand-overs have nothing left; raises and ends the alerts. */
  watch(audience: Role): Promise<void>
}

export interface HandoverFilter {
  /** Whether something is left to accept; absent for all. */
  readonly open?: boolean | undefined
}

/** @throws RecordUnavailable, BadCursor */
export interface HandoverReads {
  /** Newest first. */
  handovers(force: string, filter: HandoverFilter, page: Page): Promise<Listed<HandoverHead>>
  /** Null for an unknown one. */
  handover(force: string, id: string, page: Page): Promise<HandoverRead | null>
  /** Only the items that are named; null for an unknown hand-over. */
  handoverItems(force: string, id: string, items: readonly string[]): Promise<HandoverAccepted | null>
}
