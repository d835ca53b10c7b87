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
