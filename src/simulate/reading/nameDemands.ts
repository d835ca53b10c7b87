/** Demands are numbered as they come; a scenario names one by what it is about. */
import type { DemandReason } from '../../../machines/rules/catalogue/reasons.ts'
import type { DemandItem, IncidentView } from '../../engine/views/views.ts'
import type { Data } from '../fixtures.ts'

/**
 * The data of a reassessment with the ids of the demands it answers: `open` is the latest open demand, a reason the latest of
 * that reason (an open demand if there is any), `d2` the second demand ever made, and `others` every other open demand. A name
 * without a demand is left as it is, for the engine to refuse.
 */
export function nameDemands(data: Data, view: IncidentView | null): Data {
  const demands = view?.demands ?? []
  const id = (word: unknown): unknown => (typeof word === 'string' ? (named(word, demands)?.id ?? word) : word)
  const demand = id(data.demand)
  const others = demands.filter((other) => other.status === 'open' && other.id !== demand).map((other) => other.id)
  const { alsoAnswers } = data
  return {
    ...data,
    demand,
    ...(Array.isArray(alsoAnswers) && { alsoAnswers: alsoAnswers.flatMap((word) => (word === 'others' ? others : [id(word)])) }),
  }
}

function named(word: string, demands: readonly DemandItem[]): DemandItem | undefined {
  const open = demands.filter(({ status }) => status === 'open')
  if (word === 'open') return open.at(-1)
  if (/^d\d+$/.test(word)) return demands.find(({ id }) => shortId(id) === word)
  const about = ({ reason }: { reason: DemandReason }) => reason === word
  return open.findLast(about) ?? demands.findLast(about)
}

/** `WK-1-d2` is `d2` within its incident. */
export const shortId = (id: string): string => id.slice(id.lastIndexOf('-') + 1)
