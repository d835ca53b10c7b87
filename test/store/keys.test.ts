import { RecordUnavailable } from '../../src/engine/ports.ts'
import { openDatabase } from '../../src/store/connection/database.ts'
import { createKeys, daysLeft, endingSoon } from '../../src/store/keys.ts'
import { PolicyChanged } from '../../src/store/policies.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const WRONG = `rk_${'x'.repeat(43)}`

it('finds a key by itself and keeps only its hash', async () => {
  const bearer = await $.store.create('supervisor', 'kent')
  expect(bearer).toMatch(/^rk_[\w-]{43}$/)
  expect(await $.store.find(bearer)).toEqual({ key: expect.stringMatching(/^key-/), role: 'supervisor', force: 'kent' })
  expect(await $.store.find(`${bearer}x`)).toBeNull()
  expect(await $.store.find('\u0000')).toBeNull()
  expect(JSON.stringify(await $.database.query('select * from reassess.api_keys'))).not.toContain(bearer.slice(3))
})

it('remembers an answer for seconds only, and never says no when it cannot know', async () => {
  let now = 0
  const database = openDatabase($.database.url)
  const keys = createKeys(database, () => now)
  const bearer = await keys.create('officer', 'kent')
  const known = await keys.find(bearer)
  expect(await keys.find(WRONG)).toBeNull()
  await database.close()

  now = 900
  expect(await keys.find(WRONG)).toBeNull()
  now = 4_900
  expect(await keys.find(bearer)).toEqual(known)
  await expect(keys.find(WRONG)).rejects.toBeInstanceOf(RecordUnavailable)
  now = 5_100
  await expect(keys.find(bearer)).rejects.toBeInstanceOf(RecordUnavailable)
})

it('asks one thing at a time of the database, whoever guesses: a right key among ten thousand wrong ones waits for one answer', async () => {
  const database = openDatabase($.database.url)
  let [asked, running, most] = [0, 0, 0]
  const counted: typeof database = {
    ...database,
    query: async (statement, values) => {
      asked += 1
      most = Math.max(most, ++running)
      return database.query(statement as never, values).finally(() => {
        running -= 1
      }) as never
    },
  }
  const keys = createKeys(counted)
  const bearer = await keys.create('officer', 'kent')
  asked = 0
  const guess = (n: number) => keys.find(`rk_${String(n).padStart(43, '0')}`)
  const guesses = Array.from({ length: 5_000 }, (_, n) => guess(n))
  const right = keys.find(bearer)
  const more = Array.from({ length: 5_000 }, (_, n) => guess(5_000 + n))
  expect(await right).toMatchObject({ role: 'officer' })
  expect(new Set(await Promise.all([...guesses, ...more]))).toEqual(new Set([null]))
  expect([asked <= 2, most]).toEqual([true, 1])
  asked = 0
  for (const nothing of ['', 'rk_', 'x'.repeat(46), `${bearer}x`]) expect(await keys.find(nothing)).toBeNull()
  expect(asked).toBe(0)
  await database.close()
})

it('takes a withdrawn key no longer: at once where it was withdrawn, within five seconds in another process', async () => {
  let now = 0
  const database = openDatabase($.database.url)
  const here = createKeys(database, () => now)
  const elsewhere = createKeys(database, () => now)
  const bearer = await here.create('officer', 'kent')
  const key = await here.find(bearer)
  expect(await elsewhere.find(bearer)).toEqual(key)
  expect((await here.issuedKeys()).at(-1)).toMatchObject({ ...key, created: expect.stringMatching(/^\d{4}-.*Z$/) })

  expect(await here.withdrawKey(key?.key ?? '')).toEqual(key)
  expect(await here.find(bearer)).toBeNull()
  now = 4_900
  expect(await elsewhere.find(bearer)).toEqual(key)
  now = 5_100
  expect(await elsewhere.find(bearer)).toBeNull()
  expect(await here.withdrawKey(key?.key ?? '')).toBeNull()
  expect((await here.issuedKeys()).map((issued) => issued.key)).not.toContain(key?.key)
  await database.close()
})

it('tells whoever holds an expired key when it expired, and nobody who guesses', async () => {
  let now = 0
  const database = openDatabase($.database.url)
  const keys = createKeys(database, () => now)
  const bearer = await keys.create('supervisor', 'kent', { vouches: true, expiresAt: '2199-01-01T00:00:00.000Z' })
  const known = await keys.find(bearer)
  expect(known).toEqual({ key: expect.stringMatching(/^key-/), role: 'supervisor', force: 'kent', vouches: true })
  expect(await keys.expiredOn(bearer)).toBeNull()

  await $.database.query(`update reassess.api_keys set expires_at = '2026-01-31' where id = '${known?.key}'`)
  now = 5_100
  expect(await keys.find(bearer)).toBeNull()
  expect(await keys.expiredOn(bearer)).toBe('2026-01-31T00:00:00.000Z')
  expect(await keys.expiredOn(WRONG)).toBeNull()
  expect(await keys.withdrawKey(known?.key ?? '')).toEqual(known)
  expect(await keys.expiredOn(bearer)).toBeNull()
  await database.close()
})

it('stops believing a key at its end, also within the seconds for which an answer is remembered', async () => {
  let now = 0
  const database = openDatabase($.database.url)
  const keys = createKeys(database, () => now)
  const bearer = await keys.create('hau', 'kent', { expiresAt: new Date(Date.now() + 3_000).toISOString() })
  expect(await keys.find(bearer)).toMatchObject({ role: 'hau' })
  await database.close()
  now = 3_100
  // Without asking the record, which is away.
  expect(await keys.find(bearer)).toBeNull()
  expect(await keys.expiredOn(bearer)).toMatch(/Z$/)
})

it('warns of keys that end within fourteen days, and not of those that have: just before, on it, just after', () => {
  const day = 86_400_000
  const issued = [null, -1, 0, 1, 14 * day - 1, 14 * day, 14 * day + 1].map((leftMs) => ({
    ...{ key: `key-${leftMs}`, role: 'hau' as const, force: 'kent', created: '', expiresAt: null, leftMs },
  }))
  expect(endingSoon(issued).map(({ leftMs }) => [leftMs, daysLeft(leftMs)])).toEqual([
    [1, 0],
    [14 * day - 1, 13],
    [14 * day, 14],
  ])
})

it('pins a policy once, and refuses other content under its id and version', async () => {
  const policy = { id: 'default-england-wales', version: 1, hash: 'aa', canonical: '{"b":"é","a":1.0}' }
  await $.store.pinPolicy(policy)
  await $.store.pinPolicy(policy)
  await expect($.store.pinPolicy({ ...policy, hash: 'bb', canonical: '{}' })).rejects.toBeInstanceOf(PolicyChanged)
  await $.store.pinPolicy({ ...policy, version: 2, hash: 'bb', canonical: '{}' })
  expect(await $.store.policyByHash('aa')).toBe(policy.canonical)
  expect(await $.store.policyByHash('cc')).toBeNull()
})
