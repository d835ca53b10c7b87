/** What a supervisor is asked for: why, since when, who was told, and what it is about. */

import type { DemandItem, TimelineItem } from '../../../engine/views/views.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import { LEVELS, NOTHING, QUESTIONS, UNASSESSED } from '../../words/incident.ts'
import { joined, say, strong, type Text } from '../../words/text.ts'
import { words } from '../../words/words.ts'
import { headline } from './happened/said.ts'
import { titleOf } from './happened/title.ts'
import { fold, isOpen, type Known, list, type Panel, type Part, text } from './known.ts'

export const askedPanel = (known: Known): Panel => ({
  id: 'asked',
  title: QUESTIONS.asked,
  parts: [...worstFirst(known.view.demands.filter(isOpen)).flatMap((demand) => demandParts(demand, known)), ...noneOrOver(known)],
})

export const worstFirst = (demands: readonly DemandItem[]): readonly DemandItem[] =>
  demands.toSorted((a, b) => b.level - a.level || (a.raisedAt < b.raisedAt ? -1 : 1))

const demandParts = (demand: DemandItem, known: Known): readonly Part[] => {
  const { at, since, until } = known.times
  return [
    text(
      say`${strong(`Reassess: ${words(demand.reason)}`)}. Asked for since ${at(demand.raisedAt)} (${since(demand.raisedAt)}). Answer by ${at(demand.dueAt)}, ${until(demand.dueAt)}.`,
      'critical',
    ),
    text(levelText(demand, known), 'quiet'),
    ...causeParts(demand, known),
  ]
}

/** Who has been told, and what a count means. */
function levelText({ id, level, count }: DemandItem, { view }: Pick<Known, 'view'>): Text {
  const told = view.alerts.filter((alert) => alert.demand === id && alert.status !== 'resolved')
  const audience = told.toSorted((a, b) => b.level - a.level)[0]?.audience ?? 'supervisor'
  const role = ROLE_LABELS[audience].toLowerCase()
  const says = level <= 1 ? LEVELS.first(role) : LEVELS.higher(level, role)
  return [count > 1 ? `${says} ${LEVELS.again(count)}` : says]
}

function causeParts({ causes, causeCount }: DemandItem, known: Known): readonly Part[] {
  const bySequence = new Map(known.lines.map((line) => [line.sequence, line]))
  const items = causes.toReversed().map(({ at, sequence }) => causeText(at, bySequence.get(sequence), known))
  const more =
    causeCount > causes.length
      ? say`${causeCount} causes joined it in all; ${causes.length} still ${causes.length === 1 ? 'waits' : 'wait'} for an answer.`
      : null
  if (items.length === 0) return more === null ? [] : [text(more, 'quiet')]
  const [newest, ...older] = items as [Text, ...Text[]]
  return [
    ...list([newest]),
    ...fold(`${older.length} earlier`, list(older)).filter(() => older.length > 0),
    ...(more === null ? [] : [text(more, 'quiet')]),
  ]
}

function causeText(when: string, line: TimelineItem | undefined, known: Known): Text {
  const { at, since } = known.times
  const what = line === undefined ? say`${at(when)}` : say`${at(when)} ${joined([titleOf(line, known)])}`
  const [said] = line === undefined ? [] : headline(line)
  return say`${what}, ${since(when)} ago${said === undefined ? '' : `: “${said}”`}`
}

function noneOrOver({ view }: Known): readonly Part[] {
  const over = view.demands.filter((demand) => !isOpen(demand))
  const none = view.demands.some(isOpen) ? [] : [nothingAsked(view)]
  const count = view.endedDemands
  return [
    ...none,
    ...fold(
      `${count} that ${count === 1 ? 'is' : 'are'} over`,
      list(over.toReversed().map((demand) => say`${words(demand.reason)}: ${overWords(demand)}`)),
    ).filter(() => over.length > 0),
  ]
}

const overWords = ({ status, setAside }: DemandItem): string => {
  if (setAside === true) return 'a second person found that the answer only explains the delay'
  return status === 'answered' ? 'answered by a reassessment' : 'the victim was seen'
}

/** Calm only after somebody has assessed: before a THRIVE and a grade nothing is known to be calm. */
function nothingAsked({ attention, priority, state }: Known['view']): Part {
  if (!attention.includes('unassessed')) return text([NOTHING.asked], 'calm')
  const hasThrive = state.grading === 'assessed' || state.grading === 'graded'
  if (priority !== null) return text([UNASSESSED.thrive], 'warning')
  return text([hasThrive ? UNASSESSED.grade : UNASSESSED.both], 'warning')
}
