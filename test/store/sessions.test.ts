/** How long somebody stays signed in, and what ends it. */
import type { SessionOpener } from '../../src/engine/reads.ts'
import { openDatabase } from '../../src/store/connection/database.ts'
import { createSessions } from '../../src/store/sessions.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const ANN = { issuer: 'https://id.example', subject: 's-1', name: 'sup-1' }
const signedIn = (over: Partial<SessionOpener> = {}): SessionOpener => ({
  ...{ openedBy: 'oidc', force: 'kent', roles: ['supervisor'], person: ANN, key: null },
  ...over,
})

/** Sessions under a clock that the test moves. */
const moved = () => {
  const time = { at: '2026-03-01T20:00:00.000Z' }
  const database = openDatabase($.database.url)
  const sessions = createSessions(database, { nowMs: () => Date.parse(time.at), at: () => time.at })
  return {
    sessions,
    database,
    /** The session, as a request by hand finds it at that time. */
    at: (instant: string, token: string, attended = true) => {
      time.at = `2026-03-${instant}Z`
      return sessions.find(token, attended)
    },
    open: async (over?: Partial<SessionOpener>) => (await sessions.open(signedIn(over))) ?? '',
  }
}
let clock: ReturnType<typeof moved>
beforeEach(async () => {
  await $.database.query('delete from reassess.sessions')
  clock = moved()
})
afterEach(() => clock.database.close())

it('is found by its token, of which the record has the hash alone, and acts as the person who signed in', async () => {
  const token = await clock.open()
  const found = await clock.at('01T20:00:00', token)
  expect(found).toEqual({
    ...{
      id: expect.stringMatching(/^session-[\da-f]{12}$/),
      openedBy: 'oidc',
      force: 'kent',
      roles: ['supervisor'],
      named: null,
    },
    person: ANN,
    caller: { key: found?.id, role: 'supervisor', force: 'kent', person: ANN },
    endsAt: '2026-03-02T08:00:00.000Z',
    idleEndsAt: '2026-03-01T21:00:00.000Z',
  })
  expect(token).toMatch(/^rs_[\w-]{43}$/)
  expect(JSON.stringify(await $.database.query('select * from reassess.sessions'))).not.toContain(token.slice(3))
  for (const wrong of ['', `${token}x`, `rs_${'x'.repeat(43)}`, '\u0000'])
    expect(await clock.sessions.find(wrong, true)).toBeNull()
})

it('ends after an hour without a request, on the second', async () => {
  const token = await clock.open()
  expect(await clock.at('01T20:59:59.999', token)).not.toBeNull()
  // That was a request: the hour begins anew.
  expect(await clock.at('01T21:59:59.998', token, false)).not.toBeNull()
  expect(await clock.at('01T22:00:05', token)).toBeNull()
})

it('is not kept open by what a page asks for by itself', async () => {
  const token = await clock.open()
  for (const time of ['20:10', '20:30', '20:59']) expect(await clock.at(`01T${time}:00`, token, false)).not.toBeNull()
  expect(await clock.at('01T21:00:00', token)).toBeNull()
})

it('ends twelve hours after the sign-in, however busy somebody is', async () => {
  const token = await clock.open()
  for (let hour = 20; hour < 32; hour++) {
    const day = hour < 24 ? '01' : '02'
    for (const minute of ['05', '55'])
      expect(await clock.at(`${day}T${String(hour % 24).padStart(2, '0')}:${minute}:00`, token)).not.toBeNull()
  }
  // Remembered for five seconds.
  expect(await clock.at('02T07:59:55', token)).toMatchObject({ idleEndsAt: '2026-03-02T08:00:00.000Z' })
  expect(await clock.at('02T08:00:00', token)).toBeNull()
})

it('writes when it was used at most once a minute', async () => {
  const token = await clock.open()
  const seen = async () =>
    (
      await $.database.query<{ at: string }>(
        "select to_char(last_seen at time zone 'UTC', 'HH24:MI:SS') as at from reassess.sessions",
      )
    )[0]?.at
  await clock.at('01T20:00:59', token)
  expect(await seen()).toBe('20:00:00')
  expect((await clock.at('01T20:01:05', token))?.idleEndsAt).toBe('2026-03-01T21:01:05.000Z')
  expect(await seen()).toBe('20:01:05')
  for (const second of ['10', '30', '59']) await clock.at(`01T20:01:${second}`, token)
  expect(await seen()).toBe('20:01:05')
})

it('writes it at most once a minute, whichever process was asked', async () => {
  const [token, other] = [await clock.open(), moved()]
  const writes = async () => (await $.database.query('select last_seen from reassess.sessions'))[0]
  // Both know now that it has not been written for a minute.
  for (const { at } of [clock, other]) await at('01T20:01:02', token, false)
  await other.at('01T20:01:03', token)
  const written = await writes()
  await clock.at('01T20:01:04', token)
  expect(await writes()).toEqual(written)
  other.database.close()
})

it('is still found where the record cannot be written', async () => {
  const token = await clock.open()
  const { query } = clock.database
  clock.database.query = async (statement, values) => {
    if (statement.text.includes('update')) throw new Error('read only')
    return query(statement, values)
  }
  expect(await clock.at('01T20:05:00', token)).toMatchObject({ person: ANN })
})

it('is looked for only by what may be a token', async () => {
  clock.database.query = async () => {
    throw new Error('looked up')
  }
  expect(await clock.sessions.find('something', true)).toBeNull()
})

it('has no caller until a person with several roles has chosen, and gets another token then', async () => {
  const token = await clock.open({ roles: ['supervisor', 'auditor'] })
  const before = await clock.at('01T20:00:00', token)
  expect(before).toMatchObject({ roles: ['supervisor', 'auditor'], caller: null })
  expect(await clock.sessions.chooseRole(token, 'duty-superintendent')).toBeNull()
  const next = (await clock.sessions.chooseRole(token, 'auditor')) ?? ''
  expect(await clock.sessions.find(token, true)).toBeNull()
  expect(await clock.sessions.find(next, true)).toMatchObject({ id: before?.id, caller: { role: 'auditor', person: ANN } })
  // Another role is another sign-in.
  expect(await clock.sessions.chooseRole(next, 'supervisor')).toBeNull()
})

it('of a key acts as that key, names who uses it, and ends with it', async () => {
  const bearer = await $.store.create('supervisor', 'kent')
  const key = await $.store.find(bearer)
  const named = { id: 'sup-9', role: 'inspector' }
  const token = await clock.open({ openedBy: 'key', person: null, key: { id: key?.key ?? '', named } })
  expect(await clock.at('01T20:00:00', token)).toMatchObject({ person: null, named, caller: key })
  await $.store.withdrawKey(key?.key ?? '')
  // Remembered for five seconds, as keys are.
  expect(await clock.at('01T20:00:04.9', token)).not.toBeNull()
  expect(await clock.at('01T20:00:05.1', token)).toBeNull()
})

it('of a key ends when that key expires', async () => {
  const bearer = await $.store.create('supervisor', 'kent', { expiresAt: '2099-03-01T00:00:00.000Z' })
  const { key: id = '' } = (await $.store.find(bearer)) ?? {}
  const token = await clock.open({ openedBy: 'key', person: null, key: { id, named: { id: 'sup-9', role: 'inspector' } } })
  await $.database.query("update reassess.api_keys set expires_at = '2026-03-01T20:30:00Z' where id = $1", [id])
  expect(await clock.at('01T20:29:50', token)).not.toBeNull()
  expect(await clock.at('01T20:30:00', token)).toBeNull()
})

it('ends at sign-out, at once', async () => {
  const token = await clock.open({ idToken: 'id-token' })
  expect(await clock.at('01T20:00:00', token)).not.toBeNull()
  expect(await clock.sessions.end(token)).toEqual({ openedBy: 'oidc', idToken: 'id-token' })
  expect(await clock.sessions.find(token, true)).toBeNull()
  expect(await clock.sessions.end(token)).toBeNull()
})

it('comes of a sign-in once', async () => {
  expect(await clock.sessions.open(signedIn({ signIn: 'sign-in-1' }))).not.toBeNull()
  expect(await clock.sessions.open(signedIn({ signIn: 'sign-in-1' }))).toBeNull()
})

it('of one person there are twenty at once: the oldest ends', async () => {
  const tokens: string[] = []
  for (let n = 0; n < 20; n++) {
    clock.at(`01T20:00:${String(n).padStart(2, '0')}`, '')
    tokens.push(await clock.open({ signIn: `sign-in-${n}` }))
  }
  for (const other of [{ subject: 's-2' }, { issuer: 'https://other.example' }])
    tokens.push(await clock.open({ person: { ...ANN, ...other } }))
  const isOpen = async () => Promise.all(tokens.map(async (token) => (await clock.sessions.find(token, false)) !== null))
  expect(await isOpen()).toEqual(Array(22).fill(true))
  // A sign-in that was used opens nothing and ends nothing.
  expect(await clock.sessions.open(signedIn({ signIn: 'sign-in-7' }))).toBeNull()
  clock.at('01T20:01:00', '')
  expect(await isOpen()).toEqual(Array(22).fill(true))
  await clock.open()
  expect(await isOpen()).toEqual([false, ...Array(21).fill(true)])
})

it('of one name under one key there are twenty at once, and another key has as many', async () => {
  const holders = async (name: string) => {
    const { key: id = '' } = (await $.store.find(await $.store.create('supervisor', 'kent'))) ?? {}
    return { openedBy: 'key', person: null, key: { id, named: { id: name, role: 'sgt' } } } as const
  }
  const [one, other] = [await holders('sup-9'), await holders('sup-9')]
  for (let n = 0; n < 15; n++) for (const opener of [one, other]) await clock.open(opener)
  expect(await clock.sessions.openSessions()).toHaveLength(30)
})

it('of one key there are a thousand at once, whoever its holders say that they are', async () => {
  const { key: id = '' } = (await $.store.find(await $.store.create('supervisor', 'kent'))) ?? {}
  const holder = (n: number) => ({ openedBy: 'key', person: null, key: { id, named: { id: `sup-${n}`, role: 'sgt' } } }) as const
  const first = await clock.open(holder(0))
  await $.database.query(
    `insert into reassess.sessions (id, hash, force, opened_by, key, named_id, named_role, owner, roles, created, last_seen, ends_at)
     select 's' || n, 'h' || n, force, 'key', key, 'n' || n, 'sgt', 'o' || n, roles, created + n * interval '1 ms', last_seen, ends_at
       from reassess.sessions, generate_series(1, $1) as n`,
    [999],
  )
  expect(await clock.at('01T20:00:06', first)).not.toBeNull()
  await clock.open(holder(1))
  expect(await clock.at('01T20:00:06', first)).toBeNull()
  expect(await $.database.query('select id from reassess.sessions')).toHaveLength(1_000)
})

it('is listed, ended by the name of its person in any spelling, and swept when it is over', async () => {
  const token = await clock.open()
  clock.at('01T20:00:01', '')
  await clock.open({ person: { ...ANN, subject: 's-2', name: 'hau-1' } })
  expect(await clock.sessions.openSessions()).toMatchObject([
    { person: 'sup-1', openedBy: 'oidc' },
    { person: 'hau-1', subject: 's-2' },
  ])
  expect(await clock.sessions.find(token, false)).not.toBeNull()
  expect(await clock.sessions.endSessionsOf(' SUP\u20111')).toBe(1)
  expect(await clock.sessions.endSessionsOf('sup-1')).toBe(0)
  expect(await clock.sessions.find(token, true)).toBeNull()

  const bySubject = await clock.open({ person: { ...ANN, subject: 's-3' } })
  const byId = await clock.open({ person: { ...ANN, subject: 's-4' } })
  expect(await clock.sessions.endSessionsOf('s-3')).toBe(1)
  expect(await clock.sessions.endSessionsOf((await clock.sessions.find(byId, false))?.id ?? '')).toBe(1)
  for (const ended of [bySubject, byId]) expect(await clock.sessions.find(ended, false)).toBeNull()

  const rows = async () => (await $.database.query('select id from reassess.sessions')).length
  await clock.sessions.sweepSessions()
  expect(await rows()).toBe(1)
  clock.at('01T21:00:01', '')
  await clock.sessions.sweepSessions()
  expect(await rows()).toBe(0)
})
