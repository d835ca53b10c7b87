import { acknowledge, dismiss } from './api.js'
import { askWhy } from './ask.js'
import { el, incidentLink, say } from './dom.js'
import { refusedWhy } from './refused.js'
import { at } from './time.js'
import { kindWords, levelWords, words } from './words.js'

const SEVERITIES = ['critical', 'high', 'medium', 'low']

/** The most severe first, then the longest wait. */
const worstFirst = (a, b) =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.level - a.level || (a.raisedAt < b.raisedAt ? -1 : 1)

/** Alerts that nobody has taken yet, then the taken alerts: they stay until what they ask for is done. */
export function alertLists(alerts, { onAcknowledged, withIncident = true }) {
  const open = alerts.filter(({ status }) => status === 'open').sort(worstFirst)
  const taken = alerts.filter(({ status }) => status === 'acknowledged').sort(worstFirst)
  const items = (list) =>
    el('ul', { class: 'alerts' }, ...list.map((alert) => alertItem(alert, { onAcknowledged, withIncident })))
  return [
    open.length === 0 ? el('p', { class: 'note' }, 'No open alerts.') : items(open),
    taken.length === 0 ? null : [el('h3', {}, `Somebody has taken these, not done yet (${taken.length})`), items(taken)],
  ]
}

function alertItem(alert, { onAcknowledged, withIncident }) {
  const { id, incident, kind, severity, audience, status, raisedAt, acknowledgedBy } = alert
  return el(
    'li',
    { class: 'alert', 'data-severity': severity, 'data-alert': id },
    el('p', { class: 'what' }, el('span', { class: 'severity' }, words(severity)), ' ', el('strong', {}, kindWords(kind))),
    el(
      'p',
      { class: 'facts' },
      withIncident && incident !== '' ? [incidentOf(alert), ' · '] : null,
      kind === REFUSED && incident === '' ? `${alert.count} more have no alert of their own: read them in /v1/refusals · ` : null,
      concerns(alert),
      `raised ${at(raisedAt)} · for ${words(audience)} · ${levelWords(alert)}`,
    ),
    kind === REFUSED && incident !== '' ? refusedWhy(alert) : null,
    status === 'acknowledged'
      ? el('p', { class: 'facts' }, `${acknowledgedBy?.id ?? 'Somebody'} (${acknowledgedBy?.role ?? '?'}) has it.`)
      : acknowledgeButton(alert, onAcknowledged),
    kind === REFUSED ? dismissButton(alert, onAcknowledged) : null,
    kind === OPENED ? dismissButton(alert, onAcknowledged, LOOKED_INTO) : null,
    kind === WAITS ? el('p', { class: 'facts' }, el('a', { href: '/approvals' }, 'Read it and decide')) : null,
  )
}

/** Of an alert about the service: the role, the subscription or the alert that it is about. */
function concerns({ role, subscription, of }) {
  if (role !== undefined) return `role ${words(role)} · `
  if (subscription !== undefined) return `subscription ${subscription} · `
  return of === undefined ? null : `alert ${of} · `
}

const REFUSED = 'report-refused'
const OPENED = 'break-glass'
const WAITS = 'approval-waiting'
const NOBODY_REPORTS = {
  label: ({ incident }) => (incident === '' ? 'Nobody will report these' : `Nobody will report ${incident}`),
  asks: 'Why not?',
  button: 'Nobody will report it…',
}
const LOOKED_INTO = {
  label: ({ incident }) => `The opening of ${incident} was looked into`,
  asks: 'What was found?',
  button: 'It was looked into…',
}

/** An incident that nobody has reported has no page. */
const incidentOf = ({ incident, kind }) => (kind === REFUSED ? incident : incidentLink(incident))

/** Ends the alert of a refused report, or of an opened incident. */
function dismissButton(alert, onDismissed, says = NOBODY_REPORTS) {
  const label = says.label(alert)
  const ask = () =>
    askWhy({ label, question: `${label}. ${says.asks}`, doIt: 'Dismiss the alert', longest: 1_000 }, async (reason) => {
      onDismissed(await dismiss(alert.id, reason))
      say(`Dismissed: ${label}.`)
    })
  return el('button', { type: 'button', class: 'small', 'aria-label': `${label}…`, click: ask }, says.button)
}

/** Says who has it; the alert's clock continues. */
function acknowledgeButton({ id, incident, kind }, onAcknowledged) {
  const trouble = el('p', { class: 'gap', hidden: true })
  const button = el(
    'button',
    {
      type: 'button',
      class: 'small',
      'aria-label': incident === '' ? `I have it: ${kindWords(kind)}` : `I have it: ${kindWords(kind)}, ${incident}`,
      'data-focus': `acknowledge ${id}`,
      click: async () => {
        button.disabled = true
        try {
          onAcknowledged(await acknowledge(id))
          say('Acknowledged. It stays until the thing asked for is done.')
        } catch (error) {
          trouble.textContent = error.message
          trouble.hidden = false
          button.disabled = false
        }
      },
    },
    'I have it',
  )
  return [button, trouble]
}
