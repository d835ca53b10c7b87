/**
 * What the incident asks of this role now: one thing, the most urgent. Of the others, the panels and the list of what can be recorded
 * tell. Nobody is led where they would be refused.
 */

import type { EventName } from '../../../../machines/rules/events.ts'
import type { Role } from '../../../../machines/rules/vocabulary.ts'
import { formAt } from '../../address.ts'
import { mayPost } from '../../forms/offered.ts'
import { NOTHING } from '../../words/incident.ts'
import { say, type Text } from '../../words/text.ts'
import { counted, eventWords, words } from '../../words/words.ts'
import { worstFirst } from './asked.ts'
import { blockerWords } from './closing.ts'
import { isOpen, type Known } from './known.ts'
import { mayDecide } from './second.ts'

export interface Now {
  readonly text: Text
  /** Null where there is nothing to do. */
  readonly action: { readonly href: string; readonly label: string } | null
  readonly isUrgent: boolean
}

interface Ask {
  readonly event: EventName
  /** Whose it is; absent: of everybody who may. */
  readonly of?: readonly Role[]
  /** Where it is done, if not by the form of the event. */
  readonly at?: string
  readonly label?: string
  readonly urgent?: boolean
  /** @returns why, or null where it is not asked. */
  readonly why: (known: Known) => Text | null
}

const dueText = ({ view, times }: Known, name: string): Text | null => {
  const due = view.deadlines.find((deadline) => deadline.name === name && deadline.status === 'pending')?.dueAt
  return due === undefined ? null : say`due at ${times.at(due)}, ${times.until(due)}`
}
const stateIs = ({ view }: Known, region: keyof Known['view']['state'], ...states: readonly string[]): boolean =>
  states.includes(view.state[region])

/** What keeps it from closing, where this event mends it first. */
const blockedBy = ({ view }: Known, event: EventName): Text | null => {
  const found = view.closureBlockers.map(blockerWords).find(({ mends }) => mends[0] === event)
  return found === undefined ? null : [found.sentence]
}

/** What the harm assessment unit owes also where it keeps no incident from closing: with the deadline, and the states in which it is owed. */
const OWED_BY_HAU: Readonly<Partial<Record<EventName, readonly [string, string, readonly string[]]>>> = {
  'hau.received': ['hau-receipt', 'The harm assessment unit has not received it', ['waiting']],
  'hau.checked': ['hau-checks', 'The harm assessment unit still has to check it on other systems', ['received', 'checking']],
}

function owedByHau(known: Known, event: EventName): Text | null {
  const [deadline = '', says = '', states = []] = OWED_BY_HAU[event] ?? []
  const isOwed = ({ name, status }: Known['view']['deadlines'][number]) =>
    name === deadline && (status === 'pending' || status === 'missed')
  if (!stateIs(known, 'safeguarding', ...states) || !known.view.deadlines.some(isOwed)) return null
  const due = dueText(known, deadline)
  return due === null ? [`${says}, and the time for it has passed.`] : say`${says}: ${due}.`
}

/** In the order in which they matter. */
const ASKS: readonly Ask[] = [
  {
    event: 'risk.reassessed',
    label: 'Reassess the risk',
    urgent: true,
    why: ({ view, times }) => {
      const [worst, ...others] = worstFirst(view.demands.filter(isOpen))
      if (worst === undefined) return null
      const more = others.length === 0 ? '' : ` ${counted(others.length, 'more is', 'more are')} open.`
      return say`Reassess: ${words(worst.reason)}, asked for since ${times.at(worst.raisedAt)}, level ${worst.level}. Answer by ${times.at(worst.dueAt)}, ${times.until(worst.dueAt)}.${more}`
    },
  },
  {
    event: 'reassessment.checked',
    at: '/reassessments',
    label: 'Read the reassessment',
    urgent: true,
    why: ({ view }) =>
      view.checks.some(({ verdict }) => verdict === null)
        ? ['A second person has to read a reassessment of this incident.']
        : null,
  },
  {
    event: 'approval.given',
    at: '/approvals',
    label: 'Read it and decide',
    urgent: true,
    why: (known) => {
      const { view, times } = known
      const one = view.approvals.find((approval) => mayDecide(approval, known))
      return one === undefined ? null : say`${eventWords(one.type)} waits for a second person until ${times.at(one.until)}.`
    },
  },
  {
    event: 'thrive.assessed',
    label: 'Assess with THRIVE',
    urgent: true,
    why: (known) => {
      if (known.view.state.grading !== 'reported' || !known.view.attention.includes('unassessed')) return null
      const due = dueText(known, 'thrive')
      return say`No THRIVE assessment is recorded${due === null ? null : say`: ${due}`}.`
    },
  },
  {
    event: 'incident.graded',
    label: 'Give it a grade',
    urgent: true,
    why: (known) => {
      if (known.view.priority !== null || !known.view.attention.includes('unassessed')) return null
      const due = dueText(known, 'grading')
      return say`It has no grade${due === null ? null : say`: ${due}`}.`
    },
  },
  {
    event: 'unit.assigned',
    of: ['control-room', 'supervisor'],
    label: 'Send a unit',
    urgent: true,
    why: (known) => {
      if (!stateIs(known, 'attendance', 'waiting.unassigned', 'overdue.unassigned')) return null
      const due = dueText(known, 'attendance')
      return due === null ? ['Nobody is on the way, and the time to attend has passed.'] : say`Nobody is on the way: ${due}.`
    },
  },
  {
    event: 'unit.arrived',
    of: ['officer', 'control-room'],
    label: 'Record the arrival',
    urgent: true,
    why: (known) => {
      if (stateIs(known, 'attendance', 'waiting.assigned', 'overdue.assigned'))
        return ['A unit is on its way: record when it arrives, and whether the victim was seen.']
      const due = dueText(known, 'victim-seen')
      return due === null ? null : say`A unit is at the scene, and nobody has seen the victim yet: ${due}.`
    },
  },
  {
    event: 'dash.submitted',
    of: ['officer'],
    label: 'Record the DASH',
    why: (known) => {
      if (stateIs(known, 'dash', 'returned')) return ['The DASH was returned: mend what was missing.']
      if (!stateIs(known, 'dash', 'due')) return null
      const due = dueText(known, 'dash-submission')
      return say`The DASH is not recorded yet${due === null ? null : say`: ${due}`}.`
    },
  },
  {
    event: 'dash.reviewed',
    label: 'Review the DASH',
    why: (known) => {
      if (!stateIs(known, 'dash', 'submitted')) return null
      const due = dueText(known, 'dash-review')
      return say`The DASH waits for its review by a supervisor who did not write it${due === null ? null : say`: ${due}`}.`
    },
  },
  ...(
    [
      'hau.received',
      'hau.checked',
      'hau.risk-confirmed',
      'referral.made',
      'referral.acknowledged',
      'school.notified',
      'hau.completed',
    ] as const
  ).map((event): Ask => ({ event, of: ['hau'], why: (known) => blockedBy(known, event) ?? owedByHau(known, event) })),
  ...(['crime.recorded', 'investigation.allocated'] as const).map(
    (event): Ask => ({ event, why: (known) => blockedBy(known, event) }),
  ),
  {
    event: 'incident.closed',
    label: 'Close it',
    why: ({ view }) => (view.closureBlockers.length === 0 ? ['Nothing keeps it from closing.'] : null),
  },
]

export function nowFor(known: Known): Now {
  const { me, view } = known
  for (const { event, of, at, label, urgent = false, why } of ASKS) {
    if (!mayPost(known.view, known.me.posts, event) || (of !== undefined && !of.includes(me.role as Role))) continue
    const text = why(known)
    if (text === null) continue
    return { text, isUrgent: urgent, action: { href: at ?? formAt(view.incident, event), label: label ?? eventWords(event) } }
  }
  return { text: [me.posts.length === 0 ? NOTHING.reads : NOTHING.now], action: null, isUrgent: false }
}
