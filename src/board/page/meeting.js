/** The daily management meeting, and each of its registers as a table: read when somebody opens it or asks again. */

import { download, read } from './api.js'
import { askWhy } from './ask.js'
import { countdown } from './countdown.js'
import { bullets, el, fill, incidentLink } from './dom.js'
import { panel, table } from './panels.js'
import { reader, stillPage } from './still.js'
import { at, day, exactly } from './time.js'
import { details } from './timeline.js'
import { aboutWords, factWords, registerWords, words } from './words.js'

const FIRST = 3

const asOf = (when) => el('span', { class: 'note' }, `As it was at ${exactly(when)}. `)
const registerLink = (name) => el('a', { href: `#/register/${encodeURIComponent(name)}` }, registerWords(name))
const many = (count, countedTo) => (count >= countedTo ? `${countedTo} or more` : String(count))

export const meetingPage = () =>
  stillPage('Daily meeting', async (page, again) => {
    const { at: when, countedTo, bankHolidays, demandsEnded, registers } = await read(`/v1/daily-meeting?first=${FIRST}`)
    const { answered, superseded, setAside } = demandsEnded
    fill(
      page,
      el('h1', {}, 'Daily meeting'),
      el('p', {}, asOf(when), again),
      bankHolidays.warning === null ? null : el('p', { class: 'warning' }, bankHolidays.warning),
      el(
        'p',
        {},
        `In the day before, ${answered} ${answered === 1 ? 'demand was' : 'demands were'} answered by a reassessment, ${superseded} ended by an arrival. Of ${setAside} a second person found that the answer explained a delay.`,
      ),
      registers.filter(({ count }) => count > 0).map(registerPanel(countedTo)),
      panel(
        'Nothing in these',
        bullets(
          registers.filter(({ count }) => count === 0).map(({ register }) => registerLink(register)),
          { class: 'flags' },
        ),
      ),
    )
  })

const registerPanel =
  (countedTo) =>
  ({ register, about, count, late, first }) =>
    panel(
      [
        registerLink(register),
        ` ${many(count, countedTo)}`,
        late === 0 ? null : el('strong', { class: 'late' }, `, ${many(late, countedTo)} late`),
      ],
      el('p', { class: 'note' }, aboutWords(about)),
      rows(first),
      count > first.length ? el('p', {}, 'The rest is in the register.') : null,
    )

export const registerPage = (name) =>
  stillPage(registerWords(name), async (page, again) => {
    const path = `/v1/registers/${encodeURIComponent(name)}`
    const { at: when, items, next } = await read(`${path}?limit=100`)
    const body = el('div', {}, rows(items))
    const onward = el('p', {}, next === null ? null : more(path, next, body))
    const file = `${name}-${when.slice(0, 10)}.csv`
    const ask = () => askWhy(LEAVES, (reason) => download(`${path}?format=csv`, file, reason))
    const csv = el('button', { type: 'button', class: 'small', click: ask }, 'Download all as CSV')
    fill(
      page,
      el('p', {}, el('a', { href: '#/meeting' }, '← Daily meeting')),
      el('h1', {}, registerWords(name)),
      el('p', {}, asOf(when), again, ' ', csv),
      body,
      onward,
    )
  })

/** As long as `X-Reason` may be. */
const LEAVES = {
  ...{ label: 'Why this leaves the system', question: 'Why do you need this file? The access log keeps what you write.' },
  ...{ doIt: 'Download', shortest: 3, longest: 500 },
}

/** The next page goes below. */
function more(path, cursor, body) {
  const onward = reader('More', {}, async () => {
    const { items, next } = await read(`${path}?limit=100&cursor=${encodeURIComponent(cursor)}`)
    body.append(rows(items))
    onward.replaceWith(next === null ? '' : more(path, next, body))
  })
  return onward
}

/** Unknown facts need no line in a table. */
const known = (facts) =>
  Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [[name, factWords(name, value)]])))

const rows = (items) => table(['Incident', 'What', 'Due', 'Risk', 'Known'], items.map(rowOf), 'Nothing.')

function rowOf({ incident, restricted, kind, name, state, dueAt, deadline, priority, riskGrade, facts }) {
  const due = dueAt === null ? '' : [countdown(dueAt), el('br'), at(dueAt)]
  if (restricted) return [incidentLink(incident), 'Restricted', due, '', '']
  return [
    incidentLink(incident),
    [el('strong', {}, `${words(kind.replace('owed/', ''))} ${name}`), el('br'), words(state)],
    dueAt === null ? '' : deadline === null ? day(dueAt) : [words(deadline), ', ', due],
    [priority ?? 'no grade', riskGrade === null ? '' : `, DASH ${riskGrade}`],
    details(known(facts)) ?? '',
  ]
}
