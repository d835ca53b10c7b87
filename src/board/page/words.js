import { EVENTS } from './eventLabels.js'

/** What the codes of the API are called on the board. A code that is not here is shown as it is, without its hyphens. */
const WORDS = {
  // attention
  demanded: 'Reassess now',
  overdue: 'Overdue',
  warning: 'Soon overdue',
  unassessed: 'Not assessed',
  // demand reasons
  'attendance-overdue': 'attendance is overdue',
  diverted: 'the unit was diverted',
  'attendance-failed': 'attendance failed',
  'cut-off': 'a call was cut off',
  'further-call': 'another call came',
  'new-information': 'new information came',
  'unsafe-contact': 'contact was unsafe or failed',
  'shift-change': 'the shift changed',
  'review-due': 'the next review is due',
  reopened: 'it was reopened',
  'order-breached': 'an order was breached',
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
  'victim-told': 'tell the victim of the delay',
  transfer: 'the other force says that it has it',
  // roles
  hau: 'harm assessment unit',
  'control-room': 'control room',
  // engine's own lines
  'deadline.passed': 'Deadline passed',
  'alert.acknowledged': 'Alert acknowledged',
  'machines.changed': 'Goes on under a newer release',
}

const KINDS = {
  'attendance-overdue': 'Attendance overdue',
  'attendance-warning': 'Attendance soon overdue',
  'reassessment-demanded': 'Reassessment demanded',
  'reassessment-overdue': 'Reassessment overdue',
  'thrive-inadequate': 'THRIVE has gaps',
  'thrive-overdue': 'THRIVE overdue',
  'grading-overdue': 'Not graded in time',
  'dash-missing': 'DASH missing',
  'visible-high-risk': 'So much found that the risk is high to the eye',
  'victim-not-told': 'Victim not told of the delay',
  'referral-not-made': 'A referral that a rule asks for has not been made',
  'referral-bounced': 'A referral has come back',
  'referral-escalated': 'A referral has waited too long, at the unit or at the partner',
  'school-conflict': 'An adult who is involved works at the school',
  'school-bounced': 'What the school was told has come back',
  'school-first-day-back': 'School is back: remind it of what it was told in the holidays',
  'school-escalated': 'A school is still not told, or has not said that it knows',
  'transfer-unacknowledged': 'Handed over, and nobody there has said that they have it',
  'order-in-force': 'A protection order is in force: tell who must know',
  'order-not-told': 'Not told of a protection order',
  'order-not-tasked': 'No tasking plan for a protection order',
  'order-check-overdue': 'Welfare check under an order overdue',
  'order-not-applied-for': 'Notice without an application to the court',
  'order-hearing-overdue': 'Hearing after a notice overdue',
  'order-expiring': 'Protection order about to end',
  'order-breach-court-near': 'Arrested for breach of an order: the time to bring him to court runs out',
  'order-breach-court-missed': 'Arrested for breach of an order, and not before the court in time',
  'order-not-notified': 'He has not told the police his name or address, as a DAPO asks',
  'order-monitoring-ending': 'Electronic monitoring under an order about to end',
  'order-prosecutor-silent': 'The prosecutor has not said whether an order is asked for',
  'order-unsupported': 'The prosecutor does not ask for an order',
  'disclosure-overdue': "Application under Clare's Law overdue",
  'plan-review-overdue': 'Review of a risk management plan overdue',
  'plan-action-overdue': 'Action of a risk management plan overdue',
  'victim-update-overdue': 'Victim not told of what was done',
  'task-overdue': 'Welfare check, visit or task overdue',
  'timer-unfireable': 'A clock of this incident cannot run: keep the incident on paper and call for help',
  'report-refused': 'Something was refused of an incident that nobody has reported: no clock runs for it',
  'clock-ahead': 'The clock of the database is ahead: times shown may be wrong',
}

/** `attendance-overdue` → `attendance overdue`; `dashReview` → `DASH review`. */
const plain = (code) =>
  code
    .replaceAll(/[-._]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`)
    .replaceAll(/\b(dash|marac|thrive)\b/g, (name) => name.toUpperCase())

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)

export const words = (code) => WORDS[code] ?? plain(code)
export const kindWords = (kind) => KINDS[kind] ?? capital(plain(kind))
export const eventWords = (type) => EVENTS[type] ?? WORDS[type] ?? capital(plain(type))
export const fieldWords = (name) => capital(plain(name))

/** What a clock of the case is about: a duty by its name, `referral daro`, or its next level while it is late; an answer by its demand. */
export function clockWords({ machine = '', deadline = '' }) {
  const [kind, name] = machine.split(/\/(.*)/)
  if (kind === 'duties') return `${words(name.replace('/', ' '))}${deadline === 'climb' ? ', next level' : ''}`
  return kind === 'demands' ? `${words(deadline)} to ${name}` : words(deadline)
}

/** `level 2`, and at the top `level 3, asked 4 times`. */
export const levelWords = ({ level, count }) => `level ${level}${count > 1 ? `, asked ${count} times` : ''}`
