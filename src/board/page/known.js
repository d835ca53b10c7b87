/** What is known besides tonight: who called before, the incident's orders, markers and tasks, and linked records. */
import { countdown } from './countdown.js'
import { bullets, el, incidentLink } from './dom.js'
import { table } from './panels.js'
import { at, day } from './time.js'
import { fieldWords, words } from './words.js'

/** The newest earlier call; the others are counted. */
const MOST_SHOWN = 5

/**
 * Shown before anybody judges the risk: whether the people are known, how often, how bad, and what attending officers must
 * know.
 */
export function knownBefore({ count, highestRisk, escalation, incidents, restricted = 0 }) {
  const earlier = incidents.length + restricted
  if (earlier === 0) return null
  const sum = [
    `${earlier} earlier ${earlier === 1 ? 'incident' : 'incidents'}`,
    count < earlier ? `${count} of them by a person, telephone or address that counts` : null,
    restricted === 0 ? null : `${restricted} restricted ${restricted === 1 ? 'incident' : 'incidents'}, not shown to you`,
    highestRisk === null ? null : `highest risk ${highestRisk}`,
    escalation ? 'so many that it escalates' : null,
  ].filter(Boolean)
  return el(
    'section',
    { class: 'before-now', 'aria-labelledby': 'before-title' },
    el('h2', { id: 'before-title' }, 'Known from before'),
    el('p', {}, el('strong', {}, sum.join(', ')), '.'),
    el('ul', {}, incidents.slice(0, MOST_SHOWN).map(earlierItem)),
    incidents.length > MOST_SHOWN ? el('p', { class: 'note' }, `And ${incidents.length - MOST_SHOWN} more.`) : null,
  )
}

function earlierItem({ incident, reportedAt, by, priority, risk, flags, closed, standing = [] }) {
  const said = [
    `reported ${day(reportedAt)}`,
    `the same ${by.map(words).join(', ')}`,
    priority ?? 'no grade',
    risk === null ? null : `DASH ${risk}`,
    ...flags.map(words),
    closed ? null : 'still open',
  ].filter(Boolean)
  return el(
    'li',
    { 'data-earlier': incident },
    incidentLink(incident),
    ` · ${said.join(' · ')}`,
    standing.map(({ kind, name, state, facts }) =>
      el(
        'p',
        { class: 'stands' },
        el('strong', {}, [fieldWords(kind), name].join(' ')),
        ` · ${[state, facts.reason, facts.what].filter(Boolean).map(words).join(' · ')}`,
      ),
    ),
  )
}

/** Markers, orders, tasks and the like of the incident, the next deadline first. */
export function stands(matters) {
  const living = matters.filter(({ ended }) => !ended)
  const first = ({ deadlines }) => deadlines[0]?.dueAt ?? '9999'
  return table(
    ['What', 'Current state', 'Next'],
    living
      .toSorted((a, b) => (first(a) < first(b) ? -1 : 1))
      .map(({ kind, name, state, deadlines: [next] }) => [
        `${fieldWords(kind)} ${name}`,
        words(state),
        next === undefined ? '' : [`${words(next.name)}, `, countdown(next.dueAt)],
      ]),
    'Nothing.',
  )
}

/** Links in both directions, newest first. */
export const linked = (links) =>
  bullets(
    links.map(({ incident, as, at: when, direction }) => [
      incidentLink(incident),
      ` · ${direction === 'to' ? words(as) : `says that it is ${words(as)}`} · ${at(when)}`,
    ]),
  )
