/**
 * The reassessment: how the risk has changed, element by element beside the last assessment; what keeps the victim safe
 * meanwhile; a decision; and when somebody looks again. The API names everything that is missing at once.
 */
import { createPoster } from './api.js'
import { el, fill, say } from './dom.js'
import { choiceField, textField, tick, ticks } from './fields.js'
import { submits } from './gaps.js'
import { dataOf, draftOf, REVIEW_MINUTES } from './reassessment.js'
import { me } from './session.js'
import { agoField, situationFields } from './situation.js'
import { exactly, lasting } from './time.js'
import { levelWords, words } from './words.js'

const ELEMENTS = ['threat', 'harm', 'risk', 'investigation', 'vulnerability', 'engagement']
const CHANGES = [
  ['increased', 'Increased'],
  ['unchanged', 'Unchanged'],
  ['decreased', 'Decreased'],
  ['unknown', 'Unknown'],
]
const CHECKS = [
  ['repeat', 'Repeat history'],
  ['markers', 'Markers'],
  ['orders', 'Orders and bail'],
  ['marac', 'MARAC'],
  ['weapons', 'Firearms and weapons'],
]

/**
 * @param {object} view the incident when the form was opened
 * @param {{priorities: string[], onSent: () => void}} options
 * @returns {{form: HTMLFormElement, update: (view: object, known: object) => void}}
 */
export function reassessForm(view, { priorities, onSent }) {
  const post = createPoster('risk.reassessed', dataOf)
  const demands = el('div', { class: 'ticks column' })
  const before = new Map()
  const sent = el('div', { class: 'sent', role: 'status', hidden: true })
  const summary = el('div', { class: 'summary', tabindex: '-1', role: 'alert', hidden: true })
  const signed = el('span', { class: 'hint' })
  const listId = `priorities-${view.incident}`
  let incident = view

  const element = (name, under = 'thrive') => {
    const said = el('p', { class: 'before' })
    before.set(name, said)
    const [changeAt, whyAt] = [`/data/${under}/${name}/change`, `/data/${under}/${name}/rationale`]
    return el(
      'div',
      { class: 'element', 'data-element': name },
      el('h4', {}, words(name)),
      said,
      named(
        ticks('radio', `${under}.${name}.change`, `Since then ${words(name)} has`, CHANGES, { pointer: changeAt }),
        `${words(name)}, change`,
      ),
      named(
        textField(`${under}.${name}.rationale`, 'Why', {
          pointer: whyAt,
          rows: 2,
          hint: 'May stay empty where it is unchanged.',
        }),
        `${words(name)}, why`,
      ),
    )
  }
  const elements = el(
    'div',
    { class: 'elements' },
    ELEMENTS.map((name) => element(name)),
  )

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
    el('h3', {}, 'The victim'),
    ticks(
      'radio',
      'attempted',
      'Was the victim tried, safely?',
      [
        ['yes', 'Tried'],
        ['no', 'Not tried'],
      ],
      { pointer: '/data/victimContact/attempted' },
    ),
    el(
      'div',
      { 'data-when': 'yes' },
      agoField('triedAgo', 'When the victim was tried', '/data/victimContact/at'),
      textField('outcome', 'What came of it', { pointer: '/data/victimContact/outcome', rows: 2 }),
    ),
    el(
      'div',
      { 'data-when': 'no' },
      textField('notAttemptedReason', 'Why not', { pointer: '/data/victimContact/notAttemptedReason', rows: 2 }),
    ),
    el('h3', {}, 'What is known now'),
    situationFields(),
    textField('newInformation', 'What is new', {
      pointer: '/data/newInformation',
      rows: 2,
      hint: '“None” counts only with the checks that were repeated.',
    }),
    ticks('checkbox', 'checksRepeated', 'Checks repeated now', CHECKS, { pointer: '/data/checksRepeated' }),
    textField('otherChecks', 'Other checks, one a line', { pointer: '/data/checksRepeated', rows: 2 }),
    el('h3', {}, 'THRIVE, looked at again'),
    elements,
    el('h3', {}, 'Until officers arrive'),
    textField('interimRisk', 'What could happen before officers arrive', { pointer: '/data/interimRisk', rows: 2 }),
    textField('interimSafeguarding', 'What keeps the victim safe until then, one a line', {
      pointer: '/data/interimSafeguarding',
      rows: 2,
    }),
    textField('interimSafeguardingNoneReason', 'Or why nothing can', { pointer: '/data/interimSafeguardingNoneReason' }),
    textField('resourceAction', 'What was tried to get a unit, neighbouring areas and other agencies included', {
      pointer: '/data/resourceAction',
      rows: 2,
    }),
    el('h3', {}, 'Decision'),
    textField('priority', 'Priority', {
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
    textField('rationale', 'Why, in terms of risk', { pointer: '/data/decision/rationale', rows: 3 }),
    el(
      'details',
      {},
      el('summary', {}, 'Approved by a second person (only to lower the grade)'),
      textField('approvedById', 'Their name or number', { pointer: '/data/decision/approvedBy /data/decision/approvedBy/id' }),
      textField('approvedByRole', 'Their role', { pointer: '/data/decision/approvedBy/role' }),
    ),
    choiceField(
      'review',
      'Risk is looked at next',
      [['', 'Choose'], ...REVIEW_MINUTES.map((count) => [String(count), `in ${lasting(count * 60_000)}`])],
      {
        pointer: '/data/nextReviewAt',
        hint: 'The policy may ask for it sooner.',
      },
    ),
    el('p', { class: 'act' }, el('button', { type: 'submit', class: 'main' }, 'Record this reassessment'), signed),
  )

  form.addEventListener('change', () => contactFields(form))
  const answersSince = () => incident.demands.filter(({ status }) => status === 'open').map((demand) => demand.raisedAt)
  submits(
    form,
    sent,
    () => post(incident.incident, draftOf(form, me()), answersSince()),
    (answer) => {
      contactFields(form)
      fill(sent, answered(answer))
      sent.hidden = false
      sent.scrollIntoView({ block: 'center' })
      say('The reassessment is recorded.')
      onSent(answer)
    },
  )

  const update = (newer, { thrive, last }) => {
    incident = newer
    showDemands(demands, newer.demands, form.dataset.dirty === undefined)
    signed.textContent = `Recorded as ${me().id} (${me().role}).`
    for (const name of Object.keys(thrive?.data?.elements ?? {}))
      if (!before.has(name)) elements.append(element(name, 'elements'))
    for (const [name, said] of before) said.textContent = saidBefore(name, thrive, last)
  }
  contactFields(form)
  return { form, update }
}

/** A field's name in the summary when its own label says too little alone. */
function named(field, name) {
  field.dataset.name = name
  return field
}

function contactFields(form) {
  const attempted = new FormData(form).get('attempted')
  for (const part of form.querySelectorAll('[data-when]')) part.hidden = part.dataset.when !== attempted
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

function saidBefore(name, thrive, last) {
  const assessed = thrive?.data?.[name] ?? thrive?.data?.elements?.[name]
  const again = last?.data?.thrive?.[name] ?? last?.data?.elements?.[name]
  const parts = [
    assessed?.level ? `${exactly(thrive.at)}: ${assessed.level}. ${assessed.rationale ?? ''}` : 'Not assessed before.',
    again?.change ? `${exactly(last.at)}: ${again.change}. ${again.rationale ?? ''}` : '',
  ]
  return parts.filter((part) => part !== '').join(' — ')
}

function answered({ demands, warnings, deadlines }) {
  const open = demands.filter(({ status }) => status === 'open')
  const review = deadlines.find(({ name, status }) => name === 'next-review' && status === 'pending')
  return [
    el('strong', {}, 'Recorded.'),
    el('p', {}, open.length === 0 ? 'No demand is open now.' : `Still open: ${open.map(({ id }) => id).join(', ')}.`),
    review ? el('p', {}, `Risk is looked at next by ${exactly(review.dueAt)}.`) : null,
    warnings.map(({ detail }) => el('p', { class: 'warning' }, `Note: ${detail}`)),
  ]
}
