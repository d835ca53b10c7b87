/**
 * Times that lie long before anything near them: a slip in the year, or what a system writes into a field that nobody filled
 * (1900 and 1970 are usual). Such an event is taken, because it may be true, and its sender is told.
 */
import { pointerOf, type Warning } from '../issue.ts'
import type { Instant } from '../vocabulary.ts'

const DAY_MS = 86_400_000
/** What belongs to an incident happens after its report, and a report soon after its receipt [derived]: late paper takes days. */
const BEFORE_ITS_REPORT_MS = 30 * DAY_MS
/** Of any other instant in the data, before the time of the event [derived]: old offences and orders are younger than 50 years, fills older. */
const BEFORE_THE_EVENT_MS = 50 * 365 * DAY_MS

interface Told {
  readonly type: string
  readonly at: Instant
  readonly data: object
}

/**
 * @param reportedAt the time of the incident's report.
 * @param recordedAt a report whose own times are all of one wrong year has nothing else to be compared with.
 */
export function unlikelyTimes({ type, at, data }: Told, reportedAt: Instant, recordedAt: Instant): Warning[] {
  const warnings: Warning[] = []
  const isLongGone = liesBefore(at, recordedAt, BEFORE_THE_EVENT_MS)
  if (liesBefore(at, reportedAt, BEFORE_ITS_REPORT_MS)) warnings.push(unlikely('/time', 'more than 30 days before the report'))
  else if (isLongGone) warnings.push(unlikely('/time', 'decades before it was recorded'))
  const path: string[] = []
  const look = (value: unknown): void => {
    if (isInstant(value)) {
      const isReceipt = type === 'incident.reported' && path.length === 1 && path[0] === 'receivedAt'
      const before = isReceipt ? BEFORE_ITS_REPORT_MS : BEFORE_THE_EVENT_MS
      if (liesBefore(value, at, before))
        warnings.push(unlikely(pointerOf('/data', path), isReceipt ? 'more than 30 days before `time`' : 'decades before `time`'))
      else if (isLongGone && liesBefore(value, recordedAt, BEFORE_THE_EVENT_MS))
        warnings.push(unlikely(pointerOf('/data', path), 'decades before it was recorded'))
      return
    }
    if (typeof value !== 'object' || value === null) return
    // Listed by `in`, because entries cost three times as much; what a schema read inherits no name.
    for (const name in value) {
      const part = (value as Record<string, unknown>)[name]
      if (typeof part !== 'object' && !isInstant(part)) continue
      path.push(name)
      look(part)
      path.pop()
    }
  }
  look(data)
  return warnings
}

/** Text order is time order, and asks no calendar. */
const liesBefore = (instant: Instant, other: Instant, ms: number): boolean =>
  instant < other && Date.parse(other) - Date.parse(instant) > ms

const unlikely = (pointer: string, where: string): Warning => ({
  code: 'time-unlikely',
  pointer,
  detail: `lies ${where}; it was taken as it is: look whether the year is right`,
})

/** As the schemas leave an instant. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const INSTANT_LENGTH = '2026-11-20T21:00:00.000Z'.length

const isInstant = (value: unknown): value is Instant =>
  typeof value === 'string' && value.length === INSTANT_LENGTH && value[10] === 'T' && INSTANT.test(value)
