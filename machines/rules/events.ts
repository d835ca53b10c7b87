/** The public event types: their names, how their data is read, and which of them are news that opens a demand. */
import type { z } from 'zod'
import { eventSchemas } from './eventSchemas.ts'
import { readReport, type Unread } from './firstReport.ts'
import { type Gap, type Gaps, gapsOf, type Warning } from './gap.ts'
import { missingIn } from './missingInReport.ts'
import { msOf } from './time.ts'
import type { DemandReason, Instant } from './vocabulary.ts'
import { saysNone } from './words.ts'

export { envelopeSchema } from './envelope.ts'
export { eventSchemas } from './eventSchemas.ts'

export type EventName = keyof typeof eventSchemas
export type CaseEventData = { [Name in EventName]: z.output<(typeof eventSchemas)[Name]> } & {
  readonly 'incident.reported': { readonly unread?: Unread }
}
export const EVENT_NAMES = Object.keys(eventSchemas) as readonly EventName[]

/** `incident.graded` as the envelope writes it: `uk.police.da.incident.graded.v1`. */
export const typeOf = (name: EventName): string => `uk.police.da.${name}.v1`

const NAMES: ReadonlyMap<string, EventName> = new Map(EVENT_NAMES.map((name) => [typeOf(name), name]))

/** The short name of an envelope's `type`, or null for one that is none of ours. */
export const nameOf = (type: string): EventName | null => NAMES.get(type) ?? null

export type Parsed<Name extends EventName> =
  | { ok: true; data: CaseEventData[Name]; warnings: readonly Warning[] }
  | ({ ok: false } & Gaps)

/** Reads an event's data: whole and normalised, or every mistake in it. Takes anything that JSON can hold and never throws. */
export function parseData<Name extends EventName>(name: Name, raw: unknown): Parsed<Name> {
  if (name === 'incident.reported') return parseReport(raw) as Parsed<Name>
  const read = eventSchemas[name].safeParse(raw)
  if (!read.success) return { ok: false, ...gapsOf(read.error, raw, '/data') }
  return { ok: true, data: read.data as CaseEventData[Name], warnings: [] }
}

function parseReport(written: unknown): Parsed<'incident.reported'> {
  const { raw, unread, warnings, asWritten } = readReport(written)
  const read = eventSchemas['incident.reported'].safeParse(raw)
  if (!read.success) return { ok: false, ...asWritten(gapsOf(read.error, raw, '/data')) }
  const data = Object.keys(unread).length === 0 ? read.data : { ...read.data, unread }
  return { ok: true, data, warnings: [...missingIn(read.data, unread), ...warnings] }
}

/** Clocks of two systems differ by as much. */
const RECEIVED_AFTER = 'PT2M'

/** A report was received at the latest two minutes after its `time` (contract §2). Both are normalised. */
export const receivedAfterHappened = (time: Instant, data: CaseEventData['incident.reported']): Gap[] =>
  Date.parse(data.receivedAt) - Date.parse(time) > msOf(RECEIVED_AFTER)
    ? [{ pointer: '/data/receivedAt', detail: 'must be at most two minutes after the time of the event' }]
    : []

type Opens = { readonly [Name in EventName]?: (data: CaseEventData[Name]) => DemandReason | null }

const OPENS: Opens = {
  'unit.diverted': () => 'diverted',
  'unit.arrived': ({ victimSeen }) => (victimSeen ? null : 'attendance-failed'),
  'attendance.failed': () => 'attendance-failed',
  'call.cut-off': () => 'cut-off',
  'call.received': () => 'further-call',
  'log.noted': ({ newInformation }) => (newInformation ? 'new-information' : null),
  // Not safe, or not known to be, outweighs whatever else was learnt.
  'victim.contacted': ({ safe, newInformation }) =>
    safe !== true ? 'unsafe-contact' : saysNone(newInformation) ? null : 'new-information',
  'shift.changed': () => 'shift-change',
  // The other record is another contact about this incident, or something that was not known.
  'incident.linked': ({ as }) => (as === 'duplicate-of' ? null : as === 'duplicate' ? 'further-call' : 'new-information'),
  'incident.reopened': () => 'reopened',
  // What was to protect her did not.
  'bail.breached': () => 'bail-breached',
  'order.breached': () => 'order-breached',
  'disclosure.checked': ({ immediateRisk }) => (immediateRisk ? 'new-information' : null),
  'disclosure.met': ({ immediateRisk }) => (immediateRisk === true ? 'new-information' : null),
}

/** Which demand an event opens by its content alone, or null. Whether the lifecycle lets it (a shift change once attended opens none) is the machine's to say. */
export function demandReasonOf<Name extends EventName>(name: Name, data: CaseEventData[Name]): DemandReason | null {
  const opens: ((data: CaseEventData[Name]) => DemandReason | null) | undefined = OPENS[name]
  return opens?.(data) ?? null
}
