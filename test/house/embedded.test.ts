import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Owner, own, program, type Said } from './embeddedProcess.ts'

const isRoot = process.getuid?.() === 0
const NOBODY = { uid: 65_534, gid: 65_534 }

let copy: ReturnType<typeof program>
/** A data folder whose first start was long ago: a copy of it takes a fifth of the time of another first start. */
let used: string
let place: string
let owners: Owner[]
let others: ChildProcess[]

beforeAll(async () => {
  copy = program()
  used = mkdtempSync(join(tmpdir(), 'reassess-used-'))
  chmodSync(used, 0o755)
  const first = own(copy.folder, used)
  expect(await first.said).toMatchObject({ adopted: false, url: expect.stringContaining('reassess_owner') })
  await first.end('SIGTERM')
})
afterAll(() => {
  copy.remove()
  rmSync(used, { recursive: true })
})

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'reassess-data-'))
  chmodSync(place, 0o755)
  owners = []
  others = []
})
afterEach(async () => {
  await Promise.all(owners.map((owner) => (owner.process.exitCode === null ? owner.end('SIGTERM') : null)))
  for (const other of others) other.kill('SIGKILL')
  for (const folder of found('postgres')) killServer(folder)
  rmSync(place, { recursive: true, force: true })
})

describe('the embedded database', () => {
  it('starts in a long path with spaces and what means something in an address, and without LANG, in UTF-8, with everything on disk before it is answered', async () => {
    const dataDir = join(place, 'a force of its own #1 50%20é?', 'x'.repeat(120), '.data')
    const { url } = await started(dataDir)
    expect(dataDir.length).toBeGreaterThan(107)
    const facts = `select current_setting('server_encoding') as encoding, datlocprovider as provider, datlocale as locale, current_database() as name,
      current_setting('data_checksums') as checksums, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits,
      upper('é') as upper from pg_database where datname = current_database()`
    expect(await ask(url, facts)).toEqual([
      {
        encoding: 'UTF8',
        provider: 'b',
        locale: 'C.UTF-8',
        name: 'reassess',
        checksums: 'on',
        fsync: 'on',
        commits: 'on',
        upper: 'É',
      },
    ])
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600)
  })

  it('has three logins that are no superusers, with passwords of their own, also where it was made before there were logins', async () => {
    usedBefore(place)
    const file = join(place, 'postgres-logins.json')
    rmSync(file)
    // As a release before them left it: everything belongs to the superuser.
    const old = await started(place)
    await asSuperuser(
      old.url,
      `
      create schema reassess; create table reassess.kept (id bigint generated always as identity, n integer);
      create function reassess.f() returns integer language sql as 'select 1'; create schema bullmq; create type bullmq.state as enum ('a');
      create sequence bullmq.own; alter database reassess owner to reassess; drop owned by reassess_owner cascade;
      revoke all on database reassess from reassess_owner; revoke pg_read_all_stats from reassess_owner; drop role reassess_owner`,
    )
    await owners[0]?.end('SIGTERM')
    rmSync(file)
    const { urls } = await started(place)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const passwords: unknown = JSON.parse(readFileSync(file, 'utf8'))
    expect(passwords).toEqual({ owner: expect.any(String), engine: expect.any(String), reader: expect.any(String) })
    for (const login of ['owner', 'engine', 'reader'] as const) {
      const facts = await ask(
        urls?.[login],
        'select current_user as name, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as mighty from pg_roles where rolname = current_user',
      )
      expect(facts).toEqual([{ name: `reassess_${login}`, mighty: false }])
    }
    const owned = await ask(
      urls?.owner,
      `
      select distinct pg_get_userbyid(o.owner) as owner from (
        select nspowner as owner from pg_namespace where nspname in ('reassess', 'bullmq')
        union all select relowner from pg_class where relnamespace in (select oid from pg_namespace where nspname in ('reassess', 'bullmq'))
        union all select proowner from pg_proc where pronamespace = (select oid from pg_namespace where nspname = 'reassess')
        union all select typowner from pg_type where typname = 'state'
        union all select datdba from pg_database where datname = 'reassess') as o`,
    )
    expect(owned).toEqual([{ owner: 'reassess_owner' }])
    expect(await ask(urls?.owner, 'alter table reassess.kept add column more integer')).toEqual([])
    for (const login of ['engine', 'reader'] as const)
      await expect(ask(urls?.[login], 'create temporary table mine (n integer)')).rejects.toThrow('permission denied')
  })

  it('is stopped by its owner and continues on the next start', async () => {
    usedBefore(place)
    const { url } = await started(place)
    await ask(url, 'create table kept as select 1 as one')
    await owners[0]?.end('SIGTERM')
    expect(existsSync(join(place, 'postgres', 'postmaster.pid'))).toBe(false)
    const again = await started(place)
    expect(again.adopted).toBe(false)
    expect(await ask(again.url, 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('has one owner: a second one is told who, and stops', async () => {
    usedBefore(place)
    await started(place)
    const second = own(copy.folder, place)
    owners.push(second)
    expect(await second.said).toEqual({
      refused: 'data-dir-in-use',
      message: `DATA_DIR ${place} is in use by another reassess (process ${owners[0]?.process.pid}): stop it, or set another DATA_DIR.`,
    })
  })

  it('has one owner also when two make it at once', async () => {
    owners.push(own(copy.folder, place), own(copy.folder, place))
    const said = await Promise.all(owners.map((owner) => owner.said))
    expect(said.map(({ refused }) => refused ?? 'owns').sort()).toEqual(['data-dir-in-use', 'owns'])
    await Promise.all(owners.map((owner) => owner.end('SIGTERM')))
    await started(place)
    expect(found('partial')).toEqual([])
  })

  it('is adopted when its owner was killed', async () => {
    usedBefore(place)
    const { url } = await started(place)
    await ask(url, 'create table kept as select 1 as one')
    await owners[0]?.end('SIGKILL')
    const next = await started(place)
    expect(next).toMatchObject({ adopted: true, url })
    expect(await ask(next.url, 'select one from kept')).toEqual([{ one: 1 }])
    await owners[1]?.end('SIGTERM')
    await expect(ask(url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  })

  it('recovers when everything was killed', async () => {
    usedBefore(place)
    const { url } = await started(place)
    await ask(url, 'create table kept as select 1 as one')
    await owners[0]?.end('SIGKILL')
    killServer(join(place, 'postgres'))
    const next = await started(place)
    expect(next.adopted).toBe(false)
    expect(await ask(next.url, 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('recovers when after a power cut its number belongs to another process of the same user', async () => {
    usedBefore(place)
    await started(place)
    const folder = join(place, 'postgres')
    const note = readFileSync(join(folder, 'postmaster.pid'), 'utf8')
    await owners[0]?.end('SIGTERM')
    const { uid, gid } = statSync(folder)
    const other = spawn('sleep', ['600'], isRoot ? { uid, gid, cwd: '/' } : {})
    others.push(other)
    writeFileSync(join(folder, 'postmaster.pid'), note.replace(/^\d+/, String(other.pid)))
    expect(await started(place)).toMatchObject({ adopted: false })
  })

  it('comes back under its owner, at the same address, when it dies alone', async () => {
    usedBefore(place)
    const { url } = await started(place)
    killServer(join(place, 'postgres'))
    expect(await eventually(() => ask(url, 'select 1 as one'))).toEqual([{ one: 1 }])
    const second = own(copy.folder, place)
    owners.push(second)
    expect(await second.said).toMatchObject({ refused: 'data-dir-in-use' })
  })

  it('begins anew after a first start that was interrupted', async () => {
    const first = own(copy.folder, place)
    owners.push(first)
    await eventually(async () => expect(found('partial')).toHaveLength(1))
    await first.end('SIGKILL')
    expect(existsSync(join(place, 'postgres'))).toBe(false)
    const { url } = await started(place)
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('says in one line what is wrong with a folder that it cannot use', async () => {
    usedBefore(place)
    await started(place)
    await owners[0]?.end('SIGTERM')
    const version = join(place, 'postgres', 'PG_VERSION')
    writeFileSync(version, '99\n')
    expect(await said(place)).toEqual({
      refused: 'data-dir-unusable',
      message: `${join(place, 'postgres')} was made by PostgreSQL 99, and this is 18: set another DATA_DIR, or restore a backup into a new one.`,
    })
    rmSync(join(place, 'postgres.json'))
    expect(await said(place)).toMatchObject({
      refused: 'data-dir-unusable',
      message: expect.stringMatching(/^\S+postgres\.json is missing: [^\n]+$/),
    })
  })

  const asRoot = isRoot ? it : it.skip

  asRoot('runs for an ordinary user', async () => {
    const dataDir = join(place, 'theirs')
    mkdirSync(dataDir)
    chownSync(dataDir, NOBODY.uid, NOBODY.gid)
    const owner = own(copy.folder, dataDir, NOBODY)
    owners.push(owner)
    const { url } = await owner.said
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(NOBODY.uid)
    await owner.end('SIGTERM')
  })

  asRoot('runs for root in a home that is closed to others, as another user', async () => {
    const home = join(place, 'home')
    const { folder } = program(join(home, 'a clone'))
    chmodSync(home, 0o700)
    const dataDir = join(home, 'a clone', '.data')
    const owner = own(folder, dataDir)
    owners.push(owner)
    const { url } = await owner.said
    const real = realpathSync(join(dataDir, 'postgres'))
    try {
      expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
      expect(lstatSync(join(dataDir, 'postgres')).isSymbolicLink()).toBe(true)
      expect(statSync(real).uid).not.toBe(0)
      expect(readFileSync(join(dirname(real), 'belongs-to'), 'utf8')).toBe(`${dataDir}\n`)
    } finally {
      await owner.end('SIGTERM')
      rmSync(dirname(real), { recursive: true })
    }
  })
})

const usedBefore = (dataDir: string) => execFileSync('cp', ['-Rp', `${used}/.`, dataDir])

/** Starts an owner and waits until it owns. */
async function started(dataDir: string): Promise<Said & { url: string }> {
  const owner = own(copy.folder, dataDir)
  owners.push(owner)
  const line = await owner.said
  if (line.url === undefined) throw new Error(`${line.refused}: ${line.message}`)
  return { ...line, url: line.url }
}

async function said(dataDir: string): Promise<Said> {
  const owner = own(copy.folder, dataDir)
  owners.push(owner)
  return owner.said
}

/** A statement of the superuser, who makes the logins and does nothing else. */
async function asSuperuser(url: string, statement: string): Promise<void> {
  const { password } = JSON.parse(readFileSync(join(place, 'postgres.json'), 'utf8')) as { password: string }
  const address = new URL(url)
  Object.assign(address, { username: 'reassess', password })
  await ask(address.href, statement)
}

async function ask(url: string | undefined, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url ?? '', connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(query)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

async function eventually<T>(fact: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + 20_000
  for (;;) {
    try {
      return await fact()
    } catch (error) {
      if (performance.now() > giveUpAt) throw error
      await sleep(5)
    }
  }
}

/** Folders of the data folder whose name says so. */
function found(name: string): string[] {
  return existsSync(place)
    ? readdirSync(place)
        .filter((entry) => entry.includes(name) && lstatSync(join(place, entry)).isDirectory())
        .map((entry) => join(place, entry))
    : []
}

function killServer(folder: string): void {
  const note = join(folder, 'postmaster.pid')
  const pid = existsSync(note) ? Number.parseInt(readFileSync(note, 'utf8'), 10) : 0
  if (pid > 0) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // gone already
    }
  }
}
