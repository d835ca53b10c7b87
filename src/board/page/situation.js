/**
 * The five answers of what is known now: where the suspect and the victim are, whether the suspect can reach the victim, what has
 * changed and what protects the victim. What the last assessment answered is beside each.
 */
import { el } from './dom.js'
import { setTime, textField, ticks, timeField } from './fields.js'
import { exactly } from './time.js'
import { SITUATION, words } from './words.js'

const BASE = '/data/situation'
const PEOPLE = ['suspect', 'victim']
/** These stand alone among the answers of a list. */
const ALONE = ['nothing', 'unknown']

/** What this form calls the words of the event; a word without a name here is shown without its hyphens. */
const NAMES = {
  'with-victim': 'with the victim',
  'in-custody': 'in custody',
  'at-address': 'at the address',
  'safe-place': 'in a safe place',
  unknown: 'not known',
  none: 'nobody',
  victim: 'the victim',
  caller: 'the caller',
  officer: 'an officer',
  witness: 'a witness',
  system: 'a system',
  'other-force': 'another force',
  'line-open': 'the line is open',
  'locked-in': 'locked in',
  'person-with-her': 'somebody with the victim',
  'left-address': 'left the address',
  refuge: 'in a refuge',
  'suspect-detained': 'the suspect is detained',
  'order-served': 'an order was served',
}
const nameOf = (word) => NAMES[word] ?? words(word)
const options = (list) => list.map((word) => [word, nameOf(word)])

/** @returns {{part: HTMLElement, update: (last: object | null) => void, takeLast: () => void, reset: () => void}} */
export function situationFields() {
  const before = new Map()
  let last = null
  const said = (answer) => {
    const line = el('p', { class: 'before' })
    before.set(answer, line)
    return line
  }
  const person = (who) => {
    const at = `${BASE}/${who}`
    const title = `Where is the ${who}?`
    return el(
      'div',
      { class: 'answer', 'data-answer': who, change: ({ target }) => personChanged(part, who, target) },
      said(who),
      ticks('radio', `${at}/where`, title, options(SITUATION[who]), { pointer: `${at}/where` }),
      named(
        ticks('radio', `${at}/source`, 'Who says so?', options(SITUATION.source), { pointer: `${at}/source` }),
        `${title} Who says so?`,
      ),
      named(timeField(`${at}/knownAt`, 'Known at', { pointer: `${at}/knownAt` }), `${title} Known at`),
    )
  }
  const answer = (name, ...fields) => el('div', { class: 'answer', 'data-answer': name }, said(name), ...fields)
  const list = (name, title) =>
    ticks('checkbox', `${BASE}/${name}`, title, options(SITUATION[name]), { pointer: `${BASE}/${name}` })

  const part = el(
    'fieldset',
    { class: 'field situation', 'data-pointer': BASE },
    el('legend', {}, 'What is known now'),
    el('div', { class: 'answers' }, PEOPLE.map(person)),
    answer(
      'canReach',
      ticks('radio', `${BASE}/canReach`, 'Can the suspect reach the victim, as things are?', options(SITUATION.canReach), {
        pointer: `${BASE}/canReach`,
      }),
    ),
    answer(
      'changed',
      list('changed', 'What has changed since the last assessment?'),
      textField('/data/newInformation', 'What is new', {
        pointer: '/data/newInformation',
        rows: 2,
        hint: 'Beside “nothing” it may stay empty, where checks were repeated.',
      }),
    ),
    answer(
      'protects',
      list('protects', 'What protects the victim now?'),
      textField('/data/interimSafeguarding', 'What else keeps the victim safe until officers arrive, one a line', {
        pointer: '/data/interimSafeguarding',
        rows: 2,
      }),
      textField('/data/interimSafeguardingNoneReason', 'Or why nothing can', {
        pointer: '/data/interimSafeguardingNoneReason',
      }),
    ),
  )
  part.addEventListener('change', ({ target }) => standAlone(part, target))

  return {
    part,
    update: (newer) => {
      last = newer
      for (const [name, line] of before) line.textContent = last === null ? '' : saidBefore(name, last)
    },
    takeLast: () => take(part, last),
    reset: () => {
      for (const input of part.querySelectorAll('input[data-instant]')) setTime(input, '')
      for (const answer of part.querySelectorAll('[data-taken]')) delete answer.dataset.taken
    },
  }
}

/** A field's name in the summary when its own label says too little alone. */
export function named(field, name) {
  field.dataset.name = name
  return field
}

const chosen = (part, name) => part.querySelector(`input[name="${name}"]:checked`)
function choose(part, name, values) {
  for (const input of part.querySelectorAll(`input[name="${name}"]`)) input.checked = values.includes(input.value)
}

/** Another place has another source and time than the one that was taken over, and a place that is not known has neither. */
function personChanged(part, who, target) {
  const [where, source, knownAt] = ['where', 'source', 'knownAt'].map((name) => `${BASE}/${who}/${name}`)
  const answer = part.querySelector(`[data-answer="${who}"]`)
  const time = part.querySelector(`input[name="${knownAt}"]`)
  if (target.name === where) {
    const isUnknown = target.value === 'unknown'
    const isNobody = chosen(part, source)?.value === 'none'
    if (answer.dataset.taken !== undefined || isUnknown || isNobody) {
      choose(part, source, isUnknown ? ['none'] : [])
      setTime(time, '')
    }
  } else if (target.name === source && (target.value === 'none' || answer.dataset.taken !== undefined)) setTime(time, '')
  delete answer.dataset.taken
}

function standAlone(part, { type, name, value, checked }) {
  if (type !== 'checkbox' || !checked) return
  for (const input of part.querySelectorAll(`input[name="${name}"]`))
    if (input.value !== value && (ALONE.includes(value) || ALONE.includes(input.value))) input.checked = false
}

/** Everything as the last assessment found it, with the times at which it was known: nothing of it is new. */
function take(part, { suspect, victim, canReach, protects }) {
  for (const [who, said] of Object.entries({ suspect, victim })) {
    if (!said?.where) continue
    choose(part, `${BASE}/${who}/where`, [said.where])
    choose(part, `${BASE}/${who}/source`, [said.source ?? ''])
    setTime(part.querySelector(`input[name="${BASE}/${who}/knownAt"]`), said.knownAt ?? '')
    part.querySelector(`[data-answer="${who}"]`).dataset.taken = ''
  }
  choose(part, `${BASE}/canReach`, [canReach ?? ''])
  choose(part, `${BASE}/protects`, protects ?? [])
  choose(part, `${BASE}/changed`, ['nothing'])
}

const saidBefore = (name, last) => `${exactly(last.at)}: ${inWords(name, last) || 'not answered'}`

/** One of the five answers in words; empty where it was not given. */
export const inWords = (name, { [name]: answer }) =>
  PEOPLE.includes(name) ? whereabouts(answer) : [answer].flat().filter(Boolean).map(nameOf).join(', ')

function whereabouts({ where, source, knownAt } = {}) {
  if (!where) return ''
  const by = source && source !== 'none' ? `, says ${nameOf(source)}` : ''
  return `${nameOf(where)}${by}${knownAt ? `, known at ${exactly(knownAt)}` : ''}`
}

/** What was ticked as protection, in words, for the record of what keeps the victim safe. `other` says nothing by itself. */
export const protectionIn = (protects) => protects.filter((word) => ![...ALONE, 'other'].includes(word)).map(nameOf)
