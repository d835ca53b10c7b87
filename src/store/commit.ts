import { setTimeout as pause } from 'node:timers/promises'
import { type CaseChange, CaseHeld, type Committed, DuplicateInGroup } from '../engine/ports.ts'
import { matterRow } from '../engine/registers/rows.ts'
import type { CaseKey, Entry } from '../engine/step/case.ts'
import { COMMIT, COMMIT_NOTIFYING } from './commitStatement.ts'
import type { Database } from './connection/database.ts'
import { isRetryable, RecordFault, StatementTimedOut, UNIQUE_VIOLATION } from './connection/faults.ts'
import { type HashMatchKey, hashFindKey } from './hashMatchKey.ts'
import { notificationJson } from './notifications/writing.ts'
import { storedRow } from './registers/row.ts'
import { takerOf } from './takers.ts'

/** Groups rarely deadlock (only equal event ids can make them); a few attempts suffice. */
const ATTEMPTS = 5

/**
 * Writes judged changes in one statement: each change lands whole, or its case is in `stale` or `held` and nothing of it
 * landed.
 *
 * @throws CaseHeld when a row that a change needs stays locked: nothing was written.
 * @throws DuplicateInGroup when an event's (force, source, id) is taken: nothing was written.
 * @throws RecordUnavailable when the database does not answer. After a connection lost in mid-statement nobody knows whether
 *   the group landed; a sender that sends an event again learns that it is a duplicate.
 */
export async function commit(
  database: Database,
  changes: readonly CaseChange[],
  hashMatchKey: () => Promise<HashMatchKey>,
): Promise<Committed> {
  if (changes.length === 0) return { stale: [] }
  const isHashed = changes.some(({ matchKeys, findKeys }) => matchKeys.length + findKeys.length > 0)
  const hash = isHashed ? await hashMatchKey() : null
  const group = valuesOf(changes, hash)
  const statement = changes.some(({ told }) => told !== null) ? COMMIT_NOTIFYING : COMMIT
  for (let attempt = 1; ; attempt++) {
    try {
      const rows = await database.query<{ place: number; landed: boolean }>(statement, group)
      const fate = new Map(rows.map(({ place, landed }) => [place, landed]))
      const keysOf = (is: (landed: boolean | undefined) => boolean): CaseKey[] =>
        changes.flatMap(({ case: { force, reference } }, place) => (is(fate.get(place)) ? [{ force, reference }] : []))
      const held = keysOf((landed) => landed === false)
      return { stale: keysOf((landed) => landed === undefined), ...(held.length === 0 ? {} : { held }) }
    } catch (error) {
      if (error instanceof StatementTimedOut) throw new CaseHeld({ unwaited: false, holder: null })
      if (error instanceof RecordFault && error.sqlState === UNIQUE_VIOLATION && error.constraint === 'entries_event') {
        throw new DuplicateInGroup('An event of the group is on record already, or in the group twice')
      }
      if (!isRetryable(error) || attempt === ATTEMPTS) throw error
      await pause(Math.random() * 10 * attempt)
    }
  }
}

/** The group as the statement reads it: JSON, and beside it the long texts, which return byte for byte. */
function valuesOf(changes: readonly CaseChange[], hash: HashMatchKey | null): string[] {
  const lines = changes.flatMap(({ entries }, place) => entries.map((entry) => ({ place, entry })))
  return [
    JSON.stringify(changes.map((change, place) => rowOf(change, place, hash))),
    joined(changes.map((change) => JSON.stringify(change.case))),
    joined(changes.map(({ item }) => JSON.stringify(item))),
    JSON.stringify(lines.map(({ place, entry }) => lineOf(entry, place))),
    joined(lines.map(({ entry }) => entry.canonical)),
    joined(lines.map(({ entry }) => JSON.stringify(entry.consequences))),
    joined(lines.map(({ entry }) => entry.content)),
  ]
}

/** JSON text holds this character only escaped. */
const joined = (texts: readonly string[]): string => texts.join('\x1e')

function rowOf(change: CaseChange, place: number, hash: HashMatchKey | null) {
  const { case: kept, columns, entries, item, timersEnded, links, unlisted, counted } = change
  const { force, reference, version, head, machineVersion, policy } = kept
  return {
    ...{ place, force, reference, expected: change.expectedVersion, version, head, machineVersion, policy, ...columns },
    demandLevels: item.demands.filter(({ status }) => status === 'open').map(({ level }) => level),
    firstSequence: entries[0]?.sequence ?? version,
    recordedAt: entries.at(-1)?.recordedAt ?? null,
    // Skip a timer that the same change set and ended.
    timersSet: change.timersSet,
    ...{ timersEnded, links, unlisted, counted },
    alerts: change.alerts.map((alert) => {
      const { id, status, kind, audience, raisedAt } = alert
      return { id, status, kind, audience, raisedAt, ...takerOf(alert, entries), item: JSON.stringify(alert) }
    }),
    listed: [...change.matters.map(matterRow), ...change.listed].map(storedRow),
    gone: change.left.map((part) => ({ ...part, machine: JSON.stringify(part.machine) })),
    back: change.back.map(placeOf),
    goneIsWhole: change.leftIsWhole,
    ...(change.told === null ? {} : { notification: notificationJson(change.told, change.alerts) }),
    reportedAt: item.reportedAt,
    matchKeys: hash === null ? '' : eachOnce(change.matchKeys.map((matchKey) => hash(force, matchKey))),
    findKeys: hash === null ? '' : eachOnce(change.findKeys.map((findKey) => hashFindKey(hash, force, findKey))),
  }
}

const eachOnce = (hashes: readonly string[]): string => [...new Set(hashes)].join()

/** `matters/bail/B1` is the bail B1 among the matters. */
function placeOf(name: string) {
  const cut = name.indexOf('/')
  return { home: name.slice(0, cut), id: name.slice(cut + 1) }
}

function lineOf(entry: Entry, place: number) {
  const { sequence, type, source, id, at, recordedAt, hash, commitment, salt } = entry
  const actor = entry.actor === null ? null : JSON.stringify(entry.actor)
  return { place, sequence, type, source, id, at, recordedAt, actor, hash, commitment, salt }
}
