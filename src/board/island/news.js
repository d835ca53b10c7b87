/**
 * While somebody writes about an incident, the form says at once who did what meanwhile. It touches no text. The form names its incident
 * with `data-incident`.
 */
import { el } from './dom.js'
import { heardSession, me, nameOf as myName } from './session.js'
import { shortTime } from './time.js'
import { catalogue } from './words.js'

/**
 * @typedef {{sequence: number, type: string, recordedAt: string, actor: {key: string, role: string, person?: {name: string}} | null,
 *   data: Record<string, unknown>, consequences: {demands: Demand[]}}} Line
 * @typedef {{id: string, reason: string, level: number, status: string}} Demand
 */

const ANSWER_WITHIN_MS = 10_000

/** Clocks of a page and of the record are a moment apart; a person's own lines are left out anyway. */
const BEFORE_MS = 2000

/** @returns {HTMLFormElement[]} */
const forms = () => /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll('form[data-incident]')])

/** What was told of each form already. @type {WeakMap<HTMLFormElement, {last: number, isReading: boolean, isAsked: boolean}>} */
const told = new WeakMap()

/** Something was recorded of an incident, or much may have been. @param {string | null} incident */
export function heardOf(incident) {
  for (const form of forms()) if (incident === null || form.dataset.incident === incident) update(form)
}

/** @param {HTMLFormElement} form */
async function update(form) {
  const place = told.get(form) ?? { last: 0, isReading: false, isAsked: false }
  told.set(form, place)
  place.isAsked = true
  if (place.isReading) return
  place.isReading = true
  while (place.isAsked) {
    place.isAsked = false
    await tell(form, place).catch(() => {})
  }
  place.isReading = false
}

/** @param {HTMLFormElement} form @param {{last: number}} place */
async function tell(form, place) {
  const lines = await linesOf(form.dataset.incident ?? '')
  if (lines === null)
    return say(form, [`Something was recorded of ${form.dataset.incident} while you write: read it in another tab.`])
  const since = Date.parse(document.body.dataset.now ?? '') - BEFORE_MS
  const fresh = lines.filter((line) => line.sequence > place.last && Date.parse(line.recordedAt) >= since && !isMine(line))
  place.last = Math.max(place.last, ...lines.map(({ sequence }) => sequence))
  const words = await catalogue()
  say(
    form,
    fresh.flatMap((line) => wordsOf(line, demandsBefore(lines, line), words)),
  )
}

/** The whole record of the incident; null where this person may not read it like this. @param {string} incident */
async function linesOf(incident) {
  /** @type {Line[]} */
  const lines = []
  for (let next = /** @type {string | null} */ (''); next !== null; ) {
    const query = `limit=500${next === '' ? '' : `&cursor=${encodeURIComponent(next)}`}`
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const headers = { 'x-unattended': '1' }
    const answer = await fetch(`/v1/incidents/${encodeURIComponent(incident)}/timeline?${query}`, {
      cache: 'no-store',
      headers,
      signal,
    })
    if (heardSession(answer)) return []
    if (!answer.ok) return null
    const page = await answer.json()
    lines.push(...page.items)
    next = page.next
  }
  return lines
}

/** Each demand as it was last, before a line. @param {Line[]} lines @param {Line} line */
const demandsBefore = (lines, { sequence }) =>
  new Map(
    lines.filter((other) => other.sequence < sequence).flatMap((other) => other.consequences.demands.map((one) => [one.id, one])),
  )

/** @param {Line} line @param {Map<string, Demand>} before @param {import('./words.js').Words} words @returns {string[]} */
function wordsOf({ type, recordedAt, actor, data, consequences: { demands } }, before, words) {
  const effects = demands.map((demand) => effectOf(demand, before.get(demand.id), words.reasons[demand.reason] ?? 'the risk'))
  if (actor === null && effects.length === 0) return []
  const who = actor === null ? '' : `${nameOf(actor, data)} (${(words.roles[actor.role] ?? 'unknown role').toLowerCase()}): `
  const what = actor === null ? '' : `${words.events[type] ?? 'Something was recorded'}. `
  return [`${shortTime(recordedAt)} ${who}${what}${effects.join(' ')}`.trim()]
}

/** What a line did to a demand, which is named by its reason. @param {Demand} now @param {Demand | undefined} before
 * @param {string} reason */
function effectOf({ status, level }, before, reason) {
  const isNew = before?.status !== 'open'
  if (status === 'open' && isNew) return `A reassessment is asked for: ${reason}.`
  const now = status === 'answered' ? 'answered' : 'no longer asked'
  const still = !isNew && level > before.level ? `now asked at level ${level}` : 'asked again'
  return `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}: ${status === 'open' ? still : now}.`
}

/** The holder of a key names people: the same key may be several of them. @param {Line} line */
function isMine({ actor, data }) {
  const mine = me()
  return actor !== null && mine !== null && nameOf(actor, data) === myName(mine)
}

/** @param {NonNullable<Line['actor']>} actor @param {Record<string, unknown>} data */
function nameOf({ person, key }, data) {
  const named = ['by', 'author', 'assessor', 'reviewer'].map(
    (field) => /** @type {{id?: string} | undefined} */ (data[field])?.id,
  )
  return person?.name ?? named.find((name) => name !== undefined) ?? key
}

/** @param {HTMLFormElement} form @param {string[]} sentences */
function say(form, sentences) {
  if (sentences.length === 0) return
  let box = form.querySelector(':scope > .news')
  if (box === null) {
    box = el('div', { class: 'news', role: 'status' }, el('strong', {}, 'While you write'), el('ul'))
    form.prepend(box)
  }
  box.querySelector('ul')?.append(...sentences.map((sentence) => el('li', {}, sentence)))
}
