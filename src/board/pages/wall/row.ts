/** A row of the wall in words: why it is here, how long she has waited, what nobody knows, and who has it. */
import type { Clock } from '../../../frame/times.ts'
import { type Text, timesOf } from '../../words/text.ts'
import { ATTENTION_WORDS, RESTRICTED, riskWords } from '../../words/wall.ts'
import { counted, words } from '../../words/words.ts'
import type { Item, Restricted } from './item.ts'
import { assessedOf, unknownOf } from './unknown.ts'
import { versionOf } from './version.ts'
import { waitOf } from './wait.ts'
import { type Action, type Reader, whoHas } from './whoHas.ts'
import { type Asked, whyOf } from './why.ts'

export interface Row {
  readonly incident: string
  readonly href: string
  /** The id of its worst open demand, or empty. */
  readonly demand: string
  readonly attention: string
  /** `P2`, or that nobody has graded it. */
  readonly grade: string
  /** What it is besides: high risk, flags, who called before. */
  readonly tags: readonly string[]
  readonly asked: Asked
  /** How long she has waited, over all grades, before any target. */
  readonly wait: Text | null
  /** The target of the grade, and the units. */
  readonly target: Text | null
  /** When somebody assessed the risk last; null where that is not told. */
  readonly assessed: Text | null
  readonly unknown: readonly Text[]
  readonly has: readonly Text[]
  readonly actions: readonly Action[]
  /** Where a reassessment is written; null where nobody asks for it, or the reader's role may not write it. */
  readonly reassess: string | null
  /** The same as long as the row says the same, whatever its clocks show: the page leaves such a row alone. */
  readonly version: string
}

export function rowOf(item: Item | Restricted, reader: Reader, clock: Clock): Row {
  const row = saidOf(item, reader, clock)
  return { ...row, version: versionOf(row) }
}

function saidOf(item: Item | Restricted, reader: Reader, clock: Clock): Omit<Row, 'version'> {
  const times = timesOf(clock)
  const demands = [...item.demands].sort((one, other) => other.level - one.level || (one.dueAt < other.dueAt ? -1 : 1))
  const href = `/incidents/${encodeURIComponent(item.incident)}`
  const common = {
    ...{ incident: item.incident, href, demand: demands[0]?.id ?? '', attention: item.attention[0] ?? 'none' },
    reassess: demands.length > 0 && reader.reassesses ? `${href}/reassess` : null,
  }
  if ('restricted' in item) {
    const asked = whyOf({ ...item, demands }, null, times)
    const { has, actions } = whoHas(item, reader, times)
    return {
      ...{ ...common, grade: 'Restricted', tags: [], asked, wait: null, target: null, assessed: null },
      ...{ unknown: [[RESTRICTED]], has, actions },
    }
  }
  const { has, actions } = whoHas(item, reader, times)
  return {
    ...{ ...common, grade: item.priority ?? 'No grade', tags: tagsOf(item), asked: whyOf({ ...item, demands }, item, times) },
    ...{ ...waitOf(item, times), assessed: assessedOf(item, times), unknown: unknownOf(item, times), has, actions },
  }
}

function tagsOf({ risk: { grade, flags, repeat }, attention }: Item): readonly string[] {
  const before = repeat.incidents.length + (repeat.restricted ?? 0)
  return [
    ...attention.slice(1).map((name) => ATTENTION_WORDS[name]),
    ...(grade === null ? [] : [riskWords(grade)]),
    // A high grade says what the flag of it says.
    ...flags.map(words).filter((flag) => grade === null || flag !== riskWords(grade).toLowerCase()),
    ...(before === 0 ? [] : [counted(Math.max(before, repeat.count), 'earlier incident')]),
  ]
}
