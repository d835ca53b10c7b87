/** What is late and what is due: late first, then what comes next. */
import { DEADLINE_STATUS, NOTHING, QUESTIONS } from '../../words/incident.ts'
import type { Text } from '../../words/text.ts'
import { capital, inWords, plain, words } from '../../words/words.ts'
import { fold, isOpen, type Known, type Panel, type TableRow, table, text } from './known.ts'

interface Due {
  readonly what: string
  readonly dueAt: string
}

const nearestFirst = <One extends { readonly dueAt: string }>(due: readonly One[]): readonly One[] =>
  due.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))

/** Of what has time still, as many are open on the page. */
const MOST_AHEAD = 8
const HEADS = ['What', 'Due', 'Now']

export function duePanel(known: Known): Panel {
  const { view, times } = known
  const open = nearestFirst(openDue(known))
  const late = open.filter(({ dueAt }) => times.isPast(dueAt)).map((one) => rowOf(one, times, [times.until(one.dueAt)], true))
  const missed = nearestFirst(missedIn(known)).map((one) => rowOf(one, times, [DEADLINE_STATUS.missed], true))
  const ahead = open.filter(({ dueAt }) => !times.isPast(dueAt)).map((one) => rowOf(one, times, [times.until(one.dueAt)], false))
  const over = nearestFirst(view.deadlines.filter(({ status }) => status === 'met' || status === 'cancelled')).map((one) =>
    rowOf({ what: capital(words(one.name)), dueAt: one.dueAt }, times, [DEADLINE_STATUS[one.status]], false),
  )
  const shown = [...late, ...missed, ...ahead.slice(0, MOST_AHEAD)]
  const later = ahead.slice(MOST_AHEAD)
  return {
    id: 'due',
    title: QUESTIONS.due,
    parts: [
      ...(shown.length === 0 ? [text([NOTHING.due], 'quiet')] : table('Late and due', HEADS, shown)),
      ...fold(`${later.length} due later`, table('Due later', HEADS, later)),
      ...fold(`${over.length} that ${over.length === 1 ? 'is' : 'are'} over`, table('Over', HEADS, over)),
    ],
  }
}

const rowOf = ({ what, dueAt }: Due, times: Known['times'], state: Text, isLate: boolean): TableRow => ({
  cells: [[what], [times.at(dueAt)], state],
  ...(isLate && { tone: 'critical' as const }),
})

/** Demands and matters run clocks of their own, which say what they are about. */
function openDue({ view }: Known): readonly Due[] {
  const demands = view.demands.filter(isOpen).map(({ reason, dueAt }) => ({ what: `Answer: ${words(reason)}`, dueAt }))
  const ofMatters = mattersDue(view).map(({ name, of, dueAt }) => ({ what: `${capital(words(name))}, ${of}`, dueAt }))
  const own = view.deadlines
    .filter(({ name, status }) => status === 'pending' && name !== 'answer')
    .filter((deadline) => !isOfMatter(deadline, view))
    .map(({ name, dueAt }) => ({ what: capital(words(name)), dueAt }))
  return [...demands, ...own, ...ofMatters]
}

const missedIn = ({ view }: Known): readonly Due[] =>
  view.deadlines
    .filter(({ status }) => status === 'missed')
    .filter((deadline) => !isOfMatter(deadline, view))
    .map(({ name, dueAt }) => ({ what: name === 'answer' ? answerTo(dueAt, view) : capital(words(name)), dueAt }))

/** An answer is due when its demand is. */
function answerTo(dueAt: string, { demands }: Known['view']): string {
  const reasons = new Set(
    demands.filter((demand) => !isOpen(demand) && demand.dueAt === dueAt).map(({ reason }) => words(reason)),
  )
  return ['Answer', inWords([...reasons])].filter((part) => part !== '').join(': ')
}

const mattersDue = ({ matters }: Known['view']) =>
  matters.flatMap(({ kind, name: of, ended, deadlines }) =>
    ended ? [] : deadlines.map(({ name, dueAt }) => ({ name, dueAt, of: `${plain(kind)} ${of}` })),
  )

const isOfMatter = ({ name, dueAt }: { readonly name: string; readonly dueAt: string }, view: Known['view']): boolean =>
  mattersDue(view).some((one) => one.name === name && one.dueAt === dueAt)
