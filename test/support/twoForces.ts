/** A record on three logins in which two forces have a row in each table, so that what a login sees is somebody's. */
import { createStore, type Store } from '../../src/store/store.ts'
import { writeLines } from './accessLines.ts'
import { AT, alertOf, CONTROL_ROOM, changeOf, demandOf, timerOf } from './changes.ts'
import { useDatabase } from './database.ts'
import { OVERRIDE } from './duty.ts'
import { asked, createLogins, type ThreeLogins } from './logins.ts'
import { toldOf } from './notification.ts'

export const OURS = 'warwickshire'
export const THEIRS = 'kent'
const PERSON = { issuer: 'https://id.test', subject: '7', name: 'Sgt Ann Lee' }
const PHONE = { kind: 'phone', value: '01632960001' }

interface Opening {
  readonly owner?: string | null
  readonly denied?: (login: string) => void
}

/** From the first test of the file to its last. */
export function useTwoForces() {
  const database = useDatabase()
  let logins: ThreeLogins | undefined
  let store: Store | undefined
  const opened: Store[] = []
  const there = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('The record is made in beforeAll')
    return thing
  }
  const openStore = async (given: ThreeLogins, { owner = given.owner, denied }: Opening = {}) => {
    const one = await createStore({ connectionString: given.engine, logins: { owner, reader: given.reader }, denied })
    opened.push(one)
    return one
  }
  beforeAll(async () => {
    logins = await createLogins(database.server)
    store = await openStore(logins)
    await fill(store, logins)
  })
  afterAll(() => Promise.all(opened.map((one) => one.close())))
  return {
    get logins() {
      return there(logins)
    },
    get store() {
      return there(store)
    },
    /** A database of its own, with no record. */
    otherLogins: () => createLogins(database.server),
    /** Closed after the last test. */
    openStore,
  }
}

async function fill(store: Store, logins: ThreeLogins): Promise<void> {
  for (const force of [OURS, THEIRS]) await store.commit([changeWithEverything(force)])
  for (const force of [OURS, THEIRS]) await store.keep([refusalOf(force)])
  for (const force of [OURS, THEIRS]) await store.create('supervisor', force)
  for (const force of [OURS, THEIRS])
    await store.sessions.open({ ...{ openedBy: 'oidc', force, roles: ['supervisor'], key: null }, person: PERSON })
  for (const force of [OURS, THEIRS])
    await store.drafts.save({ force, owner: 'ann', role: 'supervisor' }, { incident: 'WK-1', form: 'log.noted' }, {}, null)
  await writeLines(store, [{ force: OURS }, { force: THEIRS }])
  await store.numberChanges()
  const subscription = { id: 'desk-1', webhook: 'desk', kinds: [], incidents: true }
  for (const force of [OURS, THEIRS]) await store.beginSubscriptions(force, [subscription])
  // What no change makes by itself.
  for (const force of [OURS, THEIRS]) {
    await store.keepOverride(force, OVERRIDE, CONTROL_ROOM)
    await asked(logins.owner, `insert into reassess.refused_subjects values ('${force}', 'R-1', 'key-1', now())`)
    await asked(
      logins.owner,
      `insert into reassess.system_alert_lines (force, alert, type, at, by)
       values ('${force}', 'timers-stalled-1', 'alert.acknowledged', now(), '{}')`,
    )
    await asked(
      logins.owner,
      `insert into reassess.timers_unfireable (case_id, timer, force, since, locked)
       select id, 't1', force, now(), false from reassess.cases where force = '${force}'`,
    )
    await asked(
      logins.owner,
      `insert into reassess.deliveries (force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role, written_at)
       values ('${force}', 0, 'a0', '', 'timers-stalled', 'critical', 1, 1, 0, 'raised', 'sup-1', 'sms', 'supervisor', now())`,
    )
    await asked(
      logins.owner,
      `insert into reassess.notifications (force, alert, case_id, level, count, turn, severity, roles, told)
       values ('${force}', 'a0', 0, 1, 1, 0, 'critical', '{}', '{}')`,
    )
    await store.replay(force, {}, { by: null, actor: CONTROL_ROOM })
    const handover = `insert into reassess.handovers (id, force, from_shift, to_shift, by, actor, at, accept_by, looked_at)
      values ('H-${force}', '${force}', 'late', 'night', '{}', '{}', now(), now(), now())`
    const item = `insert into reassess.handover_items (handover, number, force, what, kind, incident, case_id, about)
      values ('H-${force}', 1, '${force}', 'open', 'overdue', 'WK-1', 1, '')`
    const change = `insert into reassess.handover_changes (handover, incident, force, number) values ('H-${force}', 'WK-1', '${force}', 1)`
    for (const statement of [handover, item, change]) await asked(logins.owner, statement)
  }
}

const refusalOf = (force: string) => ({
  ...{ force, actor: CONTROL_ROOM, at: AT, code: 'invalid-event', incident: 'R-1', type: null, source: null, id: null },
  ...{ subjects: ['R-1'], problem: {}, body: Buffer.from('{}') },
})

/** A change that leaves a row in each table that changes fill. */
const changeWithEverything = (force: string) =>
  changeOf('WK-1', 0, {
    force,
    timersSet: [timerOf('t1', '2026-12-01T00:00:00.000Z')],
    alerts: [alertOf('WK-1', `a-${force}`)],
    told: toldOf(`a-${force}`),
    demands: [demandOf('d1', 1)],
    matchKeys: [PHONE],
    findKeys: [PHONE],
    links: [{ incident: 'WK-9', as: 'same-victim', at: AT }],
    counted: [
      {
        what: 'wait',
        name: 'n',
        at: AT,
        code: 'c',
        priority: null,
        area: null,
        risk: null,
        team: null,
        kind: null,
        minutes: null,
      },
    ],
    listed: [{ kind: 'task', name: 'T-1', state: 'open', ended: false, weight: 0, dueAt: AT, item: {} }],
    left: [{ home: 'demands', id: 'd0', nth: 0, cause: null, at: AT, dueAt: AT, machine: {} }],
  } as unknown as Parameters<typeof changeOf>[2])
