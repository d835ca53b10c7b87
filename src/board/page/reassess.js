/**
 * The reassessment: what is known now, how it was looked at, how the risk has changed, a decision, and when somebody looks again. What
 * the last assessment said is beside each. The API names everything that is missing at once.
 */
import { createPoster } from './api.js'
import { since } from './countdown.js'
import { bullets, el, fill, say } from './dom.js'
import { setTime, textField, tick, ticks, timeField } from './fields.js'
import { quoted, submits } from './gaps.js'
import { textReading } from './reading.js'
import { dataOf, draftOf, REVIEW_MINUTES, textAt } from './reassessment.js'
import { me } from './session.js'
import { situationFields } from './situation.js'
import { thriveFields } from './thrive.js'
import { at, exactly, lasting, now } from './time.js'
import { levelWords, words } from './words.js'

const CHECKS = [
  ['repeat', 'Repeat history'],
  ['markers', 'Markers'],
  ['orders', 'Orders and bail'],
  ['marac', 'MARAC'],
  ['weapons', 'Firearms and weapons'],
]
/** What was tried to get a unit; its words are what is recorded. */
const RESOURCES = [
  ['own', 'Own units asked'],
  ['neighbour', 'Neighbouring area asked'],
  ['agency', 'Another agency asked'],
]

/**
 * @param {object} view the incident when the form was opened
 * @param {{priorities: string[], onSent: () => void}} options
 * @returns {{form: HTMLFormElement, update: (view: object, known: object) => void}}
 */
export function reassessForm(view, { priorities, onSent }) {
  const post = createPoster('risk.reassessed', dataOf)
  const demands = el('div', { class: 'ticks column' })
  const sent = el('div', { class: 'sent', role: 'status', hidden: true })
  const summary = el('div', { class: 'summary', tabindex: '-1', role: 'alert', hidden: true })
  const signed = el('span', { class: 'hint' })
  const situation = situationFields()
  const thrive = thriveFields()
  const asBefore = el('p', { class: 'act', hidden: true })
  let incident = view
  let posted = {}

  const form = el(
    'form',
    { class: 'reassess', novalidate: true, autocomplete: 'off', 'aria-labelledby': 'reassess-title' },
    el('h2', { id: 'reassess-title', tabindex: '-1' }, 'Reassess the risk'),
    el('p', {}, 'Say how the risk to the people has changed since it was last assessed. Why no unit came is not an answer.'),
    sent,
    summary,
    el(
      'fieldset',
      { class: 'field', 'data-pointer': '/data/demand /data/alsoAnswers' },
      el('legend', {}, 'This answers'),
      demands,
    ),
    asBefore,
    situation.part,
    contactPart(),
    el('h3', {}, 'THRIVE, looked at again'),
    el(
      'p',
      { class: 'hint' },
      'An element that is unchanged needs no reason. ',
      el('button', { type: 'button', class: 'small', click: () => thrive.allUnchanged() }, 'All unchanged'),
    ),
    thrive.part,
    el('h3', {}, 'Until officers arrive'),
    textField('/data/interimRisk', 'What could happen before officers arrive', { pointer: '/data/interimRisk', rows: 2 }),
    ticks('checkbox', 'resources', 'What was tried to get a unit', RESOURCES),
    textField('/data/resourceAction', 'What else was tried to get a unit', {
      pointer: '/data/resourceAction',
      rows: 2,
    }),
    el('h3', {}, 'Decision'),
    decisionPart(view, priorities),
  )
  const reading = textReading(form, () => incident.priority)
  form.append(
    reading.part,
    el('p', { class: 'act' }, el('button', { type: 'submit', class: 'main' }, 'Record this reassessment'), signed),
  )
  reading.open(view.incident)

  form.addEventListener('change', ({ target }) => contactFields(form, target))
  const answersSince = () => incident.demands.filter(({ status }) => status === 'open').map((demand) => demand.raisedAt)
  submits(
    form,
    sent,
    () => {
      const draft = draftOf(form, me())
      posted = draft
      return post(incident.incident, draft, answersSince())
    },
    (answer) => {
      situation.reset()
      contactFields(form)
      fill(sent, answered(answer, posted))
      sent.hidden = false
      sent.scrollIntoView({ block: 'center' })
      say('The reassessment is recorded.')
      onSent(answer)
    },
  )

  const takeLast = (hasSituation) => {
    if (hasSituation) situation.takeLast()
    thrive.allUnchanged()
    form.dispatchEvent(new Event('input'))
    say('Filled in as it was. Check every answer, change what is different, and say what you looked at.')
  }
  const update = (newer, known) => {
    incident = newer
    showDemands(demands, newer.demands, form.dataset.dirty === undefined)
    signed.textContent = `Recorded as ${me().id} (${me().role}).`
    situation.update(known.situation)
    thrive.update(known)
    showAsBefore(asBefore, known, takeLast)
  }
  contactFields(form)
  return { form, update }
}

/** One click copies the last assessment, for whoever looked and found most of it as it was. */
function showAsBefore(parent, { situation, thrive }, takeLast) {
  parent.hidden = situation === null && thrive === null
  if (parent.hidden) return
  const label =
    situation === null
      ? 'Mark all of THRIVE as unchanged'
      : [`Copy what was known at ${at(situation.at)} (`, since(situation.at), ')']
  const hint =
    situation === null
      ? 'Then check each element, and change what is different.'
      : 'The button also marks all of THRIVE as unchanged. Then check every answer, and change what is different.'
  fill(
    parent,
    el('button', { type: 'button', 'data-focus': 'as before', click: () => takeLast(situation !== null) }, label),
    el('span', { class: 'hint' }, hint),
  )
}

const contactPart = () => [
  el('h3', {}, 'How it was looked at'),
  ticks(
    'radio',
    '/data/victimContact/attempted',
    'Was the victim tried, safely?',
    [
      ['now', 'Tried just now'],
      ['earlier', 'Tried earlier'],
      ['no', 'Not tried'],
    ],
    { pointer: '/data/victimContact/attempted' },
  ),
  el(
    'div',
    { 'data-when': 'now earlier' },
    timeField('/data/victimContact/at', 'Tried at', { pointer: '/data/victimContact/at' }),
    textField('/data/victimContact/outcome', 'What came of it', { pointer: '/data/victimContact/outcome', rows: 2 }),
  ),
  el(
    'div',
    { 'data-when': 'no' },
    textField('/data/victimContact/notAttemptedReason', 'Why not', {
      pointer: '/data/victimContact/notAttemptedReason',
      rows: 2,
    }),
  ),
  ticks('checkbox', '/data/checksRepeated', 'Checks repeated now', CHECKS, { pointer: '/data/checksRepeated' }),
  textField('/data/checksRepeated', 'Other checks, one a line', { pointer: '/data/checksRepeated', rows: 2 }),
]

function decisionPart(view, priorities) {
  const listId = `priorities-${view.incident}`
  return [
    textField('/data/decision/priority', 'Priority', {
      pointer: '/data/decision/priority',
      value: view.priority ?? '',
      list: listId,
      hint: view.priority === null ? 'Not graded yet.' : `Now ${view.priority}. Change it to raise or lower the grade.`,
    }),
    el(
      'datalist',
      { id: listId },
      priorities.map((priority) => el('option', { value: priority })),
    ),
    textField('/data/decision/rationale', 'Why, in terms of risk', { pointer: '/data/decision/rationale', rows: 3 }),
    el(
      'details',
      {},
      el('summary', {}, 'Approved by a second person (only to lower the grade)'),
      el(
        'p',
        { class: 'hint' },
        'Where the policy asks the second person to sign in, leave this empty: they decide under Approvals.',
      ),
      textField('/data/decision/approvedBy/id', 'Their name or number', {
        pointer: '/data/decision/approvedBy /data/decision/approvedBy/id',
      }),
      textField('/data/decision/approvedBy/role', 'Their role', { pointer: '/data/decision/approvedBy/role' }),
    ),
    ticks(
      'radio',
      '/data/nextReviewAt',
      'Risk is looked at next in',
      REVIEW_MINUTES.map((count) => [String(count), lasting(count * 60_000)]),
      { pointer: '/data/nextReviewAt', hint: 'The policy may ask for it sooner.' },
    ),
  ]
}

/** @param {HTMLInputElement} [changed] what somebody has just changed */
function contactFields(form, changed) {
  const attempted = new FormData(form).get('/data/victimContact/attempted')
  for (const part of form.querySelectorAll('[data-when]')) part.hidden = !part.dataset.when.split(' ').includes(attempted)
  if (changed !== undefined && changed.name !== '/data/victimContact/attempted') return
  setTime(form.querySelector('[name="/data/victimContact/at"]'), attempted === 'now' ? new Date(now()).toISOString() : '')
}

/** All are ticked until somebody begins to write; the writer decides about a demand that comes after that. */
function showDemands(parent, demands, untouched) {
  const open = demands.filter(({ status }) => status === 'open')
  const before = new Map([...parent.querySelectorAll('input')].map((box) => [box.value, box]))
  fill(
    parent,
    open.map((demand) => {
      const known = untouched ? undefined : before.get(demand.id)
      const isNew = !untouched && known === undefined
      // The author had not read what came since the box was ticked: a new tick includes it.
      const seen = known?.checked ? Number(known.dataset.causes) : demand.causeCount
      const box = tick('checkbox', 'demands', [demand.id, demandWords(demand, isNew, seen), known?.checked ?? untouched])
      const input = box.querySelector('input')
      input.dataset.causes = String(seen)
      input.addEventListener('change', () => {
        input.dataset.causes = String(demand.causeCount)
      })
      return box
    }),
    open.length === 0 ? el('p', { class: 'hint' }, 'No demand is open: this reassessment is voluntary.') : null,
  )
}

function demandWords({ id, reason, level, count, raisedAt, causeCount, causes }, isNew, seen) {
  const latest = causes.at(-1)
  const times = causeCount === 1 || latest === undefined ? '' : `, ${causeCount} times, the latest ${exactly(latest.at)}`
  const since = causeCount - seen
  const unread =
    since > 0 ? ` (${since} more since you ticked this: read what came, then untick and tick it again to answer that too)` : ''
  return `${id}: ${words(reason)}${times}, ${levelWords({ level, count })}, raised ${exactly(raisedAt)}${isNew ? ' (came while you were writing)' : ''}${unread}`
}

/** @param posted the draft: the words that a warning is about, and whether a demand was answered. */
function answered({ demands, warnings, deadlines }, posted) {
  const open = demands.filter(({ status }) => status === 'open')
  const review = deadlines.find(({ name, status }) => name === 'next-review' && status === 'pending')
  return [
    el('strong', {}, 'Recorded.'),
    el('p', {}, open.length === 0 ? 'No demand is open now.' : `Still open: ${open.map(({ id }) => id).join(', ')}.`),
    review ? el('p', {}, `Risk is looked at next by ${exactly(review.dueAt)}.`) : null,
    warnings.some(({ code }) => code === DOUBTFUL)
      ? el('p', {}, readAgain(deadlines, posted.demands.filter((id) => !open.some((demand) => demand.id === id)).length))
      : null,
    warnings.length === 0
      ? null
      : bullets(
          warnings.map((warning) => warningWords(warning, posted)),
          { class: 'warning' },
        ),
  ]
}

const DOUBTFUL = 'reassessment-doubtful'
/** What becomes of a doubtful reassessment, and what its author can do. */
function readAgain(deadlines, answeredNow) {
  const readings = deadlines.filter(({ name, status }) => name === 'reassessment-check' && status === 'pending')
  const latest = readings
    .map(({ dueAt }) => dueAt)
    .sort()
    .at(-1)
  return [
    answeredNow === 0 ? '' : `The ${answeredNow === 1 ? 'demand is' : 'demands are'} answered for now. `,
    `Another supervisor has to read this${latest === undefined ? '' : ` by ${at(latest)}`}, and may ask again. `,
    'If you know more, reassess again now.',
  ].join('')
}

const KINDS = { 'situation-contradicts': 'Two answers contradict each other: ', [DOUBTFUL]: '' }

const warningWords = (warning, posted) =>
  el(
    'span',
    { 'data-code': warning.code },
    KINDS[warning.code] ?? 'Note: ',
    quoted(warning, textAt(posted, warning.pointer)).replace(POINTERS, ''),
  )
/** Programs read where the other answers are. */
const POINTERS = / \(\/data\/[^)]*\)/
