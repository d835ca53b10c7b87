import { readdirSync, readFileSync } from 'node:fs'
import { MATTERS } from '../../machines/matters/index.ts'
import { REGISTER_NAMES, REGISTERS } from '../../machines/rules/catalogue/registers.ts'
import { livingStates, partsOf, weightOf } from '../../src/engine/registers/registers.ts'

const listings = REGISTER_NAMES.flatMap((name) =>
  REGISTERS[name].of.flatMap((listing) => {
    const states: readonly (string | undefined)[] = 'states' in listing ? listing.states : [undefined]
    return states.map((state): [string, string, string | undefined] => [name, listing.kind, state])
  }),
)

it.each(listings.filter(([, kind]) => kind in MATTERS))('%s lists states that the machine of %s has: %s', (_, kind, state) => {
  const living = livingStates(kind)
  expect(living.some((known) => state === undefined || known === state || known.startsWith(`${state}.`))).toBe(true)
})

/** The sources that make the lines of a kind, as one text. */
function sourcesOf(kind: string): string {
  const folder = kind in MATTERS ? 'machines/matters' : 'src/engine/registers'
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && (!(kind in MATTERS) || file === `${kind}.ts` || file.startsWith(`${kind}/`)))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
    .join('\n')
}

it.each(REGISTER_NAMES)('%s has only columns that are facts of what it lists', (name) => {
  const sources = REGISTERS[name].of.map(({ kind }) => sourcesOf(kind)).join('\n')
  // As memory, types and put-together lines write it: `since:`, `arrestedAt?:`, `{ how, since }`.
  const isFact = (column: string): boolean => new RegExp(`\\b${column}\\??:|[{,] ${column}(?=,| })`).test(sources)
  expect(REGISTERS[name].columns.filter((column) => !isFact(column))).toEqual([])
})

it('knows in which states a thing stands, to the deepest, and in which it does no longer', () => {
  expect(livingStates('marker').sort()).toEqual(['none', 'standing.reviewDue', 'standing.reviewed'])
  expect(livingStates('no such kind')).toEqual([])
})

it('asks for every part of a register once', () => {
  for (const name of REGISTER_NAMES) {
    const parts = partsOf(name).map(({ kind, state, weight }) => `${kind} ${state} ${weight}`)
    expect([name, new Set(parts).size]).toEqual([name, parts.length])
  }
})

it.each([
  [{ risk: 'high' }, 0],
  [{ risk: null }, 1],
  [{ risk: 'medium' }, 2],
  [{ risk: 'standard' }, 3],
  [{}, 0],
])('weighs %j as %i', (facts, weight) => {
  expect(weightOf({ facts })).toBe(weight)
})
