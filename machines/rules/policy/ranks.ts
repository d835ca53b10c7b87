/** Ranks of the police, as a force writes them: a law that asks for "inspector or above" is answered by whoever holds that rank or one above it. */
import { z } from 'zod'
import { name } from '../fields.ts'
import { plain } from '../words.ts'

/** Project default [derived]: the ranks of England and Wales; the Metropolitan and the City have names of their own for the highest. */
const ORDER = [
  ['constable', 'con', 'pc', 'dc', 'tdc'],
  ['sergeant', 'sgt', 'sergt', 'ps', 'ds', 'custody-officer', 'custody-sergeant', 'custody-sgt'],
  ['inspector', 'insp', 'di'],
  ['chief-inspector', 'chief-insp', 'ch-insp', 'c-insp', 'ci', 'dci'],
  ['superintendent', 'supt', 'dsupt', 'dsu', 'dsi'],
  ['chief-superintendent', 'chief-supt', 'ch-supt', 'c-supt', 'cs', 'dcs'],
  ['assistant-chief-constable', 'acc', 'commander', 'cmdr'],
  ['deputy-chief-constable', 'dcc', 'deputy-assistant-commissioner', 'dac'],
  ['chief-constable', 'cc', 'assistant-commissioner', 'ac'],
  ['deputy-commissioner'],
  ['commissioner'],
]

export const ranksSchema = z
  .strictObject({
    /** The lowest first; the names in one list are of one rank, and the first is what the record calls it. */
    order: z
      .array(z.array(name.max(64)).min(1).max(30))
      .min(1)
      .max(30)
      .default(ORDER),
    /** Whoever has one of these words beside a rank holds that rank. */
    heldWith: z.array(name.max(64)).max(30).default(['detective', 'det', 'd', 'temporary', 'temp', 't', 'acting', 'a', 'duty']),
  })
  .superRefine(({ order }, context) => {
    const names = order.flat().map(plain)
    if (new Set(names).size < names.length)
      context.addIssue({ code: 'custom', path: ['order'], message: 'must name each rank once' })
  })
type Ranks = z.output<typeof ranksSchema>
interface WithRanks {
  readonly ranks: Ranks
}

/** How high; -1 for what is no rank of the policy. */
function heightOf(role: string, { ranks: { order, heldWith } }: WithRanks): number {
  const named = (written: string): number => order.findIndex((names) => names.some((one) => plain(one) === written))
  const written = plain(role)
  const place = named(written)
  if (place !== -1) return place
  const besides = new Set(heldWith.map(plain))
  return named(
    written
      .split(' ')
      .filter((word) => !besides.has(word))
      .join(' '),
  )
}

/** The rank that somebody holds, as the record calls it: null for who holds none. */
export const rankHeld = (role: string, policy: WithRanks): string | null =>
  policy.ranks.order[heightOf(role, policy)]?.[0] ?? null

/** Whether somebody holds a rank or one above it. */
export const holdsRank = (role: string, atLeast: string, policy: WithRanks): boolean => {
  const [held, asked] = [heightOf(role, policy), heightOf(atLeast, policy)]
  return asked !== -1 && held >= asked
}
