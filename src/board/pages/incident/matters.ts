/** What goes on for longer than the incident: children, referrals, orders, bail, tasks, each with what comes next. */
import { NOTHING, QUESTIONS } from '../../words/incident.ts'
import { capital, plain, words } from '../../words/words.ts'
import { fold, type Known, type Panel, type TableRow, table, text } from './known.ts'

type Matter = Known['view']['matters'][number]

/** Shown where it is decided: what waits for a second person. */
const ELSEWHERE = 'approval'

export function mattersPanel({ view, times }: Known): Panel {
  const shown = view.matters.filter(({ kind }) => kind !== ELSEWHERE)
  const due = ({ deadlines }: Matter): string => deadlines[0]?.dueAt ?? '9999'
  const living = shown.filter(({ ended }) => !ended).toSorted((a, b) => (due(a) < due(b) ? -1 : 1))
  const over = shown.filter(({ ended }) => ended)
  const row = ({ kind, name, state, deadlines: [next] }: Matter): TableRow => ({
    cells: [
      [`${capital(plain(kind))} ${name}`],
      [words(state)],
      next === undefined ? ['Nothing due'] : [`${capital(words(next.name))}, `, times.until(next.dueAt)],
    ],
    ...(next !== undefined && times.isPast(next.dueAt) && { tone: 'critical' as const }),
  })
  const heads = ['What', 'Current state', 'Next']
  return {
    id: 'matters',
    title: QUESTIONS.matters,
    parts: [
      ...(living.length === 0 ? [text([NOTHING.matters], 'quiet')] : table('What goes on', heads, living.map(row))),
      ...fold(`${over.length} that ${over.length === 1 ? 'is' : 'are'} over`, table('Over', heads, over.map(row))),
    ],
  }
}
