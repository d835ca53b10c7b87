import { RecordUnavailable } from '../../src/engine/ports.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createKeys } from '../../src/store/keys.ts'
import { PolicyChanged } from '../../src/store/policies.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()

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
  expect(await keys.find('rk_wrong')).toBeNull()
  await database.close()

  now = 900
  expect(await keys.find('rk_wrong')).toBeNull()
  now = 4_900
  expect(await keys.find(bearer)).toEqual(known)
  await expect(keys.find('rk_wrong')).rejects.toBeInstanceOf(RecordUnavailable)
  now = 5_100
  await expect(keys.find(bearer)).rejects.toBeInstanceOf(RecordUnavailable)
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

it('pins a policy once, and refuses other content under its id and version', async () => {
  const policy = { id: 'default-england-wales', version: 1, hash: 'aa', canonical: '{"b":"é","a":1.0}' }
  await $.store.pinPolicy(policy)
  await $.store.pinPolicy(policy)
  await expect($.store.pinPolicy({ ...policy, hash: 'bb', canonical: '{}' })).rejects.toBeInstanceOf(PolicyChanged)
  await $.store.pinPolicy({ ...policy, version: 2, hash: 'bb', canonical: '{}' })
  expect(await $.store.policyByHash('aa')).toBe(policy.canonical)
  expect(await $.store.policyByHash('cc')).toBeNull()
})
