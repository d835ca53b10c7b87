/**
 * Every read of the API is asked of the reader, whom row-level security holds, and of no other login. A new read belongs in the
 * list below: the compiler names one that is missing.
 */
import type { AccessReads } from '../../src/engine/access/ports.ts'
import type { HandoverReads } from '../../src/engine/handover/ports.ts'
import type { DeliveryReads } from '../../src/engine/notifications/seen.ts'
import type { CaseReads } from '../../src/engine/ports.ts'
import type { Reads } from '../../src/engine/reads.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import { useDatabase } from '../support/database.ts'
import { asked, createLogins, nameIn, type ThreeLogins } from '../support/logins.ts'

type Asks<Names extends PropertyKey> = Readonly<Record<Names, (store: Store) => Promise<unknown>>>

const page = { limit: 5 }
const key = { force: FORCE, reference: 'WK-1' }
const period = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' }
const part = { kind: 'task', state: 'open', weight: 0, place: 0 }
const every = async (rows: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of rows);
}

const READS: Asks<keyof (Reads & AccessReads & DeliveryReads & HandoverReads)> = {
  now: (store) => store.now(),
  caseOf: (store) => store.caseOf(key).catch(unreadable),
  incidents: (store) => store.incidents(FORCE, { openOnly: true, state: 'reported' }, page),
  findIncidents: (store) =>
    store.findIncidents(
      FORCE,
      { keys: [{ kind: 'phone', value: '01632960001' }], reference: 'WK-1', openOnly: true, hidden: [] },
      page,
    ),
  waitingCounts: (store) =>
    store.waitingCounts(FORCE, {
      reader: 'ann',
      mine: { id: 'ann' },
      minesHidden: true,
      openOnly: true,
      alerts: true,
      samples: true,
    }),
  timeline: (store) => store.timeline(key, page),
  alerts: (store) => store.alerts(FORCE, { openOnly: true }, page),
  deliveryList: (store) => store.deliveryList(FORCE, { status: 'dead', openOnly: true }, page),
  deliveriesOfAlerts: (store) => store.deliveriesOfAlerts(FORCE, ['a1']),
  deliveriesOfLines: (store) => store.deliveriesOfLines(FORCE, [{ alert: 'a1', level: 1, count: 1 }]),
  restricted: (store) => store.restricted(FORCE),
  priorities: (store) => store.priorities(),
  demandsOfIncident: (store) => store.demandsOfIncident(key, page),
  deadlinesOfIncident: (store) => store.deadlinesOfIncident(key, page),
  alertLines: (store) => store.alertLines(FORCE, 'timers-stalled-1', 5),
  alertCase: (store) => store.alertCase(FORCE, 'a1'),
  refusals: (store) => store.refusals(FORCE, 'WK-1', page),
  refusal: (store) => store.refusal(FORCE, 1),
  reassessments: (store) => store.reassessments(FORCE, 'waiting', page),
  handovers: (store) => store.handovers(FORCE, { open: true }, page),
  handover: (store) => store.handover(FORCE, 'H-1', page),
  handoverItems: (store) => store.handoverItems(FORCE, 'H-1', ['1']),
  approvals: (store) => store.approvals(FORCE, 'decided', page),
  register: (store) => store.register(FORCE, [part], {}, page),
  registerCount: (store) => store.registerCount(FORCE, [part], {}, 10),
  streamAfter: (store) => store.streamAfter(FORCE, null, 5),
  streamHead: (store) => store.streamHead(FORCE),
  measured: (store) =>
    store.measured(FORCE, {
      ...{ picks: [{ part: 'p', what: 'refused', code: null }], bounds: [period.from, period.to], byMonth: true, by: [] },
      ...{ isTimed: true, most: 5 },
    }),
  countedSince: (store) => store.countedSince(),
  thriveSample: (store) => store.thriveSample(FORCE, { ...period, seed: 's', size: 2 }),
  thrivesRecorded: (store) => store.thrivesRecorded(FORCE, period),
  thriveScores: (store) => every(store.thriveScores(FORCE, period)),
  accessLog: async (store) => {
    await store.accessLog(FORCE, { person: 'key-1' }, page)
    return store.accessLog(FORCE, { incident: 'WK-1' }, page)
  },
  readersByDay: (store) => store.readersByDay(FORCE, { from: '2026-11-01', to: '2026-11-30', timezone: 'Europe/London' }, 5),
}

const CASE_READS: Asks<keyof CaseReads> = {
  loadOf: ({ reading }) => reading.loadOf(FORCE, ['WK-1']),
  linksFrom: ({ reading }) => reading.linksFrom(key),
  readEntries: ({ reading }) => every(reading.readEntries(key, Number.MAX_SAFE_INTEGER)),
  policyByHash: ({ reading }) => reading.policyByHash('none'),
  restricted: ({ reading }) => reading.restricted(FORCE),
}

const ALL = [
  ...Object.entries(READS),
  ...Object.entries(CASE_READS).map(([name, ask]): [string, (store: Store) => Promise<unknown>] => [`reading.${name}`, ask]),
]

/** The snapshots of this file are made up: what cannot be read has been read. */
function unreadable(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'snapshot-unreadable') throw error
}

const database = useDatabase()
/** A store that has asked once for what a process remembers, such as the key of the hashes. */
async function storeWithout(login: 'engine' | 'reader'): Promise<{ readonly store: Store; readonly logins: ThreeLogins }> {
  const logins = await createLogins(database.server)
  const store = await createStore({ connectionString: logins.engine, logins })
  await store.commit([changeOf('WK-1', 0, { findKeys: [{ kind: 'phone', value: '01632960001' }] })])
  await store.numberChanges()
  await asked(
    logins.owner,
    `revoke select on all tables in schema reassess from ${nameIn(logins[login])};
     revoke execute on all functions in schema reassess from ${nameIn(logins[login])}`,
  )
  return { store, logins }
}

describe.each([['engine'], ['reader']] as const)('where the %s may read nothing', (login) => {
  let store: Store
  let name: string
  beforeAll(async () => {
    const without = await storeWithout(login)
    store = without.store
    name = nameIn(without.logins[login])
  })
  afterAll(() => store.close())

  it.each(ALL)(login === 'engine' ? '%s is answered' : '%s is refused', async (_, ask) => {
    if (login === 'engine') await ask(store)
    else await expect(ask(store)).rejects.toMatchObject({ login: name })
  })
})
