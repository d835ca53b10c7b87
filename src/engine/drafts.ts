/** What somebody is still writing in a form: theirs alone, kept for a day, and no part of the record. */
import type { Instant, Role } from '../../machines/rules/vocabulary.ts'

/** Whose draft it is. */
export interface DraftOwner {
  readonly force: string
  /** Tells one person apart from all others of the force. */
  readonly owner: string
  readonly role: Role
}

/** Which form, about which incident. */
export interface DraftOf {
  /** Empty for a report: its incident has no reference yet. */
  readonly incident: string
  readonly form: string
}

/** JSON pointer of a field to its text, or its texts where it has several. */
export type DraftFields = Readonly<Record<string, string | readonly string[]>>

export interface KeptDraft extends DraftOf {
  readonly savedAt: Instant
  readonly keptUntil: Instant
}

export type ReadDraft = KeptDraft & { readonly fields: DraftFields }

/** The drafts that made room for it went: the oldest of the same person. */
export type Saved =
  | { readonly saved: KeptDraft; readonly removed: readonly DraftOf[] }
  /** Another tab saved other text since. */
  | { readonly newer: ReadDraft }

/** Every call may throw RecordUnavailable. */
export interface Drafts {
  /** The last saved first. */
  list(owner: DraftOwner): Promise<readonly KeptDraft[]>
  find(owner: DraftOwner, of: DraftOf): Promise<ReadDraft | null>
  /** @param since when the text was saved that these fields go on from; null where nothing was kept. */
  save(owner: DraftOwner, of: DraftOf, fields: DraftFields, since: Instant | null): Promise<Saved>
  /** @param since as in `save`; without it the draft goes whatever it says. @returns the newer text that it kept instead, or null. */
  remove(owner: DraftOwner, of: DraftOf, since: Instant | null): Promise<ReadDraft | null>
}
