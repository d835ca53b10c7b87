/** How long she has really waited, since first contact and over all grades; then the target of the present grade, and the units. */
import type { Sentence, Tell } from '../../words/sentence.ts'
import { capital, words } from '../../words/words.ts'
import type { Item } from './row.ts'

export const waitOf = (item: Item, tell: Tell): { readonly wait: Sentence; readonly target: Sentence } => ({
  wait: waitSentence(item, tell),
  target: [...targetSentence(item, tell), ' ', `${capital(unitWords(item))}.`],
})

function waitSentence({ waiting, reportedAt, state }: Item, tell: Tell): Sentence {
  const since = waiting?.since ?? reportedAt
  const from = waiting === undefined ? 'the report at ' : 'first contact at '
  const until = waiting?.until ?? null
  if (until !== null) {
    const how = state.attendance === 'resolvedByTelephone' ? 'resolved by telephone at ' : 'a unit arrived at '
    return ['First contact ', tell.since(since), ' ago, at ', tell.at(since), '; ', how, tell.at(until), '.']
  }
  if (state.attendance === 'duplicate') return ['First contact ', tell.since(since), ' ago, at ', tell.at(since), '.']
  return ['Waited ', tell.since(since), ' since ', from, tell.at(since), '.']
}

/** `P2 since 20:04: target 21:04, 2 h 12 min overdue.` A target that was met is over. */
function targetSentence({ priority, waiting, deadlines, state }: Item, tell: Tell): Sentence {
  if (priority === null) return ['No grade, so no target to attend runs.']
  const under = waiting?.underGradeSince ?? null
  const grade: Sentence = under === null ? [priority] : [`${priority} since `, tell.at(under)]
  const clocks = deadlines.filter(({ name }) => name === 'attendance')
  const clock = clocks.find(({ status }) => status === 'pending') ?? clocks.at(-1)
  if (clock === undefined) return [...grade, '.']
  return clock.status === 'pending' || state.attendance.startsWith('overdue')
    ? [...grade, ': target ', tell.at(clock.dueAt), ', ', tell.until(clock.dueAt), '.']
    : [...grade, ': late, the target was ', tell.at(clock.dueAt), '.']
}

/** A unit at the scene is no comfort as long as nobody has seen her. */
const unitWords = ({ state: { attendance }, deadlines }: Item): string =>
  attendance === 'attended' && deadlines.some(({ name, status }) => name === 'victim-seen' && status === 'pending')
    ? 'at the scene, nobody has seen the victim yet'
    : words(attendance)
