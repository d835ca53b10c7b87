/** What waits for a second person: approvals, and reassessments that somebody else has to read. */
import { nameOf } from '../../../../machines/rules/events.ts'
import { samePerson } from '../../../../machines/rules/person.ts'
import { NOTHING, QUESTIONS } from '../../words/incident.ts'
import { link, say, strong, type Text } from '../../words/text.ts'
import { eventWords, plain } from '../../words/words.ts'
import { type Known, list, type Panel, text } from './known.ts'

export function secondPanel(known: Known): Panel {
  const waiting = [...known.view.approvals.map((one) => approvalText(one, known)), ...checkTexts(known)]
  const read = known.view.checks.filter(({ verdict }) => verdict !== null).map((check) => verdictText(check, known))
  return {
    id: 'second',
    title: QUESTIONS.second,
    parts: [...(waiting.length === 0 ? [text([NOTHING.second], 'quiet')] : list(waiting)), ...list(read)],
  }
}

type Approval = Known['view']['approvals'][number]

const hasAsked = ({ askedBy }: Approval, { person }: Known): boolean => person !== null && samePerson(askedBy.id, person)

export const mayDecide = (approval: Approval, known: Known): boolean =>
  approval.decides.includes(known.me.role) && known.me.posts.includes('approval.given') && !hasAsked(approval, known)

/** The old grade stands until somebody else has agreed. */
export function approvalText(approval: Approval, known: Known): Text {
  const { type, asks, askedAt, decides, until } = approval
  const { view, times } = known
  const counts = nameOf(type) === 'risk.reassessed' ? ' All else that the reassessment says counts already.' : ''
  const stands = view.priority !== null && /^\S+ to \S+$/.test(asks) ? ` ${view.priority} stands until then.` : ''
  return [
    strong(`${asksWords(type, asks)}: waiting for a second person until `),
    times.at(until),
    ...say`, asked for at ${times.at(askedAt)}.${stands}${counts} `,
    mayDecide(approval, known)
      ? link('/approvals', 'Read it and decide')
      : `${hasAsked(approval, known) ? 'You asked for it: somebody else decides' : 'Who can decide'}: ${decides.map(plain).join(', ')}.`,
  ]
}

const asksWords = (type: string, asks: string): string =>
  /^\S+ to \S+$/.test(asks) ? `Lower the grade from ${asks}` : `${eventWords(type)}, ${plain(asks)}`

function checkTexts({ view, me, times }: Known): readonly Text[] {
  return view.checks
    .filter(({ verdict }) => verdict === null)
    .map(({ dueAt }) => [
      strong('A second person has to read a reassessment'),
      ...(dueAt === undefined ? ['. '] : say`, by ${times.at(dueAt)} (${times.until(dueAt)}). `),
      me.posts.includes('reassessment.checked')
        ? link('/reassessments', 'Read it')
        : 'A supervisor who did not write it reads it.',
    ])
}

type Check = Known['view']['checks'][number]

function verdictText({ verdict, at, by }: Check, { times }: Known): Text {
  const says = verdict === 'assesses' ? 'it assesses the risk' : 'it only explains the delay, and counts as no answer'
  return say`A reassessment was read by ${by?.id ?? 'a second person'}${at === undefined ? null : say` at ${times.at(at)}`}: ${says}.`
}
