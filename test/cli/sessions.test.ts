import { run } from '../support/built.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const sessions = (...args: string[]) => run(['sessions', ...args], { DATABASE_URL: $.database.url })

it('lists who is signed in, and signs somebody out everywhere', async () => {
  const person = { issuer: 'https://id.example', subject: 's-1', name: 'sup-1' }
  const open = () => $.store.sessions.open({ openedBy: 'oidc', force: 'kent', roles: ['supervisor'], person, key: null })
  const [token = ''] = [await open(), await open()].map((one) => one ?? '')
  const { stdout } = await sessions('list')
  expect(
    stdout.split('\n').filter((line) => /^session-\w+ {2}sup-1 {2}supervisor {2}kent {2}oidc {2}signed in \d{4}-/.test(line)),
  ).toHaveLength(2)
  expect(stdout).not.toContain('rs_')

  expect(await sessions('end', 'SUP-1')).toEqual({
    ...{ code: 0, stderr: '' },
    stdout: '2 sessions of SUP-1 ended. A running server takes them for up to 5 s more.\n',
  })
  expect(await $.store.sessions.find(token, true)).toBeNull()
  expect(await sessions('end', 'sup-1')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('nobody who is called sup-1'),
  })
  expect(await sessions('list')).toEqual({ code: 0, stdout: '', stderr: 'reassess: nobody is signed in\n' })
  expect((await sessions('end')).code).toBe(2)
})
