/**
 * What each role may read, and post as the catalogue says: the table of the contract (§2). The engine, not the role, refuses a
 * downgrade.
 */
import type { Poster } from '../../machines/rules/catalogue/event.ts'
import { type CaseEventData, EVENT_NAMES, type EventName, eventsWith } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { Answer } from '../engine/answers/shapes.ts'
import type { rights } from './answers.ts'

interface Rights {
  readonly posts: readonly EventName[]
  /** Incidents with their timelines: the open incidents, or all of the force. */
  readonly incidents: 'none' | 'open' | 'all'
  /** The list of alerts and the live stream. */
  readonly alerts: boolean
  /** Acknowledging an alert of the force. */
  readonly acknowledges: boolean
  readonly refusals: boolean
  /** Drawing THRIVEs to score, and reading how far people and rubric agree. */
  readonly samples: boolean
  /** What is owed, late or outstanding across the force's incidents; and the daily meeting. */
  readonly registers: boolean
  /** Who read what. */
  readonly accessLog: boolean
  /** Seeing how far subscribed systems have been told, or also sending to them again. */
  readonly subscriptions: 'none' | 'read' | 'replay'
  /** Changing who is on duty. */
  readonly changesRota: boolean
  /** Sending a test by all ways of somebody whom the delivery file names. */
  readonly testsDelivery: boolean
}

const postedBy = (poster: Poster): readonly EventName[] => eventsWith(({ postedBy: posters }) => posters.includes(poster))

const nothing: Rights = {
  posts: [],
  incidents: 'none',
  alerts: false,
  acknowledges: false,
  refusals: false,
  samples: false,
  registers: false,
  accessLog: false,
  subscriptions: 'none',
  changesRota: false,
  testsDelivery: false,
}
const supervises: Rights = {
  posts: postedBy('supervisor'),
  incidents: 'all',
  alerts: true,
  acknowledges: true,
  refusals: true,
  samples: true,
  registers: true,
  accessLog: false,
  subscriptions: 'replay',
  changesRota: true,
  testsDelivery: true,
}

export const RIGHTS: Record<Role, Rights> = {
  'control-room': { ...nothing, posts: postedBy('control-room'), incidents: 'open', alerts: true, acknowledges: true },
  officer: { ...nothing, posts: postedBy('officer'), incidents: 'open' },
  supervisor: supervises,
  'force-incident-manager': supervises,
  'duty-superintendent': supervises,
  hau: { ...nothing, posts: postedBy('hau'), incidents: 'all', alerts: true, acknowledges: true, registers: true },
  auditor: {
    ...supervises,
    ...{ posts: [], acknowledges: false, accessLog: true, changesRota: false, testsDelivery: false, subscriptions: 'read' },
  },
  /** Keys, policies, health, subscriptions and whether messages arrive: nothing about an incident. */
  admin: { ...nothing, testsDelivery: true, subscriptions: 'replay' },
}

/** Hands shifts over and accepts them, dismisses alerts, replays deliveries. */
export const supervisesShift = (role: Role): boolean => RIGHTS[role].posts.includes('risk.reassessed')

/** What `GET /v1/me` says that a role may post: some events of these may still depend on their data. */
export const postsOf = (role: Role): readonly EventName[] => EVENT_NAMES.filter((name) => whyNot(role, name) === null)

/** What `GET /v1/me` says that a role may read and do besides. */
export function rightsOf(role: Role): Answer<typeof rights> {
  const { posts: _, ...rest } = RIGHTS[role]
  return { ...rest, exports: rest.registers, supervises: supervisesShift(role) }
}

/** Why a role may not post events of a type, whatever they say; null when it may, or when that depends on the data. */
export function whyNot(role: Role, name: EventName): string | null {
  if (RIGHTS[role].posts.includes(name) || dependsOnData(role, name)) return null
  const posters = (Object.keys(RIGHTS) as Role[]).filter((other) => RIGHTS[other].posts.includes(name))
  return `The role ${role} may not post ${name}. Roles that may: ${posters.join(', ')}.`
}

/**
 * Why a role may not post this event; null when it may. Asked after `whyNot` allowed the type.
 *
 * @param data as its schema read it: the harm assessment unit posts a specialist's second look at an assessment made at the
 *   door, never a first assessment.
 */
export function whyNotThis(role: Role, name: EventName, data: CaseEventData[EventName]): string | null {
  if (name === 'incident.graded' && !supervisesShift(role)) {
    const { attend } = data as CaseEventData['incident.graded']
    return attend?.needed === false ? `The role ${role} may not decide that nobody attends again.` : null
  }
  if (!dependsOnData(role, name)) return null
  const { secondaryTo } = data as CaseEventData['dash.submitted']
  return secondaryTo === undefined
    ? 'The role hau posts a dash.submitted only with the assessment it looks at again in secondaryTo.'
    : null
}

const dependsOnData = (role: Role, name: EventName): boolean => role === 'hau' && name === 'dash.submitted'
