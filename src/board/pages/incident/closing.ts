/** What keeps the incident from closing, and who can mend each of it. */

import { EVENTS, type EventName } from '../../../../machines/rules/events.ts'
import type { Role } from '../../../../machines/rules/vocabulary.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import { formAt } from '../../address.ts'
import { mayPost } from '../../forms/offered.ts'
import { BLOCKER_WORDS, NOT_YET, NOTHING, QUESTIONS } from '../../words/incident.ts'
import { link, say, type Text } from '../../words/text.ts'
import { capital, eventWords, plain, words } from '../../words/words.ts'
import { type Known, list, type Panel, text } from './known.ts'

type Blocker = Known['view']['closureBlockers'][number]

export function closingPanel(known: Known): Panel {
  const { closureBlockers, closureExceptions, state } = known.view
  const isClosed = state.closure === 'closed'
  const blockers = closureBlockers.map((blocker) => blockerText(blocker, known))
  const says = isClosed ? 'It is closed.' : NOTHING.closing
  return {
    id: 'closing',
    title: QUESTIONS.closing,
    parts: [
      ...(blockers.length === 0 ? [text([says], 'calm')] : list(blockers)),
      ...list(
        closureExceptions.map(
          ({ blocker, because, by }) => say`Left out, ${plain(blocker)}: ${words(because)}, decided by ${by.id}.`,
        ),
      ),
    ],
  }
}

function blockerText(blocker: Blocker, known: Known): Text {
  const { mends, sentence } = blockerWords(blocker)
  const forms = mends.filter((event) => mayPost(known.view, known.me.posts, event))
  const done = forms.flatMap((event, place) => [
    place === 0 ? ' ' : ' or ',
    link(formAt(known.view.incident, event), event === 'risk.reassessed' ? 'Reassess the risk' : eventWords(event)),
  ])
  return forms.length > 0 ? [sentence, ...done] : [`${sentence} ${mendedBy(mends, known)}`]
}

/** @returns the sentence of a blocker, with whom or what it names. */
export function blockerWords({ code, detail }: Blocker): { readonly sentence: string; readonly mends: readonly EventName[] } {
  const known = BLOCKER_WORDS[code as keyof typeof BLOCKER_WORDS]
  if (known === undefined) return { sentence: `${capital(plain(code))}.`, mends: [] }
  const named = known.names?.exec(detail)?.[1] ?? ''
  return { sentence: known.says(named), mends: known.mends }
}

/** Who may, where whoever is there may not; or that it is too early. */
function mendedBy(mends: readonly EventName[], { me }: Known): string {
  if (mends.some((event) => me.posts.includes(event))) return NOT_YET
  const posters = [...new Set(mends.flatMap((event): readonly Role[] => EVENTS[event].postedBy))]
  return posters.length === 0 ? '' : `Who can: ${posters.map((role) => ROLE_LABELS[role].toLowerCase()).join(', ')}.`
}
