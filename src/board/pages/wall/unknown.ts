/** What nobody knows, and since when: a sentence for each instant, the longest unknown first. */
import type { Text, Times } from '../../words/text.ts'
import { UNKNOWN } from '../../words/wall.ts'
import { inWords } from '../../words/words.ts'
import type { Item } from './item.ts'

const NAMES = Object.keys(UNKNOWN) as readonly (keyof typeof UNKNOWN)[]

export function unknownOf({ risk: { unknownSince }, reportedAt, waiting, demands }: Item, times: Times): readonly Text[] {
  if (unknownSince === undefined) {
    // Nobody has said any of it. Once she was seen and nothing is demanded, that asks for nothing.
    const isSettled = (waiting?.until ?? null) !== null && demands.length === 0
    return isSettled ? [] : [sentence(NAMES, waiting?.since ?? reportedAt, times)]
  }
  const instants = [...new Set(NAMES.flatMap((name) => unknownSince[name] ?? []))].sort()
  return instants.map((since) =>
    sentence(
      NAMES.filter((name) => unknownSince[name] === since),
      since,
      times,
    ),
  )
}

const sentence = (names: readonly (keyof typeof UNKNOWN)[], since: string, times: Times): Text => [
  ...['Not known since ', times.at(since), ': '],
  `${inWords(names.map((name) => UNKNOWN[name]))}.`,
]

/** Null where an earlier release wrote the line: then it is not known. */
export function assessedOf({ lastAssessedAt: at }: Item, times: Times): Text | null {
  if (at === undefined) return null
  return at === null
    ? ['Nobody has assessed the risk yet.']
    : ['Risk last assessed ', times.since(at), ' ago, at ', times.at(at), '.']
}
