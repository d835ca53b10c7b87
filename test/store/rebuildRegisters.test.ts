/** Registers put right from the snapshots: what incidents owed before there were registers, or what was lost, is listed again. */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openDatabase, type Pool } from '../../src/store/connection/database.ts'
import { rebuildRegisters } from '../../src/store/registers/rebuild.ts'
import { PUT_RIGHT } from '../../src/store/registers/rebuildStatements.ts'
import { run } from '../support/built.ts'
import * as happens from '../support/happenings.ts'
import { example, startNights } from '../support/listing.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
let nights: ReturnType<typeof startNights>
let database: Pool

/** All but which transaction wrote them. */
const rows = () =>
  $.database.query(
    'select case_id, kind, name, force, state, ended, weight, due_at, item from reassess.registers order by case_id, kind, name',
  )
const idOf = async (reference: string) =>
  Number((await $.database.query('select id from reassess.cases where reference = $1', [reference]))[0]?.id)
const listed = async (reference: string) =>
  (await rows())
    .filter(({ item }) => JSON.parse(String(item)).incident === reference)
    .map(({ kind, state }) => `${kind} ${state}`)
const tasks = async () => (await listed('CLOSED')).filter((line) => line.startsWith('task'))
const count = async (where: string) =>
  Number((await $.database.query(`select count(*) from reassess.registers where ${where}`))[0]?.count)

const task = (time: string, name: string) => example('task.set', time, { task: name, dueAt: '2026-11-25T12:00:00Z' })

/** A closed incident with tasks left, demands that escalated and were superseded, a form sent back with a plan, and an incident that owes nothing. */
beforeAll(async () => {
  nights = startNights($.store)
  database = openDatabase($.database.url)
  await nights.post('CLOSED', ...happens.everythingDone)
  await nights.post('CLOSED', task('20:44', 'T-0'), task('20:45', 'T-1'), happens.closed('20:46'))
  await nights.post('CLIMBS', ...happens.gradedP2('21:00'))
  await nights.post('SEEN', ...happens.gradedP2('21:00'))
  await nights.post('RETURNED', ...happens.gradedP2('21:00'), happens.arrived('21:20'), happens.dashSubmitted('21:30', 'high'))
  await nights.post('RETURNED', happens.dashReviewed('21:31', 'returned', { missing: ['injury'] }))
  await nights.post('RETURNED', example('plan.made', '21:32'), example('marker.placed', '21:33'))
  await nights.post('SEEN', happens.arrived('22:05'))
  await nights.post('QUIET', happens.reported('22:30'))
})
afterAll(() => database.close())

it('finds nothing to do where commits have written everything', async () => {
  expect(await listed('CLIMBS')).toContain('demand overdue')
  expect(await listed('SEEN')).toContain('demand superseded')
  expect(await listed('RETURNED')).toEqual(expect.arrayContaining(['dash returned', 'plan standing', 'marker standing.reviewed']))
  expect(await tasks()).toEqual(['task standing.set', 'task standing.set'])
  expect(await listed('QUIET')).toEqual([])
  const through = await idOf('QUIET')
  expect(await rebuildRegisters(database, 0)).toEqual({ through, incidents: 5, putRight: 0, older: 0, left: [] })
  expect(await rebuildRegisters(database, await idOf('RETURNED'))).toMatchObject({ through, incidents: 1 })
  expect(await rebuildRegisters(database, through)).toBeNull()
})

it.each([
  ['are gone', 'delete from reassess.registers', 'true'],
  ['are of before they were weighed', 'update reassess.registers set weight = 0', 'weight > 0'],
  ['are not as they should be', "update reassess.registers set due_at = due_at + interval '1 ms', item = '{}'", 'true'],
  [
    'say what nobody owes',
    "insert into reassess.registers (case_id, kind, name, force, state, ended, weight, due_at, item) select case_id, kind, name || 'X', force, state, ended, weight, due_at, item from reassess.registers where name <> ''",
    "name <> ''",
  ],
])('puts right, once and to the byte, lines that %s', async (_, harm, harmed) => {
  const [right, putRight] = [await rows(), await count(harmed)]
  expect(putRight).toBeGreaterThan(0)
  await $.database.query(harm)
  expect(await rows()).not.toEqual(right)
  expect(await rebuildRegisters(database, 0)).toMatchObject({ incidents: 5, putRight, left: [] })
  expect(await rows()).toEqual(right)
  expect(await rebuildRegisters(database, 0)).toMatchObject({ putRight: 0 })
})

describe('beside commits', () => {
  const doneAs = async (what: () => Promise<unknown>) => {
    await $.database.query('delete from reassess.registers')
    const done = await what()
    const found = await rows()
    expect(await rebuildRegisters(database, 0)).toMatchObject({ putRight: 0 })
    expect(await rows()).toEqual(found)
    return done
  }
  let minute = 31
  const nextTask = (name: string) => nights.post('CLOSED', task(`22:${minute++}`, name))
  const settle = (name: string) => nights.post('CLOSED', example('task.done', `22:${minute++}`, { task: name }))

  it('writes nothing over a case that changed after it was compared: it compares again', async () => {
    let changed = 0
    const busy: Pool = {
      ...database,
      query: async (statement, values) => {
        // What the first look found is old by the time that it is written.
        if (statement === PUT_RIGHT && changed++ === 0) await settle('T-1')
        return database.query(statement, values)
      },
    }
    expect(await doneAs(() => rebuildRegisters(busy, 0))).toMatchObject({ left: [] })
    expect(changed).toBe(2)
    expect(await tasks()).toEqual(['task standing.set', 'task done'])
  })

  it('waits for whoever has the case, and puts it right then', async () => {
    const holder = new pg.Client($.database.url)
    await holder.connect()
    const waiting = async (many: number) => {
      const asked = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
      for (let tries = 0; tries < 400; tries++) {
        if (Number((await holder.query(asked)).rows[0].count) >= many) return
        await pause(25)
      }
      throw new Error('nobody waits')
    }
    await doneAs(async () => {
      await holder.query('begin')
      await holder.query("select from reassess.cases where reference = 'CLOSED' for update")
      const rebuilt = rebuildRegisters(database, 0)
      await waiting(1)
      await holder.query('commit')
      await rebuilt
      await settle('T-0')
    }).finally(() => holder.end())
    expect(await tasks()).toEqual(['task done', 'task done'])
  })

  it('leaves a case that never stands still, and names it; others are put right', async () => {
    let looks = 0
    const restless: Pool = {
      ...database,
      query: async (statement, values) => {
        if (statement === PUT_RIGHT) await nextTask(`MORE-${looks++}`)
        return database.query(statement, values)
      },
    }
    const owed = await listed('CLOSED')
    await $.database.query('delete from reassess.registers')
    expect(await rebuildRegisters(restless, 0)).toMatchObject({
      left: [{ force: 'warwickshire', reference: 'CLOSED', why: 'it changes faster than it can be compared' }],
    })
    expect(looks).toBe(10)
    const missing = owed.length - (await listed('CLOSED')).length + 10
    expect(missing).toBeGreaterThan(1)
    expect(await listed('CLIMBS')).toContain('demand overdue')
    expect(await rebuildRegisters(database, 0)).toMatchObject({ putRight: missing, left: [] })
  })
})

it('is a command, which leaves an incident that it cannot read and says so', async () => {
  const env = { DATABASE_URL: $.database.url, DATA_DIR: '/nonexistent' }
  const right = await rows()
  await $.database.query('delete from reassess.registers')
  expect(await run(['registers', 'rebuild'], env)).toMatchObject({
    code: 0,
    stdout: `5 incidents, ${right.length} lines put right\n`,
    stderr: '',
  })
  expect(await rows()).toEqual(right)
  await $.database.query("update reassess.cases set snapshot = 'Mrs Jones' where reference = 'CLIMBS'")
  await $.database.query(
    "update reassess.cases set machine_version = 0, snapshot = replace(snapshot, '\"machineVersion\":1', '\"machineVersion\":0') where reference = 'QUIET'",
  )
  expect(await run(['registers', 'rebuild', '--after', String(await idOf('CLOSED'))], env)).toMatchObject({
    code: 1,
    stdout:
      'LEFT warwickshire CLIMBS: its snapshot cannot be read\n4 incidents, 0 lines put right, 1 of an older release, listed at their next event, 1 left as they are\n',
  })
  expect(await rows()).toEqual(right)
})

it.each([[[]], [['rebuild', '--after', 'x']]])('takes no other words: %j', async (words: string[]) => {
  const usage = { code: 2, stdout: '', stderr: expect.stringContaining('usage') }
  expect(await run(['registers', ...words], {})).toMatchObject(usage)
})
