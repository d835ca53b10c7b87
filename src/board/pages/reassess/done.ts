/** What became of a reassessment, for its author: what is still open, who reads it, what contradicts, and when the risk is looked at next. */
import { reassessmentWarnings } from '../../../../machines/rules/reassessment/reassessment.ts'
import { capital, words } from '../../words/words.ts'
import { isOf, type Known } from './known.ts'
import { placed, textAt } from './refusal.ts'

export function doneOf({ incident, lines }: Known, sequence: number, doubts: readonly string[]) {
  const line = lines.filter(isOf('risk.reassessed')).find((one) => one.sequence === sequence)
  if (line === undefined) return null
  const { data, at, recordedAt } = line
  const open = incident.demands.filter(({ status }) => status === 'open')
  const answered = [data.demand, ...(data.alsoAnswers ?? [])].filter(
    (id) => id !== null && !open.some((demand) => demand.id === id),
  )
  const review = incident.deadlines.find(({ name, status }) => name === 'next-review' && status === 'pending')
  const check = incident.checks.find(({ reassessment, verdict }) => reassessment === sequence && verdict === null)
  return {
    ...{ incident: incident.incident, at, recordedAt, by: data.assessor.id, priority: data.decision.priority },
    answered: answered.length,
    /** Where a demand stays open, its causes that this one did not answer are read, and the risk is assessed again. */
    open: open.map(({ id, reason, dueAt, causes }) => ({
      id,
      reason: capital(words(reason)),
      dueAt,
      at: causes.at(-1)?.at ?? dueAt,
    })),
    grade: gradeOf(incident, at),
    reviewAt: review?.dueAt ?? null,
    /** What its author chose, where the policy asks for it sooner. */
    chosenAt: isSooner(review?.dueAt, data.nextReviewAt) ? (data.nextReviewAt ?? null) : null,
    readBy: check?.dueAt ?? null,
    isRead: check !== undefined,
    doubts: check === undefined ? [] : doubts.flatMap((doubt) => quoteOf(doubt, data) ?? []),
    warnings: placed(reassessmentWarnings(data), data).errors.map(({ text }) => text),
  }
}

/** Null before the first grade; `was`: the grade that this reassessment changed. */
function gradeOf({ priority, grades }: Known['incident'], at: string) {
  const given = grades.findLastIndex((grade) => grade.at === at)
  const was = given > 0 ? (grades[given - 1]?.priority ?? null) : null
  return priority === null ? null : { is: priority, was: was === priority ? null : was }
}

const isSooner = (due: string | undefined, chosen: string | undefined): boolean =>
  due !== undefined && chosen !== undefined && Date.parse(due) < Date.parse(chosen)

function quoteOf(doubt: string, data: object): string | null {
  const [pointer = '', start, end] = doubt.split(':')
  const text = textAt(data, pointer)
  return text === null || start === undefined ? null : text.slice(Number(start), Number(end)).trim()
}
