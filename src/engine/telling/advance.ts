/** Goes on telling people of alerts: whoever comes next is told, and so are people of alerts that no commit of a case told of. */
import type { Instant, Role } from '../../../machines/rules/vocabulary.ts'
import type { AlertItem } from '../views/views.ts'
import type { AlertChange, Teller, Told } from './ports.ts'
import type { AlertTold, DueTelling, TellingRows, TellingStep, UntoldCursor } from './rows.ts'

export interface TellingPorts {
  readonly force: string
  /** Of the policy with which this process started: alerts about the system have no case that pinned one. */
  readonly ladder: readonly Role[]
  readonly teller: Teller
  readonly rows: TellingRows
  /** Deliveries are on disk: somebody should carry them. Never throws, never waits. */
  readonly deliveriesWritten: () => void
}

/** Few enough that a commit which needs one of the rows waits milliseconds for it. */
const AT_ONCE = 200
/** Longer than a page takes to be told; if this process dies, another goes on within seconds. */
const LEASE_MS = 5_000
/** Of one page: rows of one commit to one person are one message. */
const UNTOLD_AT_ONCE = 1_000

/**
 * Tells whoever comes next, worst alert first, until nobody is due.
 *
 * @param goOn asked between two pages.
 * @returns the engine's time at the last look, and when the next person is due.
 * @throws RecordUnavailable
 */
export async function advanceTellings(
  ports: TellingPorts,
  goOn: () => boolean = () => true,
): Promise<{ readonly now: Instant; readonly next: Instant | null }> {
  for (;;) {
    const { now, next, due } = await ports.rows.leaseTellings(ports.force, AT_ONCE, LEASE_MS)
    await write(
      ports,
      due.map((read) => ({ read, told: nextOf(ports, read, now) })),
    )
    if (due.length < AT_ONCE || !goOn()) return { now, next }
  }
}

/** Tells of what became of alerts about the system. @throws RecordUnavailable */
export async function tellSystemAlerts(ports: TellingPorts): Promise<void> {
  const { now, alerts } = await ports.rows.systemAlertsToTell(ports.force, AT_ONCE)
  await write(
    ports,
    alerts.map((read) => ({ read, told: systemTold(ports, read, now) })),
  )
}

/** Once, as a worker starts: tells of alerts that were open before there was a delivery file. @throws RecordUnavailable */
export async function tellUntoldAlerts(ports: TellingPorts, goOn: () => boolean = () => true): Promise<void> {
  for (let after: UntoldCursor | null = null; goOn(); ) {
    const page = await ports.rows.untoldAlerts(ports.force, after, UNTOLD_AT_ONCE)
    await write(
      ports,
      page.alerts.map((read) => ({ read, told: toldOf(ports, { now: read.alert, before: null }, page.now, 0) })),
    )
    after = page.next
    if (after === null) return
  }
}

async function write({ rows, force, deliveriesWritten }: TellingPorts, all: readonly TellingStep[]): Promise<void> {
  const steps = all.filter(({ told }) => told.deliveries.length + told.tellings.length + told.stopped.length > 0)
  if (steps.length === 0) return
  await rows.writeTold(force, steps)
  if (steps.some(({ told }) => told.deliveries.length > 0)) deliveriesWritten()
}

function nextOf(ports: TellingPorts, { caseId, alert, telling }: DueTelling, now: Instant): Told {
  const { level, count, turn } = telling
  // The commit that moved the alert told of it; this mends what it could not write.
  if (caseId !== 0 && (level !== alert.level || count !== alert.count))
    return toldOf(ports, { now: alert, before: { status: 'open', level, count } }, now, turn + 1)
  const { deliveries, telling: after } = ports.teller.next(ports.force, { ...alert, level, count }, telling, now)
  return { at: now, deliveries, tellings: [after], stopped: [] }
}

/** What its `Telling` knows of the alert stands for how it was before. */
function systemTold(ports: TellingPorts, read: AlertTold, now: Instant): Told {
  const alert = asTold(read)
  const { telling, takenBy } = read
  if (telling === null) return withTelling(toldOf(ports, { now: alert, before: null }, now, 0), read)
  const { level, count, turn } = telling
  const before =
    takenBy === null
      ? { status: 'open' as const, level, count }
      : { status: 'acknowledged' as const, acknowledgedBy: takenBy, level, count }
  // Only the alert that counts comes back at the same level and count by its clock.
  const isReleased = !isCounting(read.alert)
  return withTelling(toldOf(ports, { now: alert, before, isReleased }, now, turn + 1), read)
}

/** The alert that counts refused subjects does not return when one more waits: it only says another number. */
function asTold({ alert, telling }: AlertTold): AlertItem {
  return isCounting(alert) && telling !== null ? { ...alert, count: telling.count } : alert
}

const isCounting = ({ kind, incident }: AlertItem): boolean => kind === 'report-refused' && incident === ''

/** An alert about the system has a `Telling` while it lasts, also where nobody is told: the row says what was seen of it. */
function withTelling(told: Told, read: AlertTold): Told {
  if (told.tellings.length > 0 || read.alert.status === 'resolved') return told
  const { id, level, count } = asTold(read)
  const turn = read.telling === null ? 0 : read.telling.turn + 1
  const silent = { alert: id, level, count, turn, roles: [], told: [], nextAt: null }
  return { ...told, tellings: [silent] }
}

function toldOf({ teller, force, ladder }: TellingPorts, change: AlertChange, at: Instant, sequence: number): Told {
  return teller.told(force, [change], at, { ladder, sequence }) ?? { at, deliveries: [], tellings: [], stopped: [] }
}
