/** Whoever holds a rank, or one above it, however a force writes it. */
import { holdsRank, rankHeld } from '../../machines/rules/policy/ranks.ts'
import { policyWith } from '../support/incident.ts'

const { policy } = policyWith()

it.each([
  ['inspector', 'inspector'],
  ['detective-inspector', 'inspector'],
  ['Detective Inspector', 'inspector'],
  ['temporary-detective-chief-inspector', 'chief-inspector'],
  ['acting inspector', 'inspector'],
  ['T/DCI', 'chief-inspector'],
  ['A/Insp', 'inspector'],
  ['detective-superintendent', 'superintendent'],
  ['D/Supt', 'superintendent'],
  ['duty-superintendent', 'superintendent'],
  ['detective-chief-superintendent', 'chief-superintendent'],
  ['commander', 'assistant-chief-constable'],
  ['custody-officer', 'sergeant'],
  ['pc', 'constable'],
  ['DC', 'constable'],
  ['TDC', 'constable'],
  ['Det Con', 'constable'],
  ['DS', 'sergeant'],
  ['Det/Sgt', 'sergeant'],
  ['A/PS', 'sergeant'],
  ['custody sgt', 'sergeant'],
  ['T/Insp', 'inspector'],
  ['t.insp', 'inspector'],
  ['Det. Insp.', 'inspector'],
  ['CI', 'chief-inspector'],
  ['C/Insp', 'chief-inspector'],
  ['Chief Insp', 'chief-inspector'],
  ['Det Ch Insp', 'chief-inspector'],
  ['A/DCI', 'chief-inspector'],
  ['T/CI', 'chief-inspector'],
  ['DSU', 'superintendent'],
  ['DSI', 'superintendent'],
  ['DSupt', 'superintendent'],
  ['T/Supt', 'superintendent'],
  ['CS', 'chief-superintendent'],
  ['C/Supt', 'chief-superintendent'],
  ['Det Chief Supt', 'chief-superintendent'],
  ['T/ACC', 'assistant-chief-constable'],
  ['Cmdr', 'assistant-chief-constable'],
  ['DAC', 'deputy-chief-constable'],
  ['AC', 'chief-constable'],
  ['call-handler', null],
  ['supervisor', null],
  ['detective', null],
  ['not an inspector', null],
  ['', null],
])('%j is the rank %j', (role, rank) => expect(rankHeld(role, policy)).toBe(rank))

it('is held by itself and by each above it, and by none below', () => {
  const ranks = policy.ranks.order.map(([rank = '']) => rank)
  for (const [height, asked] of ranks.entries())
    for (const [place, held] of ranks.entries())
      for (const role of [held, `detective-${held}`, `acting-${held}`, `Temporary Detective ${held}`])
        expect([role, asked, holdsRank(role, asked, policy)]).toEqual([role, asked, place >= height])
  expect(holdsRank('call-handler', 'constable', policy)).toBe(false)
  expect(holdsRank('inspector', 'captain', policy)).toBe(false)
})

it('is what a force says: another order, other names', () => {
  const own = policyWith({ ranks: { order: [['officer'], ['inspector', 'area-lead'], ['superintendent']], heldWith: ['night'] } })
  expect(['area-lead', 'night-inspector', 'detective-inspector'].map((role) => rankHeld(role, own.policy))).toEqual([
    'inspector',
    'inspector',
    null,
  ])
})
