/** What is late and what is due, the longest late first. */
import { DEADLINE_STATUS, NOTHING, QUESTIONS } from '../../words/incident.ts'
import type { Text } from '../../words/text.ts'
import { capital, words } from '../../words/words.ts'
import { fold, type Known, type Panel, type TableRow, table, text } from './known.ts'

const nearestFirst = <Due extends { readonly dueAt: string }>(due: readonly Due[]): readonly Due[] =>
  due.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))

export function duePanel({ view, times }: Known): Panel {
  const running = view.deadlines.filter(({ status }) => status === 'pending')
  const missed = view.deadlines.filter(({ status }) => status === 'missed')
  const over = view.deadlines.filter(({ status }) => status === 'met' || status === 'cancelled')
  const ofMatters = view.matters.flatMap(({ kind, name, ended, deadlines }) =>
    ended ? [] : deadlines.map((deadline) => ({ ...deadline, of: `${words(kind)} ${name}` })),
  )
  const open = nearestFirst<{ name: string; dueAt: string; of?: string }>([...running, ...ofMatters])
  const row = (what: string, dueAt: string, state: Text, isLate: boolean): TableRow => ({
    cells: [[what], [times.at(dueAt)], state],
    ...(isLate && { tone: 'critical' as const }),
  })
  const named = ({ name, of }: { name: string; of?: string }) => capital(of === undefined ? words(name) : `${words(name)}, ${of}`)
  const found = [
    ...open.map((one) => row(named(one), one.dueAt, [times.left(one.dueAt)], times.isPast(one.dueAt))),
    ...nearestFirst(missed).map((one) => row(named(one), one.dueAt, [DEADLINE_STATUS.missed], true)),
  ]
  const heads = ['What', 'Due', 'Now']
  return {
    id: 'due',
    title: QUESTIONS.due,
    parts: [
      ...(found.length === 0 ? [text([NOTHING.due], 'quiet')] : table('Late and due', heads, found)),
      ...fold(
        `${over.length} that ${over.length === 1 ? 'is' : 'are'} over`,
        table(
          'Over',
          heads,
          nearestFirst(over).map((one) => row(named(one), one.dueAt, [DEADLINE_STATUS[one.status]], false)),
        ),
      ),
    ],
  }
}
