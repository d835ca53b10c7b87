/** Where a provider may say who somebody is. */
import { readClaims } from '../../src/people/claims.ts'

const said = { name: 'ann', roles: ['supervisor'], force: 'kent' }

it.each([
  ['under its name', 'force', { force: 'kent' }],
  ['under a name with dots', 'https://id.example/force', { 'https://id.example/force': 'kent' }],
  ['inside another claim', 'police.force', { police: { force: 'kent' } }],
  ['as a list, and twice', 'force', { force: ['kent', 'kent'] }],
])('reads a force %s', (_, force, claims) => {
  expect(readClaims({ name: 'ann', groups: 'supervisor', ...claims }, { name: 'name', roles: 'groups', force })).toEqual(said)
})

it('reads roles of this service alone, in its order, each once', () => {
  const groups = ['staff', 'auditor', 'supervisor', 'auditor']
  const read = readClaims({ name: 'ann', groups, force: 'kent' }, { name: 'name', roles: 'groups', force: 'force' })
  expect(read).toEqual({ ...said, roles: ['supervisor', 'auditor'] })
})
