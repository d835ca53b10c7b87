import { bullets, el } from './dom.js'
import { at, exactly, lasting } from './time.js'
import { clockWords, eventWords, fieldWords, kindWords, words } from './words.js'

/** A smaller difference between what happened and its recording is not shown. */
const LATE_MS = 60_000

/** Every line of the record, newest first, with what was said and what followed. */
export const timeline = (lines) => el('ol', { class: 'timeline', reversed: true }, lines.toReversed().map(lineItem))

function lineItem({ sequence, type, at: when, recordedAt, actor, data, consequences }) {
  const lag = Date.parse(recordedAt) - Date.parse(when)
  return el(
    'li',
    { value: sequence, 'data-type': type },
    el(
      'p',
      { class: 'what' },
      el('time', { datetime: when }, exactly(when)),
      ' ',
      el('strong', {}, title(type, data)),
      actor ? ` · ${words(actor.role)}` : '',
    ),
    lag > LATE_MS ? el('p', { class: 'facts' }, `recorded ${at(recordedAt)}, ${lasting(lag)} later`) : null,
    data === null
      ? el('p', { class: 'note' }, 'What was said has been destroyed.')
      : type === 'deadline.passed' || type === 'machines.changed'
        ? null
        : details(data),
    followed(consequences),
  )
}

const title = (type, data) => (type === 'deadline.passed' ? `Deadline passed: ${clockWords(data ?? {})}` : eventWords(type))

/** The posted data, field by field; empty fields are left out. */
export function details(data) {
  const rows = Object.entries(data).filter(([, value]) => !isEmpty(value))
  return rows.length === 0
    ? null
    : el('dl', {}, ...rows.map(([name, value]) => [el('dt', {}, fieldWords(name)), el('dd', {}, shown(value))]))
}

function shown(value) {
  if (Array.isArray(value)) return bullets(value.map(shown))
  if (value !== null && typeof value === 'object') {
    const { id, role, level, change, rationale, ...rest } = value
    if (id !== undefined && role !== undefined && Object.keys(value).length === 2) return `${id} (${role})`
    if (rationale !== undefined && Object.keys(rest).length === 0 && id === undefined)
      return [level ?? change, rationale].filter(Boolean).join(': ')
    return details(value) ?? ''
  }
  if (value === true) return 'yes'
  if (value === false) return 'no'
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(String(value)) ? exactly(value) : String(value ?? 'not reached')
}

const isEmpty = (value) => value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

function followed({ alerts, demands, timersSet }) {
  const things = [
    ...demands.map(({ id, reason, level, status }) => `Demand ${id} (${words(reason)}): ${status}, level ${level}`),
    ...alerts.map(({ kind, level, status }) => `${kindWords(kind)}: ${status}, level ${level}`),
    ...timersSet.map((timer) => `Clock set: ${clockWords(timer)}, ${exactly(timer.dueAt)}`),
  ]
  return things.length === 0 ? null : bullets(things, { class: 'followed', 'aria-label': 'What followed' })
}
