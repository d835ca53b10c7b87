/** What nobody knows, and since when: a sentence for each instant, the longest unknown first. */
import { inWords, type Sentence, type Tell } from '../../words/sentence.ts'
import { UNKNOWN } from '../../words/wall.ts'
import type { Item } from './row.ts'

const NAMES = Object.keys(UNKNOWN) as readonly (keyof typeof UNKNOWN)[]

export function unknownOf({ risk: { unknownSince }, reportedAt, waiting, demands }: Item, tell: Tell): readonly Sentence[] {
  if (unknownSince === undefined) {
    // Nobody has said any of it. Once she was seen and nothing is demanded, that asks for nothing.
    const isSettled = (waiting?.until ?? null) !== null && demands.length === 0
    return isSettled ? [] : [sentence(NAMES, waiting?.since ?? reportedAt, tell)]
  }
  const times = [...new Set(NAMES.flatMap((name) => unknownSince[name] ?? []))].sort()
  return times.map((time) =>
    sentence(
      NAMES.filter((name) => unknownSince[name] === time),
      time,
      tell,
    ),
  )
}

const sentence = (names: readonly (keyof typeof UNKNOWN)[], since: string, tell: Tell): Sentence => [
  ...['Not known since ', tell.at(since), ': '],
  `${inWords(names.map((name) => UNKNOWN[name]))}.`,
]

/** Null where an earlier release wrote the line: then it is not known. */
export function assessedOf({ lastAssessedAt: at }: Item, tell: Tell): Sentence | null {
  if (at === undefined) return null
  return at === null
    ? ['Nobody has assessed the risk yet.']
    : ['Risk last assessed ', tell.since(at), ' ago, at ', tell.at(at), '.']
}
