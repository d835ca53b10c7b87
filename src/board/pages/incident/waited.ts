/** How long somebody has waited: from first contact over all grades, what was promised, and what was missed. */
import { QUESTIONS } from '../../words/incident.ts'
import { lasted, say, strong, type Text } from '../../words/text.ts'
import { capital, words } from '../../words/words.ts'
import { type Known, list, type Panel, type Part, table, text } from './known.ts'

export const waitedPanel = (known: Known): Panel => ({
  id: 'waited',
  title: QUESTIONS.waited,
  parts: [
    text(waitText(known), known.view.waiting.until === null ? 'warning' : undefined),
    text(placeText(known)),
    ...list(targets(known)),
    ...lateEntry(known),
    ...grades(known),
  ],
})

/** Whatever the grade was or became. */
export function waitText({ view: { waiting }, times }: Known): Text {
  const { since, until } = waiting
  if (until === null) return say`Waiting for ${times.since(since)}, since first contact at ${times.at(since)}.`
  return say`Waited ${lasted(since, until)}, from first contact at ${times.at(since)} until ${times.at(until)}.`
}

/** A unit at the scene is no comfort as long as nobody has seen the victim. */
const placeText = ({ view: { state, deadlines } }: Known): Text =>
  state.attendance === 'attended' && deadlines.some(({ name, status }) => name === 'victim-seen' && status === 'pending')
    ? ['A unit is at the scene, and nobody has seen the victim yet.']
    : [`${capital(words(state.attendance))}.`]

function targets({ view, briefing, times }: Known): readonly Text[] {
  const running = view.deadlines.filter(
    ({ name, status }) => (name === 'attendance' || name === 'victim-seen') && status === 'pending',
  )
  const missed = briefing.breaches.map(
    ({ priority, dueAt }) =>
      say`${strong('Missed')}: somebody was due at ${times.at(dueAt)} under ${priority}, ${times.since(dueAt)} ago${isGivenLater(view, priority, dueAt) ? ', before that grade was given' : null}.`,
  )
  return [
    ...running.map(({ name, dueAt }) =>
      name === 'attendance'
        ? say`Somebody is due by ${times.at(dueAt)}, ${times.until(dueAt)}.`
        : say`The victim has to be seen by ${times.at(dueAt)}, ${times.until(dueAt)}.`,
    ),
    ...missed,
  ]
}

/** A target counts from the first contact: a late grade may come after it. */
const isGivenLater = ({ grades }: Known['view'], priority: string, dueAt: string): boolean => {
  const given = grades.filter((grade) => grade.priority === priority)
  return given.length > 0 && given.every(({ at }) => at > dueAt)
}

/** Two systems' clocks differ by as much. */
const AT_ONCE_MS = 120_000

/** Why a clock of an incident that was entered afterwards is late already, and another is not. */
function lateEntry({ report, view, times }: Known): readonly Part[] {
  if (report === null || Date.parse(report.recordedAt) - Date.parse(report.at) <= AT_ONCE_MS) return []
  return [
    text(
      say`Entered at ${times.at(report.recordedAt)}: the wait counts from ${times.at(view.waiting.since)}, the THRIVE and the grade are due from the entry.`,
      'quiet',
    ),
  ]
}

const grades = ({ view, times }: Known): readonly Part[] =>
  table(
    'Grades',
    ['Grade', 'Given', 'For', 'By'],
    view.grades.map(({ priority, at, until, by, setAside }) => ({
      cells: [
        [priority],
        [times.at(at)],
        until === null ? say`${times.since(at)}, still` : [lasted(at, until)],
        [setAside === undefined ? by.id : 'Put back: the reassessment that had lowered it was set aside'],
      ],
    })),
  )
