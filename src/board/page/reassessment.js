/** The content of the reassessment form, and the event data made from it. */

import { before, situationData, situationDraft } from './situation.js'

/** How soon risk may be looked at next. */
export const REVIEW_MINUTES = [5, 10, 15, 20, 30, 45, 60, 120, 240]

/** Everything that was filled in, without an instant: the same form twice is the same draft. */
export function draftOf(form, assessor) {
  const filled = new FormData(form)
  const text = (name) => String(filled.get(name) ?? '').trim()
  const changes = (under) => {
    const names = [...filled.keys()].filter((name) => name.startsWith(`${under}.`) && name.endsWith('.rationale'))
    return Object.fromEntries(
      names.map((name) => {
        const element = name.slice(under.length + 1, -'.rationale'.length)
        const change = text(`${under}.${element}.change`)
        return [element, { ...(change === '' ? {} : { change }), rationale: text(name) }]
      }),
    )
  }
  const demands = filled.getAll('demands').map(String)
  return {
    demands,
    causesSeen: causesSeen(form, demands),
    assessor,
    attempted: text('attempted'),
    triedAgo: text('triedAgo'),
    outcome: text('outcome'),
    notAttemptedReason: text('notAttemptedReason'),
    situation: situationDraft(filled),
    newInformation: text('newInformation'),
    checksRepeated: [...filled.getAll('checksRepeated').map(String), ...lines(text('otherChecks'))],
    thrive: changes('thrive'),
    elements: changes('elements'),
    interimRisk: text('interimRisk'),
    interimSafeguarding: lines(text('interimSafeguarding')),
    interimSafeguardingNoneReason: text('interimSafeguardingNoneReason'),
    resourceAction: text('resourceAction'),
    priority: text('priority'),
    rationale: text('rationale'),
    approvedBy: { id: text('approvedById'), role: text('approvedByRole') },
    reviewInMinutes: Number(text('review')),
  }
}

/** How many causes each demand had when its box was ticked. */
const causesSeen = (form, demands) =>
  Object.fromEntries(
    [...form.querySelectorAll('input[name="demands"]')]
      .filter(({ value }) => demands.includes(value))
      .map(({ value, dataset }) => [value, Number(dataset.causes)]),
  )

/** @param {ReturnType<typeof draftOf>} draft @param {number} at milliseconds since 1970: when it is made */
export function dataOf(draft, at) {
  const [demand = null, ...alsoAnswers] = draft.demands
  const { approvedBy } = draft
  return {
    demand,
    ...(alsoAnswers.length === 0 ? {} : { alsoAnswers }),
    ...(demand === null ? {} : { causesSeen: draft.causesSeen }),
    assessor: draft.assessor,
    victimContact: contact(draft, at),
    situation: situationData(draft.situation, at),
    newInformation: draft.newInformation,
    checksRepeated: draft.checksRepeated,
    thrive: draft.thrive,
    ...(Object.keys(draft.elements).length === 0 ? {} : { elements: draft.elements }),
    interimRisk: draft.interimRisk,
    decision: {
      priority: draft.priority,
      rationale: draft.rationale,
      ...(approvedBy.id === '' && approvedBy.role === '' ? {} : { approvedBy }),
    },
    interimSafeguarding: draft.interimSafeguarding,
    interimSafeguardingNoneReason: draft.interimSafeguardingNoneReason,
    resourceAction: draft.resourceAction,
    nextReviewAt: draft.reviewInMinutes > 0 ? new Date(at + draft.reviewInMinutes * 60_000).toISOString() : '',
  }
}

/** Sends only what belongs to the answer; other text stays on the form. */
function contact({ attempted, triedAgo, outcome, notAttemptedReason }, at) {
  if (attempted === '') return {}
  return attempted === 'yes' ? { attempted: true, at: before(at, triedAgo), outcome } : { attempted: false, notAttemptedReason }
}

const lines = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
