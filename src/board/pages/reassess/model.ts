/** The form of a reassessment: five answers first, then how it was looked at, THRIVE, what may happen, the decision. No rule is here. */
import { SITUATION_WORDS } from '../../../../machines/rules/catalogue/incident/situation.ts'
import { labelOf, wordOf } from '../../../../machines/rules/catalogue/labels/index.ts'
import { samePerson } from '../../../../machines/rules/person.ts'
import { COMMAND_ROLES, ELEMENTS, type Role } from '../../../../machines/rules/vocabulary.ts'
import { clocksOf, idOf, TIME, within } from '../../forms/names.ts'
import { CHECKS } from '../../words/checks.ts'
import { capital, plain } from '../../words/words.ts'
import { demandsOf } from './asked.ts'
import { RESOURCE_WORDS } from './dataOf.ts'
import { type Choice, choice, type Filled, text, type When } from './fields.ts'
import type { Known } from './known.ts'
import * as names from './names.ts'
import type { Refusal } from './refusal.ts'
import { type Asked, beforeOf, elementSaid, type Said, saidOf } from './said.ts'
import { clockOf } from './shortTimes.ts'

const EVENT = 'risk.reassessed'

export interface Opening {
  readonly known: Known
  /** Milliseconds since 1970. */
  readonly now: number
  readonly role: Role
  readonly person: string
  /** Of the event that the form will post. */
  readonly id: string
  /** What was typed; null on a form that nobody has sent. */
  readonly form: URLSearchParams | null
  readonly refusal: Refusal | null
}

/** How soon the risk may be looked at next, in minutes. Project default. */
const REVIEWS = [5, 10, 15, 20, 30, 45, 60, 120, 240] as const

export function formOf(opening: Opening) {
  const { known, now, form, refusal, id } = opening
  const { incident, thrive, last } = known
  const filled = filledBy(opening)
  const before = beforeOf(known, now)
  const looked = [thrive, last].filter((line) => line !== null).map(({ at }) => at)
  const since = looked.sort().at(-1)
  return {
    ...{ id, incident: incident.incident, refusal },
    head: { priority: incident.priority, waiting: waitOf(known, now), flags: incident.risk.flags.map(plain) },
    demands: demandsOf(known, form, now),
    came: { name: names.CAME, value: cameLast(known) },
    demandErrors: [...filled.errors(names.DEMAND), ...filled.errors(names.ALSO), ...filled.errors(names.SEEN)],
    /** Whoever assessed first does not reassess: said before they write, not after. */
    isAuthor: thrive !== null && samePerson(thrive.data.assessor.id, opening.person),
    since: { name: names.SINCE, value: since === undefined ? `${incident.waiting.since} report` : `${since} assessment` },
    answers: answersOf(opening, filled, before.safeguarding),
    situationErrors: filled.errors(names.SITUATION),
    copy: copyOf(known, now),
    contact: contactOf(filled, before.contact),
    checks: { before: before.checks, ...checksOf(filled) },
    elements: elementsOf(known, filled, now),
    thriveErrors: filled.errors('/data/thrive'),
    interimRisk: { before: before.interimRisk, field: ask(names.INTERIM, 'interimRisk', filled) },
    resources: resourcesOf(filled, before.resources),
    decision: decisionOf(opening, filled, before.decision),
    review: reviewOf(filled),
    made: when(
      TIME,
      'When did you reassess it?',
      filled,
      'Leave this empty if it is now. Otherwise 21:05, or the date too: 2026-11-20 21:05.',
    ),
  }
}

const cameLast = ({ incident }: Known): string =>
  incident.demands
    .filter(({ status }) => status === 'open')
    .flatMap(({ causes }) => causes.map(({ at }) => at))
    .sort()
    .at(-1) ?? ''

function filledBy({ form, refusal, known, now }: Opening): Filled {
  const errors = refusal?.byName ?? new Map()
  return {
    errors: (name) => errors.get(name) ?? [],
    all: (name) => {
      // The present grade is a fact, and no answer of an earlier assessment.
      if (form === null) return name === names.PRIORITY && known.incident.priority !== null ? [known.incident.priority] : []
      const values = form.getAll(name).map((value) => value.replaceAll('\r\n', '\n'))
      // What was `now` when it was first sent stays that minute.
      return names.PAST_TIMES.includes(name) ? values.map((value) => (/^\s*now\s*$/i.test(value) ? clockOf(now) : value)) : values
    },
  }
}

const ask = (name: string, path: string, filled: Filled, more: { readonly rows?: number; readonly hint?: string | null } = {}) =>
  text(name, { ...labelOf(EVENT, path), ...more }, filled)

const when = (name: string, label: string, filled: Filled, hint = 'Like 21:05, or now.'): When => {
  const clocks = filled.all(clocksOf(name))
  const comesTwice = clocks.length > 0 || filled.errors(name).some((error) => error.includes('came twice'))
  return {
    ...{ name, id: idOf(name), label, hint, errors: filled.errors(name), value: filled.all(name)[0] ?? '' },
    clocks: comesTwice ? { name: clocksOf(name), which: clocks[0] ?? '' } : null,
  }
}

const wordsOf = (path: string, codes: readonly string[]): readonly (readonly [string, string])[] =>
  codes.map((code) => [code, wordOf(EVENT, path, code)])

function waitOf({ incident }: Known, now: number) {
  const { since, until } = incident.waiting
  return { since, until, length: Math.max(0, Date.parse(until ?? new Date(now).toISOString()) - Date.parse(since)) }
}

interface Answer {
  readonly asked: Asked
  readonly question: string
  readonly before: Said | null
  /** Of its first text. */
  readonly beside: Said | null
  readonly fields: readonly Choice[]
  readonly when: When | null
  readonly texts: readonly ReturnType<typeof text>[]
}

const QUESTIONS: Readonly<Record<Asked, string>> = {
  suspect: 'Where is the suspect now?',
  victim: 'Where is the victim now?',
  canReach: 'Can the suspect reach the victim, as things are?',
  changed: 'What has changed since the last assessment?',
  protects: 'What protects the victim now?',
}

function answersOf({ known, now }: Opening, filled: Filled, safeguarding: Said | null): readonly Answer[] {
  const base = (asked: Asked) => ({
    ...{ asked, question: QUESTIONS[asked], before: saidOf(asked, known, now) },
    beside: asked === 'protects' ? safeguarding : null,
  })
  const person = (asked: 'suspect' | 'victim'): Answer => {
    const at = within(names.SITUATION, asked)
    const of = (part: 'where' | 'source', label: string, codes: readonly string[]) =>
      choice(`${at}/${part}`, { label, type: 'radio', options: wordsOf(`situation/${asked}/${part}`, codes) }, filled)
    return {
      ...base(asked),
      fields: [of('where', QUESTIONS[asked], SITUATION_WORDS[asked]), of('source', 'Who says so?', SITUATION_WORDS.source)],
      when: when(`${at}/knownAt`, 'Known at', filled),
      texts: [],
    }
  }
  const list = (asked: 'canReach' | 'changed' | 'protects', texts: Answer['texts']): Answer => {
    const type = asked === 'canReach' ? ('radio' as const) : ('checkbox' as const)
    const options = wordsOf(`situation/${asked}`, SITUATION_WORDS[asked])
    return {
      ...base(asked),
      fields: [choice(within(names.SITUATION, asked), { label: QUESTIONS[asked], type, options }, filled)],
      when: null,
      texts,
    }
  }
  return [
    person('suspect'),
    person('victim'),
    list('canReach', []),
    list('changed', [
      ask(names.NEWS, 'newInformation', filled, {
        hint: 'If nothing is new, leave it empty and name the checks that you made again.',
      }),
    ]),
    list('protects', [
      text(
        names.SAFEGUARDING,
        { label: 'What else keeps the victim safe until officers arrive?', hint: 'Each on a line of its own.' },
        filled,
      ),
      text(names.NO_SAFEGUARDING, { label: 'Or why nothing can', rows: 1 }, filled),
    ]),
  ]
}

/** What a button copies, in a browser with a script: the answers as they were known, with the times at which they were known. */
function copyOf({ incident, thrive }: Known, now: number) {
  const { situation } = incident.risk
  if (situation === null) return thrive === null ? null : { at: null, age: 0, answers: '' }
  const { suspect, victim, canReach, protects, at } = situation
  const answers = { suspect, victim, canReach, protects }
  return { at, age: Math.max(0, now - Date.parse(at)), answers: JSON.stringify(answers) }
}

function contactOf(filled: Filled, before: Said | null) {
  const at = names.CONTACT
  return {
    before,
    attempted: choice(
      `${at}/attempted`,
      {
        label: 'Did you try to reach the victim, safely?',
        type: 'radio',
        options: [
          [names.JUST_NOW, 'Yes, just now'],
          ['true', 'Yes, earlier'],
          ['false', 'No'],
        ],
      },
      filled,
    ),
    when: when(`${at}/at`, 'Tried at', filled, 'If it was earlier. Like 21:05.'),
    outcome: ask(`${at}/outcome`, 'victimContact/outcome', filled),
    reason: ask(`${at}/notAttemptedReason`, 'victimContact/notAttemptedReason', filled),
  }
}

const checksOf = (filled: Filled) => ({
  ticks: choice(
    names.CHECKS,
    { label: 'Which checks did you make again now?', type: 'checkbox', options: Object.entries(CHECKS) },
    filled,
  ),
  others: text(names.OTHER_CHECKS, { label: 'Other checks, each on a line of its own' }, filled),
})

function elementsOf(known: Known, filled: Filled, now: number) {
  const added = new Set([...known.incident.policy.elements, ...Object.keys(known.thrive?.data.elements ?? {})])
  const element = (name: string, under: string) => {
    const at = within(under, name)
    const label = (ELEMENTS as readonly string[]).includes(name) ? labelOf(EVENT, `thrive/${name}`).label : capital(plain(name))
    const options = wordsOf('thrive/threat/change', ['increased', 'unchanged', 'decreased', 'unknown'])
    return {
      ...{ name, label, before: elementSaid(name, known, now) },
      change: choice(`${at}/change`, { label: `${label}, compared with the last assessment`, type: 'radio', options }, filled),
      why: text(`${at}/rationale`, { label: `Why (${label.toLowerCase()})` }, filled),
    }
  }
  return [...ELEMENTS.map((name) => element(name, '/data/thrive')), ...[...added].map((name) => element(name, '/data/elements'))]
}

function resourcesOf(filled: Filled, before: Said | null) {
  return {
    before,
    ticks: {
      ...choice(
        names.TRIED,
        { label: 'What did you try to get a unit there?', type: 'checkbox', options: Object.entries(RESOURCE_WORDS) },
        filled,
      ),
      errors: [],
    },
    other: text(names.RESOURCES, { label: 'What else did you try?' }, filled),
  }
}

function decisionOf({ known, role, refusal }: Opening, filled: Filled, before: Said | null) {
  const { policy, lowering, priority, waiting } = known.incident
  const grades = policy.priorities
  const at = priority === null ? -1 : grades.indexOf(priority)
  const options = grades.map((grade, place) => [grade, gradeWords(grade, at === -1 ? 0 : Math.sign(place - at))] as const)
  const approver = names.APPROVER
  return {
    before,
    grade: choice(names.PRIORITY, { label: 'Which grade is right for this risk?', type: 'radio', options }, filled),
    /** Those that bring help sooner: while somebody types nothing is doubted then. */
    higher: at === -1 ? [] : grades.slice(0, at),
    lower: at === -1 ? [] : grades.slice(at + 1),
    why: ask(names.RATIONALE, 'decision/rationale', filled, {
      rows: 3,
      hint: 'Say it of these two people: where they are, what either did or said, what has changed, what protects the victim.',
    }),
    /** Where the victim has been seen: nobody is asked whether somebody must go again to whom nobody has been. */
    attend: waiting.until === null ? null : attendOf(filled),
    lowering: {
      takesTwo: lowering.takesTwo,
      mayLower: !lowering.takesTwo || COMMAND_ROLES.includes(role),
      signedIn: lowering.secondPerson === 'signed-in',
      refused: refusal?.code === 'downgrade-not-approved',
    },
    approver: {
      errors: filled.errors(approver),
      id: text(`${approver}/id`, { label: 'Name or staff number of the second person', rows: 1 }, filled),
      role: text(`${approver}/role`, { label: 'Their rank or role', rows: 1 }, filled),
    },
  }
}

const gradeWords = (grade: string, side: number): string =>
  side === 0 ? grade : `${grade} (${side < 0 ? 'raises' : 'lowers'} it)`

const attendOf = (filled: Filled) => ({
  needed: choice(
    `${names.ATTEND}/needed`,
    {
      label: 'Does somebody have to go again?',
      type: 'radio',
      options: [
        ['true', 'Yes'],
        ['false', 'No'],
      ],
    },
    filled,
  ),
  reason: text(`${names.ATTEND}/reason`, { label: 'If not, why nobody has to go', rows: 1 }, filled),
})

function reviewOf(filled: Filled) {
  const options = REVIEWS.map((minutes) => [String(minutes), minutes < 60 ? `${minutes} min` : `${minutes / 60} h`] as const)
  const at = when(names.REVIEW, 'Or at', filled, 'Like 21:05. Your policy may ask for it sooner.')
  const soon = choice(names.REVIEW_IN, { label: 'When is the risk assessed next?', type: 'radio', options }, filled)
  return { soon: { ...soon, errors: at.errors }, at: { ...at, errors: [] } }
}
