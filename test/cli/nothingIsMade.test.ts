/** Only `start` and `restore` make a record: any other command on a folder or database without one says so and makes nothing. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../support/built.ts'
import { useDatabase } from '../support/database.ts'

const database = useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'reassess-nothing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const OF_THE_RECORD = [
  ['verify'],
  ['verify', 'WK-1'],
  ['export', 'WK-1'],
  ['export', 'WK-1', '--out', join(folder, 'exports')],
  ['backup', join(folder, 'backup')],
  ['registers', 'rebuild'],
  ['keys', 'create', '--role', 'supervisor', '--force', 'kent'],
  ['keys', 'list'],
  ['keys', 'withdraw', 'key-1'],
] as const
const OF_NO_RECORD = [
  ['policy', 'check', join(folder, 'none.yaml')],
  ['calendars', 'check'],
  ['simulate', 'none.yaml'],
  ['chart'],
  ['help'],
]

const wrong = { code: 2, stdout: '', stderr: expect.stringMatching(/^reassess: There is no record in [^\n]+\n$/) }

it('a command on a data folder without a record says so', async () => {
  const DATA_DIR = join(folder, 'not', 'there')
  const there = readdirSync(folder)
  const said = await Promise.all(OF_THE_RECORD.map(async (words) => [words, await run(words, { DATA_DIR })]))
  expect(said).toEqual(OF_THE_RECORD.map((words) => [words, { ...wrong, stderr: expect.stringContaining(DATA_DIR) }]))
  expect(readdirSync(folder)).toEqual(there)
})

it.each([OF_THE_RECORD[0], OF_THE_RECORD[4], OF_THE_RECORD[6]].map((words) => [words[0], words] as const))(
  '%s on an empty database says so too, without its password, and on an empty folder',
  async (_, words) => {
    const DATA_DIR = mkdtempSync(join(folder, 'empty-'))
    expect(await run(words, { DATA_DIR })).toEqual(wrong)
    const said = await run(words, { DATA_DIR, DATABASE_URL: database.url })
    expect(said).toEqual({ ...wrong, stderr: expect.not.stringContaining(new URL(database.url).password) })
    expect(readdirSync(DATA_DIR)).toEqual([])
    expect(await database.query("select nspname from pg_namespace where nspname = 'reassess'")).toEqual([])
  },
)

it('nor do those that need no record, nor restore for a folder that is no backup', async () => {
  const DATA_DIR = join(folder, 'untouched')
  await Promise.all(OF_NO_RECORD.map((words) => run(words, { DATA_DIR })))
  expect((await run(['restore', folder], { DATA_DIR })).code).toBe(1)
  expect(existsSync(DATA_DIR)).toBe(false)
})

it('a first start that was interrupted before its database was made has left no record', async () => {
  const DATA_DIR = mkdtempSync(join(folder, 'interrupted-'))
  writeFileSync(join(DATA_DIR, 'postgres.json'), '{"password":"x"}')
  expect((await run(['verify'], { DATA_DIR })).code).toBe(2)
  expect(readdirSync(DATA_DIR)).toEqual(['postgres.json'])
})
