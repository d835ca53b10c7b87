/**
 * One incident: what is owed, everything that happened, and the reassessment. The page follows the stream, but leaves alone a
 * form that somebody is filling in.
 */
import { alertLists } from './alerts.js'
import { NoAnswer, read, readAll } from './api.js'
import { countdown } from './countdown.js'
import { delayForm } from './delay.js'
import { el, fill } from './dom.js'
import { knownBefore, linked, stands } from './known.js'
import { attendanceWords, badges, flagList, notKnown, secondReading } from './list.js'
import { panel, table } from './panels.js'
import { reassessForm } from './reassess.js'
import { isRestriction, restrictedNote } from './restricted.js'
import { at, exactly, lasting } from './time.js'
import { timeline } from './timeline.js'
import { fieldWords, levelWords, words } from './words.js'

const MOST_LINES = 5000
const STATUS = { pending: 'running', met: 'met', missed: 'missed', cancelled: 'does not run now' }

/**
 * @param {string} reference @param {() => ReturnType<typeof import('./live.js').createLive>} live the current one: a page
 *   outlives a sign-in
 * @returns {{page: HTMLElement, reference: string, update: () => Promise<void>}} kept while the tab lives, with what is typed
 *   into it
 */
export function incidentPage(reference, live) {
  const head = el('div', { class: 'head' }, el('h1', {}, reference), el('p', { class: 'note' }, 'Reading the incident…'))
  const facts = el('div', { class: 'side' })
  const record = el('section', { class: 'record', 'aria-labelledby': 'record-title' })
  const forms = el('div')
  const page = el(
    'div',
    {},
    el('p', {}, el('a', { href: '#/' }, '← All incidents')),
    head,
    el('div', { class: 'columns' }, el('div', {}, forms, record), facts),
  )
  let form = null
  /** Somebody asked for the form although nothing is owed. */
  let asked = false
  /** Somebody has just said why they read a restricted incident. */
  let said = false
  let reading = false
  let again = false

  const show = (view, lines, briefing) => {
    // Signed out meanwhile: the page reads again after the next sign-in.
    if (live() === null) return
    said = false
    const latest = (type) => lines.findLast((line) => line.type === type) ?? null
    const known = { thrive: latest('thrive.assessed'), last: lastReassessed(lines), situation: view.risk.situation }
    if (form === null) {
      const priorities = [
        ...new Set([
          view.priority,
          ...view.grades.map(({ priority }) => priority),
          ...live()
            .incidents()
            .map(({ priority }) => priority ?? null),
        ]),
      ]
      form = reassessForm(view, { priorities: priorities.filter((priority) => priority !== null).sort(), onSent: update })
      form.form.hidden = true
      fill(forms, form.form, delayForm(reference, update))
    }
    form.update(view, known)
    const owed = view.demands.some(({ status }) => status === 'open')
    // Once shown the form stays: nobody else's answer takes away what was typed.
    form.form.hidden &&= !owed && !asked
    const open = () => {
      asked = true
      form.form.hidden = false
      form.form.scrollIntoView()
      form.form.querySelector('h2').focus({ preventScroll: true })
    }
    fill(
      head,
      headOf(view, { thrive: known.thrive, open }),
      enteredLate(latest('incident.reported'), view.waiting),
      caseFacts(latest('incident.reported')?.data, briefing),
      knownBefore(view.risk.repeat),
    )
    fill(facts, sides(view, live()))
    fill(record, el('h2', { id: 'record-title' }, 'What happened, newest first'), timeline(lines))
  }

  /** Nothing of it stays on the screen; a reason that somebody is writing does. */
  const closed = (error) => {
    if (head.querySelector('form.why input')?.value) return
    const wasAsked = said && error.code === 'reason-required'
    said = false
    form = null
    for (const part of [forms, facts, record]) fill(part)
    fill(head, restrictedNote(reference, error, { again: openAgain, wasAsked }))
  }
  const openAgain = () => {
    said = true
    fill(head, el('h1', {}, reference), el('p', { class: 'note' }, 'Reading the incident…'))
    update()
  }

  /** Only one read at a time; a change during a read is read once more after it. */
  async function update() {
    if (reading) {
      again = true
      return
    }
    reading = true
    try {
      do {
        again = false
        const path = `/v1/incidents/${encodeURIComponent(reference)}`
        const [view, { items }, briefing] = await Promise.all([
          read(path),
          readAll(`${path}/timeline`, MOST_LINES),
          read(`${path}/briefing`),
        ])
        show(view, items, briefing)
      } while (again)
    } catch (error) {
      if (isRestriction(error)) return closed(error)
      const why = error instanceof NoAnswer ? 'It could not be read just now.' : error.message
      if (form === null) fill(head, el('h1', {}, reference), el('p', { class: 'note' }, why))
      else head.prepend(el('p', { class: 'warning' }, `What you see may be old: ${why}`))
    } finally {
      reading = false
    }
  }
  return { page, reference, update }
}

function headOf(
  { incident, priority, attention, state, deadlines, risk, reportedAt, demands, waiting, checks },
  { thrive, open },
) {
  const owed = demands.filter(({ status }) => status === 'open')
  return [
    el('h1', {}, incident, ' ', el('span', { class: 'priority' }, priority ?? 'no grade'), ' ', badges(attention)),
    el(
      'p',
      { class: 'facts' },
      `Reported ${at(reportedAt)} · ${attendanceWords(state, deadlines)}${state.closure === 'closed' ? ' · closed' : ''}`,
    ),
    waited(waiting),
    notKnown(risk),
    checks.filter(({ verdict }) => verdict === null).map(({ dueAt }) => secondReading(dueAt)),
    risk.flags.length === 0 && risk.grade === null ? null : flagList(risk),
    owed.map((demand) =>
      el(
        'p',
        { class: 'demand', 'data-demand': demand.id },
        el('strong', {}, `Reassess: ${words(demand.reason)}`),
        ` · ${levelWords(demand)} · raised ${exactly(demand.raisedAt)} · answer `,
        countdown(demand.dueAt),
      ),
    ),
    owed.length === 0 ? nothingOwed(attention, { priority, thrive }) : null,
    state.closure === 'closed'
      ? null
      : el('button', { type: 'button', class: 'main', 'data-focus': 'to the form', click: open }, 'Reassess the risk'),
  ]
}

/** The last reassessment that counts: a second person may have found that it explains. */
function lastReassessed(lines) {
  const aside = lines.filter(({ data }) => data?.verdict === 'explains').map(({ data }) => data.reassessment)
  return lines.findLast(({ type, sequence }) => type === 'risk.reassessed' && !aside.includes(sequence)) ?? null
}

/** Green only after somebody has assessed: before a THRIVE and a grade nothing is known to be calm. */
function nothingOwed(attention, { priority, thrive }) {
  if (!attention.includes('unassessed')) return el('p', { class: 'calm' }, 'No reassessment is owed.')
  const ungraded = thrive === null ? 'the THRIVE and the grade are' : 'the grade is'
  return el(
    'p',
    { class: 'facts' },
    `No reassessment is owed yet, but ${priority === null ? ungraded : 'the THRIVE is'} missing.`,
  )
}

/** Who and where as it is known now, before anybody judges: where, what was said first, the people, and the safe way to call. */
function caseFacts(report, { location, people: known, corrected, safeContact: safe }) {
  if (!report) return null
  const people = known.map(({ role, name, personRef, phone }) =>
    [`${words(role)}:`, name ?? personRef ?? 'not named', phone].filter(Boolean).join(' '),
  )
  const call = [safe.phone, safe.safeTimes && `at ${safe.safeTimes}`, safe.codeword && `codeword ${safe.codeword}`].filter(
    Boolean,
  )
  // What was only added took nothing back.
  const before = corrected.filter(({ was }) => was !== null).map(({ field, was }) => `${words(field)} was ${was}`)
  const rows = [
    ['Where', whereOf(location ?? {})],
    ['Said', report.narrative ?? ''],
    [
      'Not read',
      Object.entries(report.unread ?? {})
        .map(([at, text]) => `${at.slice('/data/'.length)}: ${text}`)
        .join(' · '),
    ],
    ['People', people.join(' · ')],
    ['Corrected', before.join(' · ')],
    ['Safe contact', call.join(', ')],
  ].filter(([, text]) => text !== '')
  return el(
    'dl',
    { class: 'case-facts' },
    rows.flatMap(([term, text]) => [el('dt', {}, term), el('dd', {}, text)]),
  )
}

/** A silent mobile call has a position and nothing else. */
function whereOf({ address, postcode, what3words, lat, lon, uprn }) {
  const position = lat === undefined || lon === undefined ? '' : `${lat}, ${lon} (latitude, longitude)`
  const said = [address, postcode, what3words && `///${what3words}`, position, !address && uprn && `UPRN ${uprn}`]
  return said.filter(Boolean).join(', ') || 'Not known: ask'
}

function sides(view, live) {
  return [
    panel('Deadlines', table(['What', 'Due', 'Current state'], view.deadlines.map(deadlineRow), 'No deadline runs.')),
    panel('Alerts', alertLists([...view.alerts], { onAcknowledged: live.acknowledged, withIncident: false })),
    panel(
      'Blocks closing',
      view.closureBlockers.length === 0
        ? el('p', { class: 'note' }, 'Nothing.')
        : el(
            'ul',
            {},
            view.closureBlockers.map(({ code, detail }) => el('li', { 'data-code': code }, detail)),
          ),
      view.closureExceptions.map(({ blocker, because, by }) =>
        el('p', { class: 'note' }, `Left out, ${words(blocker)}: ${words(because)} by ${by.id}.`),
      ),
    ),
    panel('Orders, markers and tasks', stands(view.matters)),
    view.links.length === 0 ? null : panel('Linked records', linked(view.links)),
    panel('Demands', table(['Demand', 'Why', 'Current state'], view.demands.map(demandRow), 'No demand has been made.')),
    panel(
      'Grades',
      table(
        ['Grade', 'When', 'For', 'By'],
        view.grades.map(({ priority, at: when, until, by }) => [
          priority,
          exactly(when),
          until === null ? 'still' : lasting(Date.parse(until) - Date.parse(when)),
          `${by.id} (${by.role})`,
        ]),
        'Not graded.',
      ),
    ),
    panel(
      'States',
      table(
        ['Part', 'State'],
        Object.entries(view.state).map(([region, state]) => [fieldWords(region), words(state)]),
        '',
      ),
    ),
    el('p', { class: 'note' }, `Policy ${view.policy.id} version ${view.policy.version}.`),
  ]
}

/** Since first contact, whatever the grade was or became. */
const waited = ({ since, until }) =>
  el(
    'p',
    { class: 'facts' },
    until === null
      ? `Waiting since first contact at ${exactly(since)}.`
      : `Waited ${lasting(Date.parse(until) - Date.parse(since))} from first contact at ${exactly(since)}.`,
  )

/** Two systems' clocks differ by as much. */
const AT_ONCE_MS = 120_000

/** Why one clock of an incident that was entered afterwards is late already, and another is not. */
function enteredLate(report, { since }) {
  if (report === null || Date.parse(report.recordedAt) - Date.parse(report.at) <= AT_ONCE_MS) return null
  return el(
    'p',
    { class: 'facts' },
    `Entered at ${exactly(report.recordedAt)}: the wait counts from ${exactly(since)}, the THRIVE and the grade are due from the entry.`,
  )
}

const deadlineRow = ({ name, dueAt, status }) => [
  words(name),
  exactly(dueAt),
  status === 'pending' ? countdown(dueAt) : STATUS[status],
]

const demandRow = (demand) => [demand.id, words(demand.reason), `${demand.status}, ${levelWords(demand)}`]
