/** What is late and what is due: late first, then what comes next. */
import { DEADLINE_STATUS, NOTHING, QUESTIONS, WARNED } from '../../words/incident.ts'
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
  const warned = missedIn(known, isWarning).map((one) => rowOf(one, times, [WARNED], false))
  const missed = nearestFirst(missedIn(known, (name) => !isWarning(name))).map((one) =>
    rowOf(one, times, [DEADLINE_STATUS.missed], true),
  )
  const ahead = open.filter(({ dueAt }) => !times.isPast(dueAt)).map((one) => rowOf(one, times, [times.until(one.dueAt)], false))
  const over = nearestFirst(view.deadlines.filter(({ status }) => status === 'met' || status === 'cancelled')).map((one) =>
    rowOf({ what: capital(words(one.name)), dueAt: one.dueAt }, times, [DEADLINE_STATUS[one.status]], false),
  )
  const past = [...warned, ...over]
  const shown = [...late, ...missed, ...ahead.slice(0, MOST_AHEAD)]
  const later = ahead.slice(MOST_AHEAD)
  return {
    id: 'due',
    title: QUESTIONS.due,
    parts: [
      ...(shown.length === 0 ? [text([NOTHING.due], 'quiet')] : table('Late and due', HEADS, shown)),
      ...fold(`${later.length} due later`, table('Due later', HEADS, later)),
      ...fold(`${past.length} that ${past.length === 1 ? 'is' : 'are'} over`, table('Over', HEADS, past)),
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
  const ofMatters = mattersDue(view).map(({ name, of, dueAt }) => ({
    what: isNamedIn(words(name), of) ? capital(of) : `${capital(words(name))}, ${of}`,
    dueAt,
  }))
  const own = view.deadlines
    .filter(({ name, status }) => status === 'pending' && name !== 'answer')
    .filter((deadline) => !isOfMatter(deadline, view))
    .map(({ name, dueAt }) => ({ what: capital(words(name)), dueAt }))
  return [...demands, ...own, ...ofMatters]
}

/** A warning is not missed when its time comes: it is given, and the deadline that it warns of says by when. */
const isWarning = (name: string): boolean => name === 'attendance-warning'

const missedIn = ({ view }: Known, ofThese: (name: string) => boolean): readonly Due[] =>
  view.deadlines
    .filter(({ name, status }) => status === 'missed' && ofThese(name))
    .filter((deadline) => !isOfMatter(deadline, view))
    .map(({ name, dueAt }) => ({ what: name === 'answer' ? answerTo(dueAt, view) : capital(words(name)), dueAt }))

/** An answer is due when its demand is. */
function answerTo(dueAt: string, { demands }: Known['view']): string {
  const reasons = new Set(
    demands.filter((demand) => !isOpen(demand) && demand.dueAt === dueAt).map(({ reason }) => words(reason)),
  )
  return ['Answer', inWords([...reasons])].filter((part) => part !== '').join(': ')
}

/** `Referral idva`, where both would say that it is a referral. */
const isNamedIn = (deadline: string, of: string): boolean => of.startsWith(`${deadline} `)

const mattersDue = ({ matters }: Known['view']) =>
  matters.flatMap(({ kind, name: of, ended, deadlines }) =>
    ended ? [] : deadlines.map(({ name, dueAt }) => ({ name, dueAt, of: `${plain(kind)} ${of}` })),
  )

const isOfMatter = ({ name, dueAt }: { readonly name: string; readonly dueAt: string }, view: Known['view']): boolean =>
  mattersDue(view).some((one) => one.name === name && one.dueAt === dueAt)
