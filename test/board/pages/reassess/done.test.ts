/** What its author is told of a reassessment: the grade now, and where the policy asks for the next look sooner. */
import { doneOf } from '../../../../src/board/pages/reassess/done.ts'
import type { Known } from '../../../../src/board/pages/reassess/known.ts'
import { knownAt } from './known.ts'

const AT = '2026-11-20T21:20:00.000Z'
const CHOSEN = '2026-11-20T21:35:00.000Z'

function doneWith(dueAt: string, grades: readonly { readonly priority: string; readonly at: string }[]) {
  const known = knownAt()
  const deadlines = [{ name: 'next-review', status: 'pending', dueAt }]
  const lines = known.lines.map((line) => ({ ...line, data: { ...(line.data as object), nextReviewAt: CHOSEN } }))
  const incident = { ...known.incident, priority: grades.at(-1)?.priority ?? null, deadlines, grades }
  return doneOf({ ...known, incident, lines } as unknown as Known, 4, [])
}
const given = [
  { priority: 'P2', at: '2026-11-20T21:05:00.000Z' },
  { priority: 'P1', at: AT },
]

it('says that the policy shortened the time, what was chosen, and that it raised the grade', () => {
  const dueAt = '2026-11-20T21:25:00.000Z'
  expect(doneWith(dueAt, given)).toMatchObject({ reviewAt: dueAt, chosenAt: CHOSEN, grade: { is: 'P1', was: 'P2' } })
})

it('says no more than the grade and the time where both are as chosen', () => {
  expect(doneWith(CHOSEN, given.slice(0, 1))).toMatchObject({ reviewAt: CHOSEN, chosenAt: null, grade: { is: 'P2', was: null } })
})
