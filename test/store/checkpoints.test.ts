import pg from 'pg'
import { CheckpointBroken } from '../../src/store/checkpoints/index.ts'
import { createStore } from '../../src/store/store.ts'
import { changeOf } from '../support/changes.ts'
import { createDatabase, useDatabase } from '../support/database.ts'

const database = useDatabase()
const key = Buffer.alloc(32, 7)

/** A record with two checkpoints, the last on its newest change, and a way to tamper with it as its owner could. */
async function checkpointed() {
  const connectionString = await createDatabase(database.server)
  const store = await createStore({ connectionString })
  await store.commit([changeOf('C1', 0), changeOf('C2', 0)])
  const first = await store.writeCheckpoint(key)
  await store.commit([changeOf('C1', 1, { entries: [{}, {}] })])
  const second = await store.writeCheckpoint(key)
  const tamper = async (sql: string) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    await client.query(`set session_replication_role = replica; ${sql}`)
    await client.end()
  }
  const codes = async (lines: readonly (string | null)[] = [first, second]) =>
    [
      ...new Set(
        (
          await store.verifyCheckpoints(
            key,
            lines.flatMap((line) => line ?? []),
          )
        ).map(({ code }) => code),
      ),
    ].sort()
  return { store, first, second, tamper, codes }
}

const REMOVE_TAIL = `
  delete from reassess.entries where sequence > 1;
  delete from reassess.changes where last_sequence > 1;
  update reassess.cases set version = 1;`

it('finds nothing amiss in a record that only grew', async () => {
  const { store, codes } = await checkpointed()
  expect(await codes()).toEqual([])
  expect(await store.writeCheckpoint(key)).toBeNull()
  await store.commit([changeOf('C3', 0)])
  expect(await codes()).toEqual([])
  await store.close()
})

it.each([
  ['a tail removed with its changes', REMOVE_TAIL, ['differs']],
  [
    'a tail removed with its changes and checkpoints',
    `${REMOVE_TAIL} delete from reassess.checkpoints where id > 1`,
    ['removed'],
  ],
  ['a line removed alone', 'delete from reassess.entries where sequence = 2', ['entries-differ']],
  ['a last line replaced', "update reassess.entries set hash = 'other' where sequence = 3", ['entries-differ']],
  ['a case removed', "delete from reassess.cases where reference = 'C2'", ['differs', 'entries-differ']],
  ['a head rewritten', "update reassess.changes set head = 'other' where last_sequence = 3", ['differs', 'entries-differ']],
  [
    'a checkpoint rewritten',
    `update reassess.checkpoints set line = replace(line, '"changes":3', '"changes":2')`,
    ['not-signed'],
  ],
])('shows %s', async (_, sql, expected) => {
  const { store, tamper, codes } = await checkpointed()
  await tamper(sql)
  expect(await codes()).toEqual(expected)
  await store.close()
})

it('takes a checkpoint that was handed out for no difference where the record holds all that it tells of', async () => {
  const { store, tamper, codes } = await checkpointed()
  await tamper('delete from reassess.checkpoints where id = 1')
  expect(await codes()).toEqual([])
  expect(await codes([])).toEqual(['removed'])
  await store.close()
})

it('calls a line torn that breaks off, wherever it is, and whatever a power cut left behind it', async () => {
  const { store, first, second, codes } = await checkpointed()
  const [one, two] = [String(first), String(second)]
  const half = two.slice(0, -60)
  expect(await codes([one, half])).toEqual(['torn'])
  expect(await codes([one, `${half}\0\0\0`])).toEqual(['torn'])
  expect(await codes([one, `${half}\uFFFD`])).toEqual(['torn'])
  expect(await codes([one, '{'])).toEqual(['torn'])
  expect(await codes([one, half, two])).toEqual(['torn'])
  // As an earlier build went on after it.
  expect(await codes([`${one.slice(0, 100)}${two}`])).toEqual(['torn'])
  expect(await codes(['', '\0\0', one, two])).toEqual([])
  // It begins no line that is known: somebody wrote it, or the database was taken back.
  expect(await codes([one, half.replace('"changes":3', '"changes":4')])).toEqual(['not-signed'])
  expect(await codes([`${one.slice(0, 100)}${two.replace('"changes":3', '"changes":4')}`])).toEqual(['not-signed'])
  await store.close()
})

it('sees by its own checkpoints alone that what lies between them is gone', async () => {
  const { store, tamper, codes } = await checkpointed()
  expect(await codes([])).toEqual([])
  await tamper(REMOVE_TAIL)
  expect(await codes([])).toEqual(['differs'])
  await store.close()
})

it('is not misled by two processes that write a checkpoint at the same time', async () => {
  const { store, first, second, codes } = await checkpointed()
  await store.commit([changeOf('C4', 0)])
  const written = [first, second, ...(await Promise.all([store.writeCheckpoint(key), store.writeCheckpoint(key)]))]
  expect(await codes(written)).toEqual([])
  await store.close()
})

it('builds on no checkpoint that it cannot trust', async () => {
  const { store } = await checkpointed()
  await store.commit([changeOf('C4', 0)])
  await expect(store.writeCheckpoint(Buffer.alloc(32, 8))).rejects.toBeInstanceOf(CheckpointBroken)
  await store.close()
})
