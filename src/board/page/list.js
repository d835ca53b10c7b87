/** The supervisor's first page: who waits and is owed a reassessment, worst first, with the alerts beside it. */
import { alertLists } from './alerts.js'
import { countdown } from './countdown.js'
import { el, fill, incidentLink } from './dom.js'
import { at } from './time.js'
import { levelWords, words } from './words.js'

const FILTERS = [
  ['all', 'All open'],
  ['demanded', 'Reassess now'],
  ['overdue', 'Overdue'],
  ['warning', 'Soon overdue'],
  ['unassessed', 'Not assessed'],
]

/** @returns {{page: HTMLElement, update: () => void}} */
export function listPage(live) {
  let chosen = 'all'
  const filters = el('div', { class: 'filters', role: 'group', 'aria-label': 'Show' })
  const list = el('ol', { class: 'cases' })
  const note = el('p', { class: 'note' })
  const alerts = el('div')
  const alertCount = el('span')
  const page = el(
    'div',
    { class: 'columns' },
    el(
      'section',
      { 'aria-labelledby': 'incidents-title' },
      el('h1', { id: 'incidents-title' }, 'Open incidents, worst first'),
      filters,
      note,
      list,
      findForm(),
    ),
    el(
      'section',
      { id: 'alerts', class: 'side', 'aria-labelledby': 'alerts-title' },
      el('h2', { id: 'alerts-title' }, 'Alerts ', alertCount),
      alerts,
    ),
  )

  const update = () => {
    const incidents = live.incidents()
    const shown = incidents.filter(({ attention }) => chosen === 'all' || attention.includes(chosen))
    const count = (name) =>
      name === 'all' ? incidents.length : incidents.filter(({ attention }) => attention.includes(name)).length
    fill(
      filters,
      FILTERS.map(([name, label]) =>
        el(
          'button',
          {
            type: 'button',
            class: 'filter',
            'aria-pressed': String(name === chosen),
            'data-focus': `filter ${name}`,
            click: () => {
              chosen = name
              update()
              filters.querySelector('[aria-pressed="true"]').focus()
            },
          },
          label,
          ' ',
          el('b', {}, String(count(name))),
        ),
      ),
    )
    const open = live.alerts()
    const openCount = open.filter(({ status }) => status === 'open').length
    filters.append(
      el(
        'button',
        { type: 'button', class: 'filter jump', 'data-focus': 'alerts', click: () => alerts.scrollIntoView() },
        'Alerts ↓ ',
        el('b', {}, String(openCount)),
      ),
    )
    note.textContent = noteOf(live, shown)
    note.hidden = note.textContent === ''
    const inDoubt = new Set(open.filter(({ kind }) => kind === 'reassessment-doubtful').map(({ incident }) => incident))
    fill(
      list,
      shown.map((item) => caseItem(item, inDoubt.has(item.incident))),
    )
    alertCount.textContent = `(${openCount} open)`
    fill(alerts, alertLists(open, { onAcknowledged: live.acknowledged }))
  }
  return { page, update }
}

/** Any incident by its number, closed ones too. */
function findForm() {
  const input = el('input', { id: 'find', name: 'reference', autocomplete: 'off' })
  const go = (event) => {
    event.preventDefault()
    if (input.value.trim() !== '') location.hash = `#/incident/${encodeURIComponent(input.value.trim())}`
  }
  return el(
    'form',
    { class: 'find', submit: go },
    el('label', { for: 'find' }, 'Incident number'),
    input,
    el('button', { type: 'submit', class: 'small' }, 'Open'),
  )
}

function noteOf(live, shown) {
  if (!live.isLoaded()) return 'The list has not been read yet.'
  if (shown.length === 0) return 'None.'
  return live.hasMore() ? 'There are more incidents: these are the worst.' : ''
}

/** @param isInDoubt somebody has to read a reassessment of it */
function caseItem(item, isInDoubt) {
  if (item.restricted) return restrictedCase(item)
  const { priority, state, demands, deadlines, risk, reportedAt } = item
  return caseFrame(
    item,
    el('span', { class: 'priority', title: 'priority' }, priority ?? 'no grade'),
    el(
      'div',
      { class: 'wants' },
      demands.map(demandLine),
      el(
        'p',
        { class: 'facts' },
        capital(attendanceWords(state, deadlines)),
        attendance(deadlines, state.attendance.startsWith('overdue')),
        ` · reported ${at(reportedAt)}`,
      ),
      notKnown(risk),
      isInDoubt ? secondReading() : null,
      missing(item).map(([what, due]) => el('p', { class: 'facts' }, `${what} · `, countdown(due))),
    ),
    risk.flags.length === 0 && risk.grade === null ? null : flagList(risk),
  )
}

/** That it exists, and what is asked of it. */
const restrictedCase = (item) =>
  caseFrame(item, el('span', { class: 'priority' }, 'Restricted'), el('div', { class: 'wants' }, item.demands.map(demandLine)))

/** An incident of the list: its name, its grade and what it needs, then its content. */
function caseFrame({ incident, attention, demands }, priority, ...content) {
  const worst = Math.max(0, ...demands.map(({ level }) => level))
  return el(
    'li',
    { class: 'case', 'data-attention': attention[0], 'data-level': worst || false, 'data-incident': incident },
    el(
      'div',
      { class: 'name' },
      el('h2', {}, incidentLink(incident, { 'data-focus': `case ${incident}` })),
      priority,
      badges(attention),
    ),
    ...content,
  )
}

/** What a supervisor is asked for. */
const demandLine = (demand) =>
  el(
    'p',
    { class: 'demand' },
    el('strong', {}, `Reassess: ${words(demand.reason)}`),
    ` · ${levelWords(demand)} · answer `,
    countdown(demand.dueAt),
  )

const UNKNOWN = {
  suspect: 'where the suspect is',
  victim: 'where the victim is',
  canReach: 'whether the suspect can reach the victim',
  protects: 'what protects the victim',
}

/** What nobody knows, a line for each time since which that is so. */
export function notKnown({ unknownSince = {} }) {
  const since = (name) => at(unknownSince[name])
  const names = Object.keys(UNKNOWN).filter((name) => unknownSince[name] !== undefined)
  const times = [...new Set(names.toSorted((one, other) => (unknownSince[one] < unknownSince[other] ? -1 : 1)).map(since))]
  return times.map((time) => {
    const what = names.filter((name) => since(name) === time).map((name) => UNKNOWN[name])
    return el('p', { class: 'facts not-known' }, el('strong', {}, `Unknown since ${time}: `), what.join(', '))
  })
}

/** @param dueAt when the next level is told; undefined where that is not known here */
export const secondReading = (dueAt) =>
  el(
    'p',
    { class: 'facts second' },
    el('a', { href: '#/reassessments' }, 'A second person has to read a reassessment'),
    dueAt === undefined ? null : [' · ', countdown(dueAt)],
  )

/** What is owed before anything else can be right: a THRIVE and a grade, with their clocks. */
function missing({ attention, priority, state, deadlines }) {
  const due = (name) => deadlines.find((deadline) => deadline.name === name)?.dueAt
  const unassessed = attention.includes('unassessed') && state.grading !== 'assessed'
  return [
    ['No THRIVE recorded', unassessed ? due('thrive') : undefined],
    ['No grade given', priority === null ? due('grading') : undefined],
  ].filter(([, dueAt]) => dueAt !== undefined)
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)

/** A unit at the scene is no comfort as long as nobody has seen her. */
export const attendanceWords = ({ attendance }, deadlines) =>
  attendance === 'attended' && deadlines.some(({ name, status }) => name === 'victim-seen' && status === 'pending')
    ? 'at the scene, nobody has seen the victim yet'
    : words(attendance)

/** The running attendance clock or the open breach, whichever is latest. */
function attendance(deadlines, overdue) {
  const clocks = deadlines.filter(({ name }) => name === 'attendance')
  const clock = clocks.find(({ status }) => status === 'pending') ?? clocks.at(-1)
  if (clock === undefined) return null
  return clock.status === 'pending' || overdue ? [' · ', countdown(clock.dueAt)] : ` late, was due ${at(clock.dueAt)}`
}

export const badges = (attention) =>
  attention.filter((name) => name !== 'none').map((name) => el('span', { class: 'badge', 'data-attention': name }, words(name)))

export const flagList = ({ grade, flags }) =>
  el(
    'ul',
    { class: 'flags', 'aria-label': 'Flags' },
    grade === null ? null : el('li', { class: 'grade' }, `DASH ${grade}`),
    flags.map((flag) => el('li', {}, words(flag))),
  )
