import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../support/built.ts'
import { TWO_OF_ONE_RANK } from '../support/policies.ts'

it('a policy that can be used may still get a remark; a policy whose alerts nobody could have is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reassess-policy-'))
  const file = join(folder, 'ours.yaml')
  writeFileSync(file, TWO_OF_ONE_RANK)
  const checked = await run(['policy', 'check', file], {})
  expect(checked).toMatchObject({ code: 0, stderr: '' })
  expect(checked.stdout.split('\n')).toEqual([
    expect.stringContaining(`${file}:7:10 remark: priorities.P1b.rank: is the rank of P1 too`),
    expect.stringContaining('small version 1 is in order'),
    '',
  ])
  writeFileSync(file, TWO_OF_ONE_RANK.replace('[supervisor]', '[supervisor, auditor]'))
  expect(await run(['policy', 'check', file], {})).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(`${file}:8:26 escalation.1: the role auditor cannot acknowledge alerts`),
  })
  rmSync(folder, { recursive: true })
})
