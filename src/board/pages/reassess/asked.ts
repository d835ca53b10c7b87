/** What a reassessment answers: the open demands, each with what happened and when, and what its author has read. */

import { within } from '../../forms/names.ts'
import { capital, eventWords, words } from '../../words/words.ts'
import { answeredIn, seenOf } from './dataOf.ts'
import { isOf, type Known } from './known.ts'
import { ALSO, DEMAND, read, SEEN } from './names.ts'

export interface Cause {
  readonly at: string
  readonly what: string
  /** As somebody wrote it; empty where nobody wrote anything. */
  readonly text: string
  /** It came after the form was opened. */
  readonly isNew: boolean
}

export interface Demand {
  readonly id: string
  readonly name: string
  readonly fieldId: string
  readonly reason: string
  readonly dueAt: string
  readonly isLate: boolean
  readonly checked: boolean
  readonly causes: readonly Cause[]
  /** Causes besides those that are listed. */
  readonly more: number
  readonly seen: { readonly name: string; readonly count: number }
  /** It came while the form was filled in. */
  readonly isNew: boolean
  /** The box that says that the new causes have been read too; null where none is new. */
  readonly also: { readonly name: string; readonly count: number; readonly checked: boolean } | null
}

/** The newest causes of a demand. Project default: a screen of them. */
const MOST_CAUSES = 5

/** @param form null on a form that nobody has sent. */
export function demandsOf({ incident, lines }: Known, form: URLSearchParams | null, now: number): readonly Demand[] {
  const open = incident.demands.filter(({ status }) => status === 'open')
  const ticked = form === null ? null : answeredIn(form)
  const linesBy = new Map(lines.map((line) => [line.sequence, line]))
  return open.map(({ id, reason, dueAt, causes, causeCount }, at) => {
    const shown = form === null ? causeCount : shownIn(form, id)
    const unread = shown === null ? 0 : causeCount - shown
    return {
      ...{ id, name: at === 0 ? DEMAND : ALSO, fieldId: at === 0 ? 'data.demand' : `data.alsoAnswers-${at}` },
      ...{ reason: capital(words(reason)), dueAt, isLate: Date.parse(dueAt) <= now },
      checked: ticked === null ? true : ticked.includes(id),
      causes: causes
        .slice(-MOST_CAUSES)
        .map((cause, place, listed) => ({
          at: cause.at,
          ...happened(linesBy.get(cause.sequence), reason),
          isNew: listed.length - place <= unread,
        }))
        .reverse(),
      more: Math.max(0, causeCount - Math.min(causes.length, MOST_CAUSES)),
      seen: { name: within(SEEN, id), count: shown ?? causeCount },
      isNew: shown === null,
      also:
        unread > 0
          ? { name: read(id), count: causeCount, checked: form !== null && Number(form.get(read(id))) === causeCount }
          : null,
    }
  })
}

/** What the form that was sent had on screen, whatever its author has read since. */
function shownIn(form: URLSearchParams, id: string): number | null {
  const count = Number(form.get(within(SEEN, id)) ?? Number.NaN)
  return Number.isInteger(count) ? count : seenOf(form, id)
}

type Line = Known['lines'][number]
const TEXTS = ['text', 'outcome', 'reason', 'newInformation', 'saidBy'] as const

function happened(line: Line | undefined, reason: string): Pick<Cause, 'what' | 'text'> {
  if (line === undefined || line.type === 'deadline.passed') return { what: capital(words(reason)), text: '' }
  const data: object = (line.data as object | null) ?? {}
  const text = TEXTS.map((name) => Reflect.get(data, name)).find((one) => typeof one === 'string' && one !== '')
  return { what: eventWords(line.type), text: typeof text === 'string' ? text : '' }
}

/** Demands that the form was to answer and that are no longer open, with who answered them, when, and under which grade. */
export interface Answered {
  readonly id: string
  readonly by: string | null
  readonly at: string | null
  readonly said: string
}

export function answeredMeanwhile({ incident, lines }: Known, form: URLSearchParams): readonly Answered[] {
  const open = new Set(incident.demands.filter(({ status }) => status === 'open').map(({ id }) => id))
  const reassessments = lines.filter(isOf('risk.reassessed'))
  return answeredIn(form)
    .filter((id) => !open.has(id))
    .map((id) => {
      const line = reassessments.findLast(({ data }) => data.demand === id || data.alsoAnswers?.includes(id))
      return {
        id,
        by: line?.data.assessor.id ?? null,
        at: line?.at ?? null,
        said: line === undefined ? '' : [line.data.decision.priority, line.data.decision.rationale ?? ''].join(': '),
      }
    })
}
