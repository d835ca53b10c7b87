import { byId } from './dom.js'

/**
 * Labels of events, alerts, registers, deadlines and demand reasons: the server writes them into the page, from its catalogue.
 */
const LABELS = JSON.parse(byId('labels').textContent)

/** What the board calls the API's codes. A code without a label is shown without its hyphens. */
const WORDS = {
  // attention
  demanded: 'Reassess now',
  overdue: 'Overdue',
  warning: 'Soon overdue',
  unassessed: 'Not assessed',
  // attendance
  ungraded: 'not graded',
  'waiting.unassigned': 'waiting, no unit',
  'waiting.assigned': 'waiting, unit on its way',
  'overdue.unassigned': 'overdue, no unit',
  'overdue.assigned': 'overdue, unit on its way',
  attended: 'attended',
  resolvedByTelephone: 'resolved by telephone',
  duplicate: 'repeats another record, nobody goes',
  notDue: 'not due yet',
  // bail
  'standing.suspended': 'in force, its time stands still while the prosecutors have the file',
  'standing.withCourt': 'in force until the court has decided',
  // roles
  hau: 'harm assessment unit',
  'control-room': 'control room',
  // The engine's own lines
  'deadline.passed': 'Deadline passed',
  'alert.acknowledged': 'Alert acknowledged',
  'alert.released': 'Alert released',
  'alert.dismissed': 'Alert dismissed',
  'glass.broken': 'Opened by somebody who is not among its readers',
  'machines.changed': 'Continues under a newer release',
}

/** `attendance-overdue` → `attendance overdue`; `dashReview` → `DASH review`. */
const plain = (code) =>
  code
    .replaceAll(/[-._]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`)
    .replaceAll(/\b(dash|marac|thrive)\b/g, (name) => name.toUpperCase())

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)

/** What each answer of a situation may be, in order: `suspect`, `victim`, `source`, `canReach`, `changed`, `protects`. */
export const SITUATION = LABELS.situation

export const words = (code) => WORDS[code] ?? LABELS.words[code] ?? plain(code)
export const kindWords = (kind) => LABELS.alerts[kind] ?? capital(plain(kind))
export const registerWords = (name) => LABELS.registers[name] ?? capital(plain(name))
export const eventWords = (type) => LABELS.events[type] ?? WORDS[type] ?? capital(plain(type))
export const fieldWords = (name) => capital(plain(name))

/** The facts of a register that hold a code; the others hold references, instants and texts. */
const CODED = new Set(['action', 'charging', 'decision', 'how', 'of', 'reason', 'result', 'risk', 'route', 'under', 'what'])
export const factWords = (name, value) => (CODED.has(name) && typeof value === 'string' ? words(value) : value)

const bracketed = (text) => (text === '' ? '' : ` (${text})`)
/** What is in a register, without what it says to programs: codes in brackets, and sentences about parameters. */
export const aboutWords = (about) =>
  about
    .replaceAll(/ \(([^)]*)\)/g, (_, inner) => bracketed(inner.replaceAll(/`[^`]*`(?:, )?/g, '').trim()))
    .split(/(?<=\.) /)
    .filter((sentence) => !sentence.includes('`'))
    .join(' ')

/**
 * What a clock of the case concerns: an obligation by its name, `referral daro`, or its next level while it is late; an answer
 * by its demand.
 */
export function clockWords({ machine = '', deadline = '' }) {
  const [kind, name] = machine.split(/\/(.*)/)
  if (kind === 'duties') return `${words(name.replace('/', ' '))}${deadline === 'climb' ? ', next level' : ''}`
  return kind === 'demands' ? `${words(deadline)} to ${name}` : words(deadline)
}

/** `level 2`, and at the top `level 3, asked 4 times`. */
export const levelWords = ({ level, count }) => `level ${level}${count > 1 ? `, asked ${count} times` : ''}`
