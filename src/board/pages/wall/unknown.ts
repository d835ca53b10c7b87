/** What nobody knows, and since when: a sentence for each instant, the longest unknown first. */
import { inWords, type Sentence, type Tell } from '../../words/sentence.ts'
import { UNKNOWN } from '../../words/wall.ts'
import type { Item } from './row.ts'

const NAMES = Object.keys(UNKNOWN) as readonly (keyof typeof UNKNOWN)[]

export function unknownOf(
  { risk: { unknownSince }, reportedAt, waiting, demands, lastAssessedAt }: Item,
  tell: Tell,
): readonly Sentence[] {
  const assessed = assessedSentence(lastAssessedAt, tell)
  if (unknownSince === undefined) {
    // Nobody has said any of it. Once she was seen and nothing is demanded, that asks for nothing.
    const isSettled = (waiting?.until ?? null) !== null && demands.length === 0
    return isSettled ? assessed : [...assessed, sentence(NAMES, waiting?.since ?? reportedAt, tell)]
  }
  const times = [...new Set(NAMES.flatMap((name) => unknownSince[name] ?? []))].sort()
  return [
    ...assessed,
    ...times.map((time) =>
      sentence(
        NAMES.filter((name) => unknownSince[name] === time),
        time,
        tell,
      ),
    ),
  ]
}

const sentence = (names: readonly (keyof typeof UNKNOWN)[], since: string, tell: Tell): Sentence => [
  ...['Not known since ', tell.at(since), ': '],
  `${inWords(names.map((name) => UNKNOWN[name]))}.`,
]

/** Absent where an earlier release wrote the line: then it is not known whether. */
function assessedSentence(at: string | null | undefined, tell: Tell): readonly Sentence[] {
  if (at === undefined) return []
  return at === null
    ? [['Nobody has assessed the risk yet.']]
    : [['Risk last assessed ', tell.since(at), ' ago, at ', tell.at(at), '.']]
}
