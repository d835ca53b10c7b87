import { acknowledge } from './api.js'
import { el, say } from './dom.js'
import { at } from './time.js'
import { kindWords, levelWords, words } from './words.js'

const SEVERITIES = ['critical', 'high', 'medium', 'low']

/** The loudest first; of equals the one that waits longest. */
const worstFirst = (a, b) =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.level - a.level || (a.raisedAt < b.raisedAt ? -1 : 1)

/** Alerts nobody has taken yet, then those that somebody has: they stay until the thing asked for is done. */
export function alertLists(alerts, { onAcknowledged, withIncident = true }) {
  const open = alerts.filter(({ status }) => status === 'open').sort(worstFirst)
  const taken = alerts.filter(({ status }) => status === 'acknowledged').sort(worstFirst)
  const items = (list) =>
    el(
      'ul',
      { class: 'alerts' },
      list.map((alert) => alertItem(alert, { onAcknowledged, withIncident })),
    )
  return [
    open.length === 0 ? el('p', { class: 'note' }, 'No alert is open.') : items(open),
    taken.length === 0 ? null : [el('h3', {}, `Somebody has it, not done yet (${taken.length})`), items(taken)],
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
      withIncident && incident !== '' ? [el('a', { href: `#/incident/${encodeURIComponent(incident)}` }, incident), ' · '] : null,
      `raised ${at(raisedAt)} · for ${words(audience)} · ${levelWords(alert)}`,
    ),
    status === 'acknowledged'
      ? el('p', { class: 'facts' }, `${acknowledgedBy?.id ?? 'Somebody'} (${acknowledgedBy?.role ?? '?'}) has it.`)
      : acknowledgeButton(alert, onAcknowledged),
  )
}

/** Says who has it; the alert's clock goes on. */
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
