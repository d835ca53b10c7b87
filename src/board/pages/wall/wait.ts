/** How long she has really waited, since first contact and over all grades; then the target of the present grade, and the units. */
import type { Text, Times } from '../../words/text.ts'
import { capital, words } from '../../words/words.ts'
import type { Item } from './item.ts'

export const waitOf = (item: Item, times: Times): { readonly wait: Text; readonly target: Text } => ({
  wait: waitSentence(item, times),
  target: [...targetSentence(item, times), ' ', `${capital(unitWords(item))}.`],
})

function waitSentence({ waiting, reportedAt, state }: Item, times: Times): Text {
  const since = waiting?.since ?? reportedAt
  const from = waiting === undefined ? 'the report at ' : 'first contact at '
  const until = waiting?.until ?? null
  if (until !== null) {
    const how = state.attendance === 'resolvedByTelephone' ? 'resolved by telephone at ' : 'a unit arrived at '
    return ['First contact ', times.since(since), ' ago, at ', times.at(since), '; ', how, times.at(until), '.']
  }
  if (state.attendance === 'duplicate') return ['First contact ', times.since(since), ' ago, at ', times.at(since), '.']
  return ['Waited ', times.since(since), ' since ', from, times.at(since), '.']
}

/** `P2 since 20:04: target 21:04, 2 h 12 min overdue.` A target that was met is over. */
function targetSentence({ priority, waiting, deadlines, state }: Item, times: Times): Text {
  if (priority === null) return ['No grade, so no target to attend runs.']
  const under = waiting?.underGradeSince ?? null
  const grade: Text = under === null ? [priority] : [`${priority} since `, times.at(under)]
  const clocks = deadlines.filter(({ name }) => name === 'attendance')
  const clock = clocks.find(({ status }) => status === 'pending') ?? clocks.at(-1)
  if (clock === undefined) return [...grade, '.']
  if (isBeforeGrade(clock.dueAt, under))
    return [...grade, ': the target passed at ', times.at(clock.dueAt), ', before the grade was given.']
  return clock.status === 'pending' || state.attendance.startsWith('overdue')
    ? [...grade, ': target ', times.at(clock.dueAt), ', ', times.until(clock.dueAt), '.']
    : [...grade, ': late, the target was ', times.at(clock.dueAt), '.']
}

/** The target counts from the first contact: a late grade may come after it. */
const isBeforeGrade = (dueAt: string, under: string | null): boolean => under !== null && dueAt < under

/** A unit at the scene is no comfort as long as nobody has seen her. */
const unitWords = ({ state: { attendance }, deadlines }: Item): string =>
  attendance === 'attended' && deadlines.some(({ name, status }) => name === 'victim-seen' && status === 'pending')
    ? 'at the scene, nobody has seen the victim yet'
    : words(attendance)
