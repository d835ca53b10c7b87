/** The public event types, as the catalogue has them: their names, how their data is read, and which of them are news that opens a demand. */
import type { z } from 'zod'
import type { AnyEventRecord, MatterKind, WhenClosed } from './catalogue/event.ts'
import { EVENTS } from './catalogue/index.ts'
import type { DemandReason } from './catalogue/reasons.ts'
import { type Issue, type Issues, issuesOf, type Warning } from './issue.ts'
import { readReport, type Unread } from './report/firstReport.ts'
import { missingIn } from './report/missingInReport.ts'
import { msOf } from './time/instants.ts'
import type { Instant } from './vocabulary.ts'

export { EVENTS } from './catalogue/index.ts'
export { envelopeSchema } from './envelope.ts'

type Events = typeof EVENTS
export type EventName = keyof Events
/** The names of the events whose records say so. */
export type NamesOf<Says extends Partial<Record<keyof AnyEventRecord, unknown>>> = {
  [Name in EventName]: Events[Name] extends Says ? Name : never
}[EventName]
/** The names of the events that a kind of matter hears. */
export type HeardBy<Kind extends MatterKind> = NamesOf<{ readonly matter: { readonly hears: Kind } }>

export const EVENT_NAMES = Object.keys(EVENTS) as readonly EventName[]
export const eventSchemas = Object.fromEntries(EVENT_NAMES.map((name) => [name, EVENTS[name].schema])) as {
  readonly [Name in EventName]: Events[Name]['schema']
}
export type CaseEventData = { [Name in EventName]: z.output<(typeof eventSchemas)[Name]> } & {
  readonly 'incident.reported': { readonly unread?: Unread }
}

/** `incident.graded` as the envelope writes it: `uk.police.da.incident.graded.v1`. */
export const typeOf = (name: EventName): string => `uk.police.da.${name}.v1`

const NAMES: ReadonlyMap<string, EventName> = new Map(EVENT_NAMES.map((name) => [typeOf(name), name]))

/** The short name of an envelope's `type`, or null for a foreign type. */
export const nameOf = (type: string): EventName | null => NAMES.get(type) ?? null

const RECORDS: ReadonlyMap<string, AnyEventRecord> = new Map(Object.entries(EVENTS))
/** What the catalogue says of an event; undefined for a word that is no public event, as a deadline that passed. */
export const recordOf = (name: string): AnyEventRecord | undefined => RECORDS.get(name)

export type Parsed<Name extends EventName> =
  | { ok: true; data: CaseEventData[Name]; warnings: readonly Warning[] }
  | ({ ok: false } & Issues)

/**
 * Reads an event's data: whole and normalised, or every mistake in it. Takes anything that JSON can hold and never throws.
 * @param at when the event happened, normalised: a report must not have been received long after it. Absent where nobody knows yet.
 */
export function parseData<Name extends EventName>(name: Name, raw: unknown, at?: Instant): Parsed<Name> {
  if (name === 'incident.reported') return parseReport(raw, at) as Parsed<Name>
  const read = eventSchemas[name].safeParse(raw)
  if (!read.success) return { ok: false, ...issuesOf(read.error, raw, '/data') }
  return { ok: true, data: read.data as CaseEventData[Name], warnings: [] }
}

function parseReport(written: unknown, at?: Instant): Parsed<'incident.reported'> {
  const { raw, unread, warnings, asWritten } = readReport(written)
  const read = eventSchemas['incident.reported'].safeParse(raw)
  if (!read.success) return { ok: false, ...asWritten(issuesOf(read.error, raw, '/data')) }
  const issues = at === undefined ? [] : receivedAfterHappened(at, read.data)
  if (issues.length > 0) return { ok: false, issues, more: 0 }
  const data = Object.keys(unread).length === 0 ? read.data : { ...read.data, unread }
  return { ok: true, data, warnings: [...missingIn(read.data, unread), ...warnings] }
}

/** Clocks of two systems differ by as much. */
const RECEIVED_AFTER = 'PT2M'

/** A report was received at the latest two minutes after its `time` (contract §2). Both are normalised. */
const receivedAfterHappened = (time: Instant, { receivedAt }: { readonly receivedAt: Instant }): Issue[] =>
  Date.parse(receivedAt) - Date.parse(time) > msOf(RECEIVED_AFTER)
    ? [{ pointer: '/data/receivedAt', detail: 'must be at most two minutes after the time of the event' }]
    : []

/** Which demand an event opens by its content alone, or null. Whether the lifecycle lets it (a shift change once attended opens none) is the machine's to say. */
export function demandReasonOf<Name extends EventName>(name: Name, data: CaseEventData[Name]): DemandReason | null {
  const opens = recordOf(name)?.opens ?? null
  if (opens === null) return null
  return opens.reasonOf === null ? (opens.reasons[0] ?? null) : opens.reasonOf(data as never)
}

/** The events of the catalogue of which something holds, in its order. */
export const eventsWith = <Name extends EventName>(holds: (record: AnyEventRecord) => boolean): readonly Name[] =>
  EVENT_NAMES.filter((name) => holds(EVENTS[name])) as readonly EventName[] as readonly Name[]

/** What reopens a closed incident where it opens a demand; so it ends a wait that was settled without anybody going. */
export type News = NamesOf<{ readonly whenClosed: 'reopens' | 'looks-back-or-reopens' }>
export const NEWS: readonly News[] = eventsWith<News>(({ whenClosed }) => isToldAsNews(whenClosed))
function isToldAsNews(whenClosed: WhenClosed): boolean {
  return whenClosed === 'reopens' || whenClosed === 'looks-back-or-reopens'
}

/** What opens a demand by its content, or joins an open one: news, and a change of shift. */
export type Trigger = Exclude<EventName, NamesOf<{ readonly opens: null }>>
export const TRIGGERS: readonly Trigger[] = eventsWith<Trigger>(({ opens }) => opens !== null)
