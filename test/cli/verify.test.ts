import { randomBytes } from 'node:crypto'
import { createEngine } from '../../src/engine/createEngine.ts'
import { readPolicy } from '../../src/policies/readPolicy.ts'
import { SECONDS } from '../journeys/policy.ts'
import { run } from '../support/built.ts'
import { reported } from '../support/happenings.ts'
import { arrivedEvent } from '../support/incident.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const verify = () => run(['verify'], { DATABASE_URL: $.database.url, DATA_DIR: '/nonexistent' })

it('counts one as one, and names an incident whose snapshot cannot be read', async () => {
  const read = readPolicy(SECONDS)
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
  await $.store.pinPolicy({ id: read.policy.id, version: read.policy.version, hash: read.hash, canonical: read.canonical })
  const ports = { alarms: { ring: () => {} }, salt: () => randomBytes(32).toString('hex'), failed: () => {} }
  await createEngine({ ...ports, store: $.store, policy: read }).record([arrivedEvent(reported('20:00'), 'e1')])
  // The report is of a night long ago, and so are its first clocks; none has fired yet.
  const lines = (await $.database.query('select from reassess.entries')).length
  expect(await verify()).toMatchObject({ code: 0, stdout: `1 incident, ${lines} line${lines === 1 ? '' : 's'}: no difference\n` })

  await $.database.query("update reassess.cases set snapshot = 'Mrs Jones'")
  expect(await verify()).toMatchObject({
    code: 1,
    stdout: 'DIFFERENCE warwickshire WK-1: its snapshot cannot be read\n1 incident, 0 lines: 1 difference\n',
    stderr: '',
  })
})
