/** Why a row is on the wall: what is asked, which rank is asked, and since when, in words that need no manual. */
import type { Attention } from '../../../../machines/rules/vocabulary.ts'
import type { DeadlineItem } from '../../../engine/views/views.ts'
import type { Text, Times } from '../../words/text.ts'
import { ATTENTION_WORDS, roleWords } from '../../words/wall.ts'
import { counted, inWords, words } from '../../words/words.ts'
import type { Item, Restricted } from './item.ts'

/** What stands first on a row, and the sentences that explain it. */
export interface Asked {
  readonly what: string
  /** How loudly it is shown, beside its words. */
  readonly tone: 'critical' | 'warning' | 'calm'
  readonly details: readonly Text[]
}

type Demand = Item['demands'][number]
/** Of a restricted incident less is told. */
type Told = Pick<Demand, 'reason' | 'level' | 'dueAt'> & Partial<Pick<Demand, 'count' | 'causeCount' | 'asked'>>

/** @param item null where its content is not told. @param demands the worst first. */
export function whyOf(
  { attention, demands }: Pick<Item | Restricted, 'attention'> & { readonly demands: readonly Told[] },
  item: Item | null,
  times: Times,
): Asked {
  const [worst, ...others] = demands
  const owed = item === null ? [] : owedOn(item, times)
  if (worst !== undefined)
    return {
      ...{ what: `Reassess now: ${words(worst.reason)}`, tone: 'critical' },
      details: [demandSentence(worst, times), ...others.map((demand) => alsoSentence(demand, times)), ...owed],
    }
  const first = attention[0] ?? 'none'
  const details = [...owed, ...(item === null ? [] : nextOn(item, times))]
  if (first === 'none') return { what: 'No reassessment is owed', tone: owed.length > 0 ? 'warning' : 'calm', details }
  return { what: ATTENTION_WORDS[first], tone: toneOf(first), details }
}

const toneOf = (attention: Exclude<Attention, 'none'>): Asked['tone'] => (attention === 'warning' ? 'warning' : 'critical')

/** `Level 2 of 3: force incident manager asked since 21:14. Answer by 21:29, in 4 min, or level 3 is asked.` */
function demandSentence({ level, dueAt, count = 1, causeCount = 1, asked }: Told, times: Times): Text {
  const isTop = asked !== undefined && level >= asked.levels
  return [
    ...(asked === undefined
      ? [`Level ${level}. `]
      : [`Level ${level} of ${asked.levels}: ${roleWords(asked.role)} asked since `, times.at(asked.since), '. ']),
    ...(causeCount > 1 ? [`${causeCount} events ask for it. `] : []),
    ...(count > 1 ? [`Asked ${count} times and not answered. `] : []),
    ...(times.isPast(dueAt)
      ? ['The answer was due ', times.at(dueAt), ', ', times.until(dueAt), '.']
      : ['Answer by ', times.at(dueAt), ', ', times.until(dueAt), ...orElse(level, isTop, asked !== undefined)]),
  ]
}

const orElse = (level: number, isTop: boolean, isKnown: boolean): Text =>
  isKnown ? [isTop ? ', or the same people are asked again.' : `, or level ${level + 1} is asked too.`] : ['.']

const alsoSentence = ({ reason, level, dueAt }: Told, times: Times): Text => [
  `Also to be answered: ${words(reason)}, level ${level}, by `,
  ...[times.at(dueAt), ', ', times.until(dueAt), '.'],
]

/** What is owed besides a reassessment: the first assessment, a second reading, whatever is late. */
function owedOn({ attention, priority, state, deadlines: all, moreDeadlines = 0 }: Item, times: Times): readonly Text[] {
  const deadlines = all.filter(({ over }) => over !== true)
  const due = (name: DeadlineItem['name']): DeadlineItem | undefined => deadlines.find((deadline) => deadline.name === name)
  const clock = (name: DeadlineItem['name']): Text => {
    const found = due(name)
    return found === undefined ? ['.'] : [': due ', times.at(found.dueAt), ', ', times.until(found.dueAt), '.']
  }
  const isUnassessed = attention.includes('unassessed')
  const late = [...new Set(deadlines.filter(isLate).map(({ name }) => words(name)))]
  const named = late.slice(0, MOST_NAMED)
  const more = late.length - named.length + moreDeadlines
  return [
    ...(isUnassessed && due('thrive') !== undefined ? [['No THRIVE recorded', ...clock('thrive')]] : []),
    ...(isUnassessed && due('thrive') === undefined && state.grading === 'reported' ? [['No THRIVE recorded.']] : []),
    ...(priority === null ? [['No grade given', ...clock('grading')]] : []),
    ...(due('reassessment-check') === undefined
      ? []
      : [['A second person has to read a reassessment', ...clock('reassessment-check')]]),
    ...(late.length === 0 ? [] : [[`Late too: ${inWords(named)}${more > 0 ? `, and ${counted(more, 'more deadline')}` : ''}.`]]),
  ]
}

/** What has to be done next, while it is not late. */
function nextOn({ deadlines }: Item, times: Times): readonly Text[] {
  const [next] = deadlines.filter(({ name, status }) => status === 'pending' && !SAID.includes(name)).sort(soonestFirst)
  return next === undefined ? [] : [[`Next: ${words(next.name)}, by `, times.at(next.dueAt), ', ', times.until(next.dueAt), '.']]
}
const soonestFirst = (one: DeadlineItem, other: DeadlineItem): number => (one.dueAt < other.dueAt ? -1 : 1)

/** The others are counted. */
const MOST_NAMED = 3
/** These have words of their own on the row. */
const SAID: readonly string[] = ['attendance', 'attendance-warning', 'answer', 'thrive', 'grading', 'reassessment-check']
const isLate = ({ name, status }: DeadlineItem): boolean => status === 'missed' && !SAID.includes(name)
