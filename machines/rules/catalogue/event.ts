/**
 * What is known of a public event, in one record: its schema, an example, its words, and what the rules make of it. Every table
 * about events is derived from these records, so that a new event is one more of them; a field left out does not compile.
 */
import type { z } from 'zod'
import type { Role } from '../vocabulary.ts'
import type { DemandReason } from './reasons.ts'

/** When each example happens, where it does not say otherwise. */
export const EXAMPLE_AT = '2026-11-20T21:30:00Z'

/** Kinds of matter that hear events of their own. */
export type MatterKind =
  | 'marker'
  | 'suspect'
  | 'bail'
  | 'investigation'
  | 'order'
  | 'disclosure'
  | 'referral'
  | 'school'
  | 'task'
  | 'plan'
  | 'marac'
  | 'victim'
  | 'approval'

/** Whose key may post an event; `supervisor` stands for the ranks above it too. */
export type Poster = Extract<Role, 'control-room' | 'officer' | 'supervisor' | 'hau'>

/**
 * Which matter an event is about.
 * `hears`: the kind that hears it and says itself whether it takes it; null where the incident does.
 * `begins`: the kind of which it is there to open another; null for what changes or ends one.
 */
export interface AboutMatter<
  Hears extends MatterKind | null = MatterKind | null,
  Begins extends MatterKind | null = MatterKind | null,
> {
  readonly hears: Hears
  readonly begins: Begins
}

/** About a matter that exists. */
export const about = <Kind extends MatterKind>(kind: Kind): AboutMatter<Kind, null> => ({ hears: kind, begins: null })
/** There to open a matter, which hears it. */
const begins = <Kind extends MatterKind>(kind: Kind): AboutMatter<Kind, Kind> => ({ hears: kind, begins: kind })
/** Heard by the incident, which opens a matter where the policy follows that kind. */
export const asksFor = <Kind extends MatterKind>(kind: Kind): AboutMatter<null, Kind> => ({ hears: null, begins: kind })
/** About the incident itself. */
export const aboutIncident: AboutMatter<null, null> = { hears: null, begins: null }

/** The demand that an event opens, or joins where one of its reason is open, by its content alone. */
export interface Opens<Data> {
  /** All that it can open one for. */
  readonly reasons: readonly DemandReason[]
  /** What it opens one for by what it says; null where it opens none. Left null for an event that always opens one, for its only reason. */
  readonly reasonOf: ((data: Data) => DemandReason | null) | null
}

/** Whatever it says. */
export const always = <const Reason extends DemandReason>(reason: Reason) => ({ reasons: [reason], reasonOf: null }) as const

/**
 * What an event does to a closed incident.
 * `reopens`: it is news, and reopens the incident where it opens a demand; so it does to a wait that was ended without anybody going.
 * `refused`: it is not taken. `looks-back`: it is kept, and the incident stays closed. `looks-back-or-reopens`: as its content says.
 * `goes-on-with-…`: it outlives the closing where the policy follows those, and the incident stays closed.
 * `its-matter-says`: the matter that hears it takes or refuses it, closed or not.
 */
export type WhenClosed =
  | 'reopens'
  | 'refused'
  | 'looks-back'
  | 'looks-back-or-reopens'
  | 'goes-on-with-referrals'
  | 'goes-on-with-suspects'
  | 'goes-on-with-investigations'
  | 'its-matter-says'

export interface EventRecord<
  Schema extends z.ZodType,
  Hears extends MatterKind | null,
  Begins extends MatterKind | null,
  Opened extends Opens<z.output<Schema>> | null,
  Closed extends WhenClosed,
> {
  readonly schema: Schema
  /** Of a fictional evening, in the order it could happen; valid without changes. */
  readonly example: z.input<Schema>
  /** What the board calls it. */
  readonly label: string
  readonly postedBy: readonly Poster[]
  /** The part of it that the next lines of a timeline depend on, said after its name; null where the name says enough. */
  readonly tells: ((data: z.output<Schema>) => string) | null
  readonly matter: AboutMatter<Hears, Begins>
  readonly opens: Opened
  readonly whenClosed: Closed
  /** Whoever acts is a second person beside somebody else: a signed-in person records it only for themselves, however late. */
  readonly onlyByOneself: boolean
}

/** A record, whichever event it is about: its data is for who knows which. */
export interface AnyEventRecord
  extends Omit<EventRecord<z.ZodType, MatterKind | null, MatterKind | null, null, WhenClosed>, 'tells' | 'opens'> {
  readonly tells: ((data: never) => string) | null
  readonly opens: Opens<never> | null
}

/** Checks a record and keeps its words as types. */
export const event = <
  Schema extends z.ZodType,
  Hears extends MatterKind | null,
  Begins extends MatterKind | null,
  const Opened extends Opens<z.output<Schema>> | null,
  const Closed extends WhenClosed,
>(
  record: EventRecord<Schema, Hears, Begins, Opened, Closed>,
): EventRecord<Schema, Hears, Begins, Opened, Closed> => record

/** Is kept, and what follows is for a region of the incident: no word more in a timeline, no demand by what it says. */
export const onIncident = <const Closed extends WhenClosed>(whenClosed: Closed) =>
  ({ tells: null, matter: aboutIncident, opens: null, whenClosed, onlyByOneself: false }) as const
/** The same of a matter that exists. */
export const heardBy = <Kind extends MatterKind>(kind: Kind) =>
  ({ tells: null, matter: about(kind), opens: null, whenClosed: 'its-matter-says', onlyByOneself: false }) as const
/** The same, there to open one. */
export const beginning = <Kind extends MatterKind>(kind: Kind) => ({ ...heardBy(kind), matter: begins(kind) }) as const
