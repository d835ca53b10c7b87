import { run } from '../support/built.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const keys = (...args: string[]) => run(['keys', ...args], { DATABASE_URL: $.database.url })

it('a key is made, listed by its name, and withdrawn by it', async () => {
  const kept = await $.store.create('hau', 'kent')
  const { stdout: made } = await keys('create', '--role', 'supervisor', '--force', 'kent')
  const { stdout } = await keys('list')
  const [, name = ''] = /^(key-\w+) +supervisor +kent +\d{4}-\d\d-\d\dT/m.exec(stdout) ?? []
  expect(stdout.trim().split('\n')).toHaveLength(2)
  expect(stdout).not.toContain('rk_')

  expect(await keys('withdraw', name)).toEqual({
    code: 0,
    stdout: `${name} (supervisor, kent) is withdrawn. A running server takes it for up to 5 s more.\n`,
    stderr: '',
  })
  expect(await $.store.find(made.trim())).toBeNull()
  expect(await $.store.find(kept)).toMatchObject({ role: 'hau' })
  expect(await keys('withdraw', name)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(`no key is called ${name}`),
  })
})

it('a key that is given for its name is not taken, and not repeated', async () => {
  const bearer = await $.store.create('officer', 'kent')
  const { code, stdout, stderr } = await keys('withdraw', bearer)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^usage: reassess keys create/)
  expect(stderr).not.toContain(bearer)
  expect(await $.store.find(bearer)).not.toBeNull()
})

it('a key that vouches and ends says so in the list, is warned of, and its end is said when it is made', async () => {
  const create = (...more: string[]) => keys('create', '--role', 'control-room', '--force', 'surrey', ...more)
  const made = await create('--vouches', '--expires', 'P9DT1H')
  const [, end = ''] = /this key expires on (\S+)/.exec(made.stderr) ?? []
  expect(Date.parse(end) - Date.now()).toBeGreaterThan(9 * 86_400_000)
  expect(await $.store.find(made.stdout.trim())).toMatchObject({ role: 'control-room', vouches: true })
  await create('--expires', '2199-07-01')
  await $.database.query(
    `insert into reassess.api_keys (id, hash, role, force, expires_at) values ('key-past', '-', 'hau', 'surrey', '2026-01-31T00:00:00Z')`,
  )

  const { stdout, stderr } = await keys('list')
  const ends = stdout
    .split('\n')
    .filter((line) => line.includes('surrey'))
    .map((line) => line.split('  ').slice(-2).join('  '))
  expect(ends).toEqual([
    `vouches  expires ${end}`,
    expect.stringMatching(/Z {2}expires 2199-06-30T23:00:00.000Z$/),
    expect.stringMatching(/expired 2026-01-31T00:00:00.000Z$/),
  ])
  expect(stderr).toMatch(
    /^reassess: key-\w+ \(control-room, surrey\) expires on \S+, in 9 days: make another key for its system\n$/,
  )
})

it.each(['2026-01-31', '2026-02-30', 'P0D', '-P1D', 'P90', 'P401D', 'tomorrow', '', '2099-01-01T00:00:00Z'])(
  'no key ends %p',
  async (when) => {
    const { code, stdout, stderr } = await keys('create', '--role', 'hau', '--force', 'surrey', '--expires', when)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    // What begins with a hyphen is an option to the command line.
    if (!when.startsWith('-')) expect(stderr).toContain(`--expires ${when} is neither a day to come nor a duration`)
    expect(stderr).toContain('WHEN is a day to come')
  },
)
