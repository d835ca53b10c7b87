/** What was refused of an incident that nobody has reported: the first reason on its alert, and all of it on a page. */
import { read } from './api.js'
import { bullets, el, fill } from './dom.js'
import { panel } from './panels.js'
import { session } from './session.js'
import { reader, stillPage } from './still.js'
import { exactly } from './time.js'

const listOf = (incident, limit) => read(`/v1/refusals?incident=${encodeURIComponent(incident)}&limit=${limit}`)
const RESTRICTED = 'It is about a restricted incident.'
const reasonsOf = ({ restricted, problem }) =>
  restricted
    ? [RESTRICTED]
    : problem.errors?.length > 0
      ? problem.errors.map(({ pointer, detail }) => `${pointer}: ${detail}`)
      : [problem.detail]

/** By alert, for the signed-in user: a redrawn list asks only once. */
const first = new Map()
const MOST_KEPT = 500
let asker = null

/** @returns a line that fills itself; empty for a role that may not read refusals. */
export function refusedWhy({ id, incident }) {
  const line = el('p', { class: 'facts' })
  const key = session()?.session
  if (asker !== key || first.size > MOST_KEPT) first.clear()
  asker = key
  if (!first.has(id)) {
    const asked = listOf(incident, 1).then(({ items }) => items[0] ?? null)
    first.set(id, asked)
    asked.catch(() => first.delete(id))
  }
  first.get(id).then(
    (refusal) => {
      const href = `#/refused/${encodeURIComponent(incident)}`
      if (refusal !== null)
        fill(
          line,
          `${reasonsOf(refusal)[0]} · `,
          el('a', { href, 'data-focus': `refused ${id}` }, `What was refused of ${incident}`),
        )
    },
    () => {},
  )
  return line
}

const MOST = 50

export const refusedPage = (incident) =>
  stillPage(`Refused: ${incident}`, async (page, again) => {
    const { items, next } = await listOf(incident, MOST)
    fill(
      page,
      el('p', {}, el('a', { href: '#/' }, '← All incidents')),
      el('h1', {}, `Refused: ${incident}`),
      el(
        'p',
        {},
        'No clock runs for what was refused. Find the caller and report the incident by hand; the alert then ends. ',
        again,
      ),
      next === null ? null : el('p', { class: 'note' }, `These are the newest ${MOST}.`),
      items.map(refusalPanel),
    )
  })

function refusalPanel(refusal) {
  const { at, code, type, role } = refusal
  if (refusal.restricted) return panel(RESTRICTED, el('p', { class: 'facts' }, exactly(at)))
  const sent = el('pre', { hidden: true })
  const show = async () => {
    sent.textContent = (await read(`/v1/refusals/${encodeURIComponent(refusal.refusal)}`)).sent
    sent.hidden = false
  }
  return panel(
    `${refusal.problem.title} (${code})`,
    el('p', { class: 'facts' }, `${exactly(at)} · sent by ${role}${type === null ? '' : ` · ${type}`}`),
    bullets(reasonsOf(refusal)),
    reader('Show what was sent', { class: 'small' }, show),
    sent,
  )
}
