import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expireAccess } from '../../src/store/access/expire.ts'
import { onConnection } from '../../src/store/backup/connection.ts'
import { checkBackup } from '../../src/store/backup/manifest.ts'
import { BackupDamaged, BackupFolderTaken, NothingToBackUp, RecordNotEmpty } from '../../src/store/backup/problems.ts'
import { restoreBackup } from '../../src/store/backup/restore.ts'
import { writeBackup } from '../../src/store/backup/write.ts'
import { openDatabase } from '../../src/store/connection/database.ts'
import { bringForward, newestMigration, SchemaNewer } from '../../src/store/connection/migrate.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { writeLines } from '../support/accessLines.ts'
import { AT, alertOf, CONTROL_ROOM, changeOf, demandOf, FORCE, timerOf } from '../support/changes.ts'
import { createDatabase, useDatabase } from '../support/database.ts'
import { OVERRIDE } from '../support/duty.ts'
import { toldOf } from '../support/notification.ts'
import { criticalAlert, deliver } from '../support/toldRows.ts'

const server = useDatabase()
let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'reassess-backup-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** What JSON, lines and byte columns could get wrong: ends of lines of every kind, escapes, what is no text at all. */
const ODD = JSON.stringify({ text: 'one\ntwo\r\nthree\u2028four\u2029 "five" \\u0000 \u{1f6a8} \u0000' })

/** A record with something in every table. */
async function record() {
  const url = await createDatabase(server.server)
  const store = await createStore({ connectionString: url })
  await store.pinPolicy({ id: 'p', version: 1, hash: 'h', canonical: '{}' })
  const key = await store.create('supervisor', FORCE)
  const alerts = [alertOf('WK-1', 'a1'), alertOf('WK-1', 'a2')]
  const timersSet = [timerOf('t1', '2026-01-01T00:00:00.000Z'), timerOf('t2', '2099-01-01T00:00:00.000Z')]
  const told = toldOf('a1')
  await store.commit([
    changeOf('WK-1', 0, { entries: [{ content: ODD }, {}], alerts, timersSet, told, demands: [demandOf('d1', 2)] }),
  ])
  const marker = { kind: 'marker', name: 'M1', incident: 'WK-2', state: 'standing', ended: false, deadlines: [], facts: {} }
  const link = { incident: 'WK-1', as: 'related', at: AT, knownAt: AT } as const
  const matchKey = { kind: 'phone', value: '07700900001' } as const
  const findKey = { kind: 'name', value: 'example' } as const
  const noCodes = { priority: null, area: null, risk: null, team: null, kind: null, minutes: null }
  const machine = { value: 'answered', context: {} }
  const left = { home: 'demands', id: 'WK-2-d1', nth: 0, cause: null, at: AT, dueAt: AT, machine } as const
  const counted = [{ what: 'breach', name: 'WK-2-d1', at: AT, code: 'open', ...noCodes } as const]
  await store.commit([
    changeOf('WK-2', 0, {
      ...{ matchKeys: [matchKey], findKeys: [findKey], matters: [marker], links: [link], counted, left: [left] },
      columns: { attention: ['overdue'] },
    }),
  ])
  const refusal = { force: FORCE, actor: CONTROL_ROOM, at: AT, code: 'invalid-event', incident: 'WK\u00001', type: null }
  await store.keep([
    { ...refusal, source: null, id: null, subjects: ['Wärwick 1'], problem: {}, body: Buffer.from([0, 255, 10, 13, 34, 92]) },
  ])
  // A hundred have an alert, and the last waits for a place.
  const refused = Array.from({ length: 101 }, (_, n) => ({ force: FORCE, reference: `R-${n}` }))
  await store.raiseRefused(refused, 'key-1', { ladder: ['supervisor'], everyMs: 300_000 })
  await store.sayStalled('supervisor')
  const said = { from: 'late', to: 'night', by: { id: 'sup-1', role: 'supervisor' }, note: 'one\ntwo', sentId: 'mine' }
  const terms = { acceptWithinMs: 900_000, aheadMs: 0, tellsAll: false }
  await store.handoverRows.write('H-1', { force: FORCE, actor: CONTROL_ROOM, ...said }, terms)
  await store.beginSubscriptions(FORCE, [{ id: 'desk-1', webhook: 'desk', kinds: ['downgraded'], incidents: true }])
  await store.writeCheckpoint(Buffer.alloc(32, 7))
  return { url, store, key }
}

/** Every row of every table, as PostgreSQL itself writes it; without what a restore sets back. */
async function contentOf(url: string): Promise<Record<string, string[]>> {
  const database = openDatabase(url, 1)
  try {
    const names = await database.query<{ name: string }>({
      text: "select tablename as name from pg_tables where schemaname = 'reassess' and tablename not in ('schema_version', 'writable', 'sessions', 'drafts', 'turns')",
    })
    const content: Record<string, string[]> = {}
    for (const { name } of names) {
      const columns = name === 'timers' ? '(case_id, id, machine, deadline, due_at)' : 't'
      const rows = await database.query<{ row: string }>({
        text: `select ${columns}::text as row from reassess.${name} t order by 1`,
      })
      content[name] = rows.map(({ row }) => row)
    }
    return content
  } finally {
    await database.close()
  }
}

const alone = (engine: string) => ({ owner: null, engine, reader: null })
const backUp = (connectionString: string, folder: string, beside: string[] = []) =>
  writeBackup({ connectionString, folder, beside })
const bringBack = async (connectionString: string, folder: string, alongside = async () => {}) =>
  restoreBackup({ logins: alone(connectionString), folder, manifest: await checkBackup(folder), alongside })

/** A delivery that failed and was sent again, and an alert whose next person is known. */
async function tellAndReplay(url: string, store: Store): Promise<void> {
  const database = openDatabase(url, 1)
  await deliver({ query: (text, values) => database.query({ text }, values) }, criticalAlert('WK-1'), { status: 'dead' })
  await database.query(
    {
      text: `insert into reassess.notifications (force, alert, case_id, level, count, turn, severity, roles, told, next_at)
             values ($1, 'WK-1-a1', 0, 1, 1, 0, 'critical', '{supervisor}', '{sup-1}', now())`,
    },
    [FORCE],
  )
  await database.close()
  await store.replay(FORCE, {}, { by: null, actor: CONTROL_ROOM })
}

it('brings every row of every table back, byte for byte, and goes on from there', async () => {
  const { url, store, key } = await record()
  const { timers } = await store.leaseDue(10, 3_600_000, null)
  await store.putOff(timers.map((timer) => ({ ...timer, held: false })))
  await store.isNewerAtWork()
  await store.sayStalled('supervisor')
  const [stalled] = (await store.alerts(FORCE, { kind: 'timers-stalled', openOnly: false }, { limit: 1 })).items
  await store.acknowledgeSystemAlert(
    FORCE,
    stalled?.id ?? '',
    { id: 'sup-1', role: 'supervisor' },
    { note: 'Ringing the service desk.' },
  )
  await store.numberChanges()
  const ann = { issuer: 'https://id.example', subject: 's-1', name: 'sup-1' }
  await store.sessions.open({ openedBy: 'oidc', force: FORCE, roles: ['supervisor'], person: ann, key: null })
  const writer = { force: FORCE, owner: 'ann', role: 'supervisor' } as const
  await store.drafts.save(writer, { incident: 'WK-1', form: 'log.noted' }, { '/data/text': 'Half a sent' }, null)
  await writeLines(store, [{ at: '2015-01-01T00:00:00.000Z' }, {}])
  const actor = { key: 'key-1', role: 'supervisor' } as const
  await store.keepOverride(FORCE, OVERRIDE, actor)
  const by = { force: 'warwickshire', key: 'command', role: 'command', from: 'this machine' } as const
  await expireAccess(url, '2016-01-01T00:00:00.000Z', by)
  await tellAndReplay(url, store)
  await backUp(url, join(home, 'b'))
  const before = await contentOf(url)
  expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([])
  await store.close()

  const fresh = await createDatabase(server.server)
  await bringBack(fresh, join(home, 'b'))
  expect(await contentOf(fresh)).toEqual(before)

  const restored = await createStore({ connectionString: fresh })
  expect(await restored.find(key)).toMatchObject({ role: 'supervisor' })
  expect(await restored.sessions.openSessions()).toEqual([])
  expect(await restored.drafts.list(writer)).toEqual([])
  // What another machine had leased is free again.
  expect(await restored.leaseDue(10, 1_000, null)).toMatchObject({ timers: [{ timer: 't1' }] })
  expect((await restored.keepOverride(FORCE, OVERRIDE, actor))?.id).toBe('override-2')
  // New rows take new numbers, and positions lie above every one that was handed out.
  const head = await restored.streamHead(FORCE)
  await restored.commit([changeOf('WK-3', 0, { alerts: [alertOf('WK-3', 'a3')] }), changeOf('WK-1', 2)])
  await restored.numberChanges()
  expect((await restored.streamAfter(FORCE, head, 10))?.map(({ data }) => data)).toMatchObject([
    { incident: 'WK-3' },
    { id: 'a3' },
    { incident: 'WK-1', version: 3 },
  ])
  expect(await restored.verifyCheckpoints(Buffer.alloc(32, 7))).toEqual([])
  await restored.close()
})

it('is of one moment, however much is recorded while it is written', async () => {
  const { url, store } = await record()
  let writing = true
  const load = (async () => {
    for (let number = 0; writing; number++) await store.commit([changeOf(`WK-L${number}`, 0, { entries: [{}, {}, {}] })])
  })()
  for (let round = 0; round < 5; round++) {
    const { tables } = await backUp(url, join(home, `b${round}`))
    const rows = Object.fromEntries(tables.map(({ table, rows }) => [table, rows]))
    // WK-1 has two lines, WK-2 one, every other three.
    expect({ entries: rows.entries, contents: rows.contents }).toEqual({
      entries: 3 + ((rows.cases ?? 0) - 2) * 3,
      contents: rows.entries,
    })
  }
  writing = false
  await load
  await store.close()
})

it('is there whole or not at all, and for its owner alone', async () => {
  const { url, store } = await record()
  const secret = join(home, 'checkpoint.key')
  writeFileSync(secret, 'ab')
  const folder = join(home, 'b')
  await backUp(url, folder, [secret, join(home, 'not-there')])
  expect(readdirSync(home).sort()).toEqual(['b', 'checkpoint.key'])
  for (const name of ['', ...readdirSync(folder)]) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  expect(readFileSync(join(folder, 'checkpoint.key'), 'utf8')).toBe('ab')

  await expect(backUp(url, folder)).rejects.toBeInstanceOf(BackupFolderTaken)
  await expect(backUp(url, secret)).rejects.toBeInstanceOf(BackupFolderTaken)
  await expect(backUp(await createDatabase(server.server), join(home, 'c'))).rejects.toBeInstanceOf(NothingToBackUp)
  expect(readdirSync(home).sort()).toEqual(['b', 'checkpoint.key'])
  await store.close()
})

it('refuses a record that holds anything, and what is not what was backed up', async () => {
  const { url, store } = await record()
  const folder = join(home, 'b')
  await backUp(url, folder)
  await expect(bringBack(url, folder)).rejects.toBeInstanceOf(RecordNotEmpty)
  await store.close()

  const content = readFileSync(join(folder, 'entries.ndjson'), 'utf8')
  writeFileSync(join(folder, 'entries.ndjson'), content.replace('log.noted', 'log.notes'))
  await expect(checkBackup(folder)).rejects.toBeInstanceOf(BackupDamaged)
  writeFileSync(join(folder, 'entries.ndjson'), content)

  const manifest = await checkBackup(folder)
  for (const wrong of [{ format: 'reassess/backup/v2' }, { files: [{ file: '../x.key', sha256: 'a'.repeat(64) }] }]) {
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, ...wrong }))
    await expect(checkBackup(folder)).rejects.toBeInstanceOf(BackupDamaged)
  }
  rmSync(join(folder, 'manifest.json'))
  await expect(checkBackup(folder)).rejects.toBeInstanceOf(BackupDamaged)
})

it('restores nothing when it cannot finish, and can then be run again', async () => {
  const { url, store } = await record()
  await store.close()
  const folder = join(home, 'b')
  await backUp(url, folder)
  const manifest = await checkBackup(folder)
  const fresh = await createDatabase(server.server)
  const diskFull = new Error('no space left')
  await expect(bringBack(fresh, folder, () => Promise.reject(diskFull))).rejects.toBe(diskFull)
  const fewer = manifest.tables.map((table) => (table.table === 'timers' ? { ...table, rows: table.rows + 1 } : table))
  const options = { logins: alone(fresh), folder, alongside: async () => {} }
  await expect(restoreBackup({ ...options, manifest: { ...manifest, tables: fewer } })).rejects.toBeInstanceOf(BackupDamaged)
  await expect(restoreBackup({ ...options, manifest: { ...manifest, schema: 99 } })).rejects.toBeInstanceOf(SchemaNewer)
  // A server that was started on it and recorded nothing has left an empty schema.
  await (await createStore({ connectionString: fresh })).close()
  await bringBack(fresh, folder)
  expect(await contentOf(fresh)).toEqual(await contentOf(url))
})

it('brings a backup of an older schema forward', async () => {
  const older = await createDatabase(server.server)
  await onConnection(older, async ({ client, query }) => {
    await query('begin')
    await bringForward(client, 1)
    await query(
      "insert into reassess.timers (case_id, id, machine, deadline, due_at) values (7, 't1', 'incident', 'attendance', now())",
    )
    await query('commit')
  })
  expect(await backUp(older, join(home, 'b'))).toMatchObject({ schema: 1 })
  const fresh = await createDatabase(server.server)
  await bringBack(fresh, join(home, 'b'))
  await onConnection(fresh, async ({ query }) => {
    expect(await query('select max(version) as version from reassess.schema_version')).toEqual([{ version: newestMigration() }])
    expect(await query('select case_id, id, failures from reassess.timers')).toEqual([{ case_id: 7, id: 't1', failures: 0 }])
  })
})
