/** The record on PostgreSQL: a file for each concern, put together here. */

import type { AccessLine } from '../engine/access/line.ts'
import type { AccessReads } from '../engine/access/ports.ts'
import type { DeliveryReports } from '../engine/deliveryReports.ts'
import type { DueDeliveries } from '../engine/dueDeliveries.ts'
import type { DueTimers } from '../engine/dueTimers.ts'
import type { OverrideRows } from '../engine/duty/ports.ts'
import type { HandoverReads, HandoverRows } from '../engine/handover/ports.ts'
import type { NotificationRows } from '../engine/notifications/rows.ts'
import type { DeliveriesSeen, DeliveryReads, Replays } from '../engine/notifications/seen.ts'
import type { CaseReads, CaseStore } from '../engine/ports.ts'
import type { Reads, Refusals, SystemAlerts } from '../engine/reads.ts'
import type { CaseKey, KeptEntry } from '../engine/step/case.ts'
import type { Subscriptions, SubscriptionTurns } from '../engine/subscriptions/ports.ts'
import { type AccessRows, accessLog, createAccessRows } from './access/rows.ts'
import { readersByDay } from './access/unusual.ts'
import { type AccessWalked, walkAccess } from './access/walk.ts'
import { type CheckpointProblem, verifyCheckpoints, writeCheckpoint } from './checkpoints/index.ts'
import { commit } from './commit.ts'
import { type Clock, type ClockNews, type ClockStands, createClock, OWN_WITNESSES } from './connection/clock.ts'
import { type Database, type Denied, openDatabase, openReadings } from './connection/database.ts'
import { createHolders } from './connection/holders.ts'
import { type Listening, listenForChanges } from './connection/listen.ts'
import { migrate } from './connection/migrate.ts'
import { createWritable } from './connection/writable.ts'
import { createDueDeliveries } from './deliveries.ts'
import { createDeliveryReports } from './deliveryReports.ts'
import { createDrafts, type DraftStore } from './drafts.ts'
import { createHandoverRows } from './handovers/index.ts'
import { handoverItemsOf, handoverOf, handoversOf } from './handovers/lists.ts'
import { createMatchKeyHash } from './hashMatchKey.ts'
import { createKeys, type KeyRing } from './keys.ts'
import { alertLinesOf } from './lists/alertLines.ts'
import { alertCase, alertsOf } from './lists/alerts.ts'
import { approvalsOf } from './lists/approvals.ts'
import { countsOf } from './lists/counts.ts'
import { deliveriesOf, deliveriesOfAlerts, deliveriesOfLines } from './lists/deliveries.ts'
import { readEnded } from './lists/ended.ts'
import { deadlinesOf, demandsOf } from './lists/endedLists.ts'
import { readCases, readEntries, timelineOf } from './lists/entries.ts'
import { findIncidents } from './lists/found.ts'
import { caseOf, incidentsOf, loadOf } from './lists/incidents.ts'
import { linksFrom } from './lists/links.ts'
import { reassessmentsOf } from './lists/reassessments.ts'
import { restrictedOf } from './lists/restricted.ts'
import { streamAfter, streamHead } from './lists/stream.ts'
import { load } from './load.ts'
import { type Logins, prepareSchema } from './logins/prepareSchema.ts'
import { createNotificationRows } from './notifications/due.ts'
import { createNumbering } from './numbering.ts'
import { type KeptPolicy, pinPolicy, policyByHash, prioritiesOf } from './policies.ts'
import { countedSince, measured } from './registers/measures.ts'
import { type RebuiltBatch, rebuildRegisters } from './registers/rebuild.ts'
import { registerCount, registerOf } from './registers/registers.ts'
import { thriveSample, thriveScores, thrivesRecorded } from './registers/thriveSampling.ts'
import { createReplays } from './replays.ts'
import { createRotaOverrides } from './rotaOverrides.ts'
import { createSessions, type SessionStore } from './sessions.ts'
import type { KeptSnapshot } from './snapshot.ts'
import { createSubscriptionList } from './subscriptions/list.ts'
import { createSubscriptionTurns } from './subscriptions/turns.ts'
import { createDueTimers } from './timers.ts'
import { createDeliveriesSeen } from './watch/deliveriesSeen.ts'
import { createDeliveryFailed, type UnreachedAlerts } from './watch/deliveryFailed.ts'
import { createDismissing } from './watch/dismissing.ts'
import { createDutySeen, type DutySeen } from './watch/nobodyOnDuty.ts'
import { keepRefusals, refusalOf, refusalsOf } from './watch/refusals.ts'
import { createRefusedReports, type RefusedReportRows } from './watch/refusedReports.ts'
import { type AccessSeen, CLOCK_DOUBTED_BY, type ClockSeen, createSystemAlerts, type TimersSeen } from './watch/systemAlerts.ts'
import { createSystemTaking } from './watch/systemTaking.ts'
import { createUnfireableTimers, type UnfireableTimers } from './watch/unfireable.ts'

export interface Store
  extends CaseStore,
    Reads,
    HandoverReads,
    AccessReads,
    DeliveryReads,
    AccessRows,
    KeyRing,
    Refusals,
    DueTimers,
    SystemAlerts,
    TimersSeen,
    ClockSeen,
    AccessSeen,
    RefusedReportRows,
    OverrideRows,
    DutySeen,
    NotificationRows,
    Replays,
    DeliveriesSeen,
    UnreachedAlerts,
    UnfireableTimers,
    SubscriptionTurns,
    Subscriptions,
    DeliveryReports {
  readonly sessions: SessionStore
  readonly drafts: DraftStore
  readonly dueDeliveries: DueDeliveries
  readonly handoverRows: HandoverRows
  /** What the engine answers readers from. */
  readonly reading: CaseReads
  /** @throws PolicyChanged when the id and version are on record with other content. */
  pinPolicy(policy: KeptPolicy): Promise<void>
  /** Gives every committed change its position. `commit` requests it anyway; this waits for it. */
  numberChanges(): Promise<void>
  /** Calls `onChange` whenever there may be something new for `streamAfter`, and each second. */
  listenForChanges(onChange: () => void): Listening
  /**
   * @returns the line to keep outside the database; null when nothing came since the last checkpoint. @throws
   *   CheckpointBroken
   */
  writeCheckpoint(key: Buffer): Promise<string | null>
  verifyCheckpoints(key: Buffer, lines?: readonly string[]): Promise<readonly CheckpointProblem[]>
  /** @param spooled lines of the access log that wait on disk: they are not missing. */
  walkAccess(spooled: AsyncIterable<AccessLine>): Promise<AccessWalked>
  readCases(): AsyncIterable<KeptSnapshot>
  /** @param upTo the last sequence to read, `from` the first. @param types only lines of these. */
  readEntries(key: CaseKey, upTo?: number, types?: readonly string[] | null, from?: number): AsyncIterable<KeptEntry>
  /** Corrects the registers of the next cases, after an id. @returns null when no case is left. */
  rebuildRegisters(after: number): Promise<RebuiltBatch | null>
  /** The database's clock at the last reading. */
  clockStands(): ClockStands
  /** For readiness: writes a row. @throws RecordUnavailable */
  checkWritable(): Promise<void>
  /** Waits for what runs. */
  close(): Promise<void>
}

export interface StoreOptions {
  /** Of the engine, or of the one login that does everything. */
  readonly connectionString: string
  /** Absent where one login does everything: it then migrates too. */
  readonly logins?: Pick<Logins, 'owner' | 'reader'> | undefined
  /** Told the login that the database refused a right, each time. */
  readonly denied?: Denied | undefined
  /** Default 10, of the engine and of the reader; each listener uses an additional connection. */
  readonly maxConnections?: number
  /** Told what happens to the database's clock. */
  readonly clockTold?: (news: ClockNews) => void
  /** Told which session holds the migrations up, once they wait for seconds. */
  readonly heldUpBy?: (who: string) => void
  /** For tests of builds that differ; default: this build's. */
  readonly machineVersion?: number
}

/** The newest instant on record, nearly: changes commit almost in the order of their ids. */
const BEGIN = {
  text: `
    select now() as now, (${CLOCK_DOUBTED_BY}) as doubted,
           (select max(recorded_at) from (select recorded_at from reassess.changes order by id desc limit 100) as newest) as latest`,
}
/** A slower reading says too little of now, unless the third is slow too. */
const READ_WITHIN_MS = 500
const READINGS = 3

async function beginClock(database: Database, told: (news: ClockNews) => void): Promise<Clock> {
  for (let reading = 1; ; reading++) {
    const askedAt = performance.now()
    const [row] = await database.query<{ now: string; doubted: number | null; latest: string | null }>(BEGIN)
    if (row && (performance.now() - askedAt < READ_WITHIN_MS || reading === READINGS))
      return createClock(
        { databaseNow: row.now, latest: row.latest, othersDoubtMs: row.doubted === null ? null : row.doubted * 1_000 },
        { ...OWN_WITNESSES, told },
      )
  }
}

/** What has no force, such as a policy or the time, is read under no force. */
const NO_FORCE = ''

/**
 * Connects and migrates the schema, or checks it where the login of the schema's owner is not given.
 *
 * @throws RecordUnavailable when the database does not answer, SchemaNewer when a newer release migrated it, and as
 *   `prepareSchema` does.
 */
export async function createStore({
  connectionString,
  maxConnections,
  clockTold = () => {},
  heldUpBy = () => {},
  logins,
  denied,
  machineVersion,
}: StoreOptions): Promise<Store> {
  if (logins === undefined) await migrate(connectionString, heldUpBy)
  else await prepareSchema({ ...logins, engine: connectionString }, heldUpBy)
  const database = openDatabase(connectionString, maxConnections, denied)
  const readings = logins?.reader ? openReadings(logins.reader, maxConnections, denied) : null
  /** What reads of a force are asked of. */
  const reading = (force: string): Database => readings?.of(force) ?? database
  const clock = await beginClock(database, clockTold)
  const numbering = createNumbering(database, clock)
  const hashMatchKey = createMatchKeyHash(database)
  const listeners = new Set<Listening>()
  const writable = createWritable(database)

  return {
    load: (cases, events, lookups) => load(database, clock, { cases, events, lookups: lookups ?? [] }, hashMatchKey),
    commit: async (changes) => {
      const result = await commit(database, changes, hashMatchKey).catch((error: unknown) => {
        writable.failed(error)
        throw error
      })
      const landed = result.stale.length + (result.held?.length ?? 0) < changes.length
      writable.told(landed)
      // The committer's answer does not wait for the position.
      if (landed) numbering.kick()
      return result
    },
    readEnded: (key, wanted) => readEnded(database, key, wanted),
    ...createHolders(database),
    restricted: (force) => restrictedOf(reading(force), force),
    linksFrom: (key) => linksFrom(database, key),
    policyByHash: (hash) => policyByHash(database, hash),
    pinPolicy: (policy) => pinPolicy(database, policy),

    reading: {
      loadOf: (force, references) => loadOf(reading(force), clock, force, references),
      linksFrom: (key) => linksFrom(reading(key.force), key),
      readEntries: (key, ...which) => readEntries(reading(key.force), key, ...which),
      policyByHash: (hash) => policyByHash(reading(NO_FORCE), hash),
      restricted: (force) => restrictedOf(reading(force), force),
    },
    caseOf: (key) => caseOf(reading(key.force), key),
    incidents: (force, filter, page) => incidentsOf(reading(force), force, filter, page),
    findIncidents: (force, finding, page) => findIncidents(reading(force), hashMatchKey, force, finding, page),
    waitingCounts: (force, counting) => countsOf(reading(force), force, counting),
    timeline: (key, page) => timelineOf(reading(key.force), key, page),
    alerts: (force, filter, page) => alertsOf(reading(force), force, filter, page),
    priorities: () => prioritiesOf(reading(NO_FORCE)),
    demandsOfIncident: (key, page) => demandsOf(reading(key.force), key, page),
    deadlinesOfIncident: (key, page) => deadlinesOf(reading(key.force), key, page),
    alertLines: (force, alert, most) => alertLinesOf(reading(force), force, alert, most),
    alertCase: (force, alert) => alertCase(reading(force), force, alert),
    deliveryList: (force, filter, page) => deliveriesOf(reading(force), force, filter, page),
    deliveriesOfAlerts: (force, alerts) => deliveriesOfAlerts(reading(force), force, alerts),
    deliveriesOfLines: (force, raised) => deliveriesOfLines(reading(force), force, raised),
    approvals: (force, status, page) => approvalsOf(reading(force), force, status, page),
    reassessments: (force, state, page) => reassessmentsOf(reading(force), force, state, page),
    handovers: (force, filter, page) => handoversOf(reading(force), force, filter, page),
    handover: (force, id, page) => handoverOf(reading(force), force, id, page),
    handoverItems: (force, id, items) => handoverItemsOf(reading(force), force, id, items),
    register: (force, parts, within, page) => registerOf(reading(force), force, parts, within, page),
    registerCount: (force, parts, within, most) => registerCount(reading(force), force, parts, within, most),
    measured: (force, asked) => measured(reading(force), force, asked),
    countedSince: () => countedSince(reading(NO_FORCE)),
    refusals: (force, incident, page) => refusalsOf(reading(force), force, incident, page),
    refusal: (force, id) => refusalOf(reading(force), force, id),
    keep: (refusals) => keepRefusals(database, refusals),
    now: async () => (await loadOf(reading(NO_FORCE), clock, NO_FORCE, [])).now,
    thriveSample: (force, asked) => thriveSample(reading(force), force, asked),
    thrivesRecorded: (force, period) => thrivesRecorded(reading(force), force, period),
    thriveScores: (force, period) => thriveScores(reading(force), force, period),
    streamAfter: (force, after, limit) => streamAfter(reading(force), force, after, limit),
    streamHead: (force) => streamHead(reading(force), force),

    accessLog: (force, filter, page) => accessLog(reading(force), force, filter, page),
    readersByDay: (force, days, most) => readersByDay(reading(force), force, days, most),
    ...createAccessRows(database),
    ...createKeys(database),
    sessions: createSessions(database),
    drafts: createDrafts(database),
    dueDeliveries: createDueDeliveries(database, clock),
    handoverRows: createHandoverRows(database, clock),
    ...createDueTimers(database, clock, machineVersion),
    ...createUnfireableTimers(database, clock, machineVersion),
    ...createDeliveryReports(database, clock),
    ...createSystemAlerts(database, clock),
    ...createSystemTaking(database, clock),
    ...createRefusedReports(database, clock),
    ...createSubscriptionTurns(database, clock),
    ...createSubscriptionList(database, reading, clock),
    ...createRotaOverrides(database, clock),
    ...createDutySeen(database, clock),
    ...createNotificationRows(database, clock),
    ...createReplays(database, clock),
    ...createDeliveriesSeen(database, clock),
    ...createDeliveryFailed(database, clock),
    ...createDismissing(database, clock),
    clockStands: () => clock.stands(),

    numberChanges: () => numbering.numberChanges(),
    listenForChanges: (onChange) => {
      const { stop } = listenForChanges(connectionString, numbering, onChange)
      const listening = {
        stop: () => {
          listeners.delete(listening)
          return stop()
        },
      }
      listeners.add(listening)
      return listening
    },
    writeCheckpoint: (key) => writeCheckpoint(database, numbering, key),
    verifyCheckpoints: (key, lines) => verifyCheckpoints(database, key, lines),
    walkAccess: (spooled) => walkAccess(database, spooled),
    readCases: () => readCases(database),
    readEntries: (key, ...which) => readEntries(database, key, ...which),
    rebuildRegisters: (after) => rebuildRegisters(database, after),
    checkWritable: () => writable.check(),
    close: async () => {
      await Promise.all([...listeners].map(({ stop }) => stop()))
      await numbering.settled()
      await Promise.all([database.close(), readings?.close()])
    },
  }
}
